# Lists, maps, iterators.

#app another element of a list
%class Main < Landroid/app/Activity;
%create 3
%new v1, Ljava/util/ArrayList;
const-string v0, "harmless"
invoke-interface {v1, v0}, Ljava/util/List;->add(Ljava/lang/Object;)Z
%device v0                                                     #= source a device_id
invoke-interface {v1, v0}, Ljava/util/List;->add(Ljava/lang/Object;)Z
const/4 v2, 0x0
invoke-interface {v1, v2}, Ljava/util/List;->get(I)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0
const/4 v2, 0x1
invoke-interface {v1, v2}, Ljava/util/List;->get(I)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app the size of a list
%class Main < Landroid/app/Activity;
%create 3
%new v1, Ljava/util/ArrayList;
%device v0
invoke-interface {v1, v0}, Ljava/util/List;->add(Ljava/lang/Object;)Z
invoke-interface {v1}, Ljava/util/List;->size()I
move-result v2
invoke-static {v2}, Ljava/lang/Integer;->toString(I)Ljava/lang/String;
move-result-object v0
%log v0
%end

#app an iterator over a set
%class Main < Landroid/app/Activity;
%create 3
%new v1, Ljava/util/HashSet;
%device v0                                                     #= source a device_id
invoke-interface {v1, v0}, Ljava/util/Set;->add(Ljava/lang/Object;)Z
invoke-interface {v1}, Ljava/util/Set;->iterator()Ljava/util/Iterator;
move-result-object v2
:next
invoke-interface {v2}, Ljava/util/Iterator;->hasNext()Z
move-result v0
if-eqz v0, :done
invoke-interface {v2}, Ljava/util/Iterator;->next()Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
goto :next
:done
%end

#app another key of a map
%class Main < Landroid/app/Activity;
%create 3
%new v1, Ljava/util/HashMap;
%device v0                                                     #= source a device_id
const-string v2, "id"
invoke-interface {v1, v2, v0}, Ljava/util/Map;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
const-string v2, "word"
const-string v0, "harmless"
invoke-interface {v1, v2, v0}, Ljava/util/Map;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
invoke-interface {v1, v2}, Ljava/util/Map;->get(Ljava/lang/Object;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0
const-string v2, "id"
invoke-interface {v1, v2}, Ljava/util/Map;->get(Ljava/lang/Object;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app the entries of a map
%class Main < Landroid/app/Activity;
%create 3
%new v1, Ljava/util/HashMap;
%device v0                                                     #= source a device_id
const-string v2, "id"
invoke-interface {v1, v2, v0}, Ljava/util/Map;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
invoke-interface {v1}, Ljava/util/Map;->entrySet()Ljava/util/Set;
move-result-object v1
invoke-interface {v1}, Ljava/util/Set;->iterator()Ljava/util/Iterator;
move-result-object v1
invoke-interface {v1}, Ljava/util/Iterator;->next()Ljava/lang/Object;
move-result-object v1
check-cast v1, Ljava/util/Map$Entry;
invoke-interface {v1}, Ljava/util/Map$Entry;->getValue()Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app an element that is taken out again
%class Main < Landroid/app/Activity;
%create 3
%new v1, Ljava/util/LinkedList;
%device v0
invoke-interface {v1, v0}, Ljava/util/List;->add(Ljava/lang/Object;)Z
invoke-interface {v1}, Ljava/util/List;->clear()V
const-string v0, "harmless"
invoke-interface {v1, v0}, Ljava/util/List;->add(Ljava/lang/Object;)Z
const/4 v2, 0x0
invoke-interface {v1, v2}, Ljava/util/List;->get(I)Ljava/lang/Object;
move-result-object v0
check-cast v0, Ljava/lang/String;
%log v0
%end

#app a list copied into another and printed whole
%class Main < Landroid/app/Activity;
%create 3
%new v1, Ljava/util/ArrayList;
%device v0                                                     #= source a device_id
invoke-interface {v1, v0}, Ljava/util/List;->add(Ljava/lang/Object;)Z
%new v2, Ljava/util/ArrayList;
invoke-interface {v2, v1}, Ljava/util/List;->addAll(Ljava/util/Collection;)Z
invoke-virtual {v2}, Ljava/lang/Object;->toString()Ljava/lang/String;
move-result-object v0
%log v0                                                        #= sink a log
%end
