"""Every address of a case is made with ``case_page``; nothing goes round it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver

from ringfence.web.access import Act


def patterns(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            found += patterns(one, prefix + str(one.pattern))
        else:
            found.append((prefix + str(one.pattern), one))
    return found


def test_every_address_of_a_case_asks_who_may() -> None:
    walked = patterns(get_resolver())
    cases = [(route, one) for route, one in walked if "case" in one.pattern.converters or route.startswith("case/")]
    assert cases
    for route, one in cases:
        assert isinstance(getattr(one.callback, "act", None), Act), f"{route} goes round access.case_page"
