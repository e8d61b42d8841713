# From component to component. A datum in an Intent with an action is given to whoever answers to it (other_app); one that names a class
# of this app stays inside.

#app an explicit Intent
#: component <activity android:name=".Second" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
new-instance v1, Landroid/content/Intent;
const-class v2, Lcom/example/app/Second;
invoke-direct {v1, p0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V        #= inside a other_app
%end
%class Second < Landroid/app/Activity;
%create 2
invoke-virtual {p0}, Lcom/example/app/Second;->getIntent()Landroid/content/Intent;
move-result-object v0
const-string v1, "word"
invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1
const-string v1, "id"
invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1                                                        #= sink a log
%end

#app an explicit Intent to another activity
#: component <activity android:name=".Second" android:exported="false"/><activity android:name=".Third" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
new-instance v1, Landroid/content/Intent;
const-class v2, Lcom/example/app/Second;
invoke-direct {v1, p0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V        #= inside a other_app
%end
%class Second < Landroid/app/Activity;
%class Third < Landroid/app/Activity;
%create 2
invoke-virtual {p0}, Lcom/example/app/Third;->getIntent()Landroid/content/Intent;
move-result-object v0
const-string v1, "id"
invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1
%end

#app an Intent with an action
#: component <activity android:name=".Second" android:exported="true"><intent-filter><action android:name="com.example.app.SHOW"/><category android:name="android.intent.category.DEFAULT"/></intent-filter></activity>
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Landroid/content/Intent;
const-string v2, "x.com.example.app.SHOW"
const/4 p1, 0x2
invoke-virtual {v2, p1}, Ljava/lang/String;->substring(I)Ljava/lang/String;
move-result-object v2
invoke-virtual {v1, v2}, Landroid/content/Intent;->setAction(Ljava/lang/String;)Landroid/content/Intent;
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V        #= sink a other_app
%end
%class Second < Landroid/app/Activity;
%create 2
invoke-virtual {p0}, Lcom/example/app/Second;->getIntent()Landroid/content/Intent;
move-result-object v0
invoke-virtual {v0}, Landroid/content/Intent;->getExtras()Landroid/os/Bundle;
move-result-object v0
const-string v1, "id"
invoke-virtual {v0, v1}, Landroid/os/Bundle;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1                                                        #= sink a log
%end

#app an activity that is asked for a result
#: component <activity android:name=".Ask" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 3
new-instance v1, Landroid/content/Intent;
const-class v2, Lcom/example/app/Ask;
invoke-direct {v1, p0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const/4 v0, 0x7
invoke-virtual {p0, v1, v0}, Lcom/example/app/Main;->startActivityForResult(Landroid/content/Intent;I)V
%end
.method protected onActivityResult(IILandroid/content/Intent;)V
.locals 1
const-string v0, "id"
invoke-virtual {p3, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end
%class Ask < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Landroid/content/Intent;
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
const/4 v2, -0x1
invoke-virtual {p0, v2, v1}, Lcom/example/app/Ask;->setResult(ILandroid/content/Intent;)V        #= inside a other_app
invoke-virtual {p0}, Lcom/example/app/Ask;->finish()V
%end

#app a service's Intent
#: component <service android:name=".Work" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Landroid/content/Intent;
const-class v2, Lcom/example/app/Work;
invoke-virtual {v1, p0, v2}, Landroid/content/Intent;->setClass(Landroid/content/Context;Ljava/lang/Class;)Landroid/content/Intent;
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;  #= inside a other_app
%end
%class Work < Landroid/app/IntentService;
.method protected onHandleIntent(Landroid/content/Intent;)V
.locals 1
const-string v0, "id"
invoke-virtual {p1, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a broadcast to a receiver that is registered in code
%class Main < Landroid/app/Activity;
%create 4
%new v1, Lcom/example/app/Ear;
new-instance v2, Landroid/content/IntentFilter;
const-string v3, "com.example.app.SAY"
invoke-direct {v2, v3}, Landroid/content/IntentFilter;-><init>(Ljava/lang/String;)V
invoke-virtual {p0, v1, v2}, Lcom/example/app/Main;->registerReceiver(Landroid/content/BroadcastReceiver;Landroid/content/IntentFilter;)Landroid/content/Intent;
%device v0                                                     #= source a device_id
new-instance v1, Landroid/content/Intent;
invoke-direct {v1, v3}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->sendBroadcast(Landroid/content/Intent;)V        #= sink a other_app
%end
%class Ear < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 1
const-string v0, "id"
invoke-virtual {p2, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a broadcast that the registered receiver does not listen to
%class Main < Landroid/app/Activity;
%create 4
%new v1, Lcom/example/app/Ear;
new-instance v2, Landroid/content/IntentFilter;
const-string v3, "com.example.app.SAY"
invoke-direct {v2, v3}, Landroid/content/IntentFilter;-><init>(Ljava/lang/String;)V
invoke-virtual {p0, v1, v2}, Lcom/example/app/Main;->registerReceiver(Landroid/content/BroadcastReceiver;Landroid/content/IntentFilter;)Landroid/content/Intent;
%device v0                                                     #= source a device_id
new-instance v1, Landroid/content/Intent;
const-string v3, "com.example.app.OTHER"
invoke-direct {v1, v3}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->sendBroadcast(Landroid/content/Intent;)V        #= sink a other_app
%end
%class Ear < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 1
const-string v0, "id"
invoke-virtual {p2, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0
%end

#app what another app sends is not this phone's owner's
#: component <activity android:name=".Open" android:exported="true"><intent-filter><action android:name="android.intent.action.SEND"/></intent-filter></activity>
%class Main < Landroid/app/Activity;
%class Open < Landroid/app/Activity;
%create 2
invoke-virtual {p0}, Lcom/example/app/Open;->getIntent()Landroid/content/Intent;
move-result-object v0
const-string v1, "android.intent.extra.TEXT"
invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1
%end

#app the app's own provider
#: component <provider android:name=".Store" android:authorities="com.example.app.store" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Landroid/content/ContentValues;
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/ContentValues;->put(Ljava/lang/String;Ljava/lang/String;)V
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v2
const-string v3, "content://com.example.app.store/ids"
invoke-static {v3}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
move-result-object v3
invoke-virtual {v2, v3, v1}, Landroid/content/ContentResolver;->insert(Landroid/net/Uri;Landroid/content/ContentValues;)Landroid/net/Uri;
%end
%class Store < Landroid/content/ContentProvider;
%on onCreate()Z, 1
const/4 v0, 0x1
return v0
.end method
%on insert(Landroid/net/Uri;Landroid/content/ContentValues;)Landroid/net/Uri;, 1
const-string v0, "id"
invoke-virtual {p2, v0}, Landroid/content/ContentValues;->getAsString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
return-object p1
.end method
