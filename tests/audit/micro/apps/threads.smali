# Code that runs later or elsewhere.

#app a thread's own run
%class Main < Landroid/app/Activity;
%create 2
%device v0                                                     #= source a device_id
new-instance v1, Lcom/example/app/Worker;
invoke-direct {v1, v0}, Lcom/example/app/Worker;-><init>(Ljava/lang/String;)V
invoke-virtual {v1}, Lcom/example/app/Worker;->start()V
%end
%bare Worker < Ljava/lang/Thread;
.field private id:Ljava/lang/String;
.method constructor <init>(Ljava/lang/String;)V
.locals 0
invoke-direct {p0}, Ljava/lang/Thread;-><init>()V
iput-object p1, p0, Lcom/example/app/Worker;->id:Ljava/lang/String;
%end
%on run()V, 1
iget-object v0, p0, Lcom/example/app/Worker;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a thread that is never started
%class Main < Landroid/app/Activity;
%create 2
%device v0
new-instance v1, Lcom/example/app/Worker;
invoke-direct {v1, v0}, Lcom/example/app/Worker;-><init>(Ljava/lang/String;)V
%end
%bare Worker < Ljava/lang/Thread;
.field private id:Ljava/lang/String;
.method constructor <init>(Ljava/lang/String;)V
.locals 0
invoke-direct {p0}, Ljava/lang/Thread;-><init>()V
iput-object p1, p0, Lcom/example/app/Worker;->id:Ljava/lang/String;
%end
%on run()V, 1
iget-object v0, p0, Lcom/example/app/Worker;->id:Ljava/lang/String;
%log v0
%end

#app a thread around a runnable
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Job;
iput-object v0, v1, Lcom/example/app/Job;->id:Ljava/lang/String;
new-instance v2, Ljava/lang/Thread;
invoke-direct {v2, v1}, Ljava/lang/Thread;-><init>(Ljava/lang/Runnable;)V
invoke-virtual {v2}, Ljava/lang/Thread;->start()V
%end
%class Job : Ljava/lang/Runnable;
.field id:Ljava/lang/String;
%on run()V, 1
iget-object v0, p0, Lcom/example/app/Job;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app AsyncTask, from argument to result
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Task;
const/4 v2, 0x1
new-array v2, v2, [Ljava/lang/String;
const/4 v3, 0x0
aput-object v0, v2, v3
invoke-virtual {v1, v2}, Lcom/example/app/Task;->execute([Ljava/lang/Object;)Landroid/os/AsyncTask;
%end
%class Task < Landroid/os/AsyncTask;
.method protected doInBackground([Ljava/lang/Object;)Ljava/lang/Object;
.locals 1
const/4 v0, 0x0
aget-object v0, p1, v0
return-object v0
.end method
.method protected onPostExecute(Ljava/lang/Object;)V
.locals 1
check-cast p1, Ljava/lang/String;
%log p1                                                        #= sink a log
%end

#app Handler.post
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Job;
iput-object v0, v1, Lcom/example/app/Job;->id:Ljava/lang/String;
%new v2, Landroid/os/Handler;
invoke-virtual {v2, v1}, Landroid/os/Handler;->post(Ljava/lang/Runnable;)Z
%end
%class Job : Ljava/lang/Runnable;
.field id:Ljava/lang/String;
%on run()V, 1
iget-object v0, p0, Lcom/example/app/Job;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a message to a handler
%class Main < Landroid/app/Activity;
%create 3
%new v1, Lcom/example/app/Box;
invoke-static {}, Landroid/os/Message;->obtain()Landroid/os/Message;
move-result-object v2
%device v0                                                     #= source a device_id
iput-object v0, v2, Landroid/os/Message;->obj:Ljava/lang/Object;
invoke-virtual {v1, v2}, Lcom/example/app/Box;->sendMessage(Landroid/os/Message;)Z
%end
%class Box < Landroid/os/Handler;
%on handleMessage(Landroid/os/Message;)V, 1
iget v0, p1, Landroid/os/Message;->arg1:I
invoke-static {v0}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;
move-result-object v0
%log v0
iget-object v0, p1, Landroid/os/Message;->obj:Ljava/lang/Object;
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a timer
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Job;
iput-object v0, v1, Lcom/example/app/Job;->id:Ljava/lang/String;
%new v2, Ljava/util/Timer;
const-wide/16 v3, 0x7d0
invoke-virtual {v2, v1, v3, v4}, Ljava/util/Timer;->schedule(Ljava/util/TimerTask;J)V
%end
%class Job < Ljava/util/TimerTask;
.field id:Ljava/lang/String;
%on run()V, 1
iget-object v0, p0, Lcom/example/app/Job;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app an executor
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Job;
iput-object v0, v1, Lcom/example/app/Job;->id:Ljava/lang/String;
invoke-static {}, Ljava/util/concurrent/Executors;->newSingleThreadExecutor()Ljava/util/concurrent/ExecutorService;
move-result-object v2
invoke-interface {v2, v1}, Ljava/util/concurrent/ExecutorService;->execute(Ljava/lang/Runnable;)V
%end
%class Job : Ljava/lang/Runnable;
.field id:Ljava/lang/String;
%on run()V, 1
iget-object v0, p0, Lcom/example/app/Job;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a callable's result
%class Main < Landroid/app/Activity;
%create 3
%new v1, Lcom/example/app/Job;
iput-object p0, v1, Lcom/example/app/Job;->main:Lcom/example/app/Main;
invoke-static {}, Ljava/util/concurrent/Executors;->newSingleThreadExecutor()Ljava/util/concurrent/ExecutorService;
move-result-object v2
invoke-interface {v2, v1}, Ljava/util/concurrent/ExecutorService;->submit(Ljava/util/concurrent/Callable;)Ljava/util/concurrent/Future;
move-result-object v2
invoke-interface {v2}, Ljava/util/concurrent/Future;->get()Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%class Job : Ljava/util/concurrent/Callable;
.field main:Lcom/example/app/Main;
%on call()Ljava/lang/Object;, 2
iget-object v1, p0, Lcom/example/app/Job;->main:Lcom/example/app/Main;
%device v0, v1                                                 #= source a device_id
return-object v0
.end method
