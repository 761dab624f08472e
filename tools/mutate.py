"""Small wrong changes of Python source (mutants): where they are possible, and a sample of them that a seed decides.

A change is text for text, so that the rest of the file stays as it was. Left alone: annotations, decorators, docstrings,
f-strings, patterns of `match`, and texts, for a sentence to people may be worded otherwise.
"""

from __future__ import annotations

import ast
import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

_COMPARED: Mapping[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
_NEGATED_BY_COMPARING = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)
_RECKONED: Mapping[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
}
_SHAPE = ("frozen", "kw_only", "slots")
"""Settings of a class that keep its users from mistakes, and that a right program does without."""
_FIRST_SET = ("__init__", "__post_init__", "__new__")


@dataclass(frozen=True, slots=True)
class Mutant:
    """The bytes `start` to `end` of the file at `path` become `to`."""

    path: str
    scope: str
    """Name of the class and function; empty in the module itself."""
    line: int
    last_line: int
    start: int
    end: int
    operator: str
    was: str
    to: str
    nth: int = 0
    """Among the same changes in one scope."""

    @property
    def key(self) -> str:
        """Tells one mutant from the others, also after code was added above it."""
        return f"{self.path} | {self.scope} | {self.operator} | {_flat(self.was)} -> {_flat(self.to)} | {self.nth}"

    def applied(self, source: bytes) -> bytes:
        return source[: self.start] + self.to.encode() + source[self.end :]


def mutants(path: str, source: bytes) -> list[Mutant]:
    """All that `source` allows, in the order of the file."""
    seen: Counter[str] = Counter()
    found = []
    for one in _Finder(path, source).walk(ast.parse(source), ""):
        found.append(replace(one, nth=seen[one.key]))
        seen[one.key] += 1
    return found


def sample(packages: Mapping[str, Sequence[Mutant]], count: int, seed: int) -> list[Mutant]:
    """`count` of them: each package by its share, and any first part of the list is as evenly spread."""
    placed: list[tuple[float, str, Mutant]] = []
    for name, share in _shares({name: len(found) for name, found in packages.items()}, count).items():
        drawn = sorted(packages[name], key=lambda one: _drawn(seed, one))[:share]
        placed += [((place + 0.5) / share, name, one) for place, one in enumerate(drawn)]
    return [one for _, _, one in sorted(placed, key=lambda row: row[:2])]


def _shares(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """By largest remainder, so that they add up."""
    total = sum(sizes.values())
    exact = {name: min(count, total) * size / total for name, size in sizes.items()}
    shares = {name: int(share) for name, share in exact.items()}
    for name in sorted(exact, key=lambda name: shares[name] - exact[name])[: min(count, total) - sum(shares.values())]:
        shares[name] += 1
    return shares


def _drawn(seed: int, one: Mutant) -> bytes:
    """By its own key: a change of the code elsewhere leaves most of the sample as it is."""
    return hashlib.sha256(f"{seed} {one.key}".encode()).digest()


def _flat(text: str) -> str:
    return " ".join(text.split())


class _Finder:
    def __init__(self, path: str, source: bytes) -> None:
        self._path, self._source = path, source
        self._lines = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]

    def walk(self, node: ast.AST, scope: str) -> Iterator[Mutant]:
        for operator, start, end, to in self._changes(node, scope):
            yield self._mutant(operator, start, end, to, scope)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            scope = f"{scope}.{node.name}".lstrip(".")
        for child in _inner(node):
            yield from self.walk(child, scope)

    def _mutant(self, operator: str, start: int, end: int, to: str, scope: str) -> Mutant:
        line, last = bisect_right(self._lines, start), bisect_right(self._lines, max(start, end - 1))
        return Mutant(self._path, scope, line, last, start, end, operator, self._text(start, end), to)

    def _changes(self, node: ast.AST, scope: str) -> Iterator[tuple[str, int, int, str]]:
        """What is done, from which byte to which, and what stands there then."""
        yield from self._other_signs(node)
        yield from self._other_values(node)
        for test in _conditions(node):
            start, end = self._span(test)
            yield "negate", start, end, f"(not ({self._text(start, end)}))"
        if isinstance(node, ast.stmt) and _can_be_left_out(node, scope.rpartition(".")[2]):
            yield "leave out", *self._span(node), "pass"

    def _other_signs(self, node: ast.AST) -> Iterator[tuple[str, int, int, str]]:
        match node:
            case ast.Compare():
                for (left, right), op in zip(pairwise([node.left, *node.comparators]), node.ops, strict=True):
                    yield from self._between("compare", left, right, *_COMPARED[type(op)])
            case ast.BinOp() if type(node.op) in _RECKONED and not (_is_text(node.left) or _is_text(node.right)):
                yield from self._between("reckon", node.left, node.right, *_RECKONED[type(node.op)])
            case ast.AugAssign() if type(node.op) in _RECKONED:
                yield from self._between("reckon", node.target, node.value, *_RECKONED[type(node.op)])
            case ast.BoolOp():
                words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
                for left, right in pairwise(node.values):
                    yield from self._between("connect", left, right, *words)
            case ast.UnaryOp(op=ast.Not()):
                start = self._start(node)
                yield "negate", start, start + len("not "), ""
            case ast.UnaryOp(op=ast.USub()) if not isinstance(node.operand, ast.Constant):
                start = self._start(node)
                yield "reckon", start, start + 1, ""

    def _other_values(self, node: ast.AST) -> Iterator[tuple[str, int, int, str]]:
        match node:
            case ast.Constant(value=bool() as value):
                yield "constant", *self._span(node), str(not value)
            case ast.Constant(value=int() | float() as value):
                yield "constant", *self._span(node), repr(value + 1)
            case ast.Return(value=ast.expr() as value) if not _is_none(value):
                yield "return", *self._span(value), "None"

    def _between(
        self, kind: str, left: ast.AST, right: ast.AST, was: str, to: str
    ) -> Iterator[tuple[str, int, int, str]]:
        first, last = self._span(left)[1], self._start(right)
        gap = self._source[first:last]
        if gap.count(was.encode()) == 1:
            start = first + gap.index(was.encode())
            yield kind, start, start + len(was), to

    def _start(self, node: ast.AST) -> int:
        return self._span(node)[0]

    def _span(self, node: ast.AST) -> tuple[int, int]:
        assert isinstance(node, ast.expr | ast.stmt)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._lines[node.lineno - 1] + node.col_offset, self._lines[node.end_lineno - 1] + node.end_col_offset

    def _text(self, start: int, end: int) -> str:
        return self._source[start:end].decode()


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    """What is looked at inside of it."""
    left_alone = {"annotation", "returns", "decorator_list", "pattern", "type_params"}
    if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
        return
    if isinstance(node, ast.keyword) and node.arg in _SHAPE:
        return
    for name, value in ast.iter_fields(node):
        if name in left_alone:
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST):
                yield one


def _conditions(node: ast.AST) -> list[ast.expr]:
    """Those whose opposite none of the other changes makes."""
    match node:
        case ast.If() | ast.While() | ast.IfExp():
            tests = [node.test]
        case ast.comprehension():
            tests = node.ifs
        case _:
            tests = []
    return [test for test in tests if not _opposite_is_made(test)]


def _opposite_is_made(test: ast.expr) -> bool:
    match test:
        case ast.UnaryOp(op=ast.Not()) | ast.Constant():
            return True
        case ast.Compare(ops=[op]):
            return isinstance(op, _NEGATED_BY_COMPARING)
        case _:
            return False


def _can_be_left_out(node: ast.stmt, function: str) -> bool:
    match node:
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.Raise() | ast.Continue() | ast.Break() | ast.AugAssign():
            return True
        case ast.Assign():
            # Without its first value an attribute is not there at all, which anything notices.
            return function not in _FIRST_SET and all(
                isinstance(one, ast.Attribute | ast.Subscript) for one in node.targets
            )
        case _:
            return False


def _is_text(node: ast.expr) -> bool:
    """Texts can be joined only; any other sign fails at once, which says nothing about the tests."""
    match node:
        case ast.JoinedStr() | ast.Constant(value=str() | bytes()):
            return True
        case ast.BinOp(op=ast.Add()):
            return _is_text(node.left) or _is_text(node.right)
        case _:
            return False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
