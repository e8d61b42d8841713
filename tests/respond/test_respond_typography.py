"""Dates, durations, sizes."""

from __future__ import annotations

from datetime import date

from ringfence.respond.typography import grouped, length, size, span


def test_spans_name_the_year_once() -> None:
    assert span(date(2026, 8, 3), date(2026, 8, 11)) == "2026年8月3日至8月11日"
    assert span(date(2025, 12, 30), date(2026, 1, 2)) == "2025年12月30日至2026年1月2日"
    assert span(date(2026, 8, 3), date(2026, 8, 3)) == "2026年8月3日"
    assert span(date(2026, 8, 3), date(2026, 8, 4), "en") == "2026-08-03 to 2026-08-04"
    assert span(None, None) == ""


def test_lengths_and_sizes() -> None:
    assert (length(200), length(41), length(None), length(65, "en")) == ("3分20秒", "41秒", "", "1 min 5 s")
    assert (size(12), size(412_000), size(3_400_000_000)) == ("12 B", "412 KB", "3.4 GB")


def test_digests_come_in_groups() -> None:
    assert grouped("ab" * 16) == "abababababababab abababababababab"
