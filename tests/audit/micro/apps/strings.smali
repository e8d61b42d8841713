# What is made from a text, and what is only told about it.

#app concat and substring
%class Main < Landroid/app/Activity;
%create 2
%device v0                                                     #= source a device_id
const-string v1, "id="
invoke-virtual {v1, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
const/4 v1, 0x2
invoke-virtual {v0, v1}, Ljava/lang/String;->substring(I)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a builder
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Ljava/lang/StringBuilder;
const-string v2, "id="
invoke-virtual {v1, v2}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
invoke-virtual {v1, v0}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
move-result-object v2
const/16 v0, 0x3b
invoke-virtual {v2, v0}, Ljava/lang/StringBuilder;->append(C)Ljava/lang/StringBuilder;
invoke-virtual {v1}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app String.format
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
const/4 v1, 0x1
new-array v1, v1, [Ljava/lang/Object;
const/4 v2, 0x0
aput-object v0, v1, v2
const-string v2, "id %s"
invoke-static {v2, v1}, Ljava/lang/String;->format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app characters copied into an array
%class Main < Landroid/app/Activity;
%create 6
%device v0                                                     #= source a device_id
invoke-virtual {v0}, Ljava/lang/String;->length()I
move-result v1
new-array v2, v1, [C
const/4 v3, 0x0
invoke-virtual {v0, v3, v1, v2, v3}, Ljava/lang/String;->getChars(II[CI)V
new-instance v4, Ljava/lang/String;
invoke-direct {v4, v2}, Ljava/lang/String;-><init>([C)V
%log v4                                                        #= sink a log
%end

#app split, replaced, joined
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
const-string v1, "0"
const-string v2, "-"
invoke-virtual {v0, v1, v2}, Ljava/lang/String;->replace(Ljava/lang/CharSequence;Ljava/lang/CharSequence;)Ljava/lang/String;
move-result-object v0
invoke-virtual {v0, v2}, Ljava/lang/String;->split(Ljava/lang/String;)[Ljava/lang/String;
move-result-object v0
invoke-static {v1, v0}, Landroid/text/TextUtils;->join(Ljava/lang/CharSequence;[Ljava/lang/Object;)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a number read from a text
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
invoke-static {v0}, Ljava/lang/Long;->parseLong(Ljava/lang/String;)J
move-result-wide v1
invoke-static {v1, v2}, Ljava/lang/Long;->toHexString(J)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app through bytes and a stream
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v1
%new v2, Ljava/io/ByteArrayOutputStream;
invoke-virtual {v2, v1}, Ljava/io/OutputStream;->write([B)V
invoke-virtual {v2}, Ljava/io/ByteArrayOutputStream;->toString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app a builder that is emptied
%class Main < Landroid/app/Activity;
%create 3
%device v0
%new v1, Ljava/lang/StringBuilder;
invoke-virtual {v1, v0}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
const/4 v2, 0x0
invoke-virtual {v1, v2}, Ljava/lang/StringBuilder;->setLength(I)V
const-string v0, "harmless"
invoke-virtual {v1, v0}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
invoke-virtual {v1}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
move-result-object v0
%log v0
%end

#app only whether it is equal
%class Main < Landroid/app/Activity;
%create 3
%device v0
const-string v1, "000000000000000"
invoke-virtual {v0, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
move-result v2
invoke-static {v2}, Ljava/lang/String;->valueOf(Z)Ljava/lang/String;
move-result-object v0
%log v0
%end

#app only how long it is
%class Main < Landroid/app/Activity;
%create 2
%device v0
invoke-virtual {v0}, Ljava/lang/String;->length()I
move-result v1
invoke-static {v1}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;
move-result-object v0
%log v0
%end

#app the hash of a constant, the id beside it unused
%class Main < Landroid/app/Activity;
%create 4
%device v0
const-string v1, "SHA-256"
invoke-static {v1}, Ljava/security/MessageDigest;->getInstance(Ljava/lang/String;)Ljava/security/MessageDigest;
move-result-object v1
const-string v2, "version 1"
invoke-virtual {v2}, Ljava/lang/String;->getBytes()[B
move-result-object v2
invoke-virtual {v1, v2}, Ljava/security/MessageDigest;->digest([B)[B
move-result-object v2
invoke-static {v2}, Ljava/util/Arrays;->toString([B)Ljava/lang/String;
move-result-object v3
%log v3
%end

#app the hash of the id
%class Main < Landroid/app/Activity;
%create 4
%device v0                                                     #= source a device_id
const-string v1, "SHA-256"
invoke-static {v1}, Ljava/security/MessageDigest;->getInstance(Ljava/lang/String;)Ljava/security/MessageDigest;
move-result-object v1
invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
move-result-object v2
invoke-virtual {v1, v2}, Ljava/security/MessageDigest;->update([B)V
invoke-virtual {v1}, Ljava/security/MessageDigest;->digest()[B
move-result-object v2
invoke-static {v2}, Ljava/util/Arrays;->toString([B)Ljava/lang/String;
move-result-object v3
%log v3                                                        #= sink a log
%end
