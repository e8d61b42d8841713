"""Every address. What lies below ``case/`` is made with ``access.case_page``; a test walks them all."""

from __future__ import annotations

from django.urls import path

from ringfence.web.pages import add, doors, findings, giving, jobs, manage, overview, people, prove, start, timeline

handler404 = "ringfence.web.pages.faults.missing"

urlpatterns = [
    path("", start.start, name="start"),
    path("language/", start.language, name="language"),
    path("healthz", start.health, name="health"),
    path("new/", doors.new, name="new"),
    path("known/", doors.known, name="known"),
    path("case/<uuid:case>/unlock/", doors.unlock, name="unlock"),
    path("case/<uuid:case>/lock/", doors.lock, name="lock"),
    path("case/<uuid:case>/", overview.overview, name="overview"),
    path("case/<uuid:case>/undo/<int:seq>/", timeline.undo, name="undo"),
    path("case/<uuid:case>/timeline/", timeline.timeline, name="timeline"),
    path("case/<uuid:case>/timeline/<slug:event>/", timeline.event, name="event"),
    path("case/<uuid:case>/timeline/<slug:event>/correct/", timeline.correct, name="correct"),
    path("case/<uuid:case>/findings/", findings.findings, name="findings"),
    path("case/<uuid:case>/people/", people.people, name="people"),
    path("case/<uuid:case>/people/me/", people.borrower, name="borrower"),
    path("case/<uuid:case>/people/declared/", people.declared, name="declared"),
    path("case/<uuid:case>/people/<slug:key>/", people.person, name="person"),
    path("case/<uuid:case>/parties/<slug:key>/", people.party, name="party"),
    path("case/<uuid:case>/jobs/<uuid:job>/", jobs.job, name="job"),
    path("case/<uuid:case>/jobs/<uuid:job>/stop/", jobs.stop, name="stop"),
    path("case/<uuid:case>/jobs/<uuid:job>/files/<int:number>/", jobs.kept, name="kept"),
    path("case/<uuid:case>/prove/", prove.prove, name="prove"),
    path("case/<uuid:case>/prove/check/", prove.check, name="check"),
    path("case/<uuid:case>/prove/check/<uuid:job>/", prove.verified, name="verified"),
    path("case/<uuid:case>/prove/stamp/", prove.stamp, name="stamp"),
    path("case/<uuid:case>/prove/stamp/request/", prove.stamp_request, name="stamp_request"),
    path("case/<uuid:case>/prove/stamp/answer/", prove.stamp_answer, name="stamp_answer"),
    path("case/<uuid:case>/prove/anchor/", prove.anchor, name="anchor"),
    path("case/<uuid:case>/prove/anchor/page/", prove.anchor_file, name="anchor_file"),
    path("case/<uuid:case>/prove/export/", giving.export, name="export"),
    path("case/<uuid:case>/prove/redact/", giving.redact, name="redact"),
    path("case/<uuid:case>/prove/redact/<uuid:job>/", giving.masked, name="masked"),
    path("case/<uuid:case>/prove/cut/", giving.cut, name="cut"),
    path("case/<uuid:case>/settings/", manage.manage, name="manage"),
    path("case/<uuid:case>/settings/passphrase/", manage.passphrase, name="passphrase"),
    path("case/<uuid:case>/settings/readers/", manage.readers, name="readers"),
    path("case/<uuid:case>/settings/readers/<slug:key>/remove/", manage.reader_removed, name="reader_removed"),
    path("case/<uuid:case>/settings/destroy/", manage.destroy, name="destroy"),
    path("case/<uuid:case>/settings/off-list/", manage.off_list, name="off_list"),
    path("case/<uuid:case>/report/", jobs.report, name="report"),
    path("case/<uuid:case>/add/", add.add, name="add"),
]
