# What the system calls, and in which order.

#app an activity, from its creation to its end
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
%create 1
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end
%on onDestroy()V, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
invoke-super {p0}, Landroid/app/Activity;->onDestroy()V
%end

#app an activity's field, filled at its end and read at a new one's creation
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
%create 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0
%end
%on onDestroy()V, 1
%device v0
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
invoke-super {p0}, Landroid/app/Activity;->onDestroy()V
%end

#app a static, filled at an activity's end and read at the next one's creation
%class Main < Landroid/app/Activity;
.field private static id:Ljava/lang/String;
%create 1
sget-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%on onDestroy()V, 1
%device v0                                                     #= source a device_id
sput-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
invoke-super {p0}, Landroid/app/Activity;->onDestroy()V
%end

#app paused and resumed again
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
%on onResume()V, 1
invoke-super {p0}, Landroid/app/Activity;->onResume()V
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%on onPause()V, 1
invoke-super {p0}, Landroid/app/Activity;->onPause()V
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end

#app saved state comes back in a new activity
%class Main < Landroid/app/Activity;
%create 2
if-eqz p1, :first
const-string v0, "id"
invoke-virtual {p1, v0}, Landroid/os/Bundle;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1                                                        #= sink a log
const-string v0, "word"
invoke-virtual {p1, v0}, Landroid/os/Bundle;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1
:first
%end
%on onSaveInstanceState(Landroid/os/Bundle;)V, 2
%device v0                                                     #= source a device_id
const-string v1, "id"
invoke-virtual {p1, v1, v0}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
const-string v1, "word"
const-string v0, "harmless"
invoke-virtual {p1, v1, v0}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
invoke-super {p0, p1}, Landroid/app/Activity;->onSaveInstanceState(Landroid/os/Bundle;)V
%end

#app a service that is started twice
#: component <service android:name=".Work"/>
%class Main < Landroid/app/Activity;
%create 2
new-instance v0, Landroid/content/Intent;
const-class v1, Lcom/example/app/Work;
invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
invoke-virtual {p0, v0}, Lcom/example/app/Main;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;
%end
%class Work < Landroid/app/Service;
.field private id:Ljava/lang/String;
%on onStartCommand(Landroid/content/Intent;II)I, 1
iget-object v0, p0, Lcom/example/app/Work;->id:Ljava/lang/String;
if-eqz v0, :first
%log v0                                                        #= sink a log
:first
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Work;->id:Ljava/lang/String;
const/4 v0, 0x1
return v0
.end method
%on onBind(Landroid/content/Intent;)Landroid/os/IBinder;, 1
const/4 v0, 0x0
return-object v0
.end method

#app a service's end
#: component <service android:name=".Work" android:exported="true"/>
%class Main < Landroid/app/Activity;
%class Work < Landroid/app/Service;
.field private id:Ljava/lang/String;
%on onCreate()V, 1
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Work;->id:Ljava/lang/String;
%end
%on onDestroy()V, 1
iget-object v0, p0, Lcom/example/app/Work;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%on onBind(Landroid/content/Intent;)Landroid/os/IBinder;, 1
const/4 v0, 0x0
return-object v0
.end method

#app a receiver in the manifest
#: component <receiver android:name=".Boot" android:exported="true"><intent-filter><action android:name="android.intent.action.BOOT_COMPLETED"/></intent-filter></receiver>
%class Main < Landroid/app/Activity;
%class Boot < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 1
%device v0, p1                                                 #= source a device_id
%log v0                                                        #= sink a log
%end

#app a provider is created before the application
#: application android:name=".App"
#: component <provider android:name=".Store" android:authorities="com.example.app.store" android:exported="false"/>
%class Main < Landroid/app/Activity;
%class App < Landroid/app/Application;
.field static id:Ljava/lang/String;
%on onCreate()V, 1
sget-object v0, Lcom/example/app/App;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%class Store < Landroid/content/ContentProvider;
%on onCreate()Z, 2
invoke-virtual {p0}, Lcom/example/app/Store;->getContext()Landroid/content/Context;
move-result-object v1
%device v0, v1                                                 #= source a device_id
sput-object v0, Lcom/example/app/App;->id:Ljava/lang/String;
const/4 v0, 0x1
return v0
.end method

#app the application is created before its activities
#: application android:name=".App"
%class App < Landroid/app/Application;
.field static id:Ljava/lang/String;
%on onCreate()V, 1
%device v0                                                     #= source a device_id
sput-object v0, Lcom/example/app/App;->id:Ljava/lang/String;
%end
%class Main < Landroid/app/Activity;
%create 1
sget-object v0, Lcom/example/app/App;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a fragment that is put in by code
%class Main < Landroid/app/Activity;
.field static id:Ljava/lang/String;
%create 4
%device v0                                                     #= source a device_id
sput-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%new v0, Lcom/example/app/Part;
invoke-virtual {p0}, Lcom/example/app/Main;->getFragmentManager()Landroid/app/FragmentManager;
move-result-object v1
invoke-virtual {v1}, Landroid/app/FragmentManager;->beginTransaction()Landroid/app/FragmentTransaction;
move-result-object v1
const/4 v2, 0x1
invoke-virtual {v1, v2, v0}, Landroid/app/FragmentTransaction;->add(ILandroid/app/Fragment;)Landroid/app/FragmentTransaction;
invoke-virtual {v1}, Landroid/app/FragmentTransaction;->commit()I
%end
%class Part < Landroid/app/Fragment;
%on onStart()V, 1
invoke-super {p0}, Landroid/app/Fragment;->onStart()V
sget-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a fragment's argument
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Part;
%new v2, Landroid/os/Bundle;
const-string v3, "id"
invoke-virtual {v2, v3, v0}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
invoke-virtual {v1, v2}, Lcom/example/app/Part;->setArguments(Landroid/os/Bundle;)V
invoke-virtual {p0}, Lcom/example/app/Main;->getFragmentManager()Landroid/app/FragmentManager;
move-result-object v0
invoke-virtual {v0}, Landroid/app/FragmentManager;->beginTransaction()Landroid/app/FragmentTransaction;
move-result-object v0
const-string v2, "part"
invoke-virtual {v0, v1, v2}, Landroid/app/FragmentTransaction;->add(Landroid/app/Fragment;Ljava/lang/String;)Landroid/app/FragmentTransaction;
invoke-virtual {v0}, Landroid/app/FragmentTransaction;->commit()I
%end
%class Part < Landroid/app/Fragment;
%on onResume()V, 2
invoke-super {p0}, Landroid/app/Fragment;->onResume()V
invoke-virtual {p0}, Lcom/example/app/Part;->getArguments()Landroid/os/Bundle;
move-result-object v0
const-string v1, "id"
invoke-virtual {v0, v1}, Landroid/os/Bundle;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a fragment nobody puts in
%class Main < Landroid/app/Activity;
%class Part < Landroid/app/Fragment;
%on onStart()V, 2
invoke-super {p0}, Landroid/app/Fragment;->onStart()V
invoke-virtual {p0}, Lcom/example/app/Part;->getActivity()Landroid/app/Activity;
move-result-object v1
%device v0, v1
%log v0
%end
