"""Finds back ends by name, one module each, without importing the others."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from feedbackyes.domain.errors import UnknownBackend

if TYPE_CHECKING:  # workers import this, and need no settings
    from feedbackyes.settings import Settings


def available(path: Iterable[str]) -> list[str]:
    """Names of the back ends in a stage's package (its `__path__`), sorted; private modules are left out."""
    return sorted(module.name for module in pkgutil.iter_modules(path) if not module.name.startswith("_"))


def create(package: str, path: Iterable[str], name: str, **options: Any) -> Any:
    """Import the back end `name` of `package` and return `create(**options)` of it.

    Raises:
        UnknownBackend: there is no such module.
    """
    return _module(package, path, name).create(**options)


def configured(package: str, path: Iterable[str], name: str, settings: Settings) -> Any:
    """The same with the options that the settings give it: the back end's own `options(settings)`, if it has one.

    Raises:
        UnknownBackend: there is no such module.
        ExpectedError: a setting that it needs is missing or cannot be used.
    """
    module = _module(package, path, name)
    options = getattr(module, "options", None)
    return module.create(**(options(settings) if options is not None else {}))


def find(kind: str, path: Iterable[str], name: str) -> str:
    """The module of the back end `name`, imported by nobody yet. Raises `UnknownBackend`."""
    names = available(path)
    name = name.replace("-", "_")
    if name not in names:
        raise UnknownBackend(kind, name, names)
    return name


def _module(package: str, path: Iterable[str], name: str) -> Any:
    return import_module(f"{package}.{find(package.rsplit('.', 1)[-1], path, name)}")
