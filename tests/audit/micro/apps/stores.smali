# What outlives a component: statics, preferences, files.

#app preferences, the same key in another activity
#: component <activity android:name=".Second" android:exported="true"/>
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
%prefs v1, "settings"
invoke-interface {v1}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
move-result-object v1
const-string v2, "id"
invoke-interface {v1, v2, v0}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
invoke-interface {v1}, Landroid/content/SharedPreferences$Editor;->apply()V
%end
%class Second < Landroid/app/Activity;
%create 3
%prefs v0, "settings"
const-string v1, "id"
const-string v2, ""
invoke-interface {v0, v1, v2}, Landroid/content/SharedPreferences;->getString(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1                                                        #= sink a log
%end

#app preferences, another key and another file
#: component <activity android:name=".Second" android:exported="true"/>
%class Main < Landroid/app/Activity;
%create 4
%device v0
%prefs v1, "settings"
invoke-interface {v1}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
move-result-object v1
const-string v2, "id"
invoke-interface {v1, v2, v0}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
invoke-interface {v1}, Landroid/content/SharedPreferences$Editor;->apply()V
%end
%class Second < Landroid/app/Activity;
%create 3
%prefs v0, "settings"
const-string v1, "word"
const-string v2, ""
invoke-interface {v0, v1, v2}, Landroid/content/SharedPreferences;->getString(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1
%prefs v0, "other"
const-string v1, "id"
invoke-interface {v0, v1, v2}, Landroid/content/SharedPreferences;->getString(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1
%end

#app preferences read before they are written, in the same activity: the next run
%class Main < Landroid/app/Activity;
%create 5
%prefs v1, "settings"
const-string v2, "id"
const-string v3, ""
invoke-interface {v1, v2, v3}, Landroid/content/SharedPreferences;->getString(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%device v0                                                     #= source a device_id
invoke-interface {v1}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
move-result-object v1
invoke-interface {v1, v2, v0}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
invoke-interface {v1}, Landroid/content/SharedPreferences$Editor;->commit()Z
%end

#app a static of another class, and the other static of it
#: component <activity android:name=".Second" android:exported="true"/>
%class Shared
.field static id:Ljava/lang/String;
.field static word:Ljava/lang/String;
%class Main < Landroid/app/Activity;
%create 1
%device v0                                                     #= source a device_id
sput-object v0, Lcom/example/app/Shared;->id:Ljava/lang/String;
%end
%class Second < Landroid/app/Activity;
%create 1
sget-object v0, Lcom/example/app/Shared;->word:Ljava/lang/String;
%log v0
sget-object v0, Lcom/example/app/Shared;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app the app's own file
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
const-string v1, "id.txt"
const/4 v2, 0x0
invoke-virtual {p0, v1, v2}, Lcom/example/app/Main;->openFileOutput(Ljava/lang/String;I)Ljava/io/FileOutputStream;
move-result-object v3
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v0
invoke-virtual {v3, v0}, Ljava/io/FileOutputStream;->write([B)V          #= sink a file
invoke-virtual {v3}, Ljava/io/FileOutputStream;->close()V
%end

#app a constant in a file
%class Main < Landroid/app/Activity;
%create 4
%device v0
const-string v1, "id.txt"
const/4 v2, 0x0
invoke-virtual {p0, v1, v2}, Lcom/example/app/Main;->openFileOutput(Ljava/lang/String;I)Ljava/io/FileOutputStream;
move-result-object v3
invoke-virtual {v1}, Ljava/lang/String;->getBytes()[B
move-result-object v0
invoke-virtual {v3, v0}, Ljava/io/FileOutputStream;->write([B)V
invoke-virtual {v3}, Ljava/io/FileOutputStream;->close()V
%end
