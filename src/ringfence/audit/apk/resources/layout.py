"""What a screen is made of: the nouns of a layout."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """One element of a layout.

    Attributes:
        tag: class (``EditText``, ``com.example.Field``), or ``include``, ``merge``, ``fragment``, ``ViewStub``.
        view_id: resource id, None when it has none; ``view_name`` its name (``password``).
        on_click: name of the activity's method that a tap calls, "" when none.
        input_type: android:inputType, 0 when not said; ``is_password`` what is typed is hidden or called a password.
        parent: index of the view above it in ``Layout.views``, -1 for the first.
        include: name (``layout/row``) of what ``include`` or ``ViewStub`` puts here; ``include_id`` its resource id.
        fragment: class of a fragment, "" when none.
        bound: data-binding expressions by attribute (``onClick`` -> ``@{() -> vm.send()}``), as far as the package keeps them.
    """

    tag: str
    view_id: int | None = None
    view_name: str = ""
    on_click: str = ""
    input_type: int = 0
    is_password: bool = False
    parent: int = -1
    include: str = ""
    include_id: int = 0
    fragment: str = ""
    bound: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout file. ``name``: as code calls it (``main``); ``file``: its member; ``views`` in document order."""

    name: str
    res_id: int
    views: tuple[View, ...]
    file: str = ""
