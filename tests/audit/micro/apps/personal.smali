# What is sent and is nobody's personal data, beside what is.

#app the app's own version
%class Main < Landroid/app/Activity;
%create 7
invoke-virtual {p0}, Lcom/example/app/Main;->getPackageManager()Landroid/content/pm/PackageManager;
move-result-object v0
invoke-virtual {p0}, Lcom/example/app/Main;->getPackageName()Ljava/lang/String;
move-result-object v1
const/4 v2, 0x0
invoke-virtual {v0, v1, v2}, Landroid/content/pm/PackageManager;->getPackageInfo(Ljava/lang/String;I)Landroid/content/pm/PackageInfo;
move-result-object v0
iget-object v0, v0, Landroid/content/pm/PackageInfo;->versionName:Ljava/lang/String;
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V
%end

#app the model of the phone
%class Main < Landroid/app/Activity;
%create 7
sget-object v0, Landroid/os/Build;->MODEL:Ljava/lang/String;
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V
%end

#app a random number for this installation
%class Main < Landroid/app/Activity;
%create 7
invoke-static {}, Ljava/util/UUID;->randomUUID()Ljava/util/UUID;
move-result-object v0
invoke-virtual {v0}, Ljava/util/UUID;->toString()Ljava/lang/String;
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V
%end

#app today's date
%class Main < Landroid/app/Activity;
%create 7
invoke-static {}, Ljava/util/Calendar;->getInstance()Ljava/util/Calendar;
move-result-object v0
invoke-virtual {v0}, Ljava/util/Calendar;->toString()Ljava/lang/String;
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V
%end

#app how many contacts there are
#: permissions READ_CONTACTS
%class Main < Landroid/app/Activity;
%create 7
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
sget-object v1, Landroid/provider/ContactsContract$Contacts;->CONTENT_URI:Landroid/net/Uri;
const/4 v2, 0x0
const/4 v3, 0x0
const/4 v4, 0x0
const/4 v5, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;
move-result-object v0
invoke-interface {v0}, Landroid/database/Cursor;->getCount()I
move-result v0
invoke-static {v0}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V
%end

#app a contact's name
#: permissions READ_CONTACTS
%class Main < Landroid/app/Activity;
%create 7
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
sget-object v1, Landroid/provider/ContactsContract$Contacts;->CONTENT_URI:Landroid/net/Uri;
const/4 v2, 0x0
const/4 v3, 0x0
const/4 v4, 0x0
const/4 v5, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;   #= source a contacts
move-result-object v0
invoke-interface {v0}, Landroid/database/Cursor;->moveToFirst()Z
const/4 v1, 0x1
invoke-interface {v0, v1}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V               #= sink a network
%end

#app whether Wi-Fi is on
%class Main < Landroid/app/Activity;
%create 7
const-string v0, "wifi"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/net/wifi/WifiManager;
invoke-virtual {v0}, Landroid/net/wifi/WifiManager;->isWifiEnabled()Z
move-result v0
invoke-static {v0}, Ljava/lang/String;->valueOf(Z)Ljava/lang/String;
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V
%end

#app whether there is a SIM
%class Main < Landroid/app/Activity;
%create 7
const-string v0, "phone"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/telephony/TelephonyManager;
invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getSimState()I
move-result v0
invoke-static {v0}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V
%end

#app the phone's own number
#: permissions READ_PHONE_NUMBERS
%class Main < Landroid/app/Activity;
%create 7
const-string v0, "phone"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/telephony/TelephonyManager;
invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getLine1Number()Ljava/lang/String;   #= source a phone_number
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V               #= sink a network
%end

#app whether a permission was given
%class Main < Landroid/app/Activity;
%create 7
const-string v0, "android.permission.READ_CONTACTS"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->checkSelfPermission(Ljava/lang/String;)I
move-result v0
invoke-static {v0}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V
%end

#app a text of the app's own
%class Main < Landroid/app/Activity;
%create 7
const v0, 0x7f030000
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getString(I)Ljava/lang/String;
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V
%end

#app a photograph's place in the gallery
#: permissions READ_MEDIA_IMAGES
%class Main < Landroid/app/Activity;
%create 7
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
sget-object v1, Landroid/provider/MediaStore$Images$Media;->EXTERNAL_CONTENT_URI:Landroid/net/Uri;
const/4 v2, 0x0
const/4 v3, 0x0
const/4 v4, 0x0
const/4 v5, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;   #= source a photos
move-result-object v0
invoke-interface {v0}, Landroid/database/Cursor;->moveToFirst()Z
const/4 v1, 0x1
invoke-interface {v0, v1}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V               #= sink a network
%end

#app an appointment
#: permissions READ_CALENDAR
%class Main < Landroid/app/Activity;
%create 7
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object v0
sget-object v1, Landroid/provider/CalendarContract$Events;->CONTENT_URI:Landroid/net/Uri;
const/4 v2, 0x0
const/4 v3, 0x0
const/4 v4, 0x0
const/4 v5, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;   #= source a calendar
move-result-object v0
invoke-interface {v0}, Landroid/database/Cursor;->moveToFirst()Z
const/4 v1, 0x1
invoke-interface {v0, v1}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V               #= sink a network
%end

#app an account's name
#: permissions GET_ACCOUNTS
%class Main < Landroid/app/Activity;
%create 7
invoke-static {p0}, Landroid/accounts/AccountManager;->get(Landroid/content/Context;)Landroid/accounts/AccountManager;
move-result-object v0
invoke-virtual {v0}, Landroid/accounts/AccountManager;->getAccounts()[Landroid/accounts/Account;   #= source a accounts
move-result-object v0
const/4 v1, 0x0
aget-object v0, v0, v1
iget-object v0, v0, Landroid/accounts/Account;->name:Ljava/lang/String;
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V               #= sink a network
%end

#app the name of the Wi-Fi
#: permissions ACCESS_WIFI_STATE
%class Main < Landroid/app/Activity;
%create 7
const-string v0, "wifi"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/net/wifi/WifiManager;
invoke-virtual {v0}, Landroid/net/wifi/WifiManager;->getConnectionInfo()Landroid/net/wifi/WifiInfo;
move-result-object v0
invoke-virtual {v0}, Landroid/net/wifi/WifiInfo;->getSSID()Ljava/lang/String;   #= source a network_id
move-result-object v0
new-instance v5, Ljava/net/URL;
const-string v6, "https://www.example.com/"
invoke-direct {v5, v6}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
invoke-virtual {v5}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
move-result-object v5
invoke-virtual {v5}, Ljava/net/URLConnection;->getOutputStream()Ljava/io/OutputStream;
move-result-object v5
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v6
invoke-virtual {v5, v6}, Ljava/io/OutputStream;->write([B)V               #= sink a network
%end
