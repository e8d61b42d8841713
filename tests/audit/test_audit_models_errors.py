"""A model that breaks the language is refused with its file, its entry and what is wrong."""

from __future__ import annotations

import pytest

from ringfence.audit.apk.models import ModelError
from ringfence.audit.apk.models.compiling import compile_models

WHOLE = {
    "hierarchy.yaml": "classes: {Ljava/lang/Object;: [], Lmade/Up;: [Ljava/lang/Object;]}\ninterfaces: {Lmade/Face;: []}\n",
    "uris.yaml": "prefixes: [{uri: 'content://made', gives: sms, read: READ_SMS}]\nfields: {}\n",
    "lifecycle.yaml": "activity: {roots: [Lmade/Up;], start: none, live: [], transitions: []}\n",
    "defaults.yaml": "drops: [size]\nsetters: [set]\nalike: []\ncarried: []\nlibraries: []\nplatform: [Lmade/]\n",
    "permissions.yaml": "[android.permission.READ_SMS]\n",
    "made.yaml": "- class: Lmade/Up;\n  methods: {get(I): {gives: sms, permission: READ_SMS}}\n",
}


def refused(**changed: str) -> ModelError:
    with pytest.raises(ModelError) as caught:
        compile_models(WHOLE | {f"{name}.yaml": text for name, text in changed.items()})
    return caught.value


def one(rule: str, key: str = "get(I)") -> ModelError:
    return refused(made=f"- class: Lmade/Up;\n  methods: {{'{key}': {rule}}}\n")


def test_the_whole_one_is_accepted() -> None:
    assert compile_models(WHOLE)["classes"]["Lmade/Up;"]["methods"]["get(I)"]["gives"] == "sms"


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ("{gives: gossip}", "gossip"),
        ("{leaks: pigeon}", "pigeon"),
        ("{gives: sms, permission: READ_MINDS}", "READ_MINDS"),
        ("{pass: [2 -> return]}", "argument 2"),
        ("{pass: [1 return]}", "1 -> return"),
        ("{pass: [x -> return]}", "no path"),
        ("{leaks: log, args: [3]}", "argument 3"),
        ("{args: [1]}", "without leaks"),
        ("{gives: by_uri}", "uri"),
        ("{drops: true, pass: [1 -> return]}", "drops"),
        ("{passes: [1 -> return]}", "no field 'passes'"),
        ("{calls: [run]}", "0.run()"),
        ("{registers: {when: now}}", "when"),
        ("{gives: sms, at: middle}", "no path"),
    ],
)
def test_a_rule_that_breaks_the_language_is_refused(rule: str, what: str) -> None:
    error = one(rule)
    assert error.file == "made.yaml"
    assert "Lmade/Up;" in error.entry
    assert "get(I)" in error.entry
    assert what in error.what


def test_a_key_that_is_no_method_is_refused() -> None:
    assert "no method key" in one("{gives: sms}", "get(Int)").what


def test_a_method_is_described_once() -> None:
    error = refused(second="- class: Lmade/Up;\n  methods: {get(I): {gives: sms}}\n")
    assert "already in made.yaml" in error.what


def test_a_modelled_class_needs_its_line_in_the_hierarchy() -> None:
    error = refused(made="- class: Lmade/Unknown;\n  methods: {get: {gives: sms}}\n")
    assert (error.file, error.entry) == ("hierarchy.yaml", "Lmade/Unknown;")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("classes: {Ljava/lang/Object;: [], Lmade/Up;: [Lmade/Gone;]}\ninterfaces: {}", "no line of its own"),
        (
            "classes: {Ljava/lang/Object;: [], Lmade/Up;: [Lmade/Face;]}\ninterfaces: {Lmade/Face;: []}",
            "is an interface",
        ),
        ("classes: {Ljava/lang/Object;: [], made.Up: [Ljava/lang/Object;]}\ninterfaces: {}", "not of the form"),
    ],
)
def test_a_hierarchy_that_does_not_hold_together_is_refused(text: str, what: str) -> None:
    error = refused(hierarchy=text)
    assert error.file == "hierarchy.yaml"
    assert what in error.what


@pytest.mark.parametrize("uri", ["content://made/", "contacts", "content://made?x=1"])
def test_an_address_is_written_without_its_end(uri: str) -> None:
    assert refused(uris=f"prefixes: [{{uri: '{uri}', gives: sms}}]\nfields: {{}}").file == "uris.yaml"


def test_a_step_out_of_nowhere_is_refused() -> None:
    text = "activity: {roots: [Lmade/Up;], start: none, live: [], transitions: [{name: a, before: [lost], after: b, methods: []}]}"
    assert "no step leads to lost" in refused(lifecycle=text).what


@pytest.mark.parametrize("text", ["- class: [", "just words", "- {methods: {}}", "- class: 5"])
def test_a_file_of_another_form_is_refused(text: str) -> None:
    assert refused(made=text).file == "made.yaml"


def test_a_missing_table_is_named() -> None:
    without = {name: text for name, text in WHOLE.items() if name != "uris.yaml"}
    with pytest.raises(ModelError, match=r"uris\.yaml"):
        compile_models(without)
