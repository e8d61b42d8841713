"""Many apps, one row each."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import invented_audits as invented
from ringfence.audit import SUMMARY_FIELDS, summary_csv, summary_jsonl, summary_row
from ringfence.schema import Certainty, DataCategory, SinkKind

EVERY = [invented.clean(), invented.sends_contacts(), invented.packed(), invented.monster(), invented.hostile()]


def test_a_row_has_all_fields_and_keeps_sure_and_possible_apart() -> None:
    flows = (
        invented.flow(1),
        invented.flow(2, DataCategory.LOCATION, certainty=Certainty.POSSIBLE),
        invented.flow(3, DataCategory.SMS, SinkKind.LOG),
    )
    row = summary_row(replace(invented.sends_contacts(), flows=flows))
    assert tuple(row) == SUMMARY_FIELDS
    assert (row["sends"], row["sends_possible"], row["ways"]) == ("contacts", "location", "network log")
    assert row["reads"] == "contacts sms location device_id"
    assert (row["not_needed"], row["store_barred"], row["permissions"]) == (1, 1, 3)


def test_csv_and_json_lines_hold_a_line_for_each_app() -> None:
    rows = list(csv.DictReader(io.StringIO(summary_csv(EVERY))))
    assert [row["verdict"] for row in rows] == ["nothing_seen", "can_send", "not_analysable", "can_send", "can_send"]
    lines = summary_jsonl(EVERY).splitlines()
    assert len(lines) == len(EVERY)
    assert json.loads(lines[2])["packers"] == "jiagu"
    summary_jsonl(EVERY).encode("utf-8")


def test_no_cell_begins_a_formula() -> None:
    for name in ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"):
        row = next(csv.DictReader(io.StringIO(summary_csv([replace(invented.clean(), label=name)]))))
        assert row["label"] == f"'{name}"
