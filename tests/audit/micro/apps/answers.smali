# Fragments, services that answer, extras of many kinds, what is constant.

#app a fragment's new instance with arguments
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
invoke-static {v0}, Lcom/example/app/Part;->newInstance(Ljava/lang/String;)Lcom/example/app/Part;
move-result-object v1
invoke-virtual {p0}, Lcom/example/app/Main;->getFragmentManager()Landroid/app/FragmentManager;
move-result-object v2
invoke-virtual {v2}, Landroid/app/FragmentManager;->beginTransaction()Landroid/app/FragmentTransaction;
move-result-object v2
const/4 v3, 0x1
invoke-virtual {v2, v3, v1}, Landroid/app/FragmentTransaction;->replace(ILandroid/app/Fragment;)Landroid/app/FragmentTransaction;
move-result-object v2
invoke-virtual {v2}, Landroid/app/FragmentTransaction;->commit()I
%end
%class Part < Landroid/app/Fragment;
.method public static newInstance(Ljava/lang/String;)Lcom/example/app/Part;
.locals 3
%new v0, Lcom/example/app/Part;
new-instance v1, Landroid/os/Bundle;
invoke-direct {v1}, Landroid/os/Bundle;-><init>()V
const-string v2, "id"
invoke-virtual {v1, v2, p0}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
invoke-virtual {v0, v1}, Lcom/example/app/Part;->setArguments(Landroid/os/Bundle;)V
return-object v0
.end method
%on onViewCreated(Landroid/view/View;Landroid/os/Bundle;)V, 2
invoke-virtual {p0}, Lcom/example/app/Part;->getArguments()Landroid/os/Bundle;
move-result-object v0
const-string v1, "id"
invoke-virtual {v0, v1}, Landroid/os/Bundle;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a fragment's other argument
%class Main < Landroid/app/Activity;
%create 5
%device v0
%new v1, Lcom/example/app/Part;
new-instance v2, Landroid/os/Bundle;
invoke-direct {v2}, Landroid/os/Bundle;-><init>()V
const-string v3, "id"
invoke-virtual {v2, v3, v0}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
invoke-virtual {v1, v2}, Lcom/example/app/Part;->setArguments(Landroid/os/Bundle;)V
invoke-virtual {p0}, Lcom/example/app/Main;->getFragmentManager()Landroid/app/FragmentManager;
move-result-object v2
invoke-virtual {v2}, Landroid/app/FragmentManager;->beginTransaction()Landroid/app/FragmentTransaction;
move-result-object v2
const-string v3, "tag"
invoke-virtual {v2, v1, v3}, Landroid/app/FragmentTransaction;->add(Landroid/app/Fragment;Ljava/lang/String;)Landroid/app/FragmentTransaction;
invoke-virtual {v2}, Landroid/app/FragmentTransaction;->commit()I
%end
%class Part < Landroid/app/Fragment;
%on onStart()V, 2
invoke-virtual {p0}, Lcom/example/app/Part;->getArguments()Landroid/os/Bundle;
move-result-object v0
const-string v1, "other"
invoke-virtual {v0, v1}, Landroid/os/Bundle;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0
%end

#app a service's messenger answers
#: component <service android:name=".Work"/>
%class Main < Landroid/app/Activity;
%create 5
new-instance v0, Landroid/content/Intent;
const-class v1, Lcom/example/app/Work;
invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
%new v1, Lcom/example/app/Link;
const/4 v2, 0x1
invoke-virtual {p0, v0, v1, v2}, Lcom/example/app/Main;->bindService(Landroid/content/Intent;Landroid/content/ServiceConnection;I)Z
%end
%class Answer < Landroid/os/Handler;
%on handleMessage(Landroid/os/Message;)V, 2
iget-object v0, p1, Landroid/os/Message;->obj:Ljava/lang/Object;
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%class Link : Landroid/content/ServiceConnection;
%on onServiceConnected(Landroid/content/ComponentName;Landroid/os/IBinder;)V, 5
new-instance v0, Landroid/os/Messenger;
invoke-direct {v0, p2}, Landroid/os/Messenger;-><init>(Landroid/os/IBinder;)V
invoke-static {}, Landroid/os/Message;->obtain()Landroid/os/Message;
move-result-object v1
%new v2, Lcom/example/app/Answer;
new-instance v3, Landroid/os/Messenger;
invoke-direct {v3, v2}, Landroid/os/Messenger;-><init>(Landroid/os/Handler;)V
iput-object v3, v1, Landroid/os/Message;->replyTo:Landroid/os/Messenger;
invoke-virtual {v0, v1}, Landroid/os/Messenger;->send(Landroid/os/Message;)V
%end
%on onServiceDisconnected(Landroid/content/ComponentName;)V, 0
%end
%class Work < Landroid/app/Service;
%on onBind(Landroid/content/Intent;)Landroid/os/IBinder;, 3
%new v0, Lcom/example/app/Hear;
iput-object p0, v0, Lcom/example/app/Hear;->work:Lcom/example/app/Work;
new-instance v1, Landroid/os/Messenger;
invoke-direct {v1, v0}, Landroid/os/Messenger;-><init>(Landroid/os/Handler;)V
invoke-virtual {v1}, Landroid/os/Messenger;->getBinder()Landroid/os/IBinder;
move-result-object v1
return-object v1
.end method
%class Hear < Landroid/os/Handler;
.field work:Lcom/example/app/Work;
%on handleMessage(Landroid/os/Message;)V, 4
iget-object v1, p0, Lcom/example/app/Hear;->work:Lcom/example/app/Work;
%device v0, v1                                                 #= source a device_id
invoke-static {}, Landroid/os/Message;->obtain()Landroid/os/Message;
move-result-object v2
iput-object v0, v2, Landroid/os/Message;->obj:Ljava/lang/Object;
iget-object v3, p1, Landroid/os/Message;->replyTo:Landroid/os/Messenger;
invoke-virtual {v3, v2}, Landroid/os/Messenger;->send(Landroid/os/Message;)V
%end

#app a service for one piece of work
#: component <service android:name=".Work"/>
%class Main < Landroid/app/Activity;
%create 5
%device v2                                                     #= source a device_id
new-instance v0, Landroid/content/Intent;
const-class v1, Lcom/example/app/Work;
invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const-string v1, "id"
invoke-virtual {v0, v1, v2}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v0}, Lcom/example/app/Main;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;
%end
%bare Work < Landroid/app/IntentService;
.method public constructor <init>()V
.locals 1
const-string v0, "work"
invoke-direct {p0, v0}, Landroid/app/IntentService;-><init>(Ljava/lang/String;)V
%end
%on onHandleIntent(Landroid/content/Intent;)V, 1
const-string v0, "id"
invoke-virtual {p1, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a list of texts among the extras, and an array
#: component <activity android:name=".Second"/>
%class Main < Landroid/app/Activity;
%create 7
%device v0                                                     #= source a device_id, source b device_id
%new v1, Ljava/util/ArrayList;
invoke-virtual {v1, v0}, Ljava/util/ArrayList;->add(Ljava/lang/Object;)Z
new-instance v2, Landroid/content/Intent;
const-class v3, Lcom/example/app/Second;
invoke-direct {v2, p0, v3}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const-string v3, "list"
invoke-virtual {v2, v3, v1}, Landroid/content/Intent;->putStringArrayListExtra(Ljava/lang/String;Ljava/util/ArrayList;)Landroid/content/Intent;
const/4 v4, 0x1
new-array v4, v4, [Ljava/lang/String;
const/4 v5, 0x0
aput-object v0, v4, v5
const-string v3, "array"
invoke-virtual {v2, v3, v4}, Landroid/content/Intent;->putExtra(Ljava/lang/String;[Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v2}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V
%end
%class Second < Landroid/app/Activity;
%create 3
invoke-virtual {p0}, Lcom/example/app/Second;->getIntent()Landroid/content/Intent;
move-result-object v0
const-string v1, "list"
invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringArrayListExtra(Ljava/lang/String;)Ljava/util/ArrayList;
move-result-object v1
const/4 v2, 0x0
invoke-virtual {v1, v2}, Ljava/util/ArrayList;->get(I)Ljava/lang/Object;
move-result-object v1
check-cast v1, Ljava/lang/String;
%log v1                                                        #= sink a log
const-string v1, "array"
invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringArrayExtra(Ljava/lang/String;)[Ljava/lang/String;
move-result-object v1
aget-object v1, v1, v2
%log v1                                                        #= sink b log
%end

#app a remote interface of its own: transact
#: component <service android:name=".Work"/>
%class Main < Landroid/app/Activity;
%create 5
new-instance v0, Landroid/content/Intent;
const-class v1, Lcom/example/app/Work;
invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
%new v1, Lcom/example/app/Link;
iput-object p0, v1, Lcom/example/app/Link;->main:Lcom/example/app/Main;
const/4 v2, 0x1
invoke-virtual {p0, v0, v1, v2}, Lcom/example/app/Main;->bindService(Landroid/content/Intent;Landroid/content/ServiceConnection;I)Z
%end
%class Link : Landroid/content/ServiceConnection;
.field main:Lcom/example/app/Main;
%on onServiceConnected(Landroid/content/ComponentName;Landroid/os/IBinder;)V, 6
iget-object v1, p0, Lcom/example/app/Link;->main:Lcom/example/app/Main;
%device v0, v1                                                 #= source a device_id
invoke-static {}, Landroid/os/Parcel;->obtain()Landroid/os/Parcel;
move-result-object v1
invoke-static {}, Landroid/os/Parcel;->obtain()Landroid/os/Parcel;
move-result-object v2
invoke-virtual {v1, v0}, Landroid/os/Parcel;->writeString(Ljava/lang/String;)V
const/4 v3, 0x1
const/4 v4, 0x0
invoke-interface {p2, v3, v1, v2, v4}, Landroid/os/IBinder;->transact(ILandroid/os/Parcel;Landroid/os/Parcel;I)Z
%end
%on onServiceDisconnected(Landroid/content/ComponentName;)V, 0
%end
%class Work < Landroid/app/Service;
%on onBind(Landroid/content/Intent;)Landroid/os/IBinder;, 1
%new v0, Lcom/example/app/Face;
return-object v0
.end method
%class Face < Landroid/os/Binder;
%on onTransact(ILandroid/os/Parcel;Landroid/os/Parcel;I)Z, 1
invoke-virtual {p2}, Landroid/os/Parcel;->readString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
const/4 v0, 0x1
return v0
.end method

#app a ternary on a constant, both ways
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
const/4 v1, 0x5
const/4 v2, 0x3
if-le v1, v2, :else
move-object v3, v0
goto :join
:else
const-string v3, "clean"
:join
%log v3                                                        #= sink a log
if-gt v1, v2, :clean
move-object v3, v0
goto :end
:clean
const-string v3, "clean"
:end
%log v3
%end

#app a flag of another class that is always off
%class Flags
.field public static final ON:Z = false
%class Main < Landroid/app/Activity;
%create 4
%device v0
sget-boolean v1, Lcom/example/app/Flags;->ON:Z
if-eqz v1, :off
%log v0
:off
%end

#app a length that is never negative, a text that is never null
%class Main < Landroid/app/Activity;
%create 4
%device v0
const-string v1, "abc"
invoke-virtual {v1}, Ljava/lang/String;->length()I
move-result v2
const/4 v3, 0x3
if-eq v2, v3, :off
%log v0
:off
const-string v2, "abc"
invoke-virtual {v1, v2}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
move-result v2
if-nez v2, :never
%log v0
:never
%end

#app the long way of numbers: a loop over digits
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
const-string v1, ""
const/4 v2, 0x0
:again
invoke-virtual {v0}, Ljava/lang/String;->length()I
move-result v3
if-ge v2, v3, :done
invoke-virtual {v0, v2}, Ljava/lang/String;->charAt(I)C
move-result v4
add-int/lit8 v4, v4, 0x1
int-to-char v4, v4
new-instance v5, Ljava/lang/StringBuilder;
invoke-direct {v5}, Ljava/lang/StringBuilder;-><init>()V
invoke-virtual {v5, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
invoke-virtual {v5, v4}, Ljava/lang/StringBuilder;->append(C)Ljava/lang/StringBuilder;
invoke-virtual {v5}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
move-result-object v1
add-int/lit8 v2, v2, 0x1
goto :again
:done
%log v1                                                        #= sink a log
%end

#app a receiver in code gets the datum, goAsync, and result extras
%class Main < Landroid/app/Activity;
%create 6
%new v0, Lcom/example/app/Ear;
new-instance v1, Landroid/content/IntentFilter;
invoke-direct {v1}, Landroid/content/IntentFilter;-><init>()V
const-string v2, "com.example.app.GO"
invoke-virtual {v1, v2}, Landroid/content/IntentFilter;->addAction(Ljava/lang/String;)V
invoke-virtual {p0, v0, v1}, Lcom/example/app/Main;->registerReceiver(Landroid/content/BroadcastReceiver;Landroid/content/IntentFilter;)Landroid/content/Intent;
%device v3                                                     #= source a device_id
new-instance v4, Landroid/content/Intent;
invoke-direct {v4}, Landroid/content/Intent;-><init>()V
invoke-virtual {v4, v2}, Landroid/content/Intent;->setAction(Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0}, Lcom/example/app/Main;->getPackageName()Ljava/lang/String;
move-result-object v2
invoke-virtual {v4, v2}, Landroid/content/Intent;->setPackage(Ljava/lang/String;)Landroid/content/Intent;
const-string v2, "id"
new-instance v5, Landroid/os/Bundle;
invoke-direct {v5}, Landroid/os/Bundle;-><init>()V
invoke-virtual {v5, v2, v3}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
invoke-virtual {v4, v5}, Landroid/content/Intent;->putExtras(Landroid/os/Bundle;)Landroid/content/Intent;
invoke-virtual {p0, v4}, Lcom/example/app/Main;->sendBroadcast(Landroid/content/Intent;)V
%end
%class Ear < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 2
invoke-virtual {p2}, Landroid/content/Intent;->getExtras()Landroid/os/Bundle;
move-result-object v0
const-string v1, "id"
invoke-virtual {v0, v1}, Landroid/os/Bundle;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app an application's lifecycle callbacks hear of an activity
#: application android:name=".App"
%class App < Landroid/app/Application;
%on onCreate()V, 1
invoke-super {p0}, Landroid/app/Application;->onCreate()V
%new v0, Lcom/example/app/Ear;
invoke-virtual {p0, v0}, Lcom/example/app/App;->registerActivityLifecycleCallbacks(Landroid/app/Application$ActivityLifecycleCallbacks;)V
%end
%class Ear : Landroid/app/Application$ActivityLifecycleCallbacks;
.field id:Ljava/lang/String;
%on onActivityCreated(Landroid/app/Activity;Landroid/os/Bundle;)V, 1
%device v0, p1                                                 #= source a device_id
iput-object v0, p0, Lcom/example/app/Ear;->id:Ljava/lang/String;
%end
%on onActivityStarted(Landroid/app/Activity;)V, 0
%end
%on onActivityResumed(Landroid/app/Activity;)V, 0
%end
%on onActivityPaused(Landroid/app/Activity;)V, 1
iget-object v0, p0, Lcom/example/app/Ear;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%on onActivityStopped(Landroid/app/Activity;)V, 0
%end
%on onActivitySaveInstanceState(Landroid/app/Activity;Landroid/os/Bundle;)V, 0
%end
%on onActivityDestroyed(Landroid/app/Activity;)V, 0
%end
%class Main < Landroid/app/Activity;

