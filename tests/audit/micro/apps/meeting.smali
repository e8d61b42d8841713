# Further ways in which parts of an app meet: menus, watchers of the lifecycle, binders, messengers, alarms, parcels, queues.

#app a menu's item
%class Main < Landroid/app/Activity;
%on onOptionsItemSelected(Landroid/view/MenuItem;)Z, 1
%device v0                                                     #= source a device_id
%log v0                                                        #= sink a log
const/4 v0, 0x1
return v0
.end method

#app a watcher of every activity
#: application android:name=".App"
%class Main < Landroid/app/Activity;
%class App < Landroid/app/Application;
%on onCreate()V, 1
invoke-super {p0}, Landroid/app/Application;->onCreate()V
new-instance v0, Lcom/example/app/Watch;
invoke-direct {v0}, Lcom/example/app/Watch;-><init>()V
invoke-virtual {p0, v0}, Lcom/example/app/App;->registerActivityLifecycleCallbacks(Landroid/app/Application$ActivityLifecycleCallbacks;)V
%end
%class Watch : Landroid/app/Application$ActivityLifecycleCallbacks;
.field private id:Ljava/lang/String;
%on onActivityCreated(Landroid/app/Activity;Landroid/os/Bundle;)V, 0
%end
%on onActivityStarted(Landroid/app/Activity;)V, 1
%device v0, p1                                                 #= source a device_id
iput-object v0, p0, Lcom/example/app/Watch;->id:Ljava/lang/String;
%end
%on onActivityResumed(Landroid/app/Activity;)V, 0
%end
%on onActivityPaused(Landroid/app/Activity;)V, 1
iget-object v0, p0, Lcom/example/app/Watch;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%on onActivityStopped(Landroid/app/Activity;)V, 0
%end
%on onActivitySaveInstanceState(Landroid/app/Activity;Landroid/os/Bundle;)V, 0
%end
%on onActivityDestroyed(Landroid/app/Activity;)V, 0
%end

#app a service in the same process, by its binder
#: component <service android:name=".Work" android:exported="false"/>
%class Main < Landroid/app/Activity; : Landroid/content/ServiceConnection;
%create 3
new-instance v0, Landroid/content/Intent;
const-class v1, Lcom/example/app/Work;
invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const/4 v1, 0x1
invoke-virtual {p0, v0, p0, v1}, Lcom/example/app/Main;->bindService(Landroid/content/Intent;Landroid/content/ServiceConnection;I)Z
%end
%on onServiceConnected(Landroid/content/ComponentName;Landroid/os/IBinder;)V, 1
check-cast p2, Lcom/example/app/Line;
iget-object v0, p2, Lcom/example/app/Line;->work:Lcom/example/app/Work;
invoke-virtual {v0}, Lcom/example/app/Work;->id()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end
%on onServiceDisconnected(Landroid/content/ComponentName;)V, 0
%end
%class Line < Landroid/os/Binder;
.field work:Lcom/example/app/Work;
%class Work < Landroid/app/Service;
%on onBind(Landroid/content/Intent;)Landroid/os/IBinder;, 1
%new v0, Lcom/example/app/Line;
iput-object p0, v0, Lcom/example/app/Line;->work:Lcom/example/app/Work;
return-object v0
.end method
%on id()Ljava/lang/String;, 1
%device v0                                                     #= source a device_id
return-object v0
.end method

#app a messenger to a service
#: component <service android:name=".Work" android:exported="false"/>
%class Main < Landroid/app/Activity; : Landroid/content/ServiceConnection;
%create 3
new-instance v0, Landroid/content/Intent;
const-class v1, Lcom/example/app/Work;
invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const/4 v1, 0x1
invoke-virtual {p0, v0, p0, v1}, Lcom/example/app/Main;->bindService(Landroid/content/Intent;Landroid/content/ServiceConnection;I)Z
%end
%on onServiceConnected(Landroid/content/ComponentName;Landroid/os/IBinder;)V, 4
new-instance v0, Landroid/os/Messenger;
invoke-direct {v0, p2}, Landroid/os/Messenger;-><init>(Landroid/os/IBinder;)V
%device v1                                                     #= source a device_id
invoke-static {}, Landroid/os/Message;->obtain()Landroid/os/Message;
move-result-object v2
iput-object v1, v2, Landroid/os/Message;->obj:Ljava/lang/Object;
invoke-virtual {v0, v2}, Landroid/os/Messenger;->send(Landroid/os/Message;)V
%end
%on onServiceDisconnected(Landroid/content/ComponentName;)V, 0
%end
%class Ear < Landroid/os/Handler;
%on handleMessage(Landroid/os/Message;)V, 1
iget-object v0, p1, Landroid/os/Message;->obj:Ljava/lang/Object;
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%class Work < Landroid/app/Service;
%on onBind(Landroid/content/Intent;)Landroid/os/IBinder;, 2
%new v0, Lcom/example/app/Ear;
new-instance v1, Landroid/os/Messenger;
invoke-direct {v1, v0}, Landroid/os/Messenger;-><init>(Landroid/os/Handler;)V
invoke-virtual {v1}, Landroid/os/Messenger;->getBinder()Landroid/os/IBinder;
move-result-object v0
return-object v0
.end method

#app an alarm that carries it to a receiver
#: component <receiver android:name=".Ear" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 7
%device v0                                                     #= source a device_id
new-instance v1, Landroid/content/Intent;
const-class v2, Lcom/example/app/Ear;
invoke-direct {v1, p0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
const/4 v2, 0x0
invoke-static {p0, v2, v1, v2}, Landroid/app/PendingIntent;->getBroadcast(Landroid/content/Context;ILandroid/content/Intent;I)Landroid/app/PendingIntent;
move-result-object v1
const-string v2, "alarm"
invoke-virtual {p0, v2}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v2
check-cast v2, Landroid/app/AlarmManager;
const/4 v3, 0x0
const-wide/16 v4, 0x3e8
invoke-virtual {v2, v3, v4, v5, v1}, Landroid/app/AlarmManager;->set(IJLandroid/app/PendingIntent;)V
%end
%class Ear < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 1
const-string v0, "id"
invoke-virtual {p2, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a parcel, read in the order it was written
%class Main < Landroid/app/Activity;
%create 3
invoke-static {}, Landroid/os/Parcel;->obtain()Landroid/os/Parcel;
move-result-object v1
%device v0                                                     #= source a device_id
const-string v2, "harmless"
invoke-virtual {v1, v2}, Landroid/os/Parcel;->writeString(Ljava/lang/String;)V
invoke-virtual {v1, v0}, Landroid/os/Parcel;->writeString(Ljava/lang/String;)V
const/4 v2, 0x0
invoke-virtual {v1, v2}, Landroid/os/Parcel;->setDataPosition(I)V
invoke-virtual {v1}, Landroid/os/Parcel;->readString()Ljava/lang/String;
move-result-object v0
%log v0
invoke-virtual {v1}, Landroid/os/Parcel;->readString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app posted as JSON with Volley
#: permissions INTERNET
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
%new v1, Lorg/json/JSONObject;
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Lorg/json/JSONObject;->put(Ljava/lang/String;Ljava/lang/Object;)Lorg/json/JSONObject;
new-instance v2, Lcom/android/volley/toolbox/JsonObjectRequest;
const/4 v3, 0x1
const-string v4, "https://collect.example.com/v1"
move-object v5, v1
const/4 v6, 0x0
const/4 v7, 0x0
invoke-direct/range {v2 .. v7}, Lcom/android/volley/toolbox/JsonObjectRequest;-><init>(ILjava/lang/String;Lorg/json/JSONObject;Lcom/android/volley/Response$Listener;Lcom/android/volley/Response$ErrorListener;)V
invoke-static {p0}, Lcom/android/volley/toolbox/Volley;->newRequestQueue(Landroid/content/Context;)Lcom/android/volley/RequestQueue;
move-result-object v3
invoke-virtual {v3, v2}, Lcom/android/volley/RequestQueue;->add(Lcom/android/volley/Request;)Lcom/android/volley/Request;   #= sink a network
%end
