"""Small wrong changes of source: where, which, and which of them a seed picks."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.mutate import Mutant, mutants, sample  # noqa: E402 (from beside the package)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("x = a < b", ["x = a <= b"]),
        ("x = a not in b", ["x = a in b"]),
        ("x = a + b", ["x = a - b"]),
        ("x = a and b", ["x = a or b"]),
        ("x = not a", ["x = a"]),
        ("x = 0.5", ["x = 1.5"]),
        ("x = True", ["x = False"]),
        ("x = a if b else c", ["x = a if (not (b)) else c"]),
        ("del a[-1]", ["del a[-2]"]),
        ("call(a)", ["pass"]),
        ("a.b = c", ["pass"]),
        ("ü(); a < b", ["pass; a < b", "ü(); a <= b"]),
    ],
)
def test_one_thing_is_wrong_in_each(line: str, wrong: list[str]) -> None:
    source = line.encode()
    assert [one.applied(source).decode() for one in mutants("a.py", source)] == wrong


@pytest.mark.parametrize(
    "text",
    [
        'x = "a sentence" + y',
        'x = f"{a + 1}"',
        "x: Annotated[int, 3]",
        "@frozen(slots=True)\nclass A: ...",
        "class A(Struct, frozen=True): ...",
        "match a:\n    case 1: b",
        "from a import b",
    ],
)
def test_what_says_nothing_about_tests_is_left_alone(text: str) -> None:
    assert mutants("a.py", text.encode()) == []


def test_all_of_a_real_file_can_be_read_and_are_other_code() -> None:
    source = (ROOT / "src/feedbackyes/engine/session.py").read_bytes()
    known = ast.dump(ast.parse(source))
    found = mutants("session.py", source)
    assert len({one.key for one in found}) == len(found) > 100
    for one in found:
        assert ast.dump(ast.parse(one.applied(source))) != known, one.key


def some(name: str, count: int) -> list[Mutant]:
    return mutants(name, "".join(f"x{i} = {i}\n" for i in range(count)).encode())


def test_a_seed_decides_and_each_package_has_its_share() -> None:
    packages = {"large": some("large.py", 75), "small": some("small.py", 25)}
    drawn = sample(packages, 21, seed=1)
    assert len(drawn) == 21
    assert drawn == sample(packages, 21, seed=1)
    assert drawn != sample(packages, 21, seed=2)
    assert sum(one.path == "large.py" for one in drawn) == 16
    # Whoever stops after a part has looked at all packages alike.
    assert sum(one.path == "large.py" for one in drawn[:8]) == 6


def test_code_that_is_added_leaves_the_others_in_the_sample() -> None:
    before = sample({"one": some("one.py", 40)}, 10, seed=1)
    after = sample({"one": some("one.py", 44)}, 10, seed=1)
    assert len({one.key for one in before} & {one.key for one in after}) >= 6


def test_more_than_there_is_gives_all() -> None:
    assert len(sample({"one": some("one.py", 4)}, 500, seed=1)) == 4
