"""Renders the part of Go's templates, as Helm has them, that our chart uses: no more is understood, and all else raises.

What it renders was compared once with what Go's own text/template makes of the same files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

_ACTION = re.compile(r"\{\{(-\s)?\s*(.*?)\s*(\s-)?\}\}", re.DOTALL)
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\(|\)|\||[^\s()|]+')
Node = tuple[str, Any, Any]


def render(chart: Path, values: dict[str, Any], release: str = "test") -> list[dict[str, Any]]:
    """All objects of a chart.

    Args:
        values: over those of the chart's own `values.yaml`.
    """
    about = yaml.safe_load((chart / "Chart.yaml").read_text())
    own = yaml.safe_load((chart / "values.yaml").read_text())
    scope = {
        "Values": _over(own, values),
        "Chart": {name[0].upper() + name[1:]: value for name, value in about.items()},
        "Release": {"Name": release, "Namespace": "practice", "Service": "Helm"},
    }
    templates = _Templates()
    files = sorted((chart / "templates").glob("*"))
    bodies = [templates.parse(file.read_text()) for file in files]
    rendered = [templates.run(body, scope, scope, {}) for body in bodies]
    pairs = zip(files, rendered, strict=True)
    return [one for file, text in pairs if file.suffix == ".yaml" for one in yaml.safe_load_all(text) if one]


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        old = merged.get(name)
        merged[name] = _over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


class _Templates:
    def __init__(self) -> None:
        self._defined: dict[str, list[Node]] = {}
        self._functions: dict[str, Callable[..., Any]] = {
            "quote": lambda value: '"' + str(_shown(value)).replace("\\", "\\\\").replace('"', '\\"') + '"',
            "default": lambda other, value: value or other,
            "not": lambda value: not value,
            "printf": lambda form, *values: form % tuple(_shown(value) for value in values),
            "trunc": lambda count, text: text[:count],
            "trimSuffix": lambda end, text: text.removesuffix(end),
            "nindent": lambda count, text: "\n" + "\n".join(" " * count + line for line in text.split("\n")),
            "toYaml": lambda value: yaml.safe_dump(value, sort_keys=True).rstrip("\n"),
        }

    # ---- reading

    def parse(self, text: str) -> list[Node]:
        nodes, rest = self._block(_tokens(text))
        if next(rest, None) is not None:
            raise ValueError("an end too many")
        return nodes

    def _block(self, tokens: Iterator[tuple[str, str]], ends: tuple[str, ...] = ()) -> tuple[list[Node], Iterator[Any]]:
        nodes: list[Node] = []
        for kind, text in tokens:
            word, _, rest = text.partition(" ")
            if kind == "text":
                nodes.append(("text", text, None))
            elif word in ("end", "else"):
                if word not in ends:
                    raise ValueError(f"an {word} too many")
                nodes.append((word, None, None))
                return nodes, tokens
            elif word in ("if", "with", "range"):
                nodes.append((word, rest, self._branches(tokens)))
            elif word == "define":
                body, _ = self._block(tokens, ("end",))
                self._defined[rest.strip('"')] = body[:-1]
            else:
                nodes.append(("say", text, None))
        if ends:
            raise ValueError("an end is missing")
        return nodes, tokens

    def _branches(self, tokens: Iterator[tuple[str, str]]) -> tuple[list[Node], list[Node]]:
        body, _ = self._block(tokens, ("end", "else"))
        if body[-1][0] == "end":
            return body[:-1], []
        other, _ = self._block(tokens, ("end",))
        return body[:-1], other[:-1]

    # ---- running

    def run(self, nodes: list[Node], dot: Any, root: Any, names: dict[str, Any]) -> str:
        return "".join(self._node(node, dot, root, names) for node in nodes)

    def _node(self, node: Node, dot: Any, root: Any, names: dict[str, Any]) -> str:
        kind, what, branches = node
        if kind == "text":
            return str(what)
        if kind == "say":
            return str(_shown(self._value(what, dot, root, names)))
        if kind == "range":
            return self._range(what, branches, dot, root, names)
        value = self._value(what, dot, root, names)
        body, other = branches
        if not value:
            return self.run(other, dot, root, names)
        return self.run(body, value if kind == "with" else dot, root, names)

    def _range(self, what: str, branches: Any, dot: Any, root: Any, names: dict[str, Any]) -> str:
        wanted, _, expression = what.rpartition(":=")
        value = self._value(expression.strip(), dot, root, names)
        pairs = sorted(value.items()) if isinstance(value, dict) else list(enumerate(value))
        keys = [name.strip() for name in wanted.split(",")] if wanted else []
        named = ((pair[1], {**names, **dict(zip(keys, pair, strict=False))}) for pair in pairs)
        return "".join(self.run(branches[0], one, root, inner) for one, inner in named)

    def _value(self, expression: str, dot: Any, root: Any, names: dict[str, Any]) -> Any:
        words = _WORD.findall(expression)
        value, rest = self._pipeline(words, dot, root, names)
        if rest:
            raise ValueError(f"{expression!r} is not understood")
        return value

    def _pipeline(self, words: list[str], dot: Any, root: Any, names: dict[str, Any]) -> tuple[Any, list[str]]:
        piped: list[Any] = []
        while True:
            values: list[Any] = []
            while words and words[0] not in ("|", ")"):
                word, *words = words
                if word == "(":
                    inner, words = self._pipeline(words, dot, root, names)
                    values.append(inner)
                    words = words[1:]
                else:
                    values.append(self._word(word, dot, root, names))
            head, *arguments = [*values, *piped]
            piped = [self._call(head, arguments, root, names) if callable(head) or arguments else head]
            if not words or words[0] == ")":
                return piped[0], words
            words = words[1:]

    def _call(self, head: Any, arguments: list[Any], root: Any, names: dict[str, Any]) -> Any:
        if head == "include":
            return self.run(self._defined[arguments[0]], arguments[1], root, names)
        if not callable(head):
            raise TypeError(f"{head!r} is no function")
        return head(*arguments)

    def _word(self, word: str, dot: Any, root: Any, names: dict[str, Any]) -> Any:
        if word.startswith('"'):
            return word[1:-1].replace('\\"', '"')
        if word.lstrip("-").isdigit():
            return int(word)
        if word in names:
            return names[word]
        if word == "include":
            return word
        if word in self._functions:
            return self._functions[word]
        if not word.startswith((".", "$.")):
            raise ValueError(f"{word!r} is not known")
        value = root if word.startswith("$") else dot
        for part in word.removeprefix("$").split("."):
            if part:
                value = value.get(part) if isinstance(value, dict) else getattr(value, part)
        return value


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, trim = 0, False
    for match in _ACTION.finditer(text):
        before = text[position : match.start()]
        before = before.lstrip() if trim else before
        yield "text", before.rstrip() if match[1] else before
        yield "action", match[2]
        position, trim = match.end(), bool(match[3])
    yield "text", text[position:].lstrip() if trim else text[position:]
