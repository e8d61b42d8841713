"""Run by its path with a clinic's settings: people with sessions, cases that share a number. Prints what a browser needs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from ringfence.web.accounts.models import User
    from ringfence.web.registry.models import CaseRow


def main() -> None:
    """Fill the database that the settings name; the cases' material is written below the folder given first."""
    django.setup()
    from ringfence.web.access import Role  # noqa: PLC0415 -- needs Django set up
    from ringfence.web.accounts.models import SetupLink, User  # noqa: PLC0415 -- the same
    from web.server.clinic_people import Person  # noqa: PLC0415 -- the same

    every = [Role.ADMIN, Role.CASEWORKER]
    lead, worker, intake = Person("方圆", *every), Person("小周", Role.CASEWORKER), Person("前台", Role.INTAKE)
    Person("陈律师", Role.LAWYER)
    cases = [_case(Path(sys.argv[1]), number) for number in (1, 2)]
    for row in cases:
        lead.has(row, Role.CASEWORKER)
        intake.has(row, Role.INTAKE)
    worker.has(cases[0], Role.CASEWORKER)
    fresh = User(name="新来的", roles=[Role.INTAKE.value])
    fresh.save()
    told = {
        "signed": {name: _cookie(one) for name, one in (("lead", lead), ("worker", worker), ("intake", intake))},
        "half": {"enrol": _half(fresh), "second": _half(worker.user)},
        "cases": [str(row.pk) for row in cases],
        "set_up": SetupLink.make(fresh),
    }
    print(json.dumps(told))  # noqa: T201 -- for whoever started this


def _case(folder: Path, number: int) -> CaseRow:
    from django.conf import settings  # noqa: PLC0415 -- as above

    from ringfence.case import Case  # noqa: PLC0415 -- as above
    from ringfence.web.pages.doors import register  # noqa: PLC0415 -- as above
    from web.browser.door import fill, write_exports  # noqa: PLC0415 -- as above
    from web.server.clinic_people import PASSPHRASE  # noqa: PLC0415 -- as above

    place = Path(settings.RINGFENCE_CASES) / f"2026-{number:03}"
    place.parent.mkdir(parents=True, exist_ok=True)
    case, _ = Case.create(place, PASSPHRASE, name=f"2026-{number:03}", work_factor=4)
    with case:
        fill(case, write_exports(folder / str(number), messages=60, calls=60))
        return register(place, case)


def _cookie(person: object) -> str:
    from django.conf import settings  # noqa: PLC0415 -- as above

    return str(person.client.cookies[settings.SESSION_COOKIE_NAME].value)  # type: ignore[attr-defined]  # a Person


def _half(user: User) -> str:
    """Return the session of somebody whose password was right and who was not asked for the second factor yet."""
    from django.test import Client  # noqa: PLC0415 -- as above

    from ringfence.web.accounts import signing  # noqa: PLC0415 -- as above

    session = Client().session
    signing.begin(session, user)
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    main()
