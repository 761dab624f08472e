"""What `deploy/` says fits the code: settings, routes, figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from feedbackyes.settings import Settings, is_secret, variable
from feedbackyes.telemetry import metrics
from tests.deploy.go_template import render

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
CHART = DEPLOY / "helm/feedbackyes"
SETTINGS = {variable(name) for name in Settings.model_fields}
IN_FILES = {f"{variable(name)}_FILE" for name in Settings.model_fields if is_secret(name)}
_METRIC = re.compile(r"\b(feedbackyes_[a-z_]+|process_[a-z_]+)\b")
_BY = re.compile(r"\bby \(([^)<]*)\)")
_EVERYTHING = {
    "autoscaling": {"enabled": True},
    "serviceMonitor": {"enabled": True},
    "imagePullSecrets": [{"name": "registry"}],
    "podAnnotations": {"a": "b"},
    "nodeSelector": {"disk": "fast"},
    "tolerations": [{"key": "voice", "operator": "Exists"}],
    "storage": {"className": "fast"},
    "image": {"tag": "1.2"},
}


def queries() -> Iterator[tuple[str, str]]:
    dashboard = json.loads((DEPLOY / "grafana/feedbackyes.json").read_text())
    for panel in dashboard["panels"]:
        for target in panel.get("targets", ()):
            yield panel["title"], target["expr"]
    for rule in yaml.safe_load((DEPLOY / "prometheus/alerts.yaml").read_text())["groups"][0]["rules"]:
        yield rule["alert"], rule["expr"]
    for rule in yaml.safe_load((DEPLOY / "prometheus/adapter.yaml").read_text())["rules"]["custom"]:
        yield "adapter", rule["metricsQuery"]


def test_every_figure_of_dashboard_and_alerts_exists() -> None:
    known = metrics.names()
    asked = {(where, name) for where, query in queries() for name in _METRIC.findall(query)}
    assert {name for _, name in asked if name.startswith("feedbackyes_")} > {"feedbackyes_live_sessions"}
    assert not {one for one in asked if one[1] not in known}


def test_figures_are_grouped_by_labels_that_they_have() -> None:
    labels = {name: set(own) for name, _, own, _ in metrics.described()}
    for where, query in queries():
        of_query = {label for name in labels for label in labels[name] if name in query}
        grouped = {label.strip() for names in _BY.findall(query) for label in names.split(",")}
        assert grouped <= of_query | {"le", "instance", ""}, where


def test_every_figure_of_ours_is_shown_somewhere() -> None:
    asked = " ".join(query for _, query in queries())
    assert not {name for name, *_ in metrics.described() if name not in asked} - {
        "feedbackyes_relayed_audio_bytes_total"  # the same as its seconds
    }


def variables(text: str) -> set[str]:
    return set(re.findall(r"\b(?:FEEDBACKYES|OPENAI|SESSION)_[A-Z_]+\b", text))


@pytest.mark.parametrize(
    "file", sorted(path for path in DEPLOY.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_only_settings_that_there_are_are_set(file: Path) -> None:
    assert variables(file.read_text()) <= SETTINGS | IN_FILES


@pytest.mark.parametrize("values", [{}, _EVERYTHING], ids=["as it is", "everything"])
def test_the_chart_renders(values: dict[str, Any]) -> None:
    objects = render(CHART, values)
    kinds = [one["kind"] for one in objects]
    assert len({(one["kind"], one["metadata"]["name"]) for one in objects}) == len(objects)
    assert {"StatefulSet", "Service", "Ingress", "PodDisruptionBudget", "ServiceAccount"} <= set(kinds)
    assert ("HorizontalPodAutoscaler" in kinds) is ("ServiceMonitor" in kinds) is bool(values)
    nodes = next(one for one in objects if one["kind"] == "StatefulSet")
    assert ("replicas" in nodes["spec"]) is not bool(values)
    selector = nodes["spec"]["selector"]["matchLabels"]
    assert selector.items() <= nodes["spec"]["template"]["metadata"]["labels"].items()
    for one in objects:
        if one["kind"] == "Service":
            assert one["spec"]["selector"] == selector


def test_a_node_is_asked_whether_it_lives_and_told_before_it_ends() -> None:
    nodes = next(one for one in render(CHART, {}) if one["kind"] == "StatefulSet")
    pod = nodes["spec"]["template"]["spec"]
    container = pod["containers"][0]
    assert container["readinessProbe"]["httpGet"]["path"] == "/ready"
    assert container["livenessProbe"]["httpGet"]["path"] == "/health"
    environment = {one["name"]: one.get("value") for one in container["env"]}
    wait = int(container["lifecycle"]["preStop"]["exec"]["command"][1]) + int(environment["FEEDBACKYES_DRAIN_SECONDS"])
    assert pod["terminationGracePeriodSeconds"] >= wait + 30
    assert environment["FEEDBACKYES_DATABASE_URL_FILE"] == "/run/secrets/feedbackyes/FEEDBACKYES_DATABASE_URL"
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert pod["securityContext"]["runAsNonRoot"] is True


def test_the_autoscaler_looks_at_what_the_adapter_serves() -> None:
    scaler = next(one for one in render(CHART, _EVERYTHING) if one["kind"] == "HorizontalPodAutoscaler")
    served = yaml.safe_load((DEPLOY / "prometheus/adapter.yaml").read_text())["rules"]["custom"][0]["name"]["as"]
    assert scaler["spec"]["metrics"][0]["pods"]["metric"]["name"] == served


def test_compose_hands_secrets_over_as_files() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    app = composed["services"]["app"]
    assert set(app["secrets"]) <= set(composed["secrets"])
    assert {Path(one).name for name, one in app["environment"].items() if name.endswith("_FILE")} == set(app["secrets"])
    secrets = {variable(name) for name in Settings.model_fields if is_secret(name)}
    assert not secrets & set(app["environment"])


def test_the_image_copies_only_what_its_context_has() -> None:
    kept = set(re.findall(r"(?m)^!(\S+)", (DEPLOY.parent / ".dockerignore").read_text()))
    lines = re.findall(r"(?m)^COPY (?!--from)(.+)$", (DEPLOY / "Containerfile").read_text())
    copied = {name for line in lines for name in line.split()[:-1]}
    assert copied == kept
    assert all((DEPLOY.parent / name).exists() for name in copied)
