# One step between the datum and the log: what carries it on, and what does not.

#app upper case and trimmed
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
invoke-virtual {v0}, Ljava/lang/String;->toUpperCase()Ljava/lang/String;
move-result-object v0
invoke-virtual {v0}, Ljava/lang/String;->trim()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app joined
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
const-string v1, ","
const-string v2, "x"
filled-new-array {v2, v0}, [Ljava/lang/String;
move-result-object v2
invoke-static {v1, v2}, Ljava/lang/String;->join(Ljava/lang/CharSequence;[Ljava/lang/CharSequence;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app encoded for an address
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
const-string v1, "UTF-8"
invoke-static {v0, v1}, Ljava/net/URLEncoder;->encode(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app encoded with Java's Base64
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
invoke-static {}, Ljava/util/Base64;->getEncoder()Ljava/util/Base64$Encoder;
move-result-object v1
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v0
invoke-virtual {v1, v0}, Ljava/util/Base64$Encoder;->encodeToString([B)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app characters copied
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
invoke-virtual {v0}, Ljava/lang/String;->toCharArray()[C
move-result-object v0
invoke-static {v0}, Ljava/lang/String;->copyValueOf([C)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app one character
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
const/4 v1, 0x3
invoke-virtual {v0, v1}, Ljava/lang/String;->charAt(I)C
move-result v0
invoke-static {v0}, Ljava/lang/Character;->toString(C)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app tokens
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
new-instance v1, Ljava/util/StringTokenizer;
invoke-direct {v1, v0}, Ljava/util/StringTokenizer;-><init>(Ljava/lang/String;)V
invoke-virtual {v1}, Ljava/util/StringTokenizer;->nextToken()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app read line by line
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
new-instance v1, Ljava/io/StringReader;
invoke-direct {v1, v0}, Ljava/io/StringReader;-><init>(Ljava/lang/String;)V
new-instance v2, Ljava/io/BufferedReader;
invoke-direct {v2, v1}, Ljava/io/BufferedReader;-><init>(Ljava/io/Reader;)V
invoke-virtual {v2}, Ljava/io/BufferedReader;->readLine()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app written to a StringWriter
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Ljava/io/StringWriter;
invoke-virtual {v1, v0}, Ljava/io/StringWriter;->write(Ljava/lang/String;)V
invoke-virtual {v1}, Ljava/io/StringWriter;->toString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app in a byte buffer
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v0
invoke-static {v0}, Ljava/nio/ByteBuffer;->wrap([B)Ljava/nio/ByteBuffer;
move-result-object v1
invoke-virtual {v1}, Ljava/nio/ByteBuffer;->array()[B
move-result-object v1
new-instance v0, Ljava/lang/String;
invoke-direct {v0, v1}, Ljava/lang/String;-><init>([B)V
%log v0                                                        #= sink a log
%end

#app compressed
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Ljava/io/ByteArrayOutputStream;
new-instance v2, Ljava/util/zip/GZIPOutputStream;
invoke-direct {v2, v1}, Ljava/util/zip/GZIPOutputStream;-><init>(Ljava/io/OutputStream;)V
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v0
invoke-virtual {v2, v0}, Ljava/util/zip/GZIPOutputStream;->write([B)V
invoke-virtual {v2}, Ljava/util/zip/GZIPOutputStream;->close()V
invoke-virtual {v1}, Ljava/io/ByteArrayOutputStream;->toByteArray()[B
move-result-object v1
const/4 v2, 0x0
invoke-static {v1, v2}, Landroid/util/Base64;->encodeToString([BI)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app boxed and unboxed
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
invoke-static {v0}, Ljava/lang/Long;->valueOf(Ljava/lang/String;)Ljava/lang/Long;
move-result-object v0
invoke-virtual {v0}, Ljava/lang/Long;->longValue()J
move-result-wide v1
invoke-static {v1, v2}, Ljava/lang/String;->valueOf(J)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app added to a number
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
invoke-static {v0}, Ljava/lang/Integer;->parseInt(Ljava/lang/String;)I
move-result v0
xor-int/lit8 v0, v0, 0x2a
add-int/lit8 v0, v0, 0x1
invoke-static {v0}, Ljava/lang/Integer;->toString(I)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a message with a place for it
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
const-string v1, "id {0}"
filled-new-array {v0}, [Ljava/lang/Object;
move-result-object v2
invoke-static {v1, v2}, Ljava/text/MessageFormat;->format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app JSON and back
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Lorg/json/JSONObject;
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Lorg/json/JSONObject;->put(Ljava/lang/String;Ljava/lang/Object;)Lorg/json/JSONObject;
invoke-virtual {v1, v2}, Lorg/json/JSONObject;->getString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app JSON, the other name
%class Main < Landroid/app/Activity;
%create 5
%device v0
%new v1, Lorg/json/JSONObject;
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Lorg/json/JSONObject;->put(Ljava/lang/String;Ljava/lang/Object;)Lorg/json/JSONObject;
const-string v2, "word"
invoke-virtual {v1, v2}, Lorg/json/JSONObject;->optString(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0
%end

#app a queue
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Ljava/util/concurrent/LinkedBlockingQueue;
invoke-virtual {v1, v0}, Ljava/util/concurrent/LinkedBlockingQueue;->offer(Ljava/lang/Object;)Z
invoke-virtual {v1}, Ljava/util/concurrent/LinkedBlockingQueue;->poll()Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a weak reference
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
new-instance v1, Ljava/lang/ref/WeakReference;
invoke-direct {v1, v0}, Ljava/lang/ref/WeakReference;-><init>(Ljava/lang/Object;)V
invoke-virtual {v1}, Ljava/lang/ref/WeakReference;->get()Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app an atomic reference
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Ljava/util/concurrent/atomic/AtomicReference;
invoke-virtual {v1, v0}, Ljava/util/concurrent/atomic/AtomicReference;->set(Ljava/lang/Object;)V
invoke-virtual {v1}, Ljava/util/concurrent/atomic/AtomicReference;->get()Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a pair
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
const-string v1, "x"
new-instance v2, Landroid/util/Pair;
invoke-direct {v2, v1, v0}, Landroid/util/Pair;-><init>(Ljava/lang/Object;Ljava/lang/Object;)V
iget-object v0, v2, Landroid/util/Pair;->second:Ljava/lang/Object;
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app the address of a page
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
const-string v1, "https://www.example.com/"
invoke-static {v1}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
move-result-object v1
invoke-virtual {v1}, Landroid/net/Uri;->buildUpon()Landroid/net/Uri$Builder;
move-result-object v1
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Landroid/net/Uri$Builder;->appendQueryParameter(Ljava/lang/String;Ljava/lang/String;)Landroid/net/Uri$Builder;
invoke-virtual {v1}, Landroid/net/Uri$Builder;->build()Landroid/net/Uri;
move-result-object v1
invoke-virtual {v1}, Landroid/net/Uri;->toString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a properties table
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Ljava/util/Properties;
const-string v2, "id"
invoke-virtual {v1, v2, v0}, Ljava/util/Properties;->setProperty(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/Object;
invoke-virtual {v1, v2}, Ljava/util/Properties;->getProperty(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a sparse array
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Landroid/util/SparseArray;
const/4 v2, 0x5
invoke-virtual {v1, v2, v0}, Landroid/util/SparseArray;->put(ILjava/lang/Object;)V
invoke-virtual {v1, v2}, Landroid/util/SparseArray;->get(I)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a MAC of it
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
const-string v1, "HmacSHA256"
invoke-static {v1}, Ljavax/crypto/Mac;->getInstance(Ljava/lang/String;)Ljavax/crypto/Mac;
move-result-object v1
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v0
invoke-virtual {v1, v0}, Ljavax/crypto/Mac;->doFinal([B)[B
move-result-object v0
invoke-static {v0}, Ljava/util/Arrays;->toString([B)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app encrypted through a stream
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Ljava/io/ByteArrayOutputStream;
const-string v2, "AES"
invoke-static {v2}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
move-result-object v2
new-instance v3, Ljavax/crypto/CipherOutputStream;
invoke-direct {v3, v1, v2}, Ljavax/crypto/CipherOutputStream;-><init>(Ljava/io/OutputStream;Ljavax/crypto/Cipher;)V
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v0
invoke-virtual {v3, v0}, Ljavax/crypto/CipherOutputStream;->write([B)V
invoke-virtual {v1}, Ljava/io/ByteArrayOutputStream;->toByteArray()[B
move-result-object v0
invoke-static {v0}, Ljava/util/Arrays;->toString([B)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end
