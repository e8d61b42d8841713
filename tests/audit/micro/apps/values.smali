# Values that take a longer way: deeper objects, serialisation, copies, builders of other kinds, enumerations, switches.

#app a list in a field of an object in a map
%class Box
.field list:Ljava/util/List;
%class Main < Landroid/app/Activity;
%create 6
%new v1, Ljava/util/HashMap;
%new v2, Lcom/example/app/Box;
%new v3, Ljava/util/LinkedList;
iput-object v3, v2, Lcom/example/app/Box;->list:Ljava/util/List;
const-string v4, "box"
invoke-virtual {v1, v4, v2}, Ljava/util/HashMap;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
%device v0                                                     #= source a device_id
invoke-interface {v3, v0}, Ljava/util/List;->add(Ljava/lang/Object;)Z
invoke-virtual {v1, v4}, Ljava/util/HashMap;->get(Ljava/lang/Object;)Ljava/lang/Object;
move-result-object v5
check-cast v5, Lcom/example/app/Box;
iget-object v5, v5, Lcom/example/app/Box;->list:Ljava/util/List;
const/4 v4, 0x0
invoke-interface {v5, v4}, Ljava/util/List;->get(I)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a chain of its own kind, six deep
%class Link
.field next:Lcom/example/app/Link;
.field id:Ljava/lang/String;
%class Main < Landroid/app/Activity;
.method private static chain(Ljava/lang/String;)Lcom/example/app/Link;
.locals 4
%new v0, Lcom/example/app/Link;
iput-object p0, v0, Lcom/example/app/Link;->id:Ljava/lang/String;
const/4 v1, 0x0
:more
const/4 v2, 0x5
if-ge v1, v2, :done
%new v3, Lcom/example/app/Link;
iput-object v0, v3, Lcom/example/app/Link;->next:Lcom/example/app/Link;
move-object v0, v3
add-int/lit8 v1, v1, 0x1
goto :more
:done
return-object v0
.end method
%create 4
%device v0                                                     #= source a device_id
invoke-static {v0}, Lcom/example/app/Main;->chain(Ljava/lang/String;)Lcom/example/app/Link;
move-result-object v1
:next
iget-object v2, v1, Lcom/example/app/Link;->next:Lcom/example/app/Link;
if-eqz v2, :last
move-object v1, v2
goto :next
:last
iget-object v0, v1, Lcom/example/app/Link;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app written to an object stream and read back
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id
%new v1, Ljava/io/ByteArrayOutputStream;
new-instance v2, Ljava/io/ObjectOutputStream;
invoke-direct {v2, v1}, Ljava/io/ObjectOutputStream;-><init>(Ljava/io/OutputStream;)V
invoke-virtual {v2, v0}, Ljava/io/ObjectOutputStream;->writeObject(Ljava/lang/Object;)V
invoke-virtual {v1}, Ljava/io/ByteArrayOutputStream;->toByteArray()[B
move-result-object v1
new-instance v2, Ljava/io/ByteArrayInputStream;
invoke-direct {v2, v1}, Ljava/io/ByteArrayInputStream;-><init>([B)V
new-instance v3, Ljava/io/ObjectInputStream;
invoke-direct {v3, v2}, Ljava/io/ObjectInputStream;-><init>(Ljava/io/InputStream;)V
invoke-virtual {v3}, Ljava/io/ObjectInputStream;->readObject()Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app an object's own toString
%class Person
.field id:Ljava/lang/String;
%on toString()Ljava/lang/String;, 1
iget-object v0, p0, Lcom/example/app/Person;->id:Ljava/lang/String;
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
%new v1, Lcom/example/app/Person;
iput-object v0, v1, Lcom/example/app/Person;->id:Ljava/lang/String;
%new v2, Ljava/lang/StringBuilder;
invoke-virtual {v2, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/Object;)Ljava/lang/StringBuilder;
invoke-virtual {v2}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app an object printed that does not print its field
%class Person
.field id:Ljava/lang/String;
%class Main < Landroid/app/Activity;
%create 3
%device v0
%new v1, Lcom/example/app/Person;
iput-object v0, v1, Lcom/example/app/Person;->id:Ljava/lang/String;
invoke-virtual {v1}, Ljava/lang/Object;->toString()Ljava/lang/String;
move-result-object v0
%log v0
%end

#app Arrays.asList, Arrays.toString
%class Main < Landroid/app/Activity;
%create 5
%device v0                                                     #= source a device_id, source b device_id
const/4 v1, 0x1
new-array v2, v1, [Ljava/lang/Object;
const/4 v3, 0x0
aput-object v0, v2, v3
invoke-static {v2}, Ljava/util/Arrays;->asList([Ljava/lang/Object;)Ljava/util/List;
move-result-object v4
invoke-interface {v4, v3}, Ljava/util/List;->get(I)Ljava/lang/Object;
move-result-object v4
check-cast v4, Ljava/lang/String;
%log v4                                                        #= sink a log
invoke-static {v2}, Ljava/util/Arrays;->toString([Ljava/lang/Object;)Ljava/lang/String;
move-result-object v4
%log v4                                                        #= sink b log
%end

#app an array of arrays
%class Main < Landroid/app/Activity;
%create 6
const/4 v1, 0x2
new-array v2, v1, [[Ljava/lang/String;
new-array v3, v1, [Ljava/lang/String;
new-array v4, v1, [Ljava/lang/String;
const/4 v5, 0x0
aput-object v3, v2, v5
const-string v0, "harmless"
aput-object v0, v3, v5
const/4 v1, 0x1
aput-object v4, v2, v1
%device v0                                                     #= source a device_id
aput-object v0, v4, v5
aget-object v3, v2, v5
aget-object v0, v3, v5
%log v0
aget-object v3, v2, v1
aget-object v0, v3, v5
%log v0                                                        #= sink a log
%end

#app chosen by a switch over a text
%class Main < Landroid/app/Activity;
.method private static pick(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
.locals 2
const-string v0, "yes"
invoke-virtual {p0, v0}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
move-result v0
if-eqz v0, :no
return-object p1
:no
const-string v0, "harmless"
return-object v0
.end method
%create 3
%device v0                                                     #= source a device_id
const-string v1, "no"
invoke-static {v1, v0}, Lcom/example/app/Main;->pick(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
move-result-object v2
%log v2
const-string v1, "yes"
invoke-static {v1, v0}, Lcom/example/app/Main;->pick(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
move-result-object v2
%log v2                                                        #= sink a log
%end

#app only what the datum decides (an implicit flow is not followed)
%class Main < Landroid/app/Activity;
%create 2
%device v0
const-string v1, "35"
invoke-virtual {v0, v1}, Ljava/lang/String;->startsWith(Ljava/lang/String;)Z
move-result v0
const-string v1, "one make"
if-eqz v0, :other
const-string v1, "another make"
:other
%log v1
%end

#app a singleton
%class Keeper
.field private static one:Lcom/example/app/Keeper;
.field id:Ljava/lang/String;
.method static get()Lcom/example/app/Keeper;
.locals 1
sget-object v0, Lcom/example/app/Keeper;->one:Lcom/example/app/Keeper;
if-nez v0, :have
%new v0, Lcom/example/app/Keeper;
sput-object v0, Lcom/example/app/Keeper;->one:Lcom/example/app/Keeper;
:have
return-object v0
.end method
%class Main < Landroid/app/Activity;
%create 2
%device v0                                                     #= source a device_id
invoke-static {}, Lcom/example/app/Keeper;->get()Lcom/example/app/Keeper;
move-result-object v1
iput-object v0, v1, Lcom/example/app/Keeper;->id:Ljava/lang/String;
%end
%on onStop()V, 2
invoke-super {p0}, Landroid/app/Activity;->onStop()V
invoke-static {}, Lcom/example/app/Keeper;->get()Lcom/example/app/Keeper;
move-result-object v1
iget-object v0, v1, Lcom/example/app/Keeper;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a regular expression's group
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
const-string v1, "(.*)"
invoke-static {v1}, Ljava/util/regex/Pattern;->compile(Ljava/lang/String;)Ljava/util/regex/Pattern;
move-result-object v1
invoke-virtual {v1, v0}, Ljava/util/regex/Pattern;->matcher(Ljava/lang/CharSequence;)Ljava/util/regex/Matcher;
move-result-object v1
invoke-virtual {v1}, Ljava/util/regex/Matcher;->find()Z
const/4 v2, 0x1
invoke-virtual {v1, v2}, Ljava/util/regex/Matcher;->group(I)Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end

#app inserted and turned round
%class Main < Landroid/app/Activity;
%create 3
%device v0                                                     #= source a device_id
new-instance v1, Ljava/lang/StringBuffer;
const-string v2, "abc"
invoke-direct {v1, v2}, Ljava/lang/StringBuffer;-><init>(Ljava/lang/String;)V
const/4 v2, 0x1
invoke-virtual {v1, v2, v0}, Ljava/lang/StringBuffer;->insert(ILjava/lang/String;)Ljava/lang/StringBuffer;
invoke-virtual {v1}, Ljava/lang/StringBuffer;->reverse()Ljava/lang/StringBuffer;
move-result-object v1
invoke-virtual {v1}, Ljava/lang/StringBuffer;->toString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end
