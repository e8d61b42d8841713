# Fields, objects, aliases, the order of statements.

#app a field that is stored and read again
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
%create 1
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app the other field of the same object
%class Box
.field id:Ljava/lang/String;
.field word:Ljava/lang/String;
%class Main < Landroid/app/Activity;
%create 2
%new v1, Lcom/example/app/Box;
const-string v0, "harmless"
iput-object v0, v1, Lcom/example/app/Box;->word:Ljava/lang/String;
%device v0
iput-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
iget-object v0, v1, Lcom/example/app/Box;->word:Ljava/lang/String;
%log v0
%end

#app the same field of another object
%class Box
.field id:Ljava/lang/String;
.method set(Ljava/lang/String;)V
.locals 0
iput-object p1, p0, Lcom/example/app/Box;->id:Ljava/lang/String;
%end
.method get()Ljava/lang/String;
.locals 1
iget-object v0, p0, Lcom/example/app/Box;->id:Ljava/lang/String;
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 3
%new v1, Lcom/example/app/Box;
%new v2, Lcom/example/app/Box;
%device v0                                                     #= source a device_id
invoke-virtual {v1, v0}, Lcom/example/app/Box;->set(Ljava/lang/String;)V
const-string v0, "harmless"
invoke-virtual {v2, v0}, Lcom/example/app/Box;->set(Ljava/lang/String;)V
invoke-virtual {v2}, Lcom/example/app/Box;->get()Ljava/lang/String;
move-result-object v0
%log v0
invoke-virtual {v1}, Lcom/example/app/Box;->get()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a field that is overwritten
%class Box
.field id:Ljava/lang/String;
%class Main < Landroid/app/Activity;
%create 2
%new v1, Lcom/example/app/Box;
%device v0
iput-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
const-string v0, "harmless"
iput-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
iget-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v0
%end

#app a variable that is overwritten
%class Main < Landroid/app/Activity;
%create 1
%device v0
const-string v0, "harmless"
%log v0
%end

#app an object in an object
%class Inner
.field id:Ljava/lang/String;
.field word:Ljava/lang/String;
%class Outer
.field inner:Lcom/example/app/Inner;
%class Main < Landroid/app/Activity;
%create 4
%new v1, Lcom/example/app/Outer;
%new v2, Lcom/example/app/Inner;
iput-object v2, v1, Lcom/example/app/Outer;->inner:Lcom/example/app/Inner;
%device v0                                                     #= source a device_id
iput-object v0, v2, Lcom/example/app/Inner;->id:Ljava/lang/String;
iget-object v3, v1, Lcom/example/app/Outer;->inner:Lcom/example/app/Inner;
iget-object v0, v3, Lcom/example/app/Inner;->word:Ljava/lang/String;
%log v0
iget-object v0, v3, Lcom/example/app/Inner;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app written through one name, read through another
%class Box
.field id:Ljava/lang/String;
%class Main < Landroid/app/Activity;
%create 3
%new v1, Lcom/example/app/Box;
move-object v2, v1
%device v0                                                     #= source a device_id
iput-object v0, v2, Lcom/example/app/Box;->id:Ljava/lang/String;
iget-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app overwritten through another name
%class Box
.field id:Ljava/lang/String;
%class Main < Landroid/app/Activity;
%create 3
%new v1, Lcom/example/app/Box;
move-object v2, v1
%device v0
iput-object v0, v2, Lcom/example/app/Box;->id:Ljava/lang/String;
const-string v0, "harmless"
iput-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
iget-object v0, v2, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v0
%end

#app they become one object only after the sink
%class Box
.field id:Ljava/lang/String;
%class Main < Landroid/app/Activity;
.field box:Lcom/example/app/Box;
%create 3
%new v1, Lcom/example/app/Box;
%new v2, Lcom/example/app/Box;
iput-object v1, p0, Lcom/example/app/Main;->box:Lcom/example/app/Box;
%device v0
iput-object v0, v2, Lcom/example/app/Box;->id:Ljava/lang/String;
iget-object v1, p0, Lcom/example/app/Main;->box:Lcom/example/app/Box;
iget-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v0
iput-object v2, p0, Lcom/example/app/Main;->box:Lcom/example/app/Box;
%end

#app the sink stands before the source
%class Main < Landroid/app/Activity;
%create 1
const-string v0, "harmless"
%log v0
%device v0
%end

#app one object or the other
%class Box
.field id:Ljava/lang/String;
%class Main < Landroid/app/Activity;
%create 5
%new v1, Lcom/example/app/Box;
%new v2, Lcom/example/app/Box;
%device v0                                                     #= source a device_id
invoke-static {}, Ljava/lang/System;->currentTimeMillis()J
move-result-wide v3
long-to-int v3, v3
if-eqz v3, :other
move-object v2, v1
:other
iput-object v0, v2, Lcom/example/app/Box;->id:Ljava/lang/String;
iget-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
