"""Pages loaded when they are first asked for: the first screen of the door waits for none of the rooms behind it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.urls import URLPattern, URLResolver


class LazyPage:
    """Stands for the function ``name`` of ``module`` until it is called or asked what it was made with."""

    def __init__(self, module: str, name: str) -> None:
        self.__module__, self.__name__, self.__qualname__ = module, name, name
        self._page: Callable[..., HttpResponseBase] | None = None

    def page(self) -> Callable[..., HttpResponseBase]:
        """Return the page itself.

        Raises:
            ImportError, AttributeError: there is none; a test walks all addresses.
        """
        if self._page is None:
            self._page = getattr(import_module(self.__module__), self.__name__)
        return self._page

    def __call__(self, request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- the address's own parts
        """Answer as the page does."""
        return self.page()(request, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- an act, roles, whether it works locked, marks of Django's
        if name in {"view_class", "view_initkwargs"}:  # Django asks every address whether it is a class; none is
            raise AttributeError(name)
        return getattr(self.page(), name)


class Pages:
    """Stands for the module ``ringfence.web.pages.<noun>``: its names are pages not loaded yet."""

    def __init__(self, noun: str) -> None:
        self._module = f"ringfence.web.pages.{noun}"

    def __getattr__(self, name: str) -> LazyPage:
        if name.startswith("_"):
            raise AttributeError(name)
        return LazyPage(self._module, name)


def load(addresses: Iterable[URLPattern | URLResolver]) -> None:
    """Load what stands behind ``addresses``, so that nobody waits for it later."""
    for one in addresses:
        page = getattr(one, "callback", None)
        if isinstance(page, LazyPage):
            page.page()
