# Moments of a life, ways of arrays, listeners, providers, broadcasts: as a careful tester would vary them.

#app arraycopy of characters, one changed
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
invoke-virtual {v0}, Ljava/lang/String;->toCharArray()[C
move-result-object v1
array-length v2, v1
new-array v3, v2, [C
const/4 v4, 0x0
invoke-static {v1, v4, v3, v4, v2}, Ljava/lang/System;->arraycopy(Ljava/lang/Object;ILjava/lang/Object;II)V
invoke-static {v3}, Ljava/lang/String;->copyValueOf([C)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app an array overwritten by arraycopy of a clean one
%class Main < Landroid/app/Activity;
%create 8
%device v0
const/4 v2, 0x1
new-array v3, v2, [Ljava/lang/String;
const/4 v4, 0x0
aput-object v0, v3, v4
const-string v5, "clean"
aput-object v5, v3, v4
aget-object v0, v3, v4
%log v0
%end

#app varargs
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
const/4 v1, 0x2
new-array v1, v1, [Ljava/lang/String;
const/4 v2, 0x0
const-string v3, "a"
aput-object v3, v1, v2
const/4 v2, 0x1
aput-object v0, v1, v2
invoke-direct {p0, v1}, Lcom/example/app/Main;->all([Ljava/lang/String;)V
%end
.method private varargs all([Ljava/lang/String;)V
.locals 3
array-length v0, p1
const/4 v1, 0x0
:again
if-ge v1, v0, :done
aget-object v2, p1, v1
%log v2                                                        #= sink a log
add-int/lit8 v1, v1, 0x1
goto :again
:done
%end

#app variables that rotate in a loop
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
const-string v1, "b"
const-string v2, "c"
const/4 v3, 0x0
:again
const/4 v4, 0x3
if-ge v3, v4, :done
%log v2                                                        #= sink a log
move-object v2, v1
move-object v1, v0
const-string v0, "a"
add-int/lit8 v3, v3, 0x1
goto :again
:done
%end

#app insert, reverse, setCharAt, deleteCharAt
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
new-instance v1, Ljava/lang/StringBuffer;
invoke-direct {v1}, Ljava/lang/StringBuffer;-><init>()V
const/4 v2, 0x0
invoke-virtual {v1, v2, v0}, Ljava/lang/StringBuffer;->insert(ILjava/lang/String;)Ljava/lang/StringBuffer;
move-result-object v1
invoke-virtual {v1}, Ljava/lang/StringBuffer;->reverse()Ljava/lang/StringBuffer;
move-result-object v1
invoke-virtual {v1, v2}, Ljava/lang/StringBuffer;->deleteCharAt(I)Ljava/lang/StringBuffer;
invoke-virtual {v1}, Ljava/lang/StringBuffer;->toString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app the device_id, the SIM, the number in one line
%class Main < Landroid/app/Activity;
%create 6
const-string v0, "phone"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/telephony/TelephonyManager;
invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getSubscriberId()Ljava/lang/String;   #= source a device_id
move-result-object v1
invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getSimSerialNumber()Ljava/lang/String;   #= source b device_id
move-result-object v2
invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getLine1Number()Ljava/lang/String;   #= source c phone_number
move-result-object v3
%log v1                                                        #= sink a log
%log v2                                                        #= sink b log
%log v3                                                        #= sink c log
%end

#app low memory, trimmed, configuration changed in the application
#: application android:name=".App"
%class App < Landroid/app/Application;
.field static id:Ljava/lang/String;
%on onCreate()V, 1
invoke-super {p0}, Landroid/app/Application;->onCreate()V
%device v0                                                     #= source a device_id, source b device_id, source c device_id
sput-object v0, Lcom/example/app/App;->id:Ljava/lang/String;
%end
%on onLowMemory()V, 1
sget-object v0, Lcom/example/app/App;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%on onTrimMemory(I)V, 1
sget-object v0, Lcom/example/app/App;->id:Ljava/lang/String;
%log v0                                                        #= sink b log
%end
%on onConfigurationChanged(Landroid/content/res/Configuration;)V, 1
sget-object v0, Lcom/example/app/App;->id:Ljava/lang/String;
%log v0                                                        #= sink c log
%end
%class Main < Landroid/app/Activity;

#app an activity's other moments
%class Main < Landroid/app/Activity;
.field id:Ljava/lang/String;
%create 1
%device v0                                                     #= source a device_id, source b device_id, source c device_id, source d device_id, source e device_id, source f device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end
%on onPostResume()V, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%on onUserLeaveHint()V, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink b log
%end
%on onWindowFocusChanged(Z)V, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink c log
%end
%on onConfigurationChanged(Landroid/content/res/Configuration;)V, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink d log
%end
%on onRetainNonConfigurationInstance()Ljava/lang/Object;, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink e log
return-object v0
.end method
%on onKeyDown(ILandroid/view/KeyEvent;)Z, 1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink f log
const/4 v0, 0x1
return v0
.end method

#app an activity that was kept over a turn: its last instance
%class Main < Landroid/app/Activity;
%create 2
invoke-virtual {p0}, Lcom/example/app/Main;->getLastNonConfigurationInstance()Ljava/lang/Object;
move-result-object v0
if-eqz v0, :first
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
:first
%end
%on onRetainNonConfigurationInstance()Ljava/lang/Object;, 1
%device v0                                                     #= source a device_id
return-object v0
.end method

#app an ordered broadcast's result
#: component <receiver android:name=".First" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 9
new-instance v0, Landroid/content/Intent;
const-class v1, Lcom/example/app/First;
invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
%new v2, Lcom/example/app/Last;
move-object v1, v0
const/4 v3, 0x0
const/4 v4, 0x0
const-string v5, "x"
const/4 v6, 0x0
move-object v7, v6
move-object v0, p0
move-object v6, v5
move v5, v4
const/4 v4, 0x0
move-object v3, v2
const/4 v2, 0x0
invoke-virtual/range {v0 .. v7}, Landroid/content/Context;->sendOrderedBroadcast(Landroid/content/Intent;Ljava/lang/String;Landroid/content/BroadcastReceiver;Landroid/os/Handler;ILjava/lang/String;Landroid/os/Bundle;)V
%end
%class First < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 1
%device v0, p1                                                 #= source a device_id
invoke-virtual {p0, v0}, Lcom/example/app/First;->setResultData(Ljava/lang/String;)V
%end
%class Last < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 1
invoke-virtual {p0}, Lcom/example/app/Last;->getResultData()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a provider's call
#: component <provider android:name=".Keep" android:authorities="com.example.app.keep" android:exported="false"/>
%class Keep < Landroid/content/ContentProvider;
%on onCreate()Z, 1
const/4 v0, 0x1
return v0
.end method
%on call(Ljava/lang/String;Ljava/lang/String;Landroid/os/Bundle;)Landroid/os/Bundle;, 1
%log p2                                                        #= sink a log
const/4 v0, 0x0
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v1
const-string v2, "content://com.example.app.keep"
invoke-static {v2}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
move-result-object v2
const-string v3, "put"
const/4 v4, 0x0
move-object v5, v4
move-object v4, v0
invoke-virtual {v1, v2, v3, v4, v5}, Landroid/content/ContentResolver;->call(Landroid/net/Uri;Ljava/lang/String;Ljava/lang/String;Landroid/os/Bundle;)Landroid/os/Bundle;
%end

#app a provider's insert
#: component <provider android:name=".Keep" android:authorities="com.example.app.keep" android:exported="false"/>
%class Keep < Landroid/content/ContentProvider;
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
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v1
const-string v2, "content://com.example.app.keep"
invoke-static {v2}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
move-result-object v2
new-instance v3, Landroid/content/ContentValues;
invoke-direct {v3}, Landroid/content/ContentValues;-><init>()V
const-string v4, "id"
invoke-virtual {v3, v4, v0}, Landroid/content/ContentValues;->put(Ljava/lang/String;Ljava/lang/String;)V
invoke-virtual {v1, v2, v3}, Landroid/content/ContentResolver;->insert(Landroid/net/Uri;Landroid/content/ContentValues;)Landroid/net/Uri;
%end

#app touch, key, focus
%class Main < Landroid/app/Activity;
.field id:Ljava/lang/String;
%create 3
%device v0                                                     #= source a device_id, source b device_id, source c device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
new-instance v1, Landroid/widget/Button;
invoke-direct {v1, p0}, Landroid/widget/Button;-><init>(Landroid/content/Context;)V
%new v2, Lcom/example/app/Ear;
iput-object p0, v2, Lcom/example/app/Ear;->main:Lcom/example/app/Main;
invoke-virtual {v1, v2}, Landroid/widget/Button;->setOnTouchListener(Landroid/view/View$OnTouchListener;)V
invoke-virtual {v1, v2}, Landroid/widget/Button;->setOnKeyListener(Landroid/view/View$OnKeyListener;)V
invoke-virtual {v1, v2}, Landroid/widget/Button;->setOnFocusChangeListener(Landroid/view/View$OnFocusChangeListener;)V
%end
%class Ear : Landroid/view/View$OnTouchListener; Landroid/view/View$OnKeyListener; Landroid/view/View$OnFocusChangeListener;
.field main:Lcom/example/app/Main;
%on onTouch(Landroid/view/View;Landroid/view/MotionEvent;)Z, 1
iget-object v0, p0, Lcom/example/app/Ear;->main:Lcom/example/app/Main;
iget-object v0, v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
const/4 v0, 0x1
return v0
.end method
%on onKey(Landroid/view/View;ILandroid/view/KeyEvent;)Z, 1
iget-object v0, p0, Lcom/example/app/Ear;->main:Lcom/example/app/Main;
iget-object v0, v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink b log
const/4 v0, 0x1
return v0
.end method
%on onFocusChange(Landroid/view/View;Z)V, 1
iget-object v0, p0, Lcom/example/app/Ear;->main:Lcom/example/app/Main;
iget-object v0, v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink c log
%end

#app the phone's state is listened to, and preferences
%class Main < Landroid/app/Activity;
.field id:Ljava/lang/String;
%create 6
%device v0                                                     #= source a device_id, source b device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
const-string v0, "phone"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/telephony/TelephonyManager;
%new v1, Lcom/example/app/Ear;
iput-object p0, v1, Lcom/example/app/Ear;->main:Lcom/example/app/Main;
const/16 v2, 0x20
invoke-virtual {v0, v1, v2}, Landroid/telephony/TelephonyManager;->listen(Landroid/telephony/PhoneStateListener;I)V
%prefs v3, "p"
%new v2, Lcom/example/app/Change;
iput-object p0, v2, Lcom/example/app/Change;->main:Lcom/example/app/Main;
invoke-interface {v3, v2}, Landroid/content/SharedPreferences;->registerOnSharedPreferenceChangeListener(Landroid/content/SharedPreferences$OnSharedPreferenceChangeListener;)V
%end
%class Ear < Landroid/telephony/PhoneStateListener;
.field main:Lcom/example/app/Main;
%on onCallStateChanged(ILjava/lang/String;)V, 1
iget-object v0, p0, Lcom/example/app/Ear;->main:Lcom/example/app/Main;
iget-object v0, v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end
%class Change : Landroid/content/SharedPreferences$OnSharedPreferenceChangeListener;
.field main:Lcom/example/app/Main;
%on onSharedPreferenceChanged(Landroid/content/SharedPreferences;Ljava/lang/String;)V, 1
iget-object v0, p0, Lcom/example/app/Change;->main:Lcom/example/app/Main;
iget-object v0, v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink b log
%end

#app the serial number and the MAC
%class Main < Landroid/app/Activity;
%create 3
sget-object v0, Landroid/os/Build;->SERIAL:Ljava/lang/String;   #= source a device_id
%log v0                                                        #= sink a log
const-string v1, "wifi"
invoke-virtual {p0, v1}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v1
check-cast v1, Landroid/net/wifi/WifiManager;
invoke-virtual {v1}, Landroid/net/wifi/WifiManager;->getConnectionInfo()Landroid/net/wifi/WifiInfo;
move-result-object v1
invoke-virtual {v1}, Landroid/net/wifi/WifiInfo;->getMacAddress()Ljava/lang/String;   #= source b device_id
move-result-object v1
%log v1                                                        #= sink b log
%end
