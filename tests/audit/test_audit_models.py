"""The framework models: the shipped table is current and whole, and is asked by class, overload and ancestor."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path as File

import pytest

from ringfence.audit.apk.models import RETURN, Models, Pass, Path, Rule, load_models
from ringfence.audit.apk.models.compiling import compile_models, read_sources, render
from ringfence.schema import DataCategory, SinkKind

DOCS = File(__file__).resolve().parents[2] / "docs" / "apk-audit.md"
TELEPHONE = "Landroid/telephony/TelephonyManager;"


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


def found(models: Models, cls: str, name: str, proto: str) -> Rule:
    rule = models.find(cls, name, proto)
    assert rule is not None
    return rule


def test_the_compiled_table_is_that_of_the_yaml_files() -> None:
    shipped = (files("ringfence.audit.apk.models") / "compiled.json").read_text(encoding="utf-8")
    assert render(compile_models(read_sources())) == shipped, "run: python -m ringfence.audit.apk.models"


def test_every_file_names_its_sources_and_the_day_they_were_read() -> None:
    for name, text in read_sources().items():
        head = [line for line in text.splitlines()[:8] if line.startswith("#")]
        assert "Source" in " ".join(head), name
        assert "Checked 20" in " ".join(head), name


def test_overloads_share_a_name_and_may_have_a_rule_of_their_own(models: Models) -> None:
    assert found(models, TELEPHONE, "getDeviceId", "()Ljava/lang/String;").gives == DataCategory.DEVICE_ID
    assert found(models, TELEPHONE, "getDeviceId", "(I)Ljava/lang/String;").gives == DataCategory.DEVICE_ID
    quiet = found(models, "Ljava/lang/Throwable;", "printStackTrace", "()V")
    written = found(models, "Ljava/lang/Throwable;", "printStackTrace", "(Ljava/io/PrintStream;)V")
    assert (quiet.leaks, written.leaks) == (SinkKind.LOG, "by_stream")


@pytest.mark.parametrize(
    ("cls", "name", "proto", "of"),
    [
        (
            "Landroidx/appcompat/app/AppCompatActivity;",
            "startActivity",
            "(Landroid/content/Intent;)V",
            "Landroid/content/Context;",
        ),
        ("Ljava/util/ArrayList;", "get", "(I)Ljava/lang/Object;", "Ljava/util/List;"),
        ("Ljavax/net/ssl/HttpsURLConnection;", "connect", "()V", "Ljava/net/URLConnection;"),
        ("Ljava/io/IOException;", "getMessage", "()Ljava/lang/String;", "Ljava/lang/Throwable;"),
        (
            "Landroid/app/IntentService;",
            "openFileOutput",
            "(Ljava/lang/String;I)Ljava/io/FileOutputStream;",
            "Landroid/content/Context;",
        ),
        ("Landroid/text/Editable;", "toString", "()Ljava/lang/String;", "Ljava/lang/CharSequence;"),
    ],
)
def test_a_call_on_a_subclass_finds_the_rule_above(models: Models, cls: str, name: str, proto: str, of: str) -> None:
    assert found(models, cls, name, proto).cls == of


def test_every_rule_is_found_by_the_method_it_describes(models: Models) -> None:
    for rule in models.rules():
        name, _, rest = rule.key.partition("(")
        result = rest.partition(")")[2]
        proto = f"({rest}" if rest else "()V"
        if name != "*":
            assert models.find(rule.cls, name, proto if result or not rest else f"{proto}V") is not None, rule


def test_rules_are_picked_by_what_they_say(models: Models) -> None:
    assert [rule for rule in models.rules() if rule.gives] == list(models.rules("gives"))
    assert {rule.key.partition("(")[0] for rule in models.rules("leaks")} == models.sink_names


def test_constructors_are_inherited_only_where_subclasses_are_made_alike(models: Models) -> None:
    assert models.find("Landroid/os/HandlerThread;", "<init>", "(Ljava/lang/String;)V") != models.find(
        "Ljava/lang/Thread;", "<init>", "(Ljava/lang/String;)V"
    )
    assert models.find("Ljava/util/Properties;", "<init>", "(Ljava/util/Properties;)V") is None
    told = found(models, "Ljava/lang/IllegalStateException;", "<init>", "(Ljava/lang/String;)V")
    assert told.passes[0].dst == Path(0, ("message",))


def test_nobody_knows_a_class_of_the_app(models: Models) -> None:
    assert models.find("Lcom/example/Mine;", "getDeviceId", "()Ljava/lang/String;") is None
    assert not models.is_platform("Lcom/example/Mine;")
    assert models.is_platform("[Landroid/net/Uri;")
    assert not models.is_platform("Landroid/support/v4/app/FragmentActivity;")


@pytest.mark.parametrize(
    ("address", "gives"),
    [
        ("content://com.android.contacts/data/phones/filter/1990000", "contacts"),
        ("content://sms/inbox?limit=3", "sms"),
        ("content://0@call_log/calls", "call_log"),
        ("content://ICC/adn", "contacts"),
        ("content://com.android.contacts/directories", ""),
    ],
)
def test_an_address_is_known_by_its_longest_prefix(models: Models, address: str, gives: str) -> None:
    rule = models.uris.find(address)
    assert rule is not None
    assert rule.gives == gives


@pytest.mark.parametrize(
    "address", ["content://smsx/inbox", "content://com.example.mine/sms", "sms", "", "content://", "http://sms/inbox"]
)
def test_an_address_that_only_looks_alike_is_not_known(models: Models, address: str) -> None:
    assert models.uris.find(address) is None


def test_every_field_with_an_address_is_known_by_the_table(models: Models) -> None:
    for cls, name, address in models.uris.fields():
        assert models.uris.find(address) is not None, (cls, name)


def test_effects_without_a_rule(models: Models) -> None:
    """A result holds what went in; a setter fills its object; counts and yes-or-no answers hold nothing."""
    text = "(Ljava/lang/String;)Ljava/lang/String;"
    assert models.effect(None, "mix", text, static=True) == (Pass(Path(0), Path(RETURN)),)
    assert models.effect(None, "mix", text, static=False) == (Pass(Path(0), Path(RETURN)), Pass(Path(1), Path(RETURN)))
    assert models.effect(None, "setName", "(Ljava/lang/String;)V", static=False) == (Pass(Path(1), Path(0)),)
    assert models.effect(None, "hashCode", "()I", static=False) == ()
    assert models.effect(None, "isSmall", "(Ljava/lang/String;)Z", static=False) == ()


def test_a_source_or_sink_carries_only_what_its_rule_says(models: Models) -> None:
    rule = found(models, "Landroid/util/Log;", "i", "(Ljava/lang/String;Ljava/lang/String;)I")
    assert models.effect(rule, "i", "(Ljava/lang/String;Ljava/lang/String;)I", static=True) == ()


def test_callbacks_bring_data_in_their_parameters(models: Models) -> None:
    listener = models.callback("Landroid/location/LocationListener;")
    assert listener is not None
    method = listener.method("onLocationChanged")
    assert method is not None
    assert (method.gives, method.at) == (DataCategory.LOCATION, Path(1))


def test_an_activity_that_went_to_the_background_can_come_back(models: Models) -> None:
    life = models.lifecycle_of(models.ancestors("Landroidx/appcompat/app/AppCompatActivity;"))
    assert life is not None
    assert life.kind == "activity"
    assert {"restart", "destroy"} <= {step.name for step in life.after("stopped")}
    reached, edge = {life.start}, [life.start]
    while edge:
        for step in life.after(edge.pop()):
            if step.after not in reached:
                reached.add(step.after)
                edge.append(step.after)
    assert reached == {life.start, *(step.after for step in life.transitions)}


def test_the_hierarchy_has_no_circle_and_ends_in_object(models: Models) -> None:
    for rule in models.rules():
        above = models.ancestors(rule.cls)
        assert rule.cls == "Ljava/lang/Object;" or above[-1] == "Ljava/lang/Object;", rule.cls
        assert rule.cls not in above


def test_every_handler_is_in_the_table_of_the_docs(models: Models) -> None:
    table = DOCS.read_text(encoding="utf-8").partition("## Handlers")[2]
    families = re.findall(r"`([a-z_]+)\.\*`: ([a-z0-9_, ]+)", table)
    listed = {f"{family}.{name.strip()}" for family, names in families for name in names.split(",")}
    listed |= set(re.findall(r"`([a-z_]+\.[a-z0-9_]+)`", table))
    assert {rule.does for rule in models.rules() if rule.does} - listed == set()
