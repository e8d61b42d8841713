# Ways out, each with the id of the device.

#app a file on the card
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
const-string v1, "/sdcard/id.txt"
new-instance v2, Ljava/io/FileWriter;
invoke-direct {v2, v1}, Ljava/io/FileWriter;-><init>(Ljava/lang/String;)V
invoke-virtual {v2, v0}, Ljava/io/FileWriter;->write(Ljava/lang/String;)V             #= sink a external_file
invoke-virtual {v2}, Ljava/io/FileWriter;->close()V
%end

#app a file on the card, by its folder
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
invoke-static {}, Landroid/os/Environment;->getExternalStorageDirectory()Ljava/io/File;
move-result-object v1
new-instance v2, Ljava/io/File;
const-string v3, "id.txt"
invoke-direct {v2, v1, v3}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
new-instance v3, Ljava/io/FileOutputStream;
invoke-direct {v3, v2}, Ljava/io/FileOutputStream;-><init>(Ljava/io/File;)V
new-instance v4, Ljava/io/OutputStreamWriter;
invoke-direct {v4, v3}, Ljava/io/OutputStreamWriter;-><init>(Ljava/io/OutputStream;)V
new-instance v5, Ljava/io/BufferedWriter;
invoke-direct {v5, v4}, Ljava/io/BufferedWriter;-><init>(Ljava/io/Writer;)V
invoke-virtual {v5, v0}, Ljava/io/BufferedWriter;->write(Ljava/lang/String;)V         #= sink a external_file
invoke-virtual {v5}, Ljava/io/BufferedWriter;->close()V
%end

#app a command that is started
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
invoke-static {}, Ljava/lang/Runtime;->getRuntime()Ljava/lang/Runtime;
move-result-object v1
invoke-virtual {v1, v0}, Ljava/lang/Runtime;->exec(Ljava/lang/String;)Ljava/lang/Process;   #= sink a process
%end

#app a datagram
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v0
array-length v1, v0
new-instance v2, Ljava/net/DatagramPacket;
invoke-direct {v2, v0, v1}, Ljava/net/DatagramPacket;-><init>([BI)V
%new v3, Ljava/net/DatagramSocket;
invoke-virtual {v3, v2}, Ljava/net/DatagramSocket;->send(Ljava/net/DatagramPacket;)V   #= sink a network
%end

#app Apache's client
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
const-string v1, "https://www.example.com/?id="
invoke-virtual {v1, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
new-instance v2, Lorg/apache/http/client/methods/HttpGet;
invoke-direct {v2, v1}, Lorg/apache/http/client/methods/HttpGet;-><init>(Ljava/lang/String;)V
%new v3, Lorg/apache/http/impl/client/DefaultHttpClient;
invoke-interface {v3, v2}, Lorg/apache/http/client/HttpClient;->execute(Lorg/apache/http/client/methods/HttpUriRequest;)Lorg/apache/http/HttpResponse;   #= sink a network
%end

#app Apache's client, in the body
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
new-instance v1, Lorg/apache/http/entity/StringEntity;
invoke-direct {v1, v0}, Lorg/apache/http/entity/StringEntity;-><init>(Ljava/lang/String;)V
const-string v2, "https://www.example.com/"
new-instance v3, Lorg/apache/http/client/methods/HttpPost;
invoke-direct {v3, v2}, Lorg/apache/http/client/methods/HttpPost;-><init>(Ljava/lang/String;)V
invoke-virtual {v3, v1}, Lorg/apache/http/client/methods/HttpPost;->setEntity(Lorg/apache/http/HttpEntity;)V
%new v4, Lorg/apache/http/impl/client/DefaultHttpClient;
invoke-virtual {v4, v3}, Lorg/apache/http/impl/client/DefaultHttpClient;->execute(Lorg/apache/http/client/methods/HttpUriRequest;)Lorg/apache/http/HttpResponse;   #= sink a network
%end

#app posted by a page
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
new-instance v1, Landroid/webkit/WebView;
invoke-direct {v1, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v0
const-string v2, "https://www.example.com/"
invoke-virtual {v1, v2, v0}, Landroid/webkit/WebView;->postUrl(Ljava/lang/String;[B)V   #= sink a network
%end

#app a script in a page
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
new-instance v1, Landroid/webkit/WebView;
invoke-direct {v1, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
const/4 v2, 0x0
invoke-virtual {v1, v0, v2}, Landroid/webkit/WebView;->evaluateJavascript(Ljava/lang/String;Landroid/webkit/ValueCallback;)V   #= sink a network
%end

#app a request put in a queue by OkHttp
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
const-string v1, "https://www.example.com/?id="
invoke-virtual {v1, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
%new v2, Lokhttp3/Request$Builder;
invoke-virtual {v2, v1}, Lokhttp3/Request$Builder;->url(Ljava/lang/String;)Lokhttp3/Request$Builder;
move-result-object v2
invoke-virtual {v2}, Lokhttp3/Request$Builder;->build()Lokhttp3/Request;
move-result-object v2
%new v3, Lokhttp3/OkHttpClient;
invoke-virtual {v3, v2}, Lokhttp3/OkHttpClient;->newCall(Lokhttp3/Request;)Lokhttp3/Call;
move-result-object v3
const/4 v4, 0x0
invoke-interface {v3, v4}, Lokhttp3/Call;->enqueue(Lokhttp3/Callback;)V   #= sink a network
%end

#app an Intent to share
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
%new v1, Landroid/content/Intent;
const-string v2, "android.intent.action.SEND"
invoke-virtual {v1, v2}, Landroid/content/Intent;->setAction(Ljava/lang/String;)Landroid/content/Intent;
const-string v2, "android.intent.extra.TEXT"
invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
const-string v2, "Share"
invoke-static {v1, v2}, Landroid/content/Intent;->createChooser(Landroid/content/Intent;Ljava/lang/CharSequence;)Landroid/content/Intent;
move-result-object v1
invoke-virtual {p0, v1}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V   #= sink a other_app
%end

#app an Intent with an address
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
const-string v1, "https://www.example.com/?id="
invoke-virtual {v1, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
move-result-object v1
invoke-static {v1}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
move-result-object v1
const-string v2, "android.intent.action.VIEW"
new-instance v3, Landroid/content/Intent;
invoke-direct {v3, v2, v1}, Landroid/content/Intent;-><init>(Ljava/lang/String;Landroid/net/Uri;)V
invoke-virtual {p0, v3}, Lcom/example/app/Main;->startActivity(Landroid/content/Intent;)V   #= sink a other_app
%end

#app shown on the screen
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     
new-instance v1, Landroid/widget/TextView;
invoke-direct {v1, p0}, Landroid/widget/TextView;-><init>(Landroid/content/Context;)V
invoke-virtual {v1, v0}, Landroid/widget/TextView;->setText(Ljava/lang/CharSequence;)V
const/4 v2, 0x0
invoke-static {p0, v0, v2}, Landroid/widget/Toast;->makeText(Landroid/content/Context;Ljava/lang/CharSequence;I)Landroid/widget/Toast;
move-result-object v1
invoke-virtual {v1}, Landroid/widget/Toast;->show()V
%end

#app the log, with an exception
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
const-string v1, "tag"
const-string v2, "message"
new-instance v3, Ljava/lang/Exception;
invoke-direct {v3, v0}, Ljava/lang/Exception;-><init>(Ljava/lang/String;)V
invoke-static {v1, v2, v3}, Landroid/util/Log;->e(Ljava/lang/String;Ljava/lang/String;Ljava/lang/Throwable;)I   #= sink a log
%end

#app data in an SMS
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
invoke-static {}, Landroid/telephony/SmsManager;->getDefault()Landroid/telephony/SmsManager;
move-result-object v1
const-string v2, "10690000001"
const/4 v3, 0x0
const/16 v4, 0x64
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v5
const/4 v6, 0x0
const/4 v7, 0x0
invoke-virtual/range {v1 .. v7}, Landroid/telephony/SmsManager;->sendDataMessage(Ljava/lang/String;Ljava/lang/String;S[BLandroid/app/PendingIntent;Landroid/app/PendingIntent;)V   #= sink a sms
%end

#app an SMS in parts
%class Main < Landroid/app/Activity;
%create 8
%device v0                                                     #= source a device_id
invoke-static {}, Landroid/telephony/SmsManager;->getDefault()Landroid/telephony/SmsManager;
move-result-object v1
invoke-virtual {v1, v0}, Landroid/telephony/SmsManager;->divideMessage(Ljava/lang/String;)Ljava/util/ArrayList;
move-result-object v4
const-string v2, "10690000001"
const/4 v3, 0x0
const/4 v5, 0x0
const/4 v6, 0x0
invoke-virtual/range {v1 .. v6}, Landroid/telephony/SmsManager;->sendMultipartTextMessage(Ljava/lang/String;Ljava/lang/String;Ljava/util/ArrayList;Ljava/util/ArrayList;Ljava/util/ArrayList;)V   #= sink a sms
%end
