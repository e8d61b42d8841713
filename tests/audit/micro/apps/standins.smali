# Pairs, futures, stand-ins for an interface, work for later, what a page may ask.

#app a worker
%class Main < Landroid/app/Activity;
%create 3
new-instance v0, Landroidx/work/OneTimeWorkRequest$Builder;
const-class v1, Lcom/example/app/Upload;
invoke-direct {v0, v1}, Landroidx/work/OneTimeWorkRequest$Builder;-><init>(Ljava/lang/Class;)V
invoke-virtual {v0}, Landroidx/work/OneTimeWorkRequest$Builder;->build()Landroidx/work/WorkRequest;
move-result-object v0
invoke-static {p0}, Landroidx/work/WorkManager;->getInstance(Landroid/content/Context;)Landroidx/work/WorkManager;
move-result-object v1
invoke-virtual {v1, v0}, Landroidx/work/WorkManager;->enqueue(Landroidx/work/WorkRequest;)Landroidx/work/Operation;
%end
%bare Upload < Landroidx/work/Worker;
.method public constructor <init>(Landroid/content/Context;Landroidx/work/WorkerParameters;)V
.locals 0
invoke-direct {p0, p1, p2}, Landroidx/work/Worker;-><init>(Landroid/content/Context;Landroidx/work/WorkerParameters;)V
%end
%on doWork()Landroidx/work/ListenableWorker$Result;, 2
invoke-virtual {p0}, Lcom/example/app/Upload;->getApplicationContext()Landroid/content/Context;
move-result-object v1
%device v0, v1                                                 #= source a device_id
%log v0                                                        #= sink a log
invoke-static {}, Landroidx/work/ListenableWorker$Result;->success()Landroidx/work/ListenableWorker$Result;
move-result-object v0
return-object v0
.end method

#app a page may ask for it
#: permissions INTERNET
%class Bridge
.field id:Ljava/lang/String;
.method public ask()Ljava/lang/String;
.locals 1
.annotation runtime Landroid/webkit/JavascriptInterface;
.end annotation
iget-object v0, p0, Lcom/example/app/Bridge;->id:Ljava/lang/String;
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Bridge;
iput-object v0, v1, Lcom/example/app/Bridge;->id:Ljava/lang/String;
new-instance v2, Landroid/webkit/WebView;
invoke-direct {v2, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
const-string v3, "bridge"
invoke-virtual {v2, v1, v3}, Landroid/webkit/WebView;->addJavascriptInterface(Ljava/lang/Object;Ljava/lang/String;)V   #= sink a network
const-string v3, "https://www.example.com/"
invoke-virtual {v2, v3}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
%end

#app the other half of a pair
%class Main < Landroid/app/Activity;
%create 5
%device v0
const-string v1, "x"
new-instance v2, Landroid/util/Pair;
invoke-direct {v2, v1, v0}, Landroid/util/Pair;-><init>(Ljava/lang/Object;Ljava/lang/Object;)V
iget-object v0, v2, Landroid/util/Pair;->first:Ljava/lang/Object;
check-cast v0, Ljava/lang/String;
%log v0
%end


#app a future's consumer
%class Main < Landroid/app/Activity;
%create 3
%new v1, Lcom/example/app/Give;
iput-object p0, v1, Lcom/example/app/Give;->main:Lcom/example/app/Main;
invoke-static {v1}, Ljava/util/concurrent/CompletableFuture;->supplyAsync(Ljava/util/function/Supplier;)Ljava/util/concurrent/CompletableFuture;
move-result-object v1
%new v2, Lcom/example/app/Take;
invoke-virtual {v1, v2}, Ljava/util/concurrent/CompletableFuture;->thenAccept(Ljava/util/function/Consumer;)Ljava/util/concurrent/CompletableFuture;
%end
%class Give : Ljava/util/function/Supplier;
.field main:Lcom/example/app/Main;
%on get()Ljava/lang/Object;, 2
iget-object v1, p0, Lcom/example/app/Give;->main:Lcom/example/app/Main;
%device v0, v1                                                 #= source a device_id
return-object v0
.end method
%class Take : Ljava/util/function/Consumer;
%on accept(Ljava/lang/Object;)V, 0
check-cast p1, Ljava/lang/String;
%log p1                                                        #= sink a log
%end

#app a proxy of an interface
.class public interface abstract Lcom/example/app/Say;
.super Ljava/lang/Object;
.method public abstract say(Ljava/lang/String;)V
.end method
%class Hand : Ljava/lang/reflect/InvocationHandler;
%on invoke(Ljava/lang/Object;Ljava/lang/reflect/Method;[Ljava/lang/Object;)Ljava/lang/Object;, 1
const/4 v0, 0x0
aget-object v0, p3, v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
const/4 v0, 0x0
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
const-class v1, Lcom/example/app/Say;
invoke-virtual {v1}, Ljava/lang/Class;->getClassLoader()Ljava/lang/ClassLoader;
move-result-object v2
const/4 v3, 0x1
new-array v3, v3, [Ljava/lang/Class;
const/4 v4, 0x0
aput-object v1, v3, v4
%new v4, Lcom/example/app/Hand;
invoke-static {v2, v3, v4}, Ljava/lang/reflect/Proxy;->newProxyInstance(Ljava/lang/ClassLoader;[Ljava/lang/Class;Ljava/lang/reflect/InvocationHandler;)Ljava/lang/Object;
move-result-object v1
check-cast v1, Lcom/example/app/Say;
invoke-interface {v1, v0}, Lcom/example/app/Say;->say(Ljava/lang/String;)V
%end

