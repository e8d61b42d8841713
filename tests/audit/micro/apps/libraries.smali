# Apps as they are written today: AndroidX, Kotlin, jobs, local broadcasts, cursors of their own.

#app an activity of AndroidX
%class Base < Landroidx/appcompat/app/AppCompatActivity;
%class Main < Lcom/example/app/Base;
.field private id:Ljava/lang/String;
.method protected onCreate(Landroid/os/Bundle;)V
.locals 1
invoke-super {p0, p1}, Lcom/example/app/Base;->onCreate(Landroid/os/Bundle;)V
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end
%on onStop()V, 1
invoke-super {p0}, Lcom/example/app/Base;->onStop()V
iget-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a fragment of AndroidX
%class Main < Landroidx/fragment/app/FragmentActivity;
.field static id:Ljava/lang/String;
.method protected onCreate(Landroid/os/Bundle;)V
.locals 3
invoke-super {p0, p1}, Landroidx/fragment/app/FragmentActivity;->onCreate(Landroid/os/Bundle;)V
%device v0                                                     #= source a device_id
sput-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
invoke-virtual {p0}, Lcom/example/app/Main;->getSupportFragmentManager()Landroidx/fragment/app/FragmentManager;
move-result-object v0
invoke-virtual {v0}, Landroidx/fragment/app/FragmentManager;->beginTransaction()Landroidx/fragment/app/FragmentTransaction;
move-result-object v0
%new v1, Lcom/example/app/Part;
const v2, 0x1020002
invoke-virtual {v0, v2, v1}, Landroidx/fragment/app/FragmentTransaction;->replace(ILandroidx/fragment/app/Fragment;)Landroidx/fragment/app/FragmentTransaction;
invoke-virtual {v0}, Landroidx/fragment/app/FragmentTransaction;->commit()I
%end
%class Part < Landroidx/fragment/app/Fragment;
%on onViewCreated(Landroid/view/View;Landroid/os/Bundle;)V, 1
sget-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a Kotlin lambda
%class Main < Landroid/app/Activity;
%create 2
%device v0                                                     #= source a device_id
new-instance v1, Lcom/example/app/Main$go$1;
invoke-direct {v1, v0}, Lcom/example/app/Main$go$1;-><init>(Ljava/lang/String;)V
invoke-static {v1}, Lcom/example/app/Main;->twice(Lkotlin/jvm/functions/Function0;)V
%end
.method private static twice(Lkotlin/jvm/functions/Function0;)V
.locals 0
invoke-interface {p0}, Lkotlin/jvm/functions/Function0;->invoke()Ljava/lang/Object;
invoke-interface {p0}, Lkotlin/jvm/functions/Function0;->invoke()Ljava/lang/Object;
%end
%bare Main$go$1 < Lkotlin/jvm/internal/Lambda; : Lkotlin/jvm/functions/Function0;
.field final id:Ljava/lang/String;
.method constructor <init>(Ljava/lang/String;)V
.locals 1
iput-object p1, p0, Lcom/example/app/Main$go$1;->id:Ljava/lang/String;
const/4 v0, 0x0
invoke-direct {p0, v0}, Lkotlin/jvm/internal/Lambda;-><init>(I)V
%end
%on invoke()Ljava/lang/Object;, 1
iget-object v0, p0, Lcom/example/app/Main$go$1;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
const/4 v0, 0x0
return-object v0
.end method

#app a coroutine
%class Main < Landroid/app/Activity;
%create 7
%device v0                                                     #= source a device_id
sget-object v1, Lkotlinx/coroutines/GlobalScope;->INSTANCE:Lkotlinx/coroutines/GlobalScope;
const/4 v2, 0x0
const/4 v3, 0x0
new-instance v4, Lcom/example/app/Main$go$1;
invoke-direct {v4, v0, v2}, Lcom/example/app/Main$go$1;-><init>(Ljava/lang/String;Lkotlin/coroutines/Continuation;)V
const/4 v5, 0x3
const/4 v6, 0x0
invoke-static/range {v1 .. v6}, Lkotlinx/coroutines/BuildersKt;->launch$default(Lkotlinx/coroutines/CoroutineScope;Lkotlin/coroutines/CoroutineContext;Lkotlinx/coroutines/CoroutineStart;Lkotlin/jvm/functions/Function2;ILjava/lang/Object;)Lkotlinx/coroutines/Job;
%end
%bare Main$go$1 < Lkotlin/coroutines/jvm/internal/SuspendLambda; : Lkotlin/jvm/functions/Function2;
.field final id:Ljava/lang/String;
.method constructor <init>(Ljava/lang/String;Lkotlin/coroutines/Continuation;)V
.locals 1
iput-object p1, p0, Lcom/example/app/Main$go$1;->id:Ljava/lang/String;
const/4 v0, 0x2
invoke-direct {p0, v0, p2}, Lkotlin/coroutines/jvm/internal/SuspendLambda;-><init>(ILkotlin/coroutines/Continuation;)V
%end
%on create(Ljava/lang/Object;Lkotlin/coroutines/Continuation;)Lkotlin/coroutines/Continuation;, 2
new-instance v0, Lcom/example/app/Main$go$1;
iget-object v1, p0, Lcom/example/app/Main$go$1;->id:Ljava/lang/String;
invoke-direct {v0, v1, p2}, Lcom/example/app/Main$go$1;-><init>(Ljava/lang/String;Lkotlin/coroutines/Continuation;)V
return-object v0
.end method
%on invoke(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;, 1
check-cast p2, Lkotlin/coroutines/Continuation;
invoke-virtual {p0, p1, p2}, Lcom/example/app/Main$go$1;->create(Ljava/lang/Object;Lkotlin/coroutines/Continuation;)Lkotlin/coroutines/Continuation;
move-result-object p1
check-cast p1, Lcom/example/app/Main$go$1;
const/4 v0, 0x0
invoke-virtual {p1, v0}, Lcom/example/app/Main$go$1;->invokeSuspend(Ljava/lang/Object;)Ljava/lang/Object;
move-result-object p1
return-object p1
.end method
%on invokeSuspend(Ljava/lang/Object;)Ljava/lang/Object;, 1
iget-object v0, p0, Lcom/example/app/Main$go$1;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
const/4 v0, 0x0
return-object v0
.end method

#app a job of the job scheduler
#: component <service android:name=".Work" android:exported="true" android:permission="android.permission.BIND_JOB_SERVICE"/>
%class Main < Landroid/app/Activity;
%class Work < Landroid/app/job/JobService;
%on onStartJob(Landroid/app/job/JobParameters;)Z, 1
%device v0                                                     #= source a device_id
%log v0                                                        #= sink a log
const/4 v0, 0x0
return v0
.end method
%on onStopJob(Landroid/app/job/JobParameters;)Z, 1
const/4 v0, 0x0
return v0
.end method

#app a broadcast inside the process
%class Main < Landroid/app/Activity;
%create 5
invoke-static {p0}, Landroidx/localbroadcastmanager/content/LocalBroadcastManager;->getInstance(Landroid/content/Context;)Landroidx/localbroadcastmanager/content/LocalBroadcastManager;
move-result-object v4
%new v1, Lcom/example/app/Ear;
new-instance v2, Landroid/content/IntentFilter;
const-string v3, "say"
invoke-direct {v2, v3}, Landroid/content/IntentFilter;-><init>(Ljava/lang/String;)V
invoke-virtual {v4, v1, v2}, Landroidx/localbroadcastmanager/content/LocalBroadcastManager;->registerReceiver(Landroid/content/BroadcastReceiver;Landroid/content/IntentFilter;)V
%device v0                                                     #= source a device_id
new-instance v1, Landroid/content/Intent;
invoke-direct {v1, v3}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {v4, v1}, Landroidx/localbroadcastmanager/content/LocalBroadcastManager;->sendBroadcast(Landroid/content/Intent;)Z        #= inside a other_app
%end
%class Ear < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 1
const-string v0, "id"
invoke-virtual {p2, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a bundle in a message
%class Main < Landroid/app/Activity;
%create 5
%new v1, Lcom/example/app/Box;
invoke-virtual {v1}, Lcom/example/app/Box;->obtainMessage()Landroid/os/Message;
move-result-object v2
%new v3, Landroid/os/Bundle;
%device v0                                                     #= source a device_id
const-string v4, "id"
invoke-virtual {v3, v4, v0}, Landroid/os/Bundle;->putString(Ljava/lang/String;Ljava/lang/String;)V
invoke-virtual {v2, v3}, Landroid/os/Message;->setData(Landroid/os/Bundle;)V
invoke-virtual {v2}, Landroid/os/Message;->sendToTarget()V
%end
%class Box < Landroid/os/Handler;
%on handleMessage(Landroid/os/Message;)V, 2
invoke-virtual {p1}, Landroid/os/Message;->getData()Landroid/os/Bundle;
move-result-object v0
const-string v1, "word"
invoke-virtual {v0, v1}, Landroid/os/Bundle;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1
const-string v1, "id"
invoke-virtual {v0, v1}, Landroid/os/Bundle;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%log v1                                                        #= sink a log
%end

#app the app's own provider gives it out again
#: component <provider android:name=".Store" android:authorities="com.example.app.store" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 7
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
const-string v1, "content://com.example.app.store/ids"
invoke-static {v1}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
move-result-object v1
const/4 v2, 0x0
const/4 v3, 0x0
const/4 v4, 0x0
const/4 v5, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;
move-result-object v0
const/4 v1, 0x0
invoke-interface {v0, v1}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end
%class Store < Landroid/content/ContentProvider;
%on onCreate()Z, 1
const/4 v0, 0x1
return v0
.end method
%on query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;, 5
invoke-virtual {p0}, Lcom/example/app/Store;->getContext()Landroid/content/Context;
move-result-object v1
%device v0, v1                                                 #= source a device_id
const-string v1, "id"
filled-new-array {v1}, [Ljava/lang/String;
move-result-object v1
new-instance v2, Landroid/database/MatrixCursor;
invoke-direct {v2, v1}, Landroid/database/MatrixCursor;-><init>([Ljava/lang/String;)V
const/4 v3, 0x1
new-array v3, v3, [Ljava/lang/Object;
const/4 v4, 0x0
aput-object v0, v3, v4
invoke-virtual {v2, v3}, Landroid/database/MatrixCursor;->addRow([Ljava/lang/Object;)V
return-object v2
.end method

#app in the app's own database, and out again
%class Main < Landroid/app/Activity;
%create 6
const-string v1, "ids.db"
const/4 v2, 0x0
const/4 v3, 0x0
invoke-virtual {p0, v1, v2, v3}, Lcom/example/app/Main;->openOrCreateDatabase(Ljava/lang/String;ILandroid/database/sqlite/SQLiteDatabase$CursorFactory;)Landroid/database/sqlite/SQLiteDatabase;
move-result-object v1
%device v0                                                     #= source a device_id
%new v2, Landroid/content/ContentValues;
const-string v3, "id"
invoke-virtual {v2, v3, v0}, Landroid/content/ContentValues;->put(Ljava/lang/String;Ljava/lang/String;)V
const-string v3, "ids"
const/4 v4, 0x0
invoke-virtual {v1, v3, v4, v2}, Landroid/database/sqlite/SQLiteDatabase;->insert(Ljava/lang/String;Ljava/lang/String;Landroid/content/ContentValues;)J
const-string v3, "SELECT id FROM ids"
invoke-virtual {v1, v3, v4}, Landroid/database/sqlite/SQLiteDatabase;->rawQuery(Ljava/lang/String;[Ljava/lang/String;)Landroid/database/Cursor;
move-result-object v1
invoke-interface {v1}, Landroid/database/Cursor;->moveToFirst()Z
const/4 v2, 0x0
invoke-interface {v1, v2}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end
