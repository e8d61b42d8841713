# Arrays: which element, which length.

#app another element, by constant index
%class Main < Landroid/app/Activity;
%create 4
const/4 v1, 0x3
new-array v2, v1, [Ljava/lang/String;
const/4 v3, 0x0
const-string v0, "harmless"
aput-object v0, v2, v3
const/4 v3, 0x1
%device v0
aput-object v0, v2, v3
const/4 v3, 0x0
aget-object v0, v2, v3
%log v0
%end

#app the same element, by constant index
%class Main < Landroid/app/Activity;
%create 4
const/4 v1, 0x3
new-array v2, v1, [Ljava/lang/String;
const/4 v3, 0x1
%device v0                                                     #= source a device_id
aput-object v0, v2, v3
aget-object v0, v2, v3
%log v0                                                        #= sink a log
%end

#app another element, by an index that is computed
%class Main < Landroid/app/Activity;
.method private place()I
.locals 1
const/4 v0, 0x1
add-int/lit8 v0, v0, 0x1
mul-int/lit8 v0, v0, 0x5
rem-int/lit8 v0, v0, 0xa
add-int/lit8 v0, v0, 0x4
return v0
.end method
%create 4
const/16 v1, 0xa
new-array v2, v1, [Ljava/lang/String;
const/4 v3, 0x5
%device v0                                                     #= source a device_id
aput-object v0, v2, v3
const/4 v3, 0x4
const-string v0, "harmless"
aput-object v0, v2, v3
invoke-direct {p0}, Lcom/example/app/Main;->place()I
move-result v3
aget-object v0, v2, v3
%log v0
add-int/lit8 v3, v3, 0x1
aget-object v0, v2, v3
%log v0                                                        #= sink a log
%end

#app an element by an index nobody knows
%class Main < Landroid/app/Activity;
%create 5
const/4 v1, 0x3
new-array v2, v1, [Ljava/lang/String;
const/4 v3, 0x1
%device v0                                                     #= source a device_id
aput-object v0, v2, v3
new-instance v4, Ljava/util/Random;
invoke-direct {v4}, Ljava/util/Random;-><init>()V
invoke-virtual {v4, v1}, Ljava/util/Random;->nextInt(I)I
move-result v3
aget-object v0, v2, v3
%log v0                                                        #= sink a log
%end

#app the length of an array with a secret in it
%class Main < Landroid/app/Activity;
%create 4
const/4 v1, 0x3
new-array v2, v1, [Ljava/lang/String;
const/4 v3, 0x1
%device v0
aput-object v0, v2, v3
array-length v3, v2
invoke-static {v3}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;
move-result-object v0
%log v0
%end

#app another field of an object in an array
%class Box
.field id:Ljava/lang/String;
.field word:Ljava/lang/String;
%class Main < Landroid/app/Activity;
%create 5
const/4 v1, 0x2
new-array v2, v1, [Lcom/example/app/Box;
const/4 v3, 0x0
%new v4, Lcom/example/app/Box;
aput-object v4, v2, v3
%device v0                                                     #= source a device_id
iput-object v0, v4, Lcom/example/app/Box;->id:Ljava/lang/String;
const-string v0, "harmless"
iput-object v0, v4, Lcom/example/app/Box;->word:Ljava/lang/String;
aget-object v4, v2, v3
iget-object v0, v4, Lcom/example/app/Box;->word:Ljava/lang/String;
%log v0
aget-object v4, v2, v3
iget-object v0, v4, Lcom/example/app/Box;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app arraycopy
%class Main < Landroid/app/Activity;
%create 6
const/4 v1, 0x1
new-array v2, v1, [Ljava/lang/String;
new-array v3, v1, [Ljava/lang/String;
const/4 v4, 0x0
%device v0                                                     #= source a device_id
aput-object v0, v2, v4
invoke-static {v2, v4, v3, v4, v1}, Ljava/lang/System;->arraycopy(Ljava/lang/Object;ILjava/lang/Object;II)V
aget-object v0, v3, v4
%log v0                                                        #= sink a log
%end

#app clone
%class Main < Landroid/app/Activity;
%create 5
const/4 v1, 0x1
new-array v2, v1, [Ljava/lang/String;
const/4 v4, 0x0
%device v0                                                     #= source a device_id
aput-object v0, v2, v4
invoke-virtual {v2}, [Ljava/lang/String;->clone()Ljava/lang/Object;
move-result-object v3
check-cast v3, [Ljava/lang/String;
aget-object v0, v3, v4
%log v0                                                        #= sink a log
%end

#app copied in a loop
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
invoke-virtual {v0}, Ljava/lang/String;->toCharArray()[C
move-result-object v1
array-length v2, v1
new-array v3, v2, [C
const/4 v4, 0x0
:next
if-ge v4, v2, :done
aget-char v5, v1, v4
aput-char v5, v3, v4
add-int/lit8 v4, v4, 0x1
goto :next
:done
invoke-static {v3}, Ljava/lang/String;->valueOf([C)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app filled at once
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
const-string v1, "harmless"
filled-new-array {v1, v0}, [Ljava/lang/String;
move-result-object v2
const/4 v1, 0x0
aget-object v0, v2, v1
%log v0
const/4 v1, 0x1
aget-object v0, v2, v1
%log v0                                                        #= sink a log
%end
