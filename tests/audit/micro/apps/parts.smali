# Receivers on and off, accounts, passwords, initialisers, superclasses, services of the system, views, numbers as texts.

#app a broadcast receiver that is taken off before it can hear
%class Ear < Landroid/content/BroadcastReceiver;
.field main:Lcom/example/app/Main;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 1
%device v0, p1
%log v0
%end
%class Main < Landroid/app/Activity;
%create 8
%new v0, Lcom/example/app/Ear;
new-instance v1, Landroid/content/IntentFilter;
const-string v2, "android.intent.action.TIME_TICK"
invoke-direct {v1, v2}, Landroid/content/IntentFilter;-><init>(Ljava/lang/String;)V
invoke-virtual {p0, v0, v1}, Lcom/example/app/Main;->registerReceiver(Landroid/content/BroadcastReceiver;Landroid/content/IntentFilter;)Landroid/content/Intent;
invoke-virtual {p0, v0}, Lcom/example/app/Main;->unregisterReceiver(Landroid/content/BroadcastReceiver;)V
%end

#app a receiver of the system's own broadcast
%class Ear < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 1
%device v0, p1                                                 #= source a device_id
%log v0                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;
.field ear:Lcom/example/app/Ear;
%on onResume()V, 3
invoke-super {p0}, Landroid/app/Activity;->onResume()V
%new v0, Lcom/example/app/Ear;
iput-object v0, p0, Lcom/example/app/Main;->ear:Lcom/example/app/Ear;
new-instance v1, Landroid/content/IntentFilter;
const-string v2, "android.intent.action.TIME_TICK"
invoke-direct {v1, v2}, Landroid/content/IntentFilter;-><init>(Ljava/lang/String;)V
invoke-virtual {p0, v0, v1}, Lcom/example/app/Main;->registerReceiver(Landroid/content/BroadcastReceiver;Landroid/content/IntentFilter;)Landroid/content/Intent;
%end
%on onPause()V, 1
invoke-super {p0}, Landroid/app/Activity;->onPause()V
iget-object v0, p0, Lcom/example/app/Main;->ear:Lcom/example/app/Ear;
invoke-virtual {p0, v0}, Lcom/example/app/Main;->unregisterReceiver(Landroid/content/BroadcastReceiver;)V
%end

#app accounts of one type
%class Main < Landroid/app/Activity;
%create 6
invoke-static {p0}, Landroid/accounts/AccountManager;->get(Landroid/content/Context;)Landroid/accounts/AccountManager;
move-result-object v0
const-string v1, "com.example"
invoke-virtual {v0, v1}, Landroid/accounts/AccountManager;->getAccountsByType(Ljava/lang/String;)[Landroid/accounts/Account;   #= source a accounts
move-result-object v0
const/4 v1, 0x0
aget-object v0, v0, v1
invoke-virtual {v0}, Landroid/accounts/Account;->toString()Ljava/lang/String;
move-result-object v2
%log v2                                                        #= sink a log
%end

#app a password typed, read in a click by the layout's name
#: layout main <LinearLayout><EditText android:id="@+id/secret" android:inputType="textPassword"/><Button android:onClick="go"/></LinearLayout>
%class Main < Landroid/app/Activity;
%create 2
%view main, v0
%end
%on go(Landroid/view/View;)V, 2
const v0, @id/secret
invoke-virtual {p0, v0}, Lcom/example/app/Main;->findViewById(I)Landroid/view/View;
move-result-object v0
check-cast v0, Landroid/widget/EditText;
invoke-virtual {v0}, Landroid/widget/EditText;->getText()Landroid/text/Editable;   #= source a input
move-result-object v0
invoke-virtual {v0}, Ljava/lang/Object;->toString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a static initialiser of a class that is never used
%class Quiet
.field static id:Ljava/lang/String;
.method static constructor <clinit>()V
.locals 1
sget-object v0, Lcom/example/app/Main;->me:Lcom/example/app/Main;
%device v0, v0
%log v0
%end
%class Main < Landroid/app/Activity;
.field static me:Lcom/example/app/Main;
%create 1
sput-object p0, Lcom/example/app/Main;->me:Lcom/example/app/Main;
%end

#app a superclass's onCreate of its own
%class Base < Landroid/app/Activity;
.field protected id:Ljava/lang/String;
%create 1
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Base;->id:Ljava/lang/String;
%end
%class Main < Lcom/example/app/Base;
%on onStart()V, 1
invoke-super {p0}, Landroid/app/Activity;->onStart()V
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a subclass that does not call it
%class Base < Landroid/app/Activity;
.field protected id:Ljava/lang/String;
%create 1
%device v0
iput-object v0, p0, Lcom/example/app/Base;->id:Ljava/lang/String;
%end
%class Main < Lcom/example/app/Base;
.method protected onCreate(Landroid/os/Bundle;)V
.locals 0
invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
%end
%on onStart()V, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0
%end

#app a job service, a tile, a wallpaper's engine
#: component <service android:name=".Tile"/>
%class Tile < Landroid/service/quicksettings/TileService;
%on onClick()V, 1
%device v0                                                     #= source a device_id
%log v0                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;

#app a service that hears notifications
#: component <service android:name=".Hear"/>
%class Hear < Landroid/service/notification/NotificationListenerService;
%on onNotificationPosted(Landroid/service/notification/StatusBarNotification;)V, 1
%device v0                                                     #= source a device_id
%log v0                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;

#app an own view that a layout names draws
#: layout main <com.example.app.Face/>
%bare Face < Landroid/view/View;
.method public constructor <init>(Landroid/content/Context;Landroid/util/AttributeSet;)V
.locals 0
invoke-direct {p0, p1, p2}, Landroid/view/View;-><init>(Landroid/content/Context;Landroid/util/AttributeSet;)V
%end
.method protected onDraw(Landroid/graphics/Canvas;)V
.locals 1
invoke-virtual {p0}, Lcom/example/app/Face;->getContext()Landroid/content/Context;
move-result-object v0
%device v0, v0                                                 #= source a device_id
%log v0                                                        #= sink a log
%end
%class Main < Landroid/app/Activity;
%create 2
%view main, v0
%end

#app a number picked from a text and printed in base sixteen
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
invoke-static {v0}, Ljava/lang/Long;->parseLong(Ljava/lang/String;)J
move-result-wide v1
invoke-static {v1, v2}, Ljava/lang/Long;->toHexString(J)Ljava/lang/String;
move-result-object v3
%log v3                                                        #= sink a log
%end

#app a text formatted by a resource of the app, and a number in words
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id, source b device_id
new-instance v1, Ljava/util/Formatter;
invoke-direct {v1}, Ljava/util/Formatter;-><init>()V
const-string v2, "%s"
const/4 v3, 0x1
new-array v3, v3, [Ljava/lang/Object;
const/4 v4, 0x0
aput-object v0, v3, v4
invoke-virtual {v1, v2, v3}, Ljava/util/Formatter;->format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/util/Formatter;
invoke-virtual {v1}, Ljava/util/Formatter;->toString()Ljava/lang/String;
move-result-object v1
%log v1                                                        #= sink a log
new-instance v1, Ljava/util/StringJoiner;
invoke-direct {v1, v2}, Ljava/util/StringJoiner;-><init>(Ljava/lang/CharSequence;)V
invoke-virtual {v1, v0}, Ljava/util/StringJoiner;->add(Ljava/lang/CharSequence;)Ljava/util/StringJoiner;
invoke-virtual {v1}, Ljava/util/StringJoiner;->toString()Ljava/lang/String;
move-result-object v1
%log v1                                                        #= sink b log
%end
