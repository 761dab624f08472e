"""Pages of the documentation that are written from the code: HTTP API, Realtime events, command line, metrics, errors.

Each function gives a page as Markdown. Settings have a page in `docs/` (`settings_page.py`).
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
import typer

from feedbackyes.api import application, errors
from feedbackyes.cli import app as command_line
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.protocol import client, server
from feedbackyes.settings import Settings
from feedbackyes.telemetry import metrics

SOURCE = Path(inspect.getfile(application)).resolve().parents[1]
Rows = list[list[str]]


def pages() -> dict[str, str]:
    """All of them, by the name of their file."""
    return {
        "http-api.md": http_api(),
        "realtime-events.md": realtime_events(),
        "command-line.md": commands(),
        "metrics.md": figures(),
        "errors.md": error_codes(),
    }


def table(head: list[str], rows: Rows) -> str:
    """As Markdown; empty without rows."""
    if not rows:
        return ""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in lines
    )


# ---- HTTP


def http_api() -> str:
    """From the OpenAPI description."""
    described = application.build(Settings()).openapi()
    groups: dict[str, list[str]] = {}
    for path, methods in sorted(described["paths"].items()):
        for method, operation in methods.items():
            group = (operation.get("tags") or ["other"])[0]
            groups.setdefault(group, []).append(_operation(method, path, operation, described))
    head = [
        "# HTTP API",
        "Written from the code, as is `GET /openapi.json` of a running server, which has every detail; `GET /docs` lets one "
        "try it. WebSockets are on the page of [Realtime events](realtime-events.md), errors on [theirs](errors.md).",
    ]
    body = [part for name in sorted(groups) for part in (f"## {name.replace('-', ' ').capitalize()}", *groups[name])]
    return "\n\n".join([*head, *body]) + "\n"


def _operation(method: str, path: str, operation: dict[str, Any], described: dict[str, Any]) -> str:
    parts = [f"### `{method.upper()} {path}`", _text(operation.get("description") or operation.get("summary", ""))]
    parameters = [
        [f"`{one['name']}`", one["in"], _kind(one.get("schema", {})), _text(one.get("description", ""))]
        for one in operation.get("parameters", ())
    ]
    parts.append(table(["parameter", "in", "type", "meaning"], parameters))
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f"Body (`{media}`): {_kind(content.get('schema', {}))}")
        parts.append(_fields(content.get("schema", {}), described))
    answers = [
        [f"`{status}`", _text(answer.get("description", "")), ", ".join(_answers(answer))]
        for status, answer in operation["responses"].items()
        if status != "422"
    ]
    parts.append(table(["status", "meaning", "body"], answers))
    return "\n\n".join(part for part in parts if part)


def _answers(answer: dict[str, Any]) -> Iterator[str]:
    for media, content in answer.get("content", {}).items():
        yield _kind(content["schema"]) if content.get("schema") else f"`{media}`"


def _fields(schema: dict[str, Any], described: dict[str, Any]) -> str:
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    found = described.get("components", {}).get("schemas", {}).get(name, {})
    wanted = set(found.get("required", ()))
    rows = [
        [f"`{field}`", _kind(one), "yes" if field in wanted else "", _text(one.get("description", ""))]
        for field, one in found.get("properties", {}).items()
    ]
    return table(["field", "type", "required", "meaning"], rows)


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return f"`{schema['$ref'].rsplit('/', 1)[-1]}`"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    for many in ("anyOf", "oneOf", "allOf"):
        if many in schema:
            return " or ".join(dict.fromkeys(_kind(one) for one in schema[many]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("type", "any"))


def _text(text: str) -> str:
    """One paragraph of a docstring, as Markdown: reStructuredText's double quotes are single ones there."""
    return re.sub(r"\s+", " ", text.replace("``", "`")).replace("<", "&lt;").strip()


# ---- Realtime


def realtime_events() -> str:
    """From the types by which events are read and written."""
    parts = [
        "# Realtime events",
        "What goes over `WS /v1/realtime`, `WS /ws/realtime/{session_id}` and the data channel of a WebRTC call, by the names of "
        "the OpenAI Realtime protocol (GA). [The voice gateway](gateway.md) says what a relay adds. Fields with a default "
        "may be left out.",
        "## Of clients",
        *_events(client.ClientEvent),
        "## Of servers",
        *_events(server.ServerEvent),
    ]
    return "\n\n".join(parts) + "\n"


def _events(union: Any) -> Iterator[str]:
    kinds = sorted(union.__args__, key=lambda kind: str(kind.__struct_config__.tag))
    for kind in kinds:
        yield f"### `{kind.__struct_config__.tag}`"
        if (doc := inspect.getdoc(kind)) and not doc.startswith(kind.__name__):
            yield _text(doc)
        rows = [
            [f"`{field.encode_name}`", f"`{_type(field.type)}`", _default(field)]
            for field in msgspec.structs.fields(kind)
        ]
        yield table(["field", "type", "default"], rows)


def _type(kind: Any) -> str:
    name = kind.__name__ if isinstance(kind, type) and not getattr(kind, "__args__", None) else str(kind)
    return re.sub(r"\b(?:feedbackyes|typing|msgspec|collections)\.(?:\w+\.)*", "", name).replace("NoneType", "null")


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default_factory is not msgspec.NODEFAULT:
        return "empty"
    if field.default is msgspec.NODEFAULT:
        return ""
    return "absent" if field.default is msgspec.UNSET or field.default is None else f"`{field.default}`"


# ---- command line


def commands() -> str:
    """From the commands themselves."""
    root = typer.main.get_command(command_line)
    parts = ["# Command line", "`feedbackyes COMMAND --help` says the same.", *_command(root, "feedbackyes", None)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _command(command: Any, name: str, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent)
    yield f"## `{context.command_path}`"
    yield _text(command.help or "")
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{context.command_path} {usage}\n```"
    rows: Rows = []
    for one in command.get_params(context):
        told = one.get_help_record(context)
        if told is not None and one.name != "help":
            rows.append([f"`{told[0]}`", _text(told[1])])
    yield table(["option", "meaning"], rows)
    for inner, each in sorted(getattr(command, "commands", {}).items()):
        yield from _command(each, inner, context)


# ---- metrics


def figures() -> str:
    """From the registry that `GET /metrics` shows."""
    rows = [
        [f"`{name}`", kind, ", ".join(f"`{label}`" for label in labels), what]
        for name, kind, labels, what in metrics.described()
    ]
    return "\n\n".join(
        [
            "# Metrics",
            "What `GET /metrics` shows, for Prometheus; [operation](operation.md) says who may read it and what to watch. "
            "Beside these there are the usual ones of a process (`process_…`, `python_…`).",
            table(["name", "type", "labels", "meaning"], rows) + "\n",
        ]
    )


# ---- errors


def error_codes() -> str:
    """From every place of the code that raises an error for somebody to read."""
    found: dict[str, tuple[int, set[str]]] = {}
    kinds = {kind.__name__: kind for kind in _tree(ExpectedError)}
    for file in sorted(SOURCE.rglob("*.py")):
        for code, kind, message in _raised(ast.parse(file.read_text()), kinds):
            status = errors.status_of(kind.__new__(kind))
            found.setdefault(code, (status, set()))[1].add(message)
    rows = [
        [f"`{code}`", str(status), " / ".join(sorted(messages, key=len)[:2]).replace("….", "…")]
        for code, (status, messages) in sorted(found.items())
    ]
    return "\n\n".join(
        [
            "# Errors",
            'Every refusal is `{"error": {"code", "message", "type", "param"?}}`: a code for programs, and a sentence for people '
            "that says what was wrong and what to do. `…` stands for what differs from case to case. A voice socket says the "
            "same before it is opened, and as an `error` event afterwards.",
            table(["code", "status", "for example"], rows) + "\n",
        ]
    )


def _tree(kind: type[ExpectedError]) -> Iterator[type[ExpectedError]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from _tree(inner)


def _raised(tree: ast.AST, kinds: dict[str, type[ExpectedError]]) -> Iterator[tuple[str, type[ExpectedError], str]]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds):
            continue
        kind = kinds[node.func.id]
        given = next((one.value for one in node.keywords if one.arg == "code"), None)
        code = given.value if isinstance(given, ast.Constant) else kind.code
        message = _sentence(node.args[0]) if node.args else ""
        if message and (given is None or isinstance(given, ast.Constant)):
            yield str(code), kind, message


def _sentence(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in node.values)
    return ""
