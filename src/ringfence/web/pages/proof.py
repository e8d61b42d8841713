"""What every "this happened" form asks alike: the day, a proof (a new file or one of the case), a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from ringfence.web.forms import DayInput, SpokenForm
from ringfence.web.jobs.queue import ask
from ringfence.web.spool import SpooledFile
from ringfence.web.waiting import Waiting, leave, plain_name

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from ringfence.case import State
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say

BIGGEST = 40 * 1024 * 1024  # bytes of a proof; anything larger goes in by "add material"


class ProofForm(SpokenForm):
    """Day, proof, note. ``today`` is the last day that may be noted."""

    day = forms.DateField(label="哪一天|Which day", widget=DayInput())
    file = forms.FileField(
        required=False,
        label="凭证(回执照片、截图)|Proof (photo of the receipt, screenshot)",
        help_text="可以不传;传了会存进案件作证据|may stay empty; kept as evidence",
    )
    proof = forms.ChoiceField(required=False, label="或者选案件里已有的文件|Or a file of the case")
    note = forms.CharField(
        required=False,
        max_length=1000,
        label="补充说明|Note",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="可以不填|may stay empty",
    )

    def __init__(self, data: Any, files: Any, *, say: Say, state: State, today: date) -> None:  # noqa: ANN401 -- Django's own
        self.state, self.today = state, today
        super().__init__(data, say=say, initial={"day": today})
        self.files = files if files is not None else {}

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        if "proof" not in self.fields:
            return
        known = [(one.id, f"{one.id} {one.name}") for one in reversed(list(self.state.sources.values()))]
        if known:
            self.choose("proof", [("", say("不选", "none")), *known[:300]])
        else:
            del self.fields["proof"]

    def is_valid(self) -> bool:
        """Tell whether all is right; a file that came with what is wrong does not wait and is to be chosen again."""
        good = super().is_valid()
        if not good and self.drop():
            again = self.say("有要改的地方;文件请再选一次。", "Something has to be changed; choose the file again.")
            self.add_error("file", again)
        return good

    def drop(self) -> bool:
        """Remove files that came and are not used; tell whether there were any."""
        came = [file for file in self.files.values() if isinstance(file, SpooledFile)]
        for file in came:
            file.discard()
        return bool(came)

    def clean_day(self) -> date:
        """Refuse what has not happened yet."""
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(
                self.say("这一天还没到。发生以后再来记。", "That day has not come yet; note it when it has happened.")
            )
        return day

    def clean_file(self) -> object:
        """Refuse what is no small file."""
        file = self.cleaned_data.get("file")
        if isinstance(file, SpooledFile) and (file.size or 0) > BIGGEST:
            file.discard()
            raise forms.ValidationError(
                self.say("文件太大,请到“加材料”里加。", "Too large; add it under “Add material”.")
            )
        return file


def drop_files(request: HttpRequest) -> None:
    """Remove the files of a request that nothing is done with."""
    for file in request.FILES.values():
        if isinstance(file, SpooledFile):
            file.discard()


def chosen_proof(form: ProofForm) -> tuple[str, ...]:
    """Return the file of the case that was chosen, as ids; nothing when none was."""
    told = form.cleaned_data
    return (told["proof"],) if told.get("proof") else ()


def keep_proof(row: CaseRow, form: ProofForm, proceeding: str) -> None:
    """Have the file that came kept as evidence of a proceeding, in the background: recognising a picture takes its time."""
    file = form.cleaned_data.get("file")
    if isinstance(file, SpooledFile):
        leave(file.spool, row.recipient, Waiting(plain_name(file.name or "")))
        given = {"spool": file.spool, "proceeding": proceeding}
        ask("proof", ("存凭证", "Keeping the proof"), case=row, given=given)
