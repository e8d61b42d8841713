# Exceptions.

#app a datum in an exception's message
%class Main < Landroid/app/Activity;
%create 2
:start
%device v0                                                     #= source a device_id
new-instance v1, Ljava/lang/RuntimeException;
invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/String;)V
throw v1
:end
.catch Ljava/lang/RuntimeException; {:start .. :end} :caught
:caught
move-exception v1
invoke-virtual {v1}, Ljava/lang/RuntimeException;->getMessage()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app thrown by a method, after it has stored the datum
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
.method private read()V
.locals 2
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
const/4 v0, 0x0
const/4 v1, 0x5
new-array v0, v0, [I
aget v0, v0, v1
%end
%create 2
:start
invoke-direct {p0}, Lcom/example/app/Main;->read()V
:end
.catch Ljava/lang/RuntimeException; {:start .. :end} :caught
return-void
:caught
move-exception v1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app in the handler, the variable as it was before the call
%class Main < Landroid/app/Activity;
%create 2
const-string v0, "harmless"
:start
invoke-static {v0}, Ljava/lang/Integer;->parseInt(Ljava/lang/String;)I
:end
.catch Ljava/lang/NumberFormatException; {:start .. :end} :caught
%device v0
return-void
:caught
move-exception v1
%log v0
%end

#app finally
%class Main < Landroid/app/Activity;
.field private id:Ljava/lang/String;
%create 2
:start
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
invoke-static {v0}, Ljava/lang/Integer;->parseInt(Ljava/lang/String;)I
:end
.catchall {:start .. :end} :caught
return-void
:caught
move-exception v1
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
throw v1
.end method
