# Threads, tasks, nested and copied objects, exceptions, walks through collections.

#app a chronometer of threads: Thread with a name, join, a field read after
%class Main < Landroid/app/Activity;
.field out:Ljava/lang/String;
%create 3
%new v0, Lcom/example/app/Run;
iput-object p0, v0, Lcom/example/app/Run;->main:Lcom/example/app/Main;
invoke-virtual {v0}, Lcom/example/app/Run;->start()V
invoke-virtual {v0}, Lcom/example/app/Run;->join()V
iget-object v1, p0, Lcom/example/app/Main;->out:Ljava/lang/String;
%log v1                                                        #= sink a log
%end
%class Run < Ljava/lang/Thread;
.field main:Lcom/example/app/Main;
%on run()V, 2
iget-object v1, p0, Lcom/example/app/Run;->main:Lcom/example/app/Main;
%device v0, v1                                                 #= source a device_id
iput-object v0, v1, Lcom/example/app/Main;->out:Ljava/lang/String;
%end

#app a scheduled task of an executor, and its future
%class Main < Landroid/app/Activity;
%create 6
invoke-static {}, Ljava/util/concurrent/Executors;->newSingleThreadScheduledExecutor()Ljava/util/concurrent/ScheduledExecutorService;
move-result-object v0
%new v1, Lcom/example/app/Give;
iput-object p0, v1, Lcom/example/app/Give;->main:Lcom/example/app/Main;
const-wide/16 v2, 0xa
sget-object v4, Ljava/util/concurrent/TimeUnit;->SECONDS:Ljava/util/concurrent/TimeUnit;
invoke-interface {v0, v1, v2, v3, v4}, Ljava/util/concurrent/ScheduledExecutorService;->schedule(Ljava/util/concurrent/Callable;JLjava/util/concurrent/TimeUnit;)Ljava/util/concurrent/ScheduledFuture;
move-result-object v0
invoke-interface {v0}, Ljava/util/concurrent/ScheduledFuture;->get()Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%class Give : Ljava/util/concurrent/Callable;
.field main:Lcom/example/app/Main;
%on call()Ljava/lang/Object;, 2
iget-object v1, p0, Lcom/example/app/Give;->main:Lcom/example/app/Main;
%device v0, v1                                                 #= source a device_id
return-object v0
.end method

#app all of a list of callables
%class Main < Landroid/app/Activity;
%create 6
invoke-static {}, Ljava/util/concurrent/Executors;->newCachedThreadPool()Ljava/util/concurrent/ExecutorService;
move-result-object v0
%new v1, Lcom/example/app/Give;
iput-object p0, v1, Lcom/example/app/Give;->main:Lcom/example/app/Main;
%new v2, Ljava/util/ArrayList;
invoke-virtual {v2, v1}, Ljava/util/ArrayList;->add(Ljava/lang/Object;)Z
invoke-interface {v0, v2}, Ljava/util/concurrent/ExecutorService;->invokeAll(Ljava/util/Collection;)Ljava/util/List;
move-result-object v0
const/4 v1, 0x0
invoke-interface {v0, v1}, Ljava/util/List;->get(I)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/util/concurrent/Future;
invoke-interface {v0}, Ljava/util/concurrent/Future;->get()Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%class Give : Ljava/util/concurrent/Callable;
.field main:Lcom/example/app/Main;
%on call()Ljava/lang/Object;, 2
iget-object v1, p0, Lcom/example/app/Give;->main:Lcom/example/app/Main;
%device v0, v1                                                 #= source a device_id
return-object v0
.end method

#app a thread's own values
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Ljava/lang/ThreadLocal;
invoke-virtual {v1, v0}, Ljava/lang/ThreadLocal;->set(Ljava/lang/Object;)V
invoke-virtual {v1}, Ljava/lang/ThreadLocal;->get()Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app an uncaught exception's handler
%class Main < Landroid/app/Activity;
%create 3
%new v1, Lcom/example/app/Ear;
invoke-static {v1}, Ljava/lang/Thread;->setDefaultUncaughtExceptionHandler(Ljava/lang/Thread$UncaughtExceptionHandler;)V
%device v0                                                     #= source a device_id
sput-object v0, Lcom/example/app/Ear;->id:Ljava/lang/String;
%end
%class Ear : Ljava/lang/Thread$UncaughtExceptionHandler;
.field static id:Ljava/lang/String;
%on uncaughtException(Ljava/lang/Thread;Ljava/lang/Throwable;)V, 1
sget-object v0, Lcom/example/app/Ear;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a nested class and its outer field by an accessor
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
.method static synthetic access$000(Lcom/example/app/Main;)Ljava/lang/String;
.locals 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
return-object v0
.end method
%create 3
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
new-instance v1, Lcom/example/app/Main$1;
invoke-direct {v1, p0}, Lcom/example/app/Main$1;-><init>(Lcom/example/app/Main;)V
invoke-interface {v1}, Ljava/lang/Runnable;->run()V
%end
%bare Main$1 : Ljava/lang/Runnable;
.field final this$0:Lcom/example/app/Main;
.method constructor <init>(Lcom/example/app/Main;)V
.locals 0
iput-object p1, p0, Lcom/example/app/Main$1;->this$0:Lcom/example/app/Main;
invoke-direct {p0}, Ljava/lang/Object;-><init>()V
%end
%on run()V, 1
iget-object v0, p0, Lcom/example/app/Main$1;->this$0:Lcom/example/app/Main;
invoke-static {v0}, Lcom/example/app/Main;->access$000(Lcom/example/app/Main;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app an own class cloned by its own clone
%class Box : Ljava/lang/Cloneable;
.field id:Ljava/lang/String;
%on clone()Ljava/lang/Object;, 1
invoke-super {p0}, Ljava/lang/Object;->clone()Ljava/lang/Object;
move-result-object v0
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Box;
iput-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
invoke-virtual {v1}, Lcom/example/app/Box;->clone()Ljava/lang/Object;
move-result-object v1
check-cast v1, Lcom/example/app/Box;
iget-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a parcelable of its own through an Intent
#: component <activity android:name=".Second"/>
%class Box : Landroid/os/Parcelable;
.field id:Ljava/lang/String;
.field static final CREATOR:Landroid/os/Parcelable$Creator;
.method static constructor <clinit>()V
.locals 1
%new v0, Lcom/example/app/Maker;
sput-object v0, Lcom/example/app/Box;->CREATOR:Landroid/os/Parcelable$Creator;
%end
%on describeContents()I, 1
const/4 v0, 0x0
return v0
.end method
%on writeToParcel(Landroid/os/Parcel;I)V, 1
iget-object v0, p0, Lcom/example/app/Box;->id:Ljava/lang/String;
invoke-virtual {p1, v0}, Landroid/os/Parcel;->writeString(Ljava/lang/String;)V
%end
%class Maker : Landroid/os/Parcelable$Creator;
%on createFromParcel(Landroid/os/Parcel;)Ljava/lang/Object;, 2
%new v0, Lcom/example/app/Box;
invoke-virtual {p1}, Landroid/os/Parcel;->readString()Ljava/lang/String;
move-result-object v1
iput-object v1, v0, Lcom/example/app/Box;->id:Ljava/lang/String;
return-object v0
.end method
%on newArray(I)[Ljava/lang/Object;, 1
new-array v0, p1, [Lcom/example/app/Box;
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Box;
iput-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
new-instance v2, Landroid/content/Intent;
const-class v3, Lcom/example/app/Second;
invoke-direct {v2, p0, v3}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const-string v3, "box"
invoke-virtual {v2, v3, v1}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Landroid/os/Parcelable;)Landroid/content/Intent;
invoke-virtual {p0, v2}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V
%end
%class Second < Landroid/app/Activity;
%create 3
invoke-virtual {p0}, Lcom/example/app/Second;->getIntent()Landroid/content/Intent;
move-result-object v0
const-string v1, "box"
invoke-virtual {v0, v1}, Landroid/content/Intent;->getParcelableExtra(Ljava/lang/String;)Landroid/os/Parcelable;
move-result-object v0
check-cast v0, Lcom/example/app/Box;
iget-object v0, v0, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a string from a regular expression's replacement, and a scanner
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id, source b device_id
new-instance v1, Ljava/util/Scanner;
invoke-direct {v1, v0}, Ljava/util/Scanner;-><init>(Ljava/lang/String;)V
invoke-virtual {v1}, Ljava/util/Scanner;->next()Ljava/lang/String;
move-result-object v1
%log v1                                                        #= sink a log
const-string v1, "[0-9]"
invoke-static {v1}, Ljava/util/regex/Pattern;->compile(Ljava/lang/String;)Ljava/util/regex/Pattern;
move-result-object v1
invoke-virtual {v1, v0}, Ljava/util/regex/Pattern;->split(Ljava/lang/CharSequence;)[Ljava/lang/String;
move-result-object v1
const/4 v2, 0x0
aget-object v1, v1, v2
%log v1                                                        #= sink b log
%end

#app an exception's cause and its text
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
:try
new-instance v1, Ljava/lang/IllegalStateException;
invoke-direct {v1, v0}, Ljava/lang/IllegalStateException;-><init>(Ljava/lang/String;)V
new-instance v2, Ljava/lang/RuntimeException;
invoke-direct {v2, v1}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
throw v2
:end
.catch Ljava/lang/RuntimeException; {:try .. :end} :handler
:handler
move-exception v0
invoke-virtual {v0}, Ljava/lang/RuntimeException;->getCause()Ljava/lang/Throwable;
move-result-object v0
invoke-virtual {v0}, Ljava/lang/Throwable;->getMessage()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app an own exception that carries it in a field
%bare Loud < Ljava/lang/Exception;
.field id:Ljava/lang/String;
.method public constructor <init>(Ljava/lang/String;)V
.locals 0
invoke-direct {p0}, Ljava/lang/Exception;-><init>()V
iput-object p1, p0, Lcom/example/app/Loud;->id:Ljava/lang/String;
%end
%class Main < Landroid/app/Activity;
%on go(Ljava/lang/String;)V, 1
new-instance v0, Lcom/example/app/Loud;
invoke-direct {v0, p1}, Lcom/example/app/Loud;-><init>(Ljava/lang/String;)V
throw v0
.end method
%create 4
%device v0                                                     #= source a device_id
:try
invoke-virtual {p0, v0}, Lcom/example/app/Main;->go(Ljava/lang/String;)V
return-void
:end
.catch Lcom/example/app/Loud; {:try .. :end} :handler
:handler
move-exception v0
iget-object v0, v0, Lcom/example/app/Loud;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app the wrong exception is caught
%class Main < Landroid/app/Activity;
%create 4
%device v0
:try
new-instance v1, Ljava/lang/IllegalStateException;
invoke-direct {v1, v0}, Ljava/lang/IllegalStateException;-><init>(Ljava/lang/String;)V
throw v1
:end
.catch Ljava/lang/IllegalArgumentException; {:try .. :end} :handler
:handler
move-exception v0
invoke-virtual {v0}, Ljava/lang/IllegalArgumentException;->getMessage()Ljava/lang/String;
move-result-object v0
%log v0
%end

#app a map walked by keys, by forEach
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Ljava/util/HashMap;
const-string v2, "k"
invoke-virtual {v1, v2, v0}, Ljava/util/HashMap;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
%new v3, Lcom/example/app/Each;
invoke-virtual {v1, v3}, Ljava/util/HashMap;->forEach(Ljava/util/function/BiConsumer;)V
%end
%class Each : Ljava/util/function/BiConsumer;
%on accept(Ljava/lang/Object;Ljava/lang/Object;)V, 1
check-cast p2, Ljava/lang/String;
%log p2                                                        #= sink a log
%end

#app a list's forEach and a stream's map
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Ljava/util/ArrayList;
invoke-virtual {v1, v0}, Ljava/util/ArrayList;->add(Ljava/lang/Object;)Z
%new v3, Lcom/example/app/Each;
invoke-virtual {v1, v3}, Ljava/util/ArrayList;->forEach(Ljava/util/function/Consumer;)V
%end
%class Each : Ljava/util/function/Consumer;
%on accept(Ljava/lang/Object;)V, 1
check-cast p1, Ljava/lang/String;
%log p1                                                        #= sink a log
%end
