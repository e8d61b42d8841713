"""Sentences in both languages, and the words for kinds and classes."""

from __future__ import annotations

import pickle
import re

import pytest

from ringfence import schema
from ringfence.schema import (
    AGREEMENT_ZH,
    FINDING_KIND_ZH,
    FLAG_ZH,
    KIND_ZH,
    LABEL_ZH,
    PARTY_TYPE_ZH,
    RANK_ZH,
    ROLE_ZH,
    EventKind,
    FindingKind,
    Flag,
    Label,
    PartyType,
    Rank,
    Role,
    Said,
    english,
    in_language,
)

TABLES = (
    (PARTY_TYPE_ZH, PartyType),
    (ROLE_ZH, Role),
    (LABEL_ZH, Label),
    (KIND_ZH, EventKind),
    (FLAG_ZH, Flag),
    (FINDING_KIND_ZH, FindingKind),
    (RANK_ZH, Rank),
)


def test_said_is_chinese_and_carries_its_english() -> None:
    one = Said("还有{n}件", "{n} more")
    assert one == "还有{n}件"
    assert one.filled(n=3) == "还有3件"
    assert one.filled(n=3).en == "3 more"
    assert in_language(one, "en") == "{n} more"
    assert in_language(one, "zh") == "还有{n}件"
    assert english("只有中文") == "只有中文"
    assert Said("只有中文").en == "只有中文"


def test_said_goes_to_other_processes_whole() -> None:
    back = pickle.loads(pickle.dumps(Said("写信", "writing the letters")))  # noqa: S301 -- our own
    assert (back, back.en) == ("写信", "writing the letters")


@pytest.mark.parametrize(("table", "kinds"), TABLES)
def test_every_kind_has_words_in_both_languages(table: dict[str, Said], kinds: type[Label]) -> None:
    assert set(table) == set(kinds)
    for word in (*table.values(), *AGREEMENT_ZH.values()):
        assert re.search(r"[一-鿿]", word)
        assert not re.search(r"[一-鿿]", word.en)
    assert len({word.en for word in table.values()}) == len(table)
    assert schema.Said is Said
