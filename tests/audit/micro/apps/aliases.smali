# One object under two names, containers, names put together, messages, timers, tasks that are called off.

#app aliasing through two fields of one object
%class Box
.field id:Ljava/lang/String;
%class Pair2
.field a:Lcom/example/app/Box;
.field b:Lcom/example/app/Box;
%class Main < Landroid/app/Activity;
%create 5
%new v1, Lcom/example/app/Box;
%new v2, Lcom/example/app/Pair2;
iput-object v1, v2, Lcom/example/app/Pair2;->a:Lcom/example/app/Box;
iput-object v1, v2, Lcom/example/app/Pair2;->b:Lcom/example/app/Box;
%device v0                                                     #= source a device_id
iget-object v3, v2, Lcom/example/app/Pair2;->a:Lcom/example/app/Box;
iput-object v0, v3, Lcom/example/app/Box;->id:Ljava/lang/String;
iget-object v3, v2, Lcom/example/app/Pair2;->b:Lcom/example/app/Box;
iget-object v3, v3, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v3                                                        #= sink a log
%end

#app two boxes made in one place by a factory, one clean
%class Box
.field id:Ljava/lang/String;
.method public static make()Lcom/example/app/Box;
.locals 1
%new v0, Lcom/example/app/Box;
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 5
invoke-static {}, Lcom/example/app/Box;->make()Lcom/example/app/Box;
move-result-object v1
invoke-static {}, Lcom/example/app/Box;->make()Lcom/example/app/Box;
move-result-object v2
%device v0
iput-object v0, v1, Lcom/example/app/Box;->id:Ljava/lang/String;
iget-object v3, v2, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v3
%end

#app a linked list of its own, the head is clean
%class Node
.field id:Ljava/lang/String;
.field next:Lcom/example/app/Node;
%class Main < Landroid/app/Activity;
%create 5
%new v1, Lcom/example/app/Node;
%new v2, Lcom/example/app/Node;
iput-object v2, v1, Lcom/example/app/Node;->next:Lcom/example/app/Node;
%device v0                                                     #= source a device_id
iput-object v0, v2, Lcom/example/app/Node;->id:Ljava/lang/String;
iget-object v3, v1, Lcom/example/app/Node;->id:Ljava/lang/String;
%log v3
iget-object v3, v1, Lcom/example/app/Node;->next:Lcom/example/app/Node;
iget-object v3, v3, Lcom/example/app/Node;->id:Ljava/lang/String;
%log v3                                                        #= sink a log
%end

#app an array in a static, filled elsewhere
%class Keep
.field public static all:[Ljava/lang/String;
.method static constructor <clinit>()V
.locals 1
const/4 v0, 0x3
new-array v0, v0, [Ljava/lang/String;
sput-object v0, Lcom/example/app/Keep;->all:[Ljava/lang/String;
%end
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
sget-object v1, Lcom/example/app/Keep;->all:[Ljava/lang/String;
const/4 v2, 0x1
aput-object v0, v1, v2
sget-object v3, Lcom/example/app/Keep;->all:[Ljava/lang/String;
aget-object v3, v3, v2
%log v3                                                        #= sink a log
const/4 v2, 0x2
sget-object v3, Lcom/example/app/Keep;->all:[Ljava/lang/String;
aget-object v3, v3, v2
%log v3
%end

#app Arrays.fill, Arrays.copyOfRange, Collections.addAll
%class Main < Landroid/app/Activity;
%create 7
%device v0                                                     #= source a device_id, source b device_id, source c device_id
const/4 v1, 0x3
new-array v1, v1, [Ljava/lang/String;
invoke-static {v1, v0}, Ljava/util/Arrays;->fill([Ljava/lang/Object;Ljava/lang/Object;)V
const/4 v2, 0x1
aget-object v3, v1, v2
%log v3                                                        #= sink a log
const/4 v3, 0x2
invoke-static {v1, v2, v3}, Ljava/util/Arrays;->copyOfRange([Ljava/lang/Object;II)[Ljava/lang/Object;
move-result-object v4
const/4 v2, 0x0
aget-object v4, v4, v2
check-cast v4, Ljava/lang/String;
%log v4                                                        #= sink b log
%new v4, Ljava/util/LinkedList;
invoke-static {v4, v1}, Ljava/util/Collections;->addAll(Ljava/util/Collection;[Ljava/lang/Object;)Z
invoke-virtual {v4}, Ljava/util/LinkedList;->getLast()Ljava/lang/Object;
move-result-object v4
check-cast v4, Ljava/lang/String;
%log v4                                                        #= sink c log
%end

#app a deque, a stack, a sorted map
%class Main < Landroid/app/Activity;
%create 7
%device v0                                                     #= source a device_id, source b device_id, source c device_id
%new v1, Ljava/util/ArrayDeque;
invoke-virtual {v1, v0}, Ljava/util/ArrayDeque;->push(Ljava/lang/Object;)V
invoke-virtual {v1}, Ljava/util/ArrayDeque;->pollFirst()Ljava/lang/Object;
move-result-object v2
check-cast v2, Ljava/lang/String;
%log v2                                                        #= sink a log
%new v1, Ljava/util/Stack;
invoke-virtual {v1, v0}, Ljava/util/Stack;->push(Ljava/lang/Object;)Ljava/lang/Object;
invoke-virtual {v1}, Ljava/util/Stack;->peek()Ljava/lang/Object;
move-result-object v2
check-cast v2, Ljava/lang/String;
%log v2                                                        #= sink b log
%new v1, Ljava/util/TreeMap;
const-string v3, "k"
invoke-virtual {v1, v3, v0}, Ljava/util/TreeMap;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
invoke-virtual {v1}, Ljava/util/TreeMap;->firstEntry()Ljava/util/Map$Entry;
move-result-object v2
invoke-interface {v2}, Ljava/util/Map$Entry;->getValue()Ljava/lang/Object;
move-result-object v2
check-cast v2, Ljava/lang/String;
%log v2                                                        #= sink c log
%end

#app a map's default and computed values
%class Main < Landroid/app/Activity;
%create 7
%device v0                                                     #= source a device_id, source b device_id
%new v1, Ljava/util/HashMap;
const-string v2, "k"
invoke-virtual {v1, v2, v0}, Ljava/util/HashMap;->getOrDefault(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
move-result-object v3
check-cast v3, Ljava/lang/String;
%log v3                                                        #= sink a log
invoke-virtual {v1, v2, v0}, Ljava/util/HashMap;->putIfAbsent(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
invoke-virtual {v1, v2}, Ljava/util/HashMap;->get(Ljava/lang/Object;)Ljava/lang/Object;
move-result-object v3
check-cast v3, Ljava/lang/String;
%log v3                                                        #= sink b log
%end

#app an enum's switch decides, the leaking arm cannot be taken
%class Main < Landroid/app/Activity;
%create 5
%device v0
const/4 v1, 0x2
packed-switch v1, :table
goto :end
:one
%log v0
goto :end
:two
const-string v2, "clean"
%log v2
goto :end
:end
return-void
:table
.packed-switch 0x1
:one
:two
.end packed-switch
.end method

#app the loader of classes, a constructor and a method by name
%class Box
.field id:Ljava/lang/String;
%on put(Ljava/lang/String;)V, 0
iput-object p1, p0, Lcom/example/app/Box;->id:Ljava/lang/String;
%end
%on show()V, 1
iget-object v0, p0, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
invoke-virtual {p0}, Lcom/example/app/Main;->getClassLoader()Ljava/lang/ClassLoader;
move-result-object v1
const-string v2, "com.example.app.Box"
invoke-virtual {v1, v2}, Ljava/lang/ClassLoader;->loadClass(Ljava/lang/String;)Ljava/lang/Class;
move-result-object v1
invoke-virtual {v1}, Ljava/lang/Class;->newInstance()Ljava/lang/Object;
move-result-object v2
const-string v3, "put"
const/4 v4, 0x1
new-array v5, v4, [Ljava/lang/Class;
const-class v6, Ljava/lang/String;
const/4 v7, 0x0
aput-object v6, v5, v7
invoke-virtual {v1, v3, v5}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
move-result-object v3
new-array v5, v4, [Ljava/lang/Object;
aput-object v0, v5, v7
invoke-virtual {v3, v2, v5}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
const-string v3, "show"
new-array v5, v7, [Ljava/lang/Class;
invoke-virtual {v1, v3, v5}, Ljava/lang/Class;->getDeclaredMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
move-result-object v3
new-array v5, v7, [Ljava/lang/Object;
invoke-virtual {v3, v2, v5}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
%end

#app a class named by a builder, its static method by a joined name
%class Tool
.method public static out(Ljava/lang/String;)V
.locals 0
%log p0                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
new-instance v1, Ljava/lang/StringBuilder;
const-string v2, "com.example."
invoke-direct {v1, v2}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
const-string v2, "app.Tool"
invoke-virtual {v1, v2}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
invoke-virtual {v1}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
move-result-object v1
invoke-static {v1}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;
move-result-object v1
const-string v2, "TUO"
new-instance v3, Ljava/lang/StringBuilder;
invoke-direct {v3, v2}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
invoke-virtual {v3}, Ljava/lang/StringBuilder;->reverse()Ljava/lang/StringBuilder;
move-result-object v3
invoke-virtual {v3}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
move-result-object v3
invoke-virtual {v3}, Ljava/lang/String;->toLowerCase()Ljava/lang/String;
move-result-object v3
const/4 v4, 0x1
new-array v5, v4, [Ljava/lang/Class;
const-class v6, Ljava/lang/String;
const/4 v7, 0x0
aput-object v6, v5, v7
invoke-virtual {v1, v3, v5}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
move-result-object v3
new-array v5, v4, [Ljava/lang/Object;
aput-object v0, v5, v7
const/4 v6, 0x0
invoke-virtual {v3, v6, v5}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
%end

#app a service started by reflection's Intent
#: component <service android:name=".Work"/>
%class Work < Landroid/app/Service;
%on onStartCommand(Landroid/content/Intent;II)I, 1
const-string v0, "id"
invoke-virtual {p1, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
const/4 v0, 0x1
return v0
.end method
%on onBind(Landroid/content/Intent;)Landroid/os/IBinder;, 1
const/4 v0, 0x0
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
const-string v1, "com.example.app.Work"
invoke-static {v1}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;
move-result-object v1
new-instance v2, Landroid/content/Intent;
invoke-direct {v2, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const-string v3, "id"
invoke-virtual {v2, v3, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v2}, Lcom/example/app/Main;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;
%end

#app a handler's message sent later, its number decides
%class Ear < Landroid/os/Handler;
%on handleMessage(Landroid/os/Message;)V, 2
iget v0, p1, Landroid/os/Message;->what:I
const/4 v1, 0x7
if-ne v0, v1, :other
invoke-virtual {p1}, Landroid/os/Message;->getData()Landroid/os/Bundle;
move-result-object v0
const-string v1, "id"
invoke-virtual {v0, v1}, Landroid/os/Bundle;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
:other
%end
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Ear;
const/4 v2, 0x7
invoke-virtual {v1, v2}, Lcom/example/app/Ear;->obtainMessage(I)Landroid/os/Message;
move-result-object v2
new-instance v3, Landroid/os/Bundle;
invoke-direct {v3}, Landroid/os/Bundle;-><init>()V
const-string v4, "id"
invoke-virtual {v3, v4, v0}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
invoke-virtual {v2, v3}, Landroid/os/Message;->setData(Landroid/os/Bundle;)V
const-wide/16 v4, 0x64
invoke-virtual {v1, v2, v4, v5}, Lcom/example/app/Ear;->sendMessageDelayed(Landroid/os/Message;J)Z
%end

#app a task of a timer, cancelled after it may have run
%class Job < Ljava/util/TimerTask;
.field main:Lcom/example/app/Main;
%on run()V, 2
iget-object v1, p0, Lcom/example/app/Job;->main:Lcom/example/app/Main;
%device v0, v1                                                 #= source a device_id
%log v0                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;
%create 8
%new v0, Ljava/util/Timer;
%new v1, Lcom/example/app/Job;
iput-object p0, v1, Lcom/example/app/Job;->main:Lcom/example/app/Main;
const-wide/16 v2, 0x64
invoke-virtual {v0, v1, v2, v3}, Ljava/util/Timer;->schedule(Ljava/util/TimerTask;J)V
invoke-virtual {v0}, Ljava/util/Timer;->cancel()V
%end

#app AsyncTask: cancelled, its result still handed to onCancelled
%class Job < Landroid/os/AsyncTask;
.field main:Lcom/example/app/Main;
.method protected varargs doInBackground([Ljava/lang/Object;)Ljava/lang/Object;
.locals 2
iget-object v1, p0, Lcom/example/app/Job;->main:Lcom/example/app/Main;
%device v0, v1                                                 #= source a device_id
return-object v0
.end method
.method protected onCancelled(Ljava/lang/Object;)V
.locals 0
check-cast p1, Ljava/lang/String;
%log p1                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;
%create 8
%new v1, Lcom/example/app/Job;
iput-object p0, v1, Lcom/example/app/Job;->main:Lcom/example/app/Main;
const/4 v0, 0x0
new-array v0, v0, [Ljava/lang/Object;
invoke-virtual {v1, v0}, Lcom/example/app/Job;->execute([Ljava/lang/Object;)Landroid/os/AsyncTask;
const/4 v0, 0x1
invoke-virtual {v1, v0}, Lcom/example/app/Job;->cancel(Z)Z
%end
