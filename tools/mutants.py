"""Puts small mistakes into the pure parts, one at a time, and counts those that the tests notice.

python tools/mutants.py --out /tmp/mutants                    500 mutants of seed 1; called again it goes on where it was
python tools/mutants.py --out /tmp/mutants --again            those that survived, once more: after tests were written
python tools/mutants.py --out /tmp/mutants --minutes 20 -n 4  as many as fit into the time, four at once

The tests of a package are those of the folder of its name: that a page or a server fails somewhere does not count.
Works in copies in a temporary folder; the working tree is only read. First each test file runs once with its lines
followed; a mutant then meets the tests that reach its lines, quickest first, up to a first failure. What takes far longer
than it did counts as noticed. `report.md` in the folder shows the survivors; a line of `tools/equivalent_mutants.txt` is
for one that no test can notice, with the reason.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import hashlib
import importlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.mutate import Mutant, mutants, sample  # noqa: E402 (from beside the package)

EQUIVALENT = ROOT / "tools/equivalent_mutants.txt"
PACKAGES = {
    "protocol": "src/feedbackyes/protocol",
    "audio": "src/feedbackyes/audio",
    "domain": "src/feedbackyes/domain",
    "behaviours": "src/feedbackyes/behaviours",
    "engine/session.py": "src/feedbackyes/engine/session.py",
    "analysis": "src/feedbackyes/analysis",
}
PRELOADED = (
    "alembic.command",
    "fastapi.testclient",
    "httpx",
    "hypothesis",
    "msgspec",
    "numpy",
    "pydantic",
    "sqlalchemy.ext.asyncio",
    "structlog",
    "yaml",
)
"""Loaded before the fork: a test process starts in a tenth of the time. Nothing of ours, which may be mutated."""
LONGEST_FILE_S = 600.0
TEST_SECONDS = 12.0
"""Of tests, by the processor time that they took unmutated and followed, that one mutant meets at most."""
START_SECONDS = 15.0
MEMORY_BYTES = 12 << 30
PYTEST = (
    *("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=1", "-m", "not e2e and not slow"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # what the fork brings along
)


Tracer = Callable[[FrameType, str, Any], Any]


@dataclass(slots=True)
class Reach:
    """A test that passed: how long it took, and which lines of which files it ran."""

    name: str
    seconds: float
    lines: Mapping[str, frozenset[int]]

    @property
    def file(self) -> str:
        return self.name.partition("::")[0]


@dataclass(slots=True)
class Job:
    """A process with its own copy of the tree; `done` gets whether it failed, and whether it was too slow."""

    arguments: Sequence[str]
    limit_s: float
    """Of processor time, so that a busy machine makes nothing too slow; what waits for ever gets six times that."""
    done: Callable[[bool, bool], None]
    mutant: Mutant | None = None
    plugin: Callable[[Path], object] | None = None
    started: float = field(default_factory=time.monotonic)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, required=True, help="folder of the results")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=500)
    options.add_argument("--minutes", type=float, default=float("inf"))
    options.add_argument("--only", nargs="+", choices=PACKAGES, default=list(PACKAGES), help="their part of the sample")
    options.add_argument("--again", action="store_true", help="run the survivors once more")
    options.add_argument("-n", type=int, default=2, help="processes at once")
    asked = options.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    for name in PRELOADED:
        importlib.import_module(name)
    chosen = sample({name: _of_package(where) for name, where in PACKAGES.items()}, asked.count, asked.seed)
    asked_for = [one for one in chosen if _package(one) in asked.only]
    files = list(_test_files(asked.out, asked.only))
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        pool = Pool([_copied_tree(Path(folder) / str(i)) for i in range(asked.n)])
        pool.run(_followed(files), float("inf"))
        results = _read(asked.out / "results.jsonl")
        waiting = [
            one for one in asked_for if one.key not in results or (asked.again and results[one.key] == "survived")
        ]
        pool.run(_met(waiting, _reaches(files), asked.out), time.monotonic() + asked.minutes * 60)
    print(_report(chosen, asked.out))
    return 0


def _of_package(where: str) -> list[Mutant]:
    place = ROOT / where
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    return [one for file in files for one in mutants(file.relative_to(ROOT).as_posix(), file.read_bytes())]


def _package(one: Mutant) -> str:
    return next(name for name, where in PACKAGES.items() if one.path == where or one.path.startswith(f"{where}/"))


def _copied_tree(to: Path) -> Path:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for name in listed.split("\0"):
        if name and not name.startswith("web/") and (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    return to


class Pool:
    """Runs jobs, each in a forked process group that can be ended as a whole."""

    def __init__(self, trees: Sequence[Path]) -> None:
        self._free = list(trees)
        self._running: dict[int, tuple[Job, Path]] = {}
        self._starts = 1

    def run(self, jobs: Iterator[Job], until: float) -> None:
        while True:
            while self._free and time.monotonic() < until and (job := next(jobs, None)) is not None:
                self._start(job, self._free.pop())
            if not self._running:
                return
            self._look()
            time.sleep(0.01)

    def _start(self, job: Job, tree: Path) -> None:
        if job.mutant is not None:
            place = tree / job.mutant.path
            place.write_bytes(job.mutant.applied(place.read_bytes()))
            # Python takes compiled code for that of a file when the second of its change and its size agree.
            os.utime(place, (self._starts, self._starts))
        self._starts += 1
        job.started = time.monotonic()
        child = os.fork()
        if child == 0:
            _be_pytest(job, tree)
        self._running[child] = job, tree

    def _look(self) -> None:
        for child, (job, tree) in list(self._running.items()):
            ended, status = os.waitpid(child, os.WNOHANG)
            slow = not ended and time.monotonic() - job.started > 6 * job.limit_s
            if not (ended or slow):
                continue
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            if slow:
                os.waitpid(child, 0)
            if job.mutant is not None:
                shutil.copy2(ROOT / job.mutant.path, tree / job.mutant.path)
            del self._running[child]
            self._free.append(tree)
            job.done(status != 0, slow or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU))


def _be_pytest(job: Job, tree: Path) -> None:
    """In the child: never returns."""
    status = 1
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (int(job.limit_s), int(job.limit_s) + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        told = os.open(tree.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(told, 1)
        os.dup2(told, 2)
        os.chdir(tree)
        ours = {str(place) for place in (ROOT, ROOT / "src", ROOT / "tools")}
        sys.path[:] = [str(tree / "src"), str(tree), *(one for one in sys.path if one not in ours)]
        os.environ["PYTHONPATH"] = f"{tree / 'src'}{os.pathsep}{tree}"
        for name in [name for name in sys.modules if name.partition(".")[0] == "tools"]:
            del sys.modules[name]
        plugins = [job.plugin(tree)] if job.plugin else []
        arguments = [*PYTEST, "--rootdir", str(tree), "--basetemp", str(tree.with_suffix(".tmp")), *job.arguments]
        status = int(pytest.main(arguments, plugins=plugins))
    except BaseException:  # noqa: BLE001 (the child must not go on as its parent would)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


class Follower:
    """A pytest plugin: which lines of the mutated parts each test ran, and how long it took."""

    def __init__(self, tree: Path, out: Path) -> None:
        self._out, self._tests = out, list[dict[str, object]]()
        self._names = {
            str(file): file.relative_to(tree).as_posix()
            for where in PACKAGES.values()
            for file in ([tree / where] if where.endswith(".py") else (tree / where).rglob("*.py"))
        }
        self._lines: defaultdict[str, set[int]] = defaultdict(set)
        self._passed = True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._lines.clear()
        self._passed, started = True, time.process_time()
        threading.settrace(self._entered)
        sys.settrace(self._entered)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            if self._passed:
                lines = {self._names[name]: sorted(found) for name, found in list(self._lines.items())}
                self._tests.append({"name": item.nodeid, "seconds": time.process_time() - started, "lines": lines})

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._passed &= report.passed

    def pytest_sessionfinish(self) -> None:
        self._out.write_text(json.dumps(self._tests))

    def _entered(self, frame: FrameType, _event: str, _: object) -> Tracer | None:
        if frame.f_code.co_filename not in self._names or frame.f_code.co_name == "<module>":
            return None
        self._lines[frame.f_code.co_filename].add(frame.f_lineno)
        return self._line

    def _line(self, frame: FrameType, event: str, _: object) -> Tracer:
        if event == "line":
            self._lines[frame.f_code.co_filename].add(frame.f_lineno)
        return self._line


def _followed(files: Sequence[tuple[str, Path]]) -> Iterator[Job]:
    """A run of each test file whose lines are not known as it and the code are today."""
    for file, known in files:
        if known.exists():
            continue
        known.parent.mkdir(exist_ok=True)
        print(f"following {file}", flush=True)

        def done(_: bool, slow: bool, file: str = file, known: Path = known) -> None:
            if not slow and not known.exists():
                raise SystemExit(f"{file} does not run, without any mistake put in. Try: pytest {file}")
            if slow:
                print(f"{file}: too slow, left out", flush=True)
                known.write_text("[]")

        yield Job(
            [file, "--maxfail=1000", "-o", "timeout=0"],
            LONGEST_FILE_S,
            done,
            plugin=lambda tree, known=known: Follower(tree, known),  # type: ignore[misc]
        )


def _test_files(out: Path, packages: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Each test file, and where its lines are kept: by content, for changed code has other lines."""
    code = hashlib.sha256()
    for one in sorted({file for where in PACKAGES.values() for file in [ROOT / where, *(ROOT / where).rglob("*.py")]}):
        if one.is_file():
            code.update(one.read_bytes())
    for folder in sorted({Path(PACKAGES[name]).parts[2] for name in packages}):
        for file in sorted((ROOT / "tests" / folder).rglob("test_*.py")):
            content = hashlib.sha256(code.digest() + file.read_bytes()).hexdigest()[:16]
            name = file.relative_to(ROOT).as_posix()
            yield name, out / "lines" / f"{name.replace('/', '.')}.{content}.json"


def _reaches(files: Sequence[tuple[str, Path]]) -> list[Reach]:
    return [
        Reach(one["name"], one["seconds"], {file: frozenset(lines) for file, lines in one["lines"].items()})
        for _, known in files
        for one in json.loads(known.read_text())
    ]


def _met(waiting: Sequence[Mutant], reaches: Sequence[Reach], out: Path) -> Iterator[Job]:
    log = out / "results.jsonl"
    for place, one in enumerate(waiting, 1):
        tests = _tests_of(one, reaches)
        expected = sum(test.seconds for test in tests)

        def done(failed: bool, slow: bool, one: Mutant = one, place: int = place, count: int = len(tests)) -> None:
            result = "survived" if not (failed or slow) else "too slow" if slow else "failed"
            with log.open("a") as file:
                file.write(json.dumps({"key": one.key, "result": result, "tests": count}) + "\n")
            print(f"{place}/{len(waiting)} {result:9} {one.path}:{one.line} {one.operator}", flush=True)

        if tests:
            yield Job([test.name for test in tests], START_SECONDS + 4 * expected, done, one)
        else:
            done(False, False)


def _tests_of(one: Mutant, reaches: Sequence[Reach]) -> list[Reach]:
    """Those that run the lines: of the module's own test file first, then by time."""
    own = re.compile(rf"\btest_{re.escape(Path(one.path).stem.strip('_'))}\.py$")
    places = _places(one)
    mirrored = re.compile(rf"tests/{re.escape(Path(one.path).parts[2])}/")
    reaching = [
        test for test in reaches if any(lines & test.lines.get(path, frozenset()) for path, lines in places.items())
    ]
    # A table that is made on import, or a class that only says which fields there are: no line of a test runs it.
    if not reaching or not _in_function(one, (ROOT / one.path).read_text()):
        reaching += [test for test in reaches if test not in reaching and own.search(test.file)]
    reaching = reaching or [test for test in reaches if mirrored.match(test.file)]
    chosen, seconds = list[Reach](), 0.0
    for test in sorted(reaching, key=lambda test: (not own.search(test.file), test.seconds)):
        if seconds + test.seconds <= TEST_SECONDS or not chosen:
            chosen.append(test)
            seconds += test.seconds
    return chosen


def _places(one: Mutant) -> dict[str, frozenset[int]]:
    """The lines that a mutant is in; for what runs on import the lines that name it, in all files."""
    source = (ROOT / one.path).read_text()
    statement = _statement(ast.parse(source), one)
    if _in_function(one, source):
        return {one.path: frozenset(range(statement.lineno, _last(statement) + 1))}
    names = set(one.scope.split(".")) if one.scope else set[str]()
    targets = [statement.target] if isinstance(statement, ast.AnnAssign) else getattr(statement, "targets", [])
    names |= {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    word = re.compile(rf"\b({'|'.join(map(re.escape, sorted(names)))})\b") if names else re.compile(r"(?!)")
    found = {}
    for where in PACKAGES.values():
        for file in sorted((ROOT / where).rglob("*.py")) or [ROOT / where]:
            lines = {number for number, line in enumerate(file.read_text().splitlines(), 1) if word.search(line)}
            if lines:
                found[file.relative_to(ROOT).as_posix()] = frozenset(lines)
    # Also what the file itself does with it under another name.
    return found | {one.path: frozenset(range(1, source.count("\n") + 2))}


def _in_function(one: Mutant, source: str) -> bool:
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.body[0].lineno <= one.line <= _last(node)
        for node in ast.walk(ast.parse(source))
    )


def _statement(tree: ast.Module, one: Mutant) -> ast.stmt | ast.expr:
    """The smallest statement, or part of one with a body, around it."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= one.line and _last(node) >= one.last_line
    ]
    found = min(around, key=lambda node: _last(node) - node.lineno)
    if not hasattr(found, "body"):
        return found
    heads = [
        node
        for node in ast.walk(found)
        if isinstance(node, ast.expr) and node.lineno <= one.line and _last(node) >= one.last_line
    ]
    return max(heads, key=lambda node: _last(node) - node.lineno, default=found)


def _last(node: ast.AST) -> int:
    return int(getattr(node, "end_lineno", 0))


def _read(log: Path) -> dict[str, str]:
    rows = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    return {row["key"]: row["result"] for row in rows}


def _report(chosen: Sequence[Mutant], out: Path) -> str:
    """The table; and `report.md`, with what survived."""
    results = _read(out / "results.jsonl")
    judged = _judged()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    pages = []
    for one in chosen:
        package = _package(one)
        result = results.get(one.key)
        if result is None:
            continue
        if result == "survived":
            result = "equivalent" if one.key in judged else "survived"
            pages.append(f"## {result}: `{one.key}`\n\n{judged.get(one.key, '')}\n\n```diff\n{_diff(one)}```\n")
        for name in (package, "all"):
            counts[name].update([result, "run"])
    table = ["| package | run | failed | too slow | survived | equivalent | noticed |", "|---|---|---|---|---|---|---|"]
    for name in (*PACKAGES, "all"):
        count = counts[name]
        noticed, possible = count["failed"] + count["too slow"], count["run"] - count["equivalent"]
        rate = f"{100 * noticed / possible:.0f} %" if possible else ""
        table.append(
            f"| {name} | {count['run']} | {count['failed']} | {count['too slow']} | {count['survived']} "
            f"| {count['equivalent']} | {rate} |"
        )
    (out / "report.md").write_text("\n".join([*table, "", *pages]))
    return "\n".join(table)


def _judged() -> dict[str, str]:
    rows = EQUIVALENT.read_text().splitlines() if EQUIVALENT.exists() else []
    return dict(row.split(" # ", 1) for row in rows if " # " in row)


def _diff(one: Mutant) -> str:
    before = (ROOT / one.path).read_bytes()
    was, now = (text.decode().splitlines(keepends=True) for text in (before, one.applied(before)))
    return "".join(difflib.unified_diff(was, now, one.path, "mutant", n=2))


if __name__ == "__main__":
    sys.exit(main())
