"""Reads the layouts, found through the table: their files may be called anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ringfence.audit.apk.errors import ApkError
from ringfence.audit.apk.resources.axml import read_axml
from ringfence.audit.apk.resources.layout import Layout, View

if TYPE_CHECKING:
    from ringfence.audit.apk.container import Apk
    from ringfence.audit.apk.resources.arsc import Resources
    from ringfence.audit.apk.resources.element import Element

_CLASS_MASK = 0x0F
_VARIATION_MASK = 0xFF0
# android.text.InputType: class in the low four bits, variation above
_TEXT, _NUMBER = 1, 2
_TEXT_PASSWORDS = frozenset((0x80, 0x90, 0xE0))  # password, visible password, password on a web page
_NUMBER_PASSWORD = 0x10
_PASSWORD_NAME = re.compile(r"passw|passwd|\bpwd|_pwd|pwd_|pin_?code|密码", re.IGNORECASE)
_INPUT = 0x01010220
_PASSWORD = 0x0101015C
_LARGEST = 4 << 20


def read_layouts(apk: Apk, resources: Resources | None) -> tuple[Layout, ...]:
    """Return the layouts of an APK, one for each file, in order of their ids; those that cannot be read are warned of in ``apk``.

    Without a table, files below ``res/layout`` are read and have the id 0.
    """
    found: list[Layout] = []
    for name, res_id, file in _files(apk, resources):
        try:
            root = read_axml(apk.read(file, _LARGEST))
        except ApkError as fault:
            apk.warn(f"界面文件 {file} 无法读取：{fault.zh}", f"The layout {file} cannot be read: {fault.en}")
            continue
        found.append(Layout(name, res_id, tuple(_views(root, resources)), file))
    return tuple(found)


def _files(apk: Apk, resources: Resources | None) -> list[tuple[str, int, str]]:
    """Return (name, id, member) of the layouts that are in this APK."""
    if resources is None:
        return [
            (name.rpartition("/")[2].removesuffix(".xml"), 0, name)
            for name in apk.names()
            if name.startswith("res/layout") and name.endswith(".xml")
        ]
    found: list[tuple[str, int, str]] = []
    for res_id in resources.ids_of("layout"):
        name = (resources.name(res_id) or "/").partition("/")[2]
        found += [(name, res_id, file) for file in resources.files(res_id) if apk.has(file)]
    return found


def _views(root: Element, resources: Resources | None) -> list[View]:
    """Return the views of a layout in document order, each with the place of its parent."""
    views: list[View] = []
    waiting = [(root, -1)]
    while waiting:
        element, parent = waiting.pop()
        place = parent
        if element.tag not in ("data", "layout") or parent >= 0:
            place = len(views)
            views.append(_view(element, parent, resources))
        elif element.tag == "data":
            continue  # variables of data binding, no views
        waiting.extend((child, place) for child in reversed(element.children))
    return views


def _view(element: Element, parent: int, resources: Resources | None) -> View:
    """Return one view."""
    tag = element.tag
    named_class = element.get("class")
    if tag == "view" and named_class and named_class.raw:
        tag = named_class.raw
    identity = element.get("id")
    view_id = identity.reference if identity and identity.reference else None
    view_name = _name(resources, view_id).partition("/")[2] if view_id else ""
    target = element.get("layout")
    include_id = target.reference if target else 0
    input_type = _input_type(element, resources)
    password = element.get("password")
    on_click = element.get("onClick")
    clicked = _text(resources, on_click.reference) or (on_click.raw or "") if on_click else ""
    return View(
        tag=tag,
        view_id=view_id,
        view_name=view_name,
        on_click="" if clicked.startswith("@{") else clicked,
        input_type=input_type,
        is_password=_hidden(input_type) or bool(password and password.boolean) or _called_password(tag, view_name),
        parent=parent,
        include=_name(resources, include_id) if include_id else (target.raw or "") if target else "",
        include_id=include_id,
        fragment=_fragment(element),
        bound=tuple(
            (name, value.raw)
            for name, value in element.attributes.items()
            if value.raw and value.raw.startswith(("@{", "@={"))
        ),
    )


def _fragment(element: Element) -> str:
    """Return the class of a fragment that stands in the layout."""
    if element.tag not in ("fragment", "androidx.fragment.app.FragmentContainerView"):
        return ""
    value = element.get("name") or element.get("class")
    return (value.raw or "") if value else ""


def _input_type(element: Element, resources: Resources | None) -> int:
    """Return what may be typed: said here, or by the view's style."""
    value = element.get("inputType")
    if value is None:
        style = element.get("style")
        if style is None or not style.reference or resources is None:
            return 0
        try:
            value = resources.attributes(style.reference).get(_INPUT)
        except ApkError:
            return 0
    if value is not None and value.reference and resources is not None:
        value = resources.value(value.reference)
    return (value.integer or 0) & 0xFFFFFFFF if value else 0


def _hidden(input_type: int) -> bool:
    """Tell whether the type is one of the password types."""
    kind, variation = input_type & _CLASS_MASK, input_type & _VARIATION_MASK
    return (kind == _TEXT and variation in _TEXT_PASSWORDS) or (kind == _NUMBER and variation == _NUMBER_PASSWORD)


def _called_password(tag: str, name: str) -> bool:
    """Tell whether a field to type in is called a password."""
    return "Edit" in tag and bool(_PASSWORD_NAME.search(name))


def _name(resources: Resources | None, res_id: int) -> str:
    """Return a resource's name, "" when it has none."""
    return (resources.name(res_id) or "") if resources is not None else ""


def _text(resources: Resources | None, res_id: int) -> str:
    """Return a resource's text, "" when it has none."""
    return (resources.text(res_id) or "") if resources is not None and res_id else ""
