# Code that bears a platform's name.

#app a class of the app in the platform's namespace
%class Main < Landroid/app/Activity;
%create 1
%device v0                                                     #= source a device_id
invoke-static {v0}, Landroid/util/Quiet;->out(Ljava/lang/String;)V
%end
.class public Landroid/util/Quiet;
.super Ljava/lang/Object;
.source "hiding.smali"
.method public static out(Ljava/lang/String;)V
.locals 0
%log p0                                                        #= sink a log
%end

