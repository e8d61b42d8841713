# Classes and methods named by text.

#app a class by its name, a method called as usual
%class Base
%on out(Ljava/lang/String;)V, 0
%end
%class Loud < Lcom/example/app/Base;
%on out(Ljava/lang/String;)V, 0
%log p1                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;
%create 2
%device v0                                                     #= source a device_id
const-string v1, "com.example.app.Loud"
invoke-static {v1}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;
move-result-object v1
invoke-virtual {v1}, Ljava/lang/Class;->newInstance()Ljava/lang/Object;
move-result-object v1
check-cast v1, Lcom/example/app/Base;
invoke-virtual {v1, v0}, Lcom/example/app/Base;->out(Ljava/lang/String;)V
%end

#app class and method by name, the name put together
%class Loud
%on out(Ljava/lang/String;)V, 0
%log p1                                                        #= sink a log
%end
%on hush(Ljava/lang/String;)V, 0
%end
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
const-string v1, "com.example."
const-string v2, "app.Loud"
invoke-virtual {v1, v2}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
invoke-static {v1}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;
move-result-object v1
invoke-virtual {v1}, Ljava/lang/Class;->newInstance()Ljava/lang/Object;
move-result-object v2
const/4 v3, 0x1
new-array v4, v3, [Ljava/lang/Class;
const/4 v5, 0x0
const-class v3, Ljava/lang/String;
aput-object v3, v4, v5
const-string v3, "out"
invoke-virtual {v1, v3, v4}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
move-result-object v1
const/4 v3, 0x1
new-array v4, v3, [Ljava/lang/Object;
aput-object v0, v4, v5
invoke-virtual {v1, v2, v4}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
%end

#app another method of that class
%class Loud
%on out(Ljava/lang/String;)V, 0
%log p1
%end
%on hush(Ljava/lang/String;)V, 0
%end
%class Main < Landroid/app/Activity;
%create 6
%device v0
const-class v1, Lcom/example/app/Loud;
invoke-virtual {v1}, Ljava/lang/Class;->newInstance()Ljava/lang/Object;
move-result-object v2
const/4 v3, 0x1
new-array v4, v3, [Ljava/lang/Class;
const/4 v5, 0x0
const-class v3, Ljava/lang/String;
aput-object v3, v4, v5
const-string v3, "hush"
invoke-virtual {v1, v3, v4}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
move-result-object v1
const/4 v3, 0x1
new-array v4, v3, [Ljava/lang/Object;
aput-object v0, v4, v5
invoke-virtual {v1, v2, v4}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
%end

#app the source itself is called by name
%class Main < Landroid/app/Activity;
%create 4
const-string v0, "phone"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
const-string v1, "android.telephony.TelephonyManager"
invoke-static {v1}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;
move-result-object v1
const-string v2, "getDeviceId"
const/4 v3, 0x0
new-array v3, v3, [Ljava/lang/Class;
invoke-virtual {v1, v2, v3}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
move-result-object v1
const/4 v3, 0x0
new-array v3, v3, [Ljava/lang/Object;
invoke-virtual {v1, v0, v3}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;   #= source a device_id
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a field by its name
%class Main < Landroid/app/Activity;
.field public id:Ljava/lang/String;
.field public word:Ljava/lang/String;
%create 4
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
invoke-virtual {p0}, Ljava/lang/Object;->getClass()Ljava/lang/Class;
move-result-object v1
const-string v2, "word"
invoke-virtual {v1, v2}, Ljava/lang/Class;->getField(Ljava/lang/String;)Ljava/lang/reflect/Field;
move-result-object v2
invoke-virtual {v2, p0}, Ljava/lang/reflect/Field;->get(Ljava/lang/Object;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0
const-string v2, "id"
invoke-virtual {v1, v2}, Ljava/lang/Class;->getField(Ljava/lang/String;)Ljava/lang/reflect/Field;
move-result-object v2
invoke-virtual {v2, p0}, Ljava/lang/reflect/Field;->get(Ljava/lang/Object;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a method by name that starts an activity, and one that reads its Intent
#: component <activity android:name=".Second" android:exported="true"><intent-filter><action android:name="com.example.app.SHOW"/><category android:name="android.intent.category.DEFAULT"/></intent-filter></activity>
%class Starter
%on go(Landroid/content/Context;Ljava/lang/String;)V, 2
new-instance v0, Landroid/content/Intent;
const-string v1, "com.example.app.SHOW"
invoke-direct {v0, v1}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
const-string v1, "id"
invoke-virtual {v0, v1, p2}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {p1, v0}, Landroid/content/Context;->startActivity(Landroid/content/Intent;)V     #= sink a other_app
%end
%class Reader
%on take(Landroid/content/Intent;)Ljava/lang/String;, 1
const-string v0, "id"
invoke-virtual {p1, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
const-string v1, "com.example.app.Starter"
invoke-static {v1}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;
move-result-object v1
const/4 v3, 0x2
new-array v4, v3, [Ljava/lang/Class;
const/4 v5, 0x0
const-class v3, Landroid/content/Context;
aput-object v3, v4, v5
const/4 v5, 0x1
const-class v3, Ljava/lang/String;
aput-object v3, v4, v5
const-string v3, "go"
invoke-virtual {v1, v3, v4}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
move-result-object v2
invoke-virtual {v1}, Ljava/lang/Class;->newInstance()Ljava/lang/Object;
move-result-object v1
const/4 v3, 0x2
new-array v4, v3, [Ljava/lang/Object;
const/4 v5, 0x0
aput-object p0, v4, v5
const/4 v5, 0x1
aput-object v0, v4, v5
invoke-virtual {v2, v1, v4}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
%end
%class Second < Landroid/app/Activity;
%create 6
invoke-virtual {p0}, Lcom/example/app/Second;->getIntent()Landroid/content/Intent;
move-result-object v0
const/4 v1, 0x1
new-array v2, v1, [Ljava/lang/Object;
const/4 v3, 0x0
aput-object v0, v2, v3
new-array v4, v1, [Ljava/lang/Class;
const-class v5, Landroid/content/Intent;
aput-object v5, v4, v3
const-string v5, "com.example.app.Reader"
invoke-static {v5}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;
move-result-object v0
const-string v5, "take"
invoke-virtual {v0, v5, v4}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/Class;->newInstance()Ljava/lang/Object;
move-result-object v0
invoke-virtual {v5, v0, v2}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end
