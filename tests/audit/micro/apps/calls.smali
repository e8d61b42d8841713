# Loops, virtual calls, static initialisers.

#app built up in a loop
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
invoke-virtual {v0}, Ljava/lang/String;->toCharArray()[C
move-result-object v1
array-length v2, v1
const-string v3, ""
const/4 v4, 0x0
:next
if-ge v4, v2, :done
aget-char v5, v1, v4
%new v0, Ljava/lang/StringBuilder;
invoke-virtual {v0, v3}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
invoke-virtual {v0, v5}, Ljava/lang/StringBuilder;->append(C)Ljava/lang/StringBuilder;
invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
move-result-object v3
add-int/lit8 v4, v4, 0x1
goto :next
:done
%log v3                                                        #= sink a log
%end

#app handed on from round to round
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
const-string v1, ""
const-string v2, ""
const/4 v3, 0x0
const/4 v4, 0x5
:next
if-ge v3, v4, :done
%log v2                                                        #= sink a log
move-object v2, v1
move-object v1, v0
add-int/lit8 v3, v3, 0x1
goto :next
:done
%end

#app the class decides which method runs
%class Base
%on text(Landroid/content/Context;)Ljava/lang/String;, 1
const-string v0, "harmless"
return-object v0
.end method
%class Bad < Lcom/example/app/Base;
%on text(Landroid/content/Context;)Ljava/lang/String;, 1
%device v0, p1                                                 #= source a device_id
return-object v0
.end method
%class Good < Lcom/example/app/Base;
%on text(Landroid/content/Context;)Ljava/lang/String;, 1
const-string v0, "also harmless"
return-object v0
.end method
%class Main < Landroid/app/Activity;
.method private ask(Lcom/example/app/Base;)Ljava/lang/String;
.locals 1
invoke-virtual {p1, p0}, Lcom/example/app/Base;->text(Landroid/content/Context;)Ljava/lang/String;
move-result-object v0
return-object v0
.end method
%create 2
%new v0, Lcom/example/app/Good;
invoke-direct {p0, v0}, Lcom/example/app/Main;->ask(Lcom/example/app/Base;)Ljava/lang/String;
move-result-object v1
%log v1
%new v0, Lcom/example/app/Bad;
invoke-direct {p0, v0}, Lcom/example/app/Main;->ask(Lcom/example/app/Base;)Ljava/lang/String;
move-result-object v1
%log v1                                                        #= sink a log
%end

#app through an interface
.class public interface abstract Lcom/example/app/Way;
.super Ljava/lang/Object;
.method public abstract out(Ljava/lang/String;)V
.end method
%class Quiet : Lcom/example/app/Way;
%on out(Ljava/lang/String;)V, 0
%end
%class Loud : Lcom/example/app/Way;
%on out(Ljava/lang/String;)V, 0
%log p1                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;
%create 2
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Quiet;
invoke-interface {v1, v0}, Lcom/example/app/Way;->out(Ljava/lang/String;)V
%new v1, Lcom/example/app/Loud;
invoke-interface {v1, v0}, Lcom/example/app/Way;->out(Ljava/lang/String;)V
%end

#app one method, called with the datum and without
%class Main < Landroid/app/Activity;
.method private static same(Ljava/lang/String;)Ljava/lang/String;
.locals 0
return-object p0
.end method
%create 2
%device v0                                                     #= source a device_id
invoke-static {v0}, Lcom/example/app/Main;->same(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
const-string v1, "harmless"
invoke-static {v1}, Lcom/example/app/Main;->same(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1
%log v0                                                        #= sink a log
%end

#app a method that calls itself
%class Main < Landroid/app/Activity;
.method private static deep(Ljava/lang/String;I)Ljava/lang/String;
.locals 1
if-eqz p1, :end
add-int/lit8 p1, p1, -0x1
invoke-static {p0, p1}, Lcom/example/app/Main;->deep(Ljava/lang/String;I)Ljava/lang/String;
move-result-object p0
:end
return-object p0
.end method
%create 2
%device v0                                                     #= source a device_id
const/16 v1, 0x64
invoke-static {v0, v1}, Lcom/example/app/Main;->deep(Ljava/lang/String;I)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a static initialiser runs when its class is first used
%class Main < Landroid/app/Activity;
.field static main:Lcom/example/app/Main;
.field static id:Ljava/lang/String;
%create 1
sput-object p0, Lcom/example/app/Main;->main:Lcom/example/app/Main;
sget-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0
%new v0, Lcom/example/app/Late;
sget-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
const/4 v0, 0x0
sput-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end
%class Late
.method static constructor <clinit>()V
.locals 2
sget-object v1, Lcom/example/app/Main;->main:Lcom/example/app/Main;
%device v0, v1                                                 #= source a device_id
sput-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end

#app two code files of one app
%class Main < Landroid/app/Activity;
%create 1
%device v0                                                     #= source a device_id
invoke-static {v0}, Lcom/example/app/Other;->out(Ljava/lang/String;)V
%end
#dex
%class Other
.method public static out(Ljava/lang/String;)V
.locals 0
%log p0                                                        #= sink a log
%end

#app names of one letter
%class a < Landroid/app/Activity;
%class Main < Lcom/example/app/a;
.field private a:Ljava/lang/String;
%create 1
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->a:Ljava/lang/String;
invoke-virtual {p0}, Lcom/example/app/Main;->a()V
%end
%on a()V, 1
iget-object v0, p0, Lcom/example/app/Main;->a:Ljava/lang/String;
invoke-virtual {p0, v0}, Lcom/example/app/Main;->a(Ljava/lang/String;)V
%end
%on a(Ljava/lang/String;)V, 0
%log p1                                                        #= sink a log
%end
