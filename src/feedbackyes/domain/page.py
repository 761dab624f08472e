"""One page of a list that can grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`next_cursor` asks for what follows; None when this is the end."""

    items: tuple[T, ...]
    next_cursor: str | None = None
