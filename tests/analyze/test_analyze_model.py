"""The linear model: grams without Python objects, weights that survive the file, probabilities."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.analyze.corpus import fill, made_up_rows, public_rows, template_table
from ringfence.analyze.grams import BUCKETS, grams, model_view
from ringfence.analyze.model import CLASSES, Model, load_model, probabilities, save_model, text_model
from ringfence.analyze.normal import normalise_all


def test_links_and_digits_become_one_mark_and_punctuation_goes() -> None:
    view = model_view(pl.Series(normalise_all(["【招行】尾号1234,消费1,000.50元! 见 http://t.cn/A1b2"])))
    assert view[0] == "招行尾号0消费0元见U"


@given(st.lists(st.text(alphabet="还款逾期abU0", max_size=12), min_size=1, max_size=6))
@settings(deadline=None, max_examples=100)
def test_the_grams_of_a_text_do_not_depend_on_its_neighbours(texts: list[str]) -> None:
    together, starts = grams(pl.Series(texts, dtype=pl.String))
    ends = [*starts[1:].tolist(), together.size]
    for text, start, end in zip(texts, starts.tolist(), ends, strict=True):
        alone, _ = grams(pl.Series([text], dtype=pl.String))
        assert alone.tolist() == together[start:end].tolist()
        assert alone.size == 3 * (len(text) + 1)
        assert alone.max() < BUCKETS


def test_scores_are_the_sum_of_the_weights_over_the_root_of_the_count() -> None:
    chance = np.random.default_rng(5)
    weights = chance.normal(size=(BUCKETS, len(CLASSES))).astype(np.float32)
    model = Model(weights, np.arange(len(CLASSES), dtype=np.float32), 2.0)
    texts = pl.Series(["逾期还款", "", "U0"])
    for text, scores in zip(texts, model.scores(texts), strict=True):
        buckets, _ = grams(pl.Series([text]))
        assert scores == pytest.approx(
            (weights[buckets].sum(axis=0) / np.sqrt(buckets.size) + model.bias) * 2, rel=1e-4
        )


def test_weights_survive_the_file(tmp_path: Path) -> None:
    weights = np.zeros((BUCKETS, len(CLASSES)), dtype=np.float32)
    weights[7, 2] = 1.5
    weights[9, 0] = 0.001
    path = tmp_path / "w.npz"
    assert save_model(path, Model(weights, np.ones(len(CLASSES), dtype=np.float32), 1.25), least=0.02) == 1
    model = load_model(path)
    assert model.weights[7, 2] == 1.5
    assert model.weights[9].max() == 0
    assert model.scale == 1.25


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    np.savez(path, rows=np.array([0], dtype=np.uint32), values=np.zeros((1, 2)), bias=np.zeros(2), scale=1.0)
    with pytest.raises(ValueError, match="do not fit"):
        load_model(path)


def test_probabilities_add_up() -> None:
    chances = probabilities(np.array([[0, 0, 0], [900, -900, 0]], dtype=np.float32))
    assert chances.sum(axis=1) == pytest.approx([1, 1])
    assert chances[1, 0] == pytest.approx(1)


def test_the_shipped_weights_are_small_enough_and_speak() -> None:
    assert text_model().weights.any()
    assert (Path(__file__).parents[2] / "src/ringfence/analyze/data/weights.npz").stat().st_size <= 2.5 * 1024 * 1024


def test_made_up_rows_are_the_same_for_the_same_seed_and_leave_no_slot_open() -> None:
    rows = list(made_up_rows(3, 2))
    assert rows == list(made_up_rows(3, 2))
    assert rows != list(made_up_rows(4, 2))
    assert not [row.text for row in rows if "{" in row.text]
    assert {row.label for row in rows} == set(CLASSES)


def test_every_template_has_its_slots_in_the_table() -> None:
    import random  # noqa: PLC0415 -- only here

    for lines in template_table()["classes"].values():
        for line in lines:
            fill(line, random.Random(1))  # noqa: S311 -- no secret


def test_public_labels_are_mapped_and_unsafe_rows_left_out(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    lines = [
        "source\tlabel\ttext",
        "fake-base-station\tFR:Phishing(Bank)\t尊敬的用户请登录URL兑换DIGIT元",
        "fake-base-station\tIL:Political_propaganda\t略",
        "sms-2013\tham\t您的验证码123456,请勿泄露",
        "sms-2013\tham\t某段难以归类的较长文字,既不像通知也不像聊天,所以不用来训练,以免教错",
        "sms-2013\tspam\t【某店】全场五折起",
        "personal-sms\tpersonal\t在吗",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [(row.label, row.text) for row in public_rows(path)]
    assert [label for label, _ in rows] == ["fraud", "notice", "marketing", "personal"]
    assert rows[0][1] == "尊敬的用户请登录 http://a.cn/ 兑换0元"
