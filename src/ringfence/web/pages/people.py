"""Who is who: the people around the borrower, lenders and agencies, the borrower; named once, used everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence.schema import (
    PARTY_TYPE_ZH,
    ROLE_ZH,
    Borrower,
    Party,
    PartyType,
    Person,
    Role,
    display_phone,
    parse_phone,
)
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.forms import SpokenForm
from ringfence.web.noted import noted, said
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from ringfence.web.registry.models import CaseRow


@require_GET
@case_page(Act.SEE)
def people(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show people, parties, numbers, and who collects without a name yet."""
    shot, say = DESK.snapshot(row), say_of(request)
    counts = {} if shot.dossier is None else {one["person"]: one for one in shot.dossier.metrics.people.to_dicts()}
    numbers = [] if shot.dossier is None else shot.dossier.metrics.numbers.head(60).to_dicts()
    parties = shot.state.parties
    content = {
        "row": row,
        "borrower": shot.state.borrower,
        "people": [
            {
                "one": one,
                "role": say(ROLE_ZH[one.role]),
                "numbers": [display_phone(key) for key in one.numbers],
                "count": counts.get(one.id, {}).get("attempts", 0),
            }
            for one in shot.state.people.values()
        ],
        "parties": [
            {
                "one": one,
                "type": say(PARTY_TYPE_ZH[one.type]),
                "for": parties[one.acts_for].name if one.acts_for in parties else "",
            }
            for one in parties.values()
        ],
        "numbers": [
            {
                "number": display_phone(one["address_key"]) if one["address_key"] else "",
                "key": one["address_key"],
                "who": parties[one["speaker"] or one["lender"]].name
                if (one["speaker"] or one["lender"]) in parties
                else "",
                "attempts": one["attempts"],
                "people": one["people"],
                "first": one["first_ts"],
                "last": one["last_ts"],
            }
            for one in numbers
        ],
        "suggestions": [
            {
                "one": one,
                "shown": one.signature or (display_phone(one.numbers[0]) if one.numbers else ""),
                "number": one.numbers[0] if one.numbers and not one.signature else "",
            }
            for one in shot.suggestions
        ],
        "declared": shot.state.declared_known,
        "zone": shot.state.zone,
    }
    return render(request, "web/people.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def person(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Name somebody around the borrower (``new``) or change what is known of them."""
    with DESK.read(row) as case:
        known = case.state.people
    if key != "new" and key not in known:
        raise Http404
    before = known.get(key, Person("", ""))
    form = PersonForm.of(request, initial=_of_person(before, request))
    if not form.is_valid():
        return render(request, "web/person.html", {"row": row, "form": form, "new": key == "new"})
    _, seq = note_person(row, before, form)
    said(request, say_of(request)("已记下。", "Noted."), undo=seq)
    return redirect("people", row.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def party(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Name a lender, platform or agency (``new``) or change what is known of it."""
    with DESK.read(row) as case:
        known = case.state.parties
    if key != "new" and key not in known:
        raise Http404
    before = known.get(key, Party("", ""))
    form = PartyForm.of(request, initial=_of_party(before, request), others=principals(known, key))
    if not form.is_valid():
        return render(request, "web/party.html", {"row": row, "form": form, "new": key == "new"})
    _, seq = note_party(row, before, form)
    said(request, say_of(request)("已记下。", "Noted."), undo=seq)
    return redirect("people", row.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def borrower(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Note who the case is about; everything may stay empty."""
    with DESK.read(row) as case:
        before = case.state.borrower
    initial = {
        "name": before.name,
        "numbers": _shown(before.numbers),
        "id_number": before.id_number,
        "address": before.address,
        "city": before.city,
    }
    form = BorrowerForm.of(request, initial=initial)
    if not form.is_valid():
        return render(request, "web/borrower.html", {"row": row, "form": form})
    told = form.cleaned_data
    with DESK.write(row) as case:
        case.name_borrower(
            Borrower(told["name"], _keys(told["numbers"]), told["id_number"], told["address"], told["city"])
        )
        noted(request, case)
    return redirect("people", row.id)


@require_POST
@case_page(Act.CORRECT)
def declared(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Say whether all contacts given to the lender are named, so that "not given" means something."""
    with DESK.write(row) as case:
        case.declare_contacts_known(known=request.POST.get("known") == "1")
        noted(request, case)
    return redirect("people", row.id)


def note_person(row: CaseRow, before: Person, form: PersonForm) -> tuple[Person, int]:
    """Note what is known of somebody; return them and the number of the entry."""
    told = form.cleaned_data
    with DESK.write(row) as case:
        kept = case.name_person(
            replace(
                before,
                name=told["name"],
                role=Role(told["role"]),
                numbers=_keys(told["numbers"]),
                declared={"yes": True, "no": False}.get(told["declared"]),
            )
        )
        return kept, case.vault.size - 1


def note_party(row: CaseRow, before: Party, form: PartyForm) -> tuple[Party, int]:
    """Note what is known of a lender or agency; return it and the number of the entry."""
    told = form.cleaned_data
    kind, source = _type_of(told["name"], PartyType(told["type"]), before)
    with DESK.write(row) as case:
        kept = case.name_party(
            replace(
                before,
                name=told["name"],
                type=kind,
                short_names=tuple(_words(told["short_names"])),
                numbers=_keys(told["numbers"]),
                acts_for=told["acts_for"] or None,
                type_source=source,
            )
        )
        return kept, case.vault.size - 1


def principals(known: Mapping[str, Party], key: str) -> list[tuple[str, str]]:
    """Return for whom a party may collect: id and name of all but agencies and itself."""
    return [(one.id, one.name) for one in known.values() if one.id != key and one.type is not PartyType.AGENCY]


class PersonForm(SpokenForm):
    """Somebody around the borrower."""

    name = forms.CharField(max_length=60, label="怎么称呼|Name", help_text="例如:妈妈、同事小李|for example: mother")
    role = forms.ChoiceField(label="和您的关系|Relation")
    numbers = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="电话号码|Numbers",
        help_text="一行一个|one a line",
    )
    declared = forms.ChoiceField(required=False, label="借款时填过这个人作联系人吗|Given to the lender as a contact?")

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        self.choose("role", [(role.value, say(ROLE_ZH[role])) for role in Role if role is not Role.DEBTOR])
        self.choose(
            "declared", [("", say("不清楚", "not known")), ("yes", say("填过", "yes")), ("no", say("没有填过", "no"))]
        )


class PartyForm(SpokenForm):
    """A lender, platform or agency."""

    name = forms.CharField(max_length=120, label="合同上的全称|Full name as in the contract")
    type = forms.ChoiceField(
        label="是哪一类|Kind", help_text="不清楚就选“类型未确认”,名录里查得到会自动认出|leave unknown when unsure"
    )
    short_names = forms.CharField(
        required=False,
        label="短信里的签名或简称|Names it signs with",
        help_text="几个用空格隔开,例如:某某贷|separate with spaces",
    )
    numbers = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="它用的号码|Its numbers",
        help_text="一行一个|one a line",
    )
    acts_for = forms.ChoiceField(required=False, label="替哪家催收|Collects for")

    def __init__(self, data: object, *, others: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        self.others = others
        super().__init__(data, **kwargs)

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        self.choose("type", [(kind.value, say(PARTY_TYPE_ZH[kind])) for kind in PartyType])
        self.choose(
            "acts_for", [("", say("它自己就是放款机构,或不清楚", "it lends itself, or not known")), *self.others]
        )


class BorrowerForm(SpokenForm):
    """The borrower; for filling letters in."""

    name = forms.CharField(required=False, max_length=60, label="姓名|Name")
    numbers = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="手机号|Numbers",
        help_text="一行一个|one a line",
    )
    id_number = forms.CharField(
        required=False, max_length=30, label="身份证号|ID number", help_text="只写进信件,可以不填|for letters only"
    )
    address = forms.CharField(required=False, max_length=200, label="联系地址|Address")
    city = forms.CharField(required=False, max_length=60, label="所在城市|City")


def _of_person(one: Person, request: HttpRequest) -> dict[str, str]:
    return {
        "name": one.name,
        "role": one.role.value,
        "numbers": _shown(one.numbers or (request.GET.get("number", "")[:40],)),
        "declared": {True: "yes", False: "no"}.get(one.declared, "") if one.declared is not None else "",
    }


def _of_party(one: Party, request: HttpRequest) -> dict[str, str]:
    asked = request.GET
    kind = asked.get("type", "")
    return {
        "name": one.name,
        "type": kind if not one.id and kind in set(PartyType) else one.type.value,
        "short_names": " ".join(one.short_names) or asked.get("short", "")[:60],
        "numbers": _shown(one.numbers or (asked.get("number", "")[:40],)),
        "acts_for": one.acts_for or "",
    }


def _type_of(name: str, kind: PartyType, before: Party) -> tuple[PartyType, str]:
    """Return the kind and who says so: the directory where the reader does not know and the full name stands in it."""
    from ringfence.law import find_lenders, load_pack

    if kind is PartyType.UNKNOWN:
        listed = next((one for one in find_lenders(name, load_pack("cn")) if one.name == name.strip()), None)
        if listed is not None and listed.type is not PartyType.UNKNOWN:
            return listed.type, f"directory:{listed.as_of.isoformat()}"
    return kind, before.type_source if kind is before.type else "user"


def _words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").replace("、", " ").replace(",", " ").split() if word]


def _shown(numbers: tuple[str, ...]) -> str:
    """Return numbers as people write them, one a line."""
    return "\n".join(display_phone(parse_phone(number).key) for number in numbers if number.strip())


def _keys(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parse_phone(line.strip()).key for line in text.splitlines() if line.strip()))
