# More of what the system calls, and when it does not.

#app a new Intent for a running activity
#: component <activity android:name=".Top" android:exported="true" android:enabled="true"/>
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
new-instance v1, Landroid/content/Intent;
const-class v2, Lcom/example/app/Top;
invoke-direct {v1, p0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V        #= inside a other_app
%end
%class Top < Landroid/app/Activity;
.method protected onNewIntent(Landroid/content/Intent;)V
.locals 1
invoke-super {p0, p1}, Landroid/app/Activity;->onNewIntent(Landroid/content/Intent;)V
const-string v0, "id"
invoke-virtual {p1, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a service that is unbound and bound again
#: component <service android:name=".Work" android:exported="true"/>
%class Main < Landroid/app/Activity;
%class Work < Landroid/app/Service;
.field private id:Ljava/lang/String;
%on onBind(Landroid/content/Intent;)Landroid/os/IBinder;, 1
%new v0, Landroid/os/Binder;
return-object v0
.end method
%on onUnbind(Landroid/content/Intent;)Z, 1
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Work;->id:Ljava/lang/String;
const/4 v0, 0x1
return v0
.end method
%on onRebind(Landroid/content/Intent;)V, 1
iget-object v0, p0, Lcom/example/app/Work;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app the system is short of memory
#: application android:name=".App"
%class Main < Landroid/app/Activity;
%class App < Landroid/app/Application;
.field private id:Ljava/lang/String;
%on onCreate()V, 1
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/App;->id:Ljava/lang/String;
%end
%on onLowMemory()V, 1
invoke-super {p0}, Landroid/app/Application;->onLowMemory()V
iget-object v0, p0, Lcom/example/app/App;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a fragment that the layout names
#: layout main <LinearLayout><fragment android:name="com.example.app.Part" android:id="@+id/part"/></LinearLayout>
%class Main < Landroid/app/Activity;
%create 1
%view main, v0
%end
%class Part < Landroid/app/Fragment;
%on onAttach(Landroid/app/Activity;)V, 1
invoke-super {p0, p1}, Landroid/app/Fragment;->onAttach(Landroid/app/Activity;)V
%device v0, p1                                                 #= source a device_id
%log v0                                                        #= sink a log
%end

#app AsyncTask: what is published on the way
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Task;
iput-object v0, v1, Lcom/example/app/Task;->id:Ljava/lang/String;
const/4 v2, 0x0
new-array v2, v2, [Ljava/lang/Object;
invoke-virtual {v1, v2}, Lcom/example/app/Task;->execute([Ljava/lang/Object;)Landroid/os/AsyncTask;
%end
%class Task < Landroid/os/AsyncTask;
.field id:Ljava/lang/String;
.method protected doInBackground([Ljava/lang/Object;)Ljava/lang/Object;
.locals 3
const/4 v0, 0x1
new-array v0, v0, [Ljava/lang/Object;
const/4 v1, 0x0
iget-object v2, p0, Lcom/example/app/Task;->id:Ljava/lang/String;
aput-object v2, v0, v1
invoke-virtual {p0, v0}, Lcom/example/app/Task;->publishProgress([Ljava/lang/Object;)V
const/4 v0, 0x0
return-object v0
.end method
.method protected onProgressUpdate([Ljava/lang/Object;)V
.locals 2
const/4 v0, 0x0
aget-object v0, p1, v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app AsyncTask that is never run
%class Main < Landroid/app/Activity;
%create 2
%device v0
%new v1, Lcom/example/app/Task;
iput-object v0, v1, Lcom/example/app/Task;->id:Ljava/lang/String;
%end
%class Task < Landroid/os/AsyncTask;
.field id:Ljava/lang/String;
.method protected doInBackground([Ljava/lang/Object;)Ljava/lang/Object;
.locals 1
iget-object v0, p0, Lcom/example/app/Task;->id:Ljava/lang/String;
%log v0
return-object v0
.end method

#app runOnUiThread and View.post
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Job;
iput-object v0, v1, Lcom/example/app/Job;->id:Ljava/lang/String;
invoke-virtual {p0, v1}, Lcom/example/app/Main;->runOnUiThread(Ljava/lang/Runnable;)V
%end
%class Job : Ljava/lang/Runnable;
.field id:Ljava/lang/String;
%on run()V, 1
iget-object v0, p0, Lcom/example/app/Job;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app one click stores, another sends
#: layout main <LinearLayout><Button android:onClick="second"/><Button android:onClick="first"/></LinearLayout>
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
%create 1
%view main, v0
%end
%on second(Landroid/view/View;)V, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%on first(Landroid/view/View;)V, 1
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end

#app two activities, each with its own
#: component <activity android:name=".Second" android:exported="true"/>
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
%create 1
%device v0
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end
%class Second < Lcom/example/app/Main;
.field private id:Ljava/lang/String;
%create 1
const-string v0, "harmless"
iput-object v0, p0, Lcom/example/app/Second;->id:Ljava/lang/String;
%end
%on onResume()V, 1
invoke-super {p0}, Landroid/app/Activity;->onResume()V
iget-object v0, p0, Lcom/example/app/Second;->id:Ljava/lang/String;
%log v0
%end

#app a dialog's button
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Yes;
iput-object v0, v1, Lcom/example/app/Yes;->id:Ljava/lang/String;
new-instance v2, Landroid/app/AlertDialog$Builder;
invoke-direct {v2, p0}, Landroid/app/AlertDialog$Builder;-><init>(Landroid/content/Context;)V
const-string v3, "Yes"
invoke-virtual {v2, v3, v1}, Landroid/app/AlertDialog$Builder;->setPositiveButton(Ljava/lang/CharSequence;Landroid/content/DialogInterface$OnClickListener;)Landroid/app/AlertDialog$Builder;
invoke-virtual {v2}, Landroid/app/AlertDialog$Builder;->show()Landroid/app/AlertDialog;
%end
%class Yes : Landroid/content/DialogInterface$OnClickListener;
.field id:Ljava/lang/String;
%on onClick(Landroid/content/DialogInterface;I)V, 1
iget-object v0, p0, Lcom/example/app/Yes;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a text field is watched
#: layout main <EditText android:id="@+id/name"/>
%class Main < Landroid/app/Activity; : Landroid/text/TextWatcher;
.field private id:Ljava/lang/String;
%create 1
%view main, v0
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
const v0, @id/name
invoke-virtual {p0, v0}, Lcom/example/app/Main;->findViewById(I)Landroid/view/View;
move-result-object v0
check-cast v0, Landroid/widget/EditText;
invoke-virtual {v0, p0}, Landroid/widget/EditText;->addTextChangedListener(Landroid/text/TextWatcher;)V
%end
%on afterTextChanged(Landroid/text/Editable;)V, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%on beforeTextChanged(Ljava/lang/CharSequence;III)V, 0
%end
%on onTextChanged(Ljava/lang/CharSequence;III)V, 0
%end

#app a condition nobody knows: the kind of device
%class Main < Landroid/app/Activity;
%create 3
sget-object v1, Landroid/os/Build;->FINGERPRINT:Ljava/lang/String;
const-string v2, "generic"
invoke-virtual {v1, v2}, Ljava/lang/String;->startsWith(Ljava/lang/String;)Z
move-result v1
if-nez v1, :emulator
%device v0                                                     #= source a device_id
%log v0                                                        #= sink a log
:emulator
%end

#app a debug switch that is off for good
%class Main < Landroid/app/Activity;
.field public static final DEBUG:Z = false
%create 2
sget-boolean v1, Lcom/example/app/Main;->DEBUG:Z
if-eqz v1, :off
%device v0
%log v0
:off
%end

#app the constructor by reflection, with an argument
%bare Loud
.field private id:Ljava/lang/String;
.method public constructor <init>(Ljava/lang/String;)V
.locals 0
invoke-direct {p0}, Ljava/lang/Object;-><init>()V
iput-object p1, p0, Lcom/example/app/Loud;->id:Ljava/lang/String;
%end
%on out()V, 1
iget-object v0, p0, Lcom/example/app/Loud;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
const-class v1, Lcom/example/app/Loud;
const/4 v2, 0x1
new-array v3, v2, [Ljava/lang/Class;
const/4 v4, 0x0
const-class v5, Ljava/lang/String;
aput-object v5, v3, v4
invoke-virtual {v1, v3}, Ljava/lang/Class;->getConstructor([Ljava/lang/Class;)Ljava/lang/reflect/Constructor;
move-result-object v1
new-array v3, v2, [Ljava/lang/Object;
aput-object v0, v3, v4
invoke-virtual {v1, v3}, Ljava/lang/reflect/Constructor;->newInstance([Ljava/lang/Object;)Ljava/lang/Object;
move-result-object v1
check-cast v1, Lcom/example/app/Loud;
invoke-virtual {v1}, Lcom/example/app/Loud;->out()V
%end

#app one of the declared methods, found by its name
%class Loud
%on other(Ljava/lang/String;)V, 0
%end
%on out(Ljava/lang/String;)V, 0
%log p1                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;
%create 7
%device v0                                                     #= source a device_id
const-class v1, Lcom/example/app/Loud;
invoke-virtual {v1}, Ljava/lang/Class;->getDeclaredMethods()[Ljava/lang/reflect/Method;
move-result-object v1
array-length v2, v1
const/4 v3, 0x0
:next
if-ge v3, v2, :done
aget-object v4, v1, v3
invoke-virtual {v4}, Ljava/lang/reflect/Method;->getName()Ljava/lang/String;
move-result-object v5
const-string v6, "out"
invoke-virtual {v5, v6}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
move-result v5
if-eqz v5, :skip
const/4 v5, 0x1
new-array v5, v5, [Ljava/lang/Object;
const/4 v6, 0x0
aput-object v0, v5, v6
%new v6, Lcom/example/app/Loud;
invoke-virtual {v4, v6, v5}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
:skip
add-int/lit8 v3, v3, 0x1
goto :next
:done
%end
