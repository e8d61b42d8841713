"""Lists of indicators the user brings: what is read, what is refused, what fits."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import invented_audits as invented
from ringfence.audit import IndicatorFileError, match_indicators, read_indicators
from ringfence.audit.indicators import All, Comparison, PatternError, parse_indicators, parse_pattern
from ringfence.audit.indicators import Any as Either
from ringfence.audit.indicators.normal import normal

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import AppAudit

LOAN = invented.sends_contacts()


def bundle(*patterns: object, **more: object) -> bytes:
    """Return a STIX bundle with an indicator for each pattern."""
    objects: list[dict[str, object]] = [
        {"type": "indicator", "id": f"indicator--{n}", "pattern": pattern, "pattern_type": "stix", **more}
        for n, pattern in enumerate(patterns)
    ]
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects}).encode()


def hits(data: bytes, app: AppAudit = LOAN) -> list[tuple[str, str, str]]:
    """Return (kind, value, place) of what fits an app, the invented lender's unless another is given."""
    found = match_indicators(app, [parse_indicators(data, "list")])
    return [(one.kind, one.value, one.place) for one in found]


@pytest.mark.parametrize(
    ("pattern", "hit"),
    [
        ("[app:id='com.example.loan']", ("package", "com.example.loan", "com.example.loan")),
        ("[ app:id = 'com.example.loan' ]", ("package", "com.example.loan", "com.example.loan")),
        (f"[app:cert.sha256='{'AB' * 32}']", ("certificate", "ab" * 32, invented.SIGNER.subject)),
        (f"[app:cert.sha1='{'CD:' * 19}CD']", ("certificate", "cd" * 20, invented.SIGNER.subject)),
        (f"[x509-certificate:hashes.'SHA-1' = '{'cd' * 20}']", ("certificate", "cd" * 20, invented.SIGNER.subject)),
        (f"[file:hashes.'SHA-256' = '{'0F' * 32}']", ("digest", "0f" * 32, LOAN.file)),
        (f"[file:hashes.sha256='{'0f' * 32}']", ("digest", "0f" * 32, LOAN.file)),
        ("[domain-name:value='EXAMPLE.com.']", ("domain", "example.com", "api.example.com")),
        ("[domain-name:value='api.example.com']", ("domain", "api.example.com", "api.example.com")),
        ("[url:value='https://api.example.com/']", ("url", "https://api.example.com/", "api.example.com")),
        ("[domain-name:value IN ('no.example', 'log.example.net')]", ("domain", "log.example.net", "log.example.net")),
    ],
)
def test_a_single_comparison_fits(pattern: str, hit: tuple[str, str, str]) -> None:
    assert hits(bundle(pattern)) == [hit]


@pytest.mark.parametrize(
    "pattern",
    [
        "[app:id='com.example.loan2']",
        "[app:id='com.example.LOAN']",
        "[domain-name:value='pi.example.com']",
        "[domain-name:value='deeper.api.example.com']",
        "[url:value='https://api.example.com/collect']",
        f"[file:hashes.'SHA-256' = '{'ab' * 32}']",
    ],
)
def test_what_is_only_alike_does_not_fit(pattern: str) -> None:
    assert hits(bundle(pattern)) == []


def test_comparisons_joined_by_and_need_all_and_by_or_one() -> None:
    ours, other = "app:id='com.example.loan'", "domain-name:value='other.example'"
    host = "domain-name:value='log.example.net'"
    assert hits(bundle(f"[{ours} AND {other}]")) == []
    assert hits(bundle(f"[{ours}] AND [{other}]")) == []
    assert len(hits(bundle(f"[{ours} OR {other}]"))) == 1
    assert len(hits(bundle(f"[{ours}] AND [{host}]"))) == 2
    assert hits(bundle(f"[{other} AND {ours} OR {host}]")) == [("domain", "log.example.net", "log.example.net")]
    assert hits(bundle(f"[{other} AND ({ours} OR {host})]")) == []
    assert hits(bundle(f"[{ours} AND process:name = 'x']")) == []
    assert len(hits(bundle(f"[{ours} OR process:name = 'x']"))) == 1


def test_the_tree_of_a_pattern_is_what_it_says() -> None:
    a, b, c = (Comparison("package", f"com.x.{name}") for name in "abc")
    assert parse_pattern("[app:id='com.x.a' OR app:id='com.x.b' AND app:id='com.x.c']") == Either((a, All((b, c))))
    assert parse_pattern("([app:id='com.x.a'] OR [app:id='com.x.b']) AND [app:id='com.x.c']") == All(
        (Either((a, b)), c)
    )
    assert parse_pattern(r"[user-account:display_name='it\'s']") == Comparison("unknown", "user-account:display_name")


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "[",
        "[]",
        "app:id='com.x.a'",
        "[app:id='com.x.a'",
        "[app:id='com.x.a]",
        "[app:id=com.x.a]",
        "[app:id!='com.x.a']",
        "[app:id NOT = 'com.x.a']",
        "[NOT app:id = 'com.x.a']",
        "[app:id LIKE 'com.%']",
        "[app:id MATCHES '(a+)+$']",
        "[app:id='com.x.a'] FOLLOWEDBY [app:id='com.x.b']",
        "[app:id='com.x.a'] WITHIN 5 SECONDS",
        "[app:id='com.x.a'] REPEATS 5 TIMES",
        "[app:id='not a package']",
        "[domain-name:value='com']",
        "[domain-name:value='com.cn']",
        "[file:hashes.'SHA-256'='abc']",
        "[app:id='com.x.a'] extra",
        "(" * 5000 + "[app:id='com.x.a']" + ")" * 5000,
        "[" + "(" * 5000,
        "[app:id='com.x.a' " + "OR app:id='com.x.a' " * 5000 + "]",
        "'" + "\\'" * 30_000,
        "x" * 70_000,
    ],
)
def test_a_pattern_that_cannot_be_answered_is_refused_whole_and_at_once(pattern: str) -> None:
    begin = time.process_time()
    with pytest.raises(PatternError):
        parse_pattern(pattern)
    assert time.process_time() - begin < 2


@given(st.text(alphabet="[]()='\\ :.,appidANDORIN!<>x\n\u4e00", max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    at = 0
    try:
        parse_pattern(text)
    except PatternError as error:
        at = error.at
    assert 0 <= at <= len(text)


def test_the_lists_own_names_are_given_with_what_an_indicator_points_to() -> None:
    objects = [
        {"type": "malware", "id": "malware--1", "name": "Example Family"},
        {"type": "indicator", "id": "indicator--1", "pattern": "[app:id='com.example.loan']"},
        {
            "type": "relationship",
            "relationship_type": "indicates",
            "source_ref": "indicator--1",
            "target_ref": "malware--1",
        },
    ]
    data = json.dumps({"type": "bundle", "objects": objects}).encode()
    found = match_indicators(LOAN, [parse_indicators(data, "family.stix2")])
    assert [(one.name, one.source) for one in found] == [("Example Family", "family.stix2")]


def test_withdrawn_ended_and_foreign_entries_do_not_fit_and_are_told() -> None:
    ours = "[app:id='com.example.loan']"
    assert hits(bundle(ours, revoked=True)) == []
    assert hits(bundle(ours, valid_until="2025-01-01T00:00:00Z")) == []
    assert len(hits(bundle(ours, valid_until="2027-01-01T00:00:00Z"))) == 1
    told = parse_indicators(bundle("[process:name='x']", "[app:id LIKE 'x']", ours, 5, pattern_type="stix"), "l")
    assert (len(told.indicators), told.skipped_count, [one.line for one in told.skipped]) == (1, 3, [1, 2, 4])
    assert parse_indicators(bundle(ours, pattern_type="yara"), "l").skipped_count == 1


CSV_EN = "kind,value,name\npackage,com.example.loan,Example\ndomain,example.net,\nip,198.51.100.7,x\n"
CSV_ZH = "类型,值,名称\r\n包名,com.example.loan,示例\r\n域名,*.example.net,\r\n证书," + "ab" * 32 + ",示例\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_chinese_in_any_usual_encoding(encoding: str) -> None:
    found = match_indicators(LOAN, [parse_indicators(CSV_ZH.encode(encoding), "名单.csv")])
    assert [(one.kind, one.name) for one in found] == [("package", "示例"), ("domain", ""), ("certificate", "示例")]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_in_english_with_any_usual_mark(mark: str) -> None:
    assert [kind for kind, _, _ in hits(CSV_EN.replace(",", mark).encode())] == ["package", "domain"]


def test_addresses_fit_alone_in_networks_and_in_either_version() -> None:
    hosts = ("198.51.100.7:8080", "[2001:db8::1]:443", "2001:db8::2")
    table = (
        "kind,value\nip,198.51.100.0/24\nip,2001:DB8:0:0::1\nip,2001:db8::2\nip,203.0.113.1\nurl,http://198.51.100.7/\n"
    )
    assert [(kind, value) for kind, value, _ in hits(table.encode(), replace(LOAN, hosts=hosts))] == [
        ("ip", "198.51.100.0/24"),
        ("ip", "2001:db8::1"),
        ("ip", "2001:db8::2"),
        ("url", "http://198.51.100.7/"),
    ]


def test_an_address_written_at_a_sink_fits_as_a_whole() -> None:
    flow = replace(invented.flow(), hosts=("https://api.example.com:443/v1/upload?x=1#y",))
    table = "kind,value\nurl,https://API.example.com/v1/upload?x=1\nurl,https://api.example.com/v1\n"
    assert [value for _, value, _ in hits(table.encode(), replace(LOAN, flows=(flow,), hosts=()))] == [
        "https://api.example.com/v1/upload?x=1"
    ]


def test_a_name_in_chinese_characters_fits_its_ascii_form() -> None:
    assert normal("domain", "例子.测试") == "xn--fsqu00a.xn--0zwm56d"
    assert (
        len(hits("kind,value\ndomain,例子.测试\n".encode(), replace(LOAN, hosts=("a.xn--fsqu00a.xn--0zwm56d",)))) == 1
    )


def test_rows_that_cannot_be_used_are_told_with_their_line_and_the_rest_is_kept() -> None:
    table = 'kind,value,name\n\npackage,com.example.loan,"two\nlines"\ncolour,red,\ndomain,com,\npackage\nip,1.2.3,\n'
    read = parse_indicators(table.encode(), "l.csv")
    assert len(read.indicators) == 1
    assert [one.line for one in read.skipped] == [5, 6, 7, 8]
    assert all(one.zh and one.en for one in read.skipped)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 0),
        (b"just text\n", 1),
        (b"kind,name\n", 1),
        (b'kind,value\npackage,"com.x\n', 2),
        (b'kind,value\npackage,"a"b\n', 2),
        (b"kind,value\n\xff\xff\xff\n", 2),
        (b"kind,value\npackage," + b"x" * 200_000, 2),
        (b'{"type": "bundle",\n"objects": [}', 2),
        (b'{"type": "indicator"}', 0),
        (b'{"type": "bundle", "objects": {}}', 0),
        (b'{"a":' * 100_000, 0),
        (b'{"a": ' + b"9" * 9000 + b"}", 0),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(IndicatorFileError) as caught:
        parse_indicators(data, "名单")
    assert caught.value.line == line
    assert "名单" in caught.value.zh


def test_a_file_that_is_too_large_or_missing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ringfence.audit.indicators.read.MOST_BYTES", 100)
    path = tmp_path / "l.csv"
    path.write_bytes(CSV_EN.encode())
    assert len(read_indicators(path).indicators) == 3
    path.write_bytes(b"x" * 101)
    with pytest.raises(IndicatorFileError):
        read_indicators(path)
    with pytest.raises(IndicatorFileError):
        read_indicators(tmp_path / "none.csv")
    with pytest.raises(IndicatorFileError):
        read_indicators(tmp_path)


def test_a_list_longer_than_the_bound_is_cut_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ringfence.audit.indicators.gathering.MOST_INDICATORS", 2)
    read = parse_indicators(CSV_EN.encode(), "l")
    assert len(read.indicators) == 2
    assert "没有读" in read.skipped[-1].zh


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_a_typed_error(data: bytes) -> None:
    for prefix in (b"", b"{", b"kind,value\n", b'{"type":"bundle","objects":['):
        line = 0
        try:
            parse_indicators(prefix + data, "l")
        except IndicatorFileError as error:
            line = error.line
        assert 0 <= line <= (prefix + data).count(b"\n") + (prefix + data).count(b"\r") + 1


@given(st.text(max_size=60), st.sampled_from(["package", "certificate", "domain", "digest", "ip", "url"]))
def test_a_normal_form_is_normal(text: str, kind: str) -> None:
    made = normal(kind, text)
    if made is not None:
        assert normal(kind, made) == made


def test_a_hostile_app_is_compared_without_a_fault() -> None:
    assert match_indicators(invented.hostile(), [parse_indicators(CSV_EN.encode(), "l")]) == ()
