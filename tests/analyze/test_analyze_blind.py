"""Two sets written by people who had not seen the rules, kept as a floor.

Set 1 was used to mend rules and thresholds. Set 2 is for measuring only: whoever changes the room does not read it.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ringfence.analyze import classify_texts

SEVERE = ["collection_self", "collection_third", "threat", "impersonation"]
EASY = ["personal", "notice", "marketing", "reminder", "fraud"]


@pytest.fixture(scope="module")
def judged() -> pl.DataFrame:
    return read_set("blind_1.tsv")


def read_set(name: str) -> pl.DataFrame:
    """Return a set with what was found beside what was meant."""
    lines = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    wanted = pl.DataFrame(
        {
            "gold": [row[0] for row in rows],
            "sum": [float(row[2]) if row[2] else None for row in rows],
            "sign": [row[3] or None for row in rows],
        }
    )
    return pl.concat([wanted, classify_texts([row[5] for row in rows])], how="horizontal")


def test_the_severe_classes(judged: pl.DataFrame) -> None:
    pairs = judged.select(gold=pl.col("gold").is_in(SEVERE), found=pl.col("label").is_in(SEVERE))
    both = pairs.filter(pl.col("gold") & pl.col("found")).height
    assert both / pairs["gold"].sum() >= 0.95
    assert both / pairs["found"].sum() >= 0.95


def test_hardly_a_notice_or_bill_is_taken_for_collection(judged: pl.DataFrame) -> None:
    calm = judged.filter(pl.col("gold").is_in(["notice", "reminder"]))
    assert not calm["label"].is_in(SEVERE).any()


def test_the_easy_classes_and_how_often_a_person_must_look(judged: pl.DataFrame) -> None:
    scores = []
    for name in EASY:
        gold, found = judged["gold"] == name, judged["label"] == name
        scores.append(2 * int((gold & found).sum()) / (int(gold.sum()) + int(found.sum())))
    assert sum(scores) / len(scores) >= 0.9
    assert int((judged["label"] == "unsure").sum()) / judged.height <= 0.08


def test_sums_and_signatures(judged: pl.DataFrame) -> None:
    named = judged.filter(pl.col("sum").is_not_null())
    assert named.select((pl.col("sum") == pl.col("amount")).fill_null(value=False).mean()).item() >= 0.97
    assert judged.select(pl.col("sign").eq_missing(pl.col("signature")).mean()).item() >= 0.97


def test_what_the_model_alone_names_says_so_and_stays_open_to_review(judged: pl.DataFrame) -> None:
    alone = judged.filter(pl.col("label").is_in(SEVERE) & (pl.col("label_by") == "model"))
    assert alone.height > 20
    assert alone["reason"].str.contains("由模型判断").all()
    assert (alone["label_p"] < 0.8).all()


def test_the_set_nobody_mended_on_holds_its_floor() -> None:
    unseen = read_set("blind_2.tsv")
    gold, found = unseen["gold"].is_in(SEVERE), unseen["label"].is_in(SEVERE)
    both = int((gold & found).sum())
    assert both / int(gold.sum()) >= 0.94
    assert both / int(found.sum()) >= 0.95
    assert int((unseen["label"] == "unsure").sum()) / unseen.height <= 0.08
