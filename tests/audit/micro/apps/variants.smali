# Other ways to name a receiver, to carry a datum, and to be called.

#app a component named by its name
#: component <activity android:name=".Second" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
%new v1, Landroid/content/Intent;
new-instance v2, Landroid/content/ComponentName;
const-string v3, "com.example.app.Second"
invoke-direct {v2, p0, v3}, Landroid/content/ComponentName;-><init>(Landroid/content/Context;Ljava/lang/String;)V
invoke-virtual {v1, v2}, Landroid/content/Intent;->setComponent(Landroid/content/ComponentName;)Landroid/content/Intent;
const-string v3, "id"
invoke-virtual {v1, v3, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V        #= inside a other_app
%end
%class Second < Landroid/app/Activity;
%create 2
invoke-virtual {p0}, Lcom/example/app/Second;->getIntent()Landroid/content/Intent;
move-result-object v0
const-string v1, "id"
invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app an object in an Intent
#: component <activity android:name=".Second" android:exported="false"/>
%class Person : Ljava/io/Serializable;
.field id:Ljava/lang/String;
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v4, Lcom/example/app/Person;
iput-object v0, v4, Lcom/example/app/Person;->id:Ljava/lang/String;
new-instance v1, Landroid/content/Intent;
const-class v2, Lcom/example/app/Second;
invoke-direct {v1, p0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const-string v3, "person"
invoke-virtual {v1, v3, v4}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/io/Serializable;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V        #= inside a other_app
%end
%class Second < Landroid/app/Activity;
%create 2
invoke-virtual {p0}, Lcom/example/app/Second;->getIntent()Landroid/content/Intent;
move-result-object v0
const-string v1, "person"
invoke-virtual {v0, v1}, Landroid/content/Intent;->getSerializableExtra(Ljava/lang/String;)Ljava/io/Serializable;
move-result-object v0
check-cast v0, Lcom/example/app/Person;
iget-object v0, v0, Lcom/example/app/Person;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a bundle of extras
#: component <service android:name=".Work" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v4, Landroid/os/Bundle;
const-string v3, "id"
invoke-virtual {v4, v3, v0}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
new-instance v1, Landroid/content/Intent;
const-class v2, Lcom/example/app/Work;
invoke-direct {v1, p0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
invoke-virtual {v1, v4}, Landroid/content/Intent;->putExtras(Landroid/os/Bundle;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;        #= inside a other_app
%end
%class Work < Landroid/app/Service;
%on onStart(Landroid/content/Intent;I)V, 2
invoke-virtual {p1}, Landroid/content/Intent;->getExtras()Landroid/os/Bundle;
move-result-object v0
const-string v1, "id"
invoke-virtual {v0, v1}, Landroid/os/Bundle;->get(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%on onBind(Landroid/content/Intent;)Landroid/os/IBinder;, 1
const/4 v0, 0x0
return-object v0
.end method

#app the data of an Intent
#: component <activity android:name=".Second" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
const-string v1, "app://id/"
invoke-virtual {v1, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
invoke-static {v0}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
move-result-object v0
new-instance v1, Landroid/content/Intent;
const-class v2, Lcom/example/app/Second;
invoke-direct {v1, p0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
invoke-virtual {v1, v0}, Landroid/content/Intent;->setData(Landroid/net/Uri;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V        #= inside a other_app
%end
%class Second < Landroid/app/Activity;
%create 2
invoke-virtual {p0}, Lcom/example/app/Second;->getIntent()Landroid/content/Intent;
move-result-object v0
invoke-virtual {v0}, Landroid/content/Intent;->getData()Landroid/net/Uri;
move-result-object v0
invoke-virtual {v0}, Landroid/net/Uri;->getLastPathSegment()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app started from a helper with the application's context
#: component <receiver android:name=".Ear" android:exported="false"/>
%class Helper
.method static tell(Landroid/content/Context;Ljava/lang/String;)V
.locals 3
new-instance v1, Landroid/content/Intent;
const-class v2, Lcom/example/app/Ear;
invoke-direct {v1, p0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const-string v2, "id"
invoke-virtual {v1, v2, p1}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Landroid/content/Context;->sendBroadcast(Landroid/content/Intent;)V        #= inside a other_app
%end
%class Main < Landroid/app/Activity;
%create 2
%device v0                                                     #= source a device_id
invoke-virtual {p0}, Lcom/example/app/Main;->getApplicationContext()Landroid/content/Context;
move-result-object v1
invoke-static {v1, v0}, Lcom/example/app/Helper;->tell(Landroid/content/Context;Ljava/lang/String;)V
%end
%class Ear < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 1
const-string v0, "id"
invoke-virtual {p2, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app back, turned round, left, touched
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
%on onBackPressed()V, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
invoke-super {p0}, Landroid/app/Activity;->onBackPressed()V
%end
%on onConfigurationChanged(Landroid/content/res/Configuration;)V, 1
invoke-super {p0, p1}, Landroid/app/Activity;->onConfigurationChanged(Landroid/content/res/Configuration;)V
%device v0                                                     #= source a device_id, source b device_id, source c device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end
%on onTouchEvent(Landroid/view/MotionEvent;)Z, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink b log
const/4 v0, 0x0
return v0
.end method
%on onUserLeaveHint()V, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink c log
%end

#app stopped and started again
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
%on onStop()V, 1
invoke-super {p0}, Landroid/app/Activity;->onStop()V
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end
%on onRestart()V, 1
invoke-super {p0}, Landroid/app/Activity;->onRestart()V
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app onCreate clears what onDestroy stored, nothing is left
%class Main < Landroid/app/Activity;
.field private static id:Ljava/lang/String;
%create 1
const/4 v0, 0x0
sput-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end
%on onResume()V, 1
invoke-super {p0}, Landroid/app/Activity;->onResume()V
sget-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0
%end
%on onDestroy()V, 1
invoke-super {p0}, Landroid/app/Activity;->onDestroy()V
%device v0
sput-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end

#app a long click, a seek bar, a choice
#: layout main <LinearLayout><SeekBar android:id="@+id/bar"/></LinearLayout>
%class Main < Landroid/app/Activity; : Landroid/widget/SeekBar$OnSeekBarChangeListener; Landroid/view/View$OnLongClickListener;
.field private id:Ljava/lang/String;
%create 2
%view main, v0
const v0, @id/bar
invoke-virtual {p0, v0}, Lcom/example/app/Main;->findViewById(I)Landroid/view/View;
move-result-object v0
check-cast v0, Landroid/widget/SeekBar;
invoke-virtual {v0, p0}, Landroid/widget/SeekBar;->setOnSeekBarChangeListener(Landroid/widget/SeekBar$OnSeekBarChangeListener;)V
invoke-virtual {v0, p0}, Landroid/widget/SeekBar;->setOnLongClickListener(Landroid/view/View$OnLongClickListener;)V
%end
%on onLongClick(Landroid/view/View;)Z, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
const/4 v0, 0x1
return v0
.end method
%on onProgressChanged(Landroid/widget/SeekBar;IZ)V, 1
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end
%on onStartTrackingTouch(Landroid/widget/SeekBar;)V, 0
%end
%on onStopTrackingTouch(Landroid/widget/SeekBar;)V, 0
%end

#app a handler's own callback, on a thread of its own
%class Main < Landroid/app/Activity;
%create 6
new-instance v1, Landroid/os/HandlerThread;
const-string v2, "work"
invoke-direct {v1, v2}, Landroid/os/HandlerThread;-><init>(Ljava/lang/String;)V
invoke-virtual {v1}, Landroid/os/HandlerThread;->start()V
invoke-virtual {v1}, Landroid/os/HandlerThread;->getLooper()Landroid/os/Looper;
move-result-object v1
%new v2, Lcom/example/app/Back;
new-instance v3, Landroid/os/Handler;
invoke-direct {v3, v1, v2}, Landroid/os/Handler;-><init>(Landroid/os/Looper;Landroid/os/Handler$Callback;)V
%device v0                                                     #= source a device_id
const/4 v4, 0x1
invoke-virtual {v3, v4, v0}, Landroid/os/Handler;->obtainMessage(ILjava/lang/Object;)Landroid/os/Message;
move-result-object v4
invoke-virtual {v4}, Landroid/os/Message;->sendToTarget()V
%end
%class Back : Landroid/os/Handler$Callback;
%on handleMessage(Landroid/os/Message;)Z, 1
iget-object v0, p1, Landroid/os/Message;->obj:Ljava/lang/Object;
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
const/4 v0, 0x1
return v0
.end method

#app a list walked by an iterator that is the app's own
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Walk;
iput-object v0, v1, Lcom/example/app/Walk;->id:Ljava/lang/String;
invoke-interface {v1}, Ljava/util/Iterator;->next()Ljava/lang/Object;
move-result-object v2
check-cast v2, Ljava/lang/String;
%log v2                                                        #= sink a log
%end
%class Walk : Ljava/util/Iterator;
.field id:Ljava/lang/String;
%on hasNext()Z, 1
const/4 v0, 0x1
return v0
.end method
%on next()Ljava/lang/Object;, 1
iget-object v0, p0, Lcom/example/app/Walk;->id:Ljava/lang/String;
return-object v0
.end method
