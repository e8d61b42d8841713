# Code that can run, and code that cannot.

#app a condition that never holds
%class Main < Landroid/app/Activity;
.method private answer()I
.locals 1
const/16 v0, 0x2a
return v0
.end method
%create 2
invoke-direct {p0}, Lcom/example/app/Main;->answer()I
move-result v1
add-int/lit8 v1, v1, 0x50
const/16 v0, 0xa
if-ge v1, v0, :never
%device v0
%log v0
:never
%end

#app a condition that may hold
%class Main < Landroid/app/Activity;
%create 4
invoke-static {}, Ljava/lang/System;->currentTimeMillis()J
move-result-wide v0
const-wide/16 v2, 0x0
cmp-long v0, v0, v2
if-lez v0, :late
%device v0                                                     #= source a device_id
%log v0                                                        #= sink a log
:late
%end

#app a random number below ten is never twenty-one
%class Main < Landroid/app/Activity;
%create 3
%device v0
%new v1, Ljava/util/Random;
const/16 v2, 0xa
invoke-virtual {v1, v2}, Ljava/util/Random;->nextInt(I)I
move-result v1
packed-switch v1, :cases
goto :done
:case
%log v0
:done
return-void
:cases
.packed-switch 0x15
:case
.end packed-switch
.end method

#app an activity that is switched off
#: component <activity android:name=".Off" android:enabled="false" android:exported="true"/>
%class Main < Landroid/app/Activity;
%class Off < Landroid/app/Activity;
%create 1
%device v0
%log v0
%end

#app an activity that is in no manifest
%class Main < Landroid/app/Activity;
%class Lost < Landroid/app/Activity;
%create 1
%device v0
%log v0
%end

#app an activity that the manifest declares and no Intent names
#: component <activity android:name=".Inner" android:exported="false"/>
%class Main < Landroid/app/Activity;
%class Inner < Landroid/app/Activity;
%create 1
%device v0                                                     #= source a device_id
%log v0                                                        #= sink a log
%end

#app a method nobody calls
%class Main < Landroid/app/Activity;
%on never()V, 1
%device v0
%log v0
%end

#app after the return
%class Main < Landroid/app/Activity;
%create 1
%device v0
return-void
%log v0
%end

#app a permission is asked for, nothing is read
#: permissions READ_CONTACTS INTERNET
%class Main < Landroid/app/Activity;
%create 1
const-string v0, "harmless"
%log v0
%end
