"""Every address. What lies below ``case/`` is made with ``access.case_page``; a test walks them all."""

from __future__ import annotations

from django.urls import path

from ringfence.web.pages import add, doors, findings, jobs, overview, people, start, timeline

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
    path("case/<uuid:case>/report/", jobs.report, name="report"),
    path("case/<uuid:case>/add/", add.add, name="add"),
]
