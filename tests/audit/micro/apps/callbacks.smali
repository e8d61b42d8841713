# Listeners and methods named in layouts.

#app a method named in the layout
#: layout main <LinearLayout><Button android:id="@+id/go" android:onClick="go"/></LinearLayout>
%class Main < Landroid/app/Activity;
%create 1
%view main, v0
%end
%on go(Landroid/view/View;)V, 1
%device v0                                                     #= source a device_id
%log v0                                                        #= sink a log
%end

#app a method named in a layout that is included
#: layout main <LinearLayout><include layout="@layout/more"/></LinearLayout>
#: layout more <Button android:onClick="go"/>
%class Main < Landroid/app/Activity;
.field private static id:Ljava/lang/String;
%create 1
%view main, v0
%device v0                                                     #= source a device_id
sput-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%end
%on go(Landroid/view/View;)V, 1
sget-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a method named in no layout
#: layout main <LinearLayout><Button android:onClick="other"/></LinearLayout>
%class Main < Landroid/app/Activity;
%create 1
%view main, v0
%end
%on go(Landroid/view/View;)V, 1
%device v0
%log v0
%end

#app a method named in a layout that this activity does not show
#: layout main <TextView/>
#: layout spare <Button android:onClick="go"/>
%class Main < Landroid/app/Activity;
%create 1
%view main, v0
%end
%on go(Landroid/view/View;)V, 1
%device v0
%log v0
%end

#app a listener that is set on a view
#: layout main <Button android:id="@+id/go"/>
%class Main < Landroid/app/Activity;
.field id:Ljava/lang/String;
%create 2
%view main, v0
%device v0                                                     #= source a device_id
iput-object v0, p0, Lcom/example/app/Main;->id:Ljava/lang/String;
const v0, @id/go
invoke-virtual {p0, v0}, Lcom/example/app/Main;->findViewById(I)Landroid/view/View;
move-result-object v0
new-instance v1, Lcom/example/app/Click;
invoke-direct {v1, p0}, Lcom/example/app/Click;-><init>(Lcom/example/app/Main;)V
invoke-virtual {v0, v1}, Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V
%end
%bare Click : Landroid/view/View$OnClickListener;
.field private main:Lcom/example/app/Main;
.method constructor <init>(Lcom/example/app/Main;)V
.locals 0
invoke-direct {p0}, Ljava/lang/Object;-><init>()V
iput-object p1, p0, Lcom/example/app/Click;->main:Lcom/example/app/Main;
%end
%on onClick(Landroid/view/View;)V, 1
iget-object v0, p0, Lcom/example/app/Click;->main:Lcom/example/app/Main;
iget-object v0, v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a listener that is set by another listener
#: layout main <LinearLayout><Button android:id="@+id/one"/><Button android:id="@+id/two"/></LinearLayout>
%class Main < Landroid/app/Activity;
.field static id:Ljava/lang/String;
.field static main:Lcom/example/app/Main;
%create 2
%view main, v0
sput-object p0, Lcom/example/app/Main;->main:Lcom/example/app/Main;
const v0, @id/one
invoke-virtual {p0, v0}, Lcom/example/app/Main;->findViewById(I)Landroid/view/View;
move-result-object v0
%new v1, Lcom/example/app/First;
invoke-virtual {v0, v1}, Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V
%end
%class First : Landroid/view/View$OnClickListener;
%on onClick(Landroid/view/View;)V, 2
sget-object v1, Lcom/example/app/Main;->main:Lcom/example/app/Main;
%device v0, v1                                                 #= source a device_id
sput-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
const v0, @id/two
invoke-virtual {v1, v0}, Lcom/example/app/Main;->findViewById(I)Landroid/view/View;
move-result-object v0
%new v1, Lcom/example/app/Second;
invoke-virtual {v0, v1}, Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V
%end
%class Second : Landroid/view/View$OnClickListener;
%on onClick(Landroid/view/View;)V, 1
sget-object v0, Lcom/example/app/Main;->id:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a listener nobody sets
#: layout main <Button android:id="@+id/go"/>
%class Main < Landroid/app/Activity;
.field static main:Lcom/example/app/Main;
%create 1
%view main, v0
sput-object p0, Lcom/example/app/Main;->main:Lcom/example/app/Main;
%new v0, Lcom/example/app/Click;
%end
%class Click : Landroid/view/View$OnClickListener;
%on onClick(Landroid/view/View;)V, 2
sget-object v1, Lcom/example/app/Main;->main:Lcom/example/app/Main;
%device v0, v1
%log v0
%end

#app a listener that is taken off before anything can call it
#: permissions ACCESS_FINE_LOCATION
%class Main < Landroid/app/Activity;
%create 7
const-string v0, "location"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/location/LocationManager;
%new v5, Lcom/example/app/Where;
const-string v1, "gps"
const-wide/16 v2, 0x0
const/4 v4, 0x0
invoke-virtual/range {v0 .. v5}, Landroid/location/LocationManager;->requestLocationUpdates(Ljava/lang/String;JFLandroid/location/LocationListener;)V
invoke-virtual {v0, v5}, Landroid/location/LocationManager;->removeUpdates(Landroid/location/LocationListener;)V
%end
%class Where : Landroid/location/LocationListener;
%on onLocationChanged(Landroid/location/Location;)V, 2
invoke-virtual {p1}, Landroid/location/Location;->getLatitude()D
move-result-wide v0
invoke-static {v0, v1}, Ljava/lang/String;->valueOf(D)Ljava/lang/String;
move-result-object v0
%log v0
%end
%on onProviderEnabled(Ljava/lang/String;)V, 0
%end
%on onProviderDisabled(Ljava/lang/String;)V, 0
%end
%on onStatusChanged(Ljava/lang/String;ILandroid/os/Bundle;)V, 0
%end

#app latitude and longitude are two data
#: permissions ACCESS_FINE_LOCATION
%class Main < Landroid/app/Activity; : Landroid/location/LocationListener;
.field private static where:Ljava/lang/String;
%create 7
const-string v0, "location"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/location/LocationManager;
const-string v1, "gps"
const-wide/16 v2, 0x0
const/4 v4, 0x0
move-object v5, p0
invoke-virtual/range {v0 .. v5}, Landroid/location/LocationManager;->requestLocationUpdates(Ljava/lang/String;JFLandroid/location/LocationListener;)V
%end
%on onLocationChanged(Landroid/location/Location;)V, 3
%new v2, Ljava/lang/StringBuilder;
invoke-virtual {p1}, Landroid/location/Location;->getLatitude()D         #= source a location
move-result-wide v0
invoke-virtual {v2, v0, v1}, Ljava/lang/StringBuilder;->append(D)Ljava/lang/StringBuilder;
invoke-virtual {p1}, Landroid/location/Location;->getLongitude()D        #= source a location
move-result-wide v0
invoke-virtual {v2, v0, v1}, Ljava/lang/StringBuilder;->append(D)Ljava/lang/StringBuilder;
invoke-virtual {v2}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
move-result-object v0
sput-object v0, Lcom/example/app/Main;->where:Ljava/lang/String;
%end
%on onProviderEnabled(Ljava/lang/String;)V, 0
%end
%on onProviderDisabled(Ljava/lang/String;)V, 0
%end
%on onStatusChanged(Ljava/lang/String;ILandroid/os/Bundle;)V, 0
%end
%on onResume()V, 1
invoke-super {p0}, Landroid/app/Activity;->onResume()V
sget-object v0, Lcom/example/app/Main;->where:Ljava/lang/String;
%log v0                                                        #= sink a log
%end

#app a method of the activity that the system calls and the app overrides
%class Main < Landroid/app/Activity;
%on attachBaseContext(Landroid/content/Context;)V, 1
invoke-super {p0, p1}, Landroid/app/Activity;->attachBaseContext(Landroid/content/Context;)V
%device v0                                                     #= source a device_id
%log v0                                                        #= sink a log
%end
