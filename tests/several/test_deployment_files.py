"""compose.yaml and deploy/kubernetes, before the linters that others made for them."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml
from django.core.management import get_commands

from tests.operations import test_units as units
from tests.several.machines import ROOT

COMPOSE = ROOT / "compose.yaml"
KUBERNETES = ROOT / "deploy" / "kubernetes"
# The oldest that has every field, and one that is new.
VERSIONS = ("1.30", "1.37")
# How often a timer runs, in seconds: of systemd, of cron, in the guide.
OFTEN = {
    r"\*:\*|\* \* \* \* \*|every minute": 60,
    r"\*:\d/5|\*/5 \* \* \* \*|every 5 minutes": 5 * 60,
    r"\*:\d+|\d+ \* \* \* \*|every hour": 60 * 60,
    r"\*-\*-\* \d\d:\d\d|\d+ \d+ \* \* \*|\d+:\d\d": 24 * 60 * 60,
}
PODS = {"Deployment", "Job", "CronJob"}


# What the image or compose.yaml itself says, or what containers have no use for.
NOT_FOR_COMPOSE = {
    "PORT": "the port of this machine; the servers have their own",
    "BIND": "the servers listen for nginx",
    "DEBUG": "not where others read",
    "DEMO": "the same",
    "FORMATS_FOLDER": "the image names it",
    "PAGES_FOLDER": "the same",
    "MEDIA_FOLDER": "the same file system for all, and nothing is uploaded into files",
    "EMAIL_FILE_PATH": "for a machine without a mail server",
}
VARIABLE = re.compile(r"`([A-Z][A-Z_]{2,})(?:=1)?`")


def documented() -> set[str]:
    """The variables in the first column of a table in README.md and docs."""
    files = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    rows = [
        line.split("|")[1]
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    return {name for row in rows for name in VARIABLE.findall(row)}


def compose() -> dict[str, Any]:
    """compose.yaml."""
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return found


def of_variable(variable: str) -> str:
    """A linter that a variable names; .ci/run installs them."""
    path = os.environ.get(variable, "")
    if not path:
        pytest.skip(f"{variable} is not set")
    assert Path(path).is_file(), f"{variable} is no file: {path}"
    return path


def documents() -> Iterator[dict[str, Any]]:
    """Every resource of every file."""
    for file in sorted(KUBERNETES.glob("*.yaml")):
        if file.name != "kustomization.yaml":
            yield from yaml.safe_load_all(file.read_text(encoding="utf-8"))


def templates() -> Iterator[dict[str, Any]]:
    """The pods that resources make, with their labels."""
    for document in documents():
        if document["kind"] in PODS:
            spec = document["spec"]
            yield spec.get("jobTemplate", {}).get("spec", spec)["template"]


def pods() -> Iterator[dict[str, Any]]:
    """What each resource that runs something runs."""
    for template in templates():
        yield template["spec"]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_resource_is_one_that_kubernetes_knows(version: str) -> None:
    for document in documents():
        kubernetes_validate.validate(document, version, strict=True)


def test_a_field_that_kubernetes_does_not_know_is_found() -> None:
    [service] = [found for found in documents() if found["kind"] == "Service"]
    service["spec"]["port"] = 80
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(service, VERSIONS[0], strict=True)


def test_every_file_is_among_the_resources() -> None:
    listed = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())[
        "resources"
    ]
    there = {file.name for file in KUBERNETES.glob("*.yaml")} - {"kustomization.yaml"}
    assert set(listed) == there


def test_every_pod_is_an_ordinary_user_on_a_file_system_that_stays() -> None:
    found = list(pods())
    assert len(found) == 11
    for pod in found:
        assert pod["securityContext"]["runAsNonRoot"] is True
        for container in pod["containers"]:
            security = container["securityContext"]
            assert security["readOnlyRootFilesystem"] is True
            assert security["allowPrivilegeEscalation"] is False
            assert security["capabilities"] == {"drop": ["ALL"]}
            assert set(container["resources"]) == {"requests", "limits"}


def seconds(calendar: str) -> int:
    """How often that is, in the words of systemd, of cron or of the guide."""
    [found] = {n for pattern, n in OFTEN.items() if re.fullmatch(pattern, calendar)}
    return found


def of_systemd() -> dict[str, int]:
    """The commands of its timers, and the seconds between two starts."""
    found: dict[str, int] = {}
    for timer in units.TIMERS:
        service = units.service_of(timer)
        commands = re.findall(r"@(\w+)\.", service)
        if not commands:
            [line] = units.read(units.FOLDER / service)["Service"]["ExecStart"]
            commands = re.findall(r"manage\.py (\w+)", line)
        [calendar] = units.read(timer)["Timer"]["OnCalendar"]
        found |= dict.fromkeys(commands, seconds(calendar))
    return found


def of_kubernetes() -> dict[str, int]:
    """The same, of jobs and of what runs beside a server."""
    found = {}
    for resource in documents():
        spec = resource.get("spec", {})
        if resource["kind"] == "CronJob" and not spec.get("suspend"):
            [container] = spec["jobTemplate"]["spec"]["template"]["spec"]["containers"]
            found[container["command"][2]] = seconds(spec["schedule"])
        if resource["kind"] == "Deployment":
            for beside in spec["template"]["spec"]["containers"][1:]:
                assert beside["command"][:2] == ["python", "docker/timers.py"]
                found |= {name: of_compose()[name] for name in beside["command"][2:]}
    return found


def of_compose() -> dict[str, int]:
    """The same, of the program that stands in for timers."""
    found: dict[str, int] = runpy.run_path(str(ROOT / "docker/timers.py"))["TIMERS"]
    return found


def test_the_same_timers_run_as_often_wherever_it_is_installed() -> None:
    assert len(of_systemd()) == 9
    assert of_systemd() == of_kubernetes() == of_compose()
    assert set(of_compose()) <= set(get_commands())
    assert compose()["services"]["timers"]["command"] == ["python", "docker/timers.py"]


def test_the_guide_says_how_often() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = guide.partition("| timer | when | what |\n|---|---|---|\n")[2]
    rows = [row.split(" | ") for row in table.partition("\n\n")[0].splitlines()]
    assert {name.strip("| `"): seconds(when) for name, when, _what in rows} == {
        timer.stem.removeprefix("privacysite-"): seconds(
            units.read(timer)["Timer"]["OnCalendar"][0]
        )
        for timer in units.TIMERS
    }


def test_archives_lie_where_the_timers_of_each_write_them() -> None:
    timers = compose()["services"]["timers"]
    assert "backups:/backups" in timers["volumes"]
    assert "formats:/data/formats" in timers["volumes"]
    mounts = [
        mount["mountPath"]
        for pod in pods()
        for mount in pod["containers"][0]["volumeMounts"]
        if mount["name"] == "backups"
    ]
    assert mounts == ["/backups", "/backups"]  # to back up, and to restore


def test_the_pods_have_the_labels_that_rules_and_services_look_for() -> None:
    labels = [template["metadata"]["labels"] for template in templates()]
    assert {found["app.kubernetes.io/name"] for found in labels} == {
        "web", "timer", "migrate", "restore",
    }  # fmt: skip
    assert {found["privacysite/database"] for found in labels} == {"yes"}


@pytest.mark.may_skip("Debian's kubectl is too old to know kustomize's labels")
def test_kustomize_puts_it_together() -> None:
    program = shutil.which("kubectl")
    if program is None:
        pytest.skip("kubectl is not installed")
    built = subprocess.run(
        [program, "kustomize", str(KUBERNETES)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    assert "registry.example.org/privacysite:1.0.0" in built.stdout
    made = [found["kind"] for found in yaml.safe_load_all(built.stdout)]
    assert made.count("CronJob") == 9


def test_compose_has_nothing_that_its_linter_minds() -> None:
    program = of_variable("DCLINT")
    linted = subprocess.run(
        [
            program, "--max-warnings", "0", "--config",
            str(ROOT / "deploy/compose/dclint.json"), str(COMPOSE),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_compose_runs_two_servers_and_the_proxy_knows_them() -> None:
    services = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    servers = {name for name in services if name.startswith("web-")}
    assert servers == set(services["nginx"]["depends_on"]) == {"web-1", "web-2"}
    configuration = (ROOT / "deploy/compose/nginx.conf").read_text(encoding="utf-8")
    assert all(f"server {name}:8000 " in configuration for name in servers)
    kept = [volume for name in servers for volume in services[name]["volumes"]]
    pages = [volume for volume in kept if volume.endswith(":/data")]
    assert len(set(pages)) == 2, "each has its own"


def test_every_documented_variable_reaches_the_containers() -> None:
    passed = set(compose()["x-environment"])
    known = documented()
    assert len(known) > 40
    assert known - passed - set(NOT_FOR_COMPOSE) == set()
    assert passed & set(NOT_FOR_COMPOSE) == set()
    assert set(NOT_FOR_COMPOSE) <= known


def test_only_a_migration_and_a_restore_are_the_owner_of_the_tables() -> None:
    found = compose()
    owners = {
        name
        for name, service in found["services"].items()
        if "privacysite_owner" in str(service.get("environment"))
    }
    assert owners == {"migrate", "restore", "written-once"}
    assert found["services"]["restore"]["profiles"] == ["restore"], "by hand only"
    assert "://privacysite_app:" in found["x-environment"]["DATABASE_URL"]
    secrets = {
        template["metadata"]["labels"]["app.kubernetes.io/name"]: [
            source["secretRef"]["name"]
            for source in template["spec"]["containers"][0]["envFrom"]
            if "secretRef" in source
        ]
        for template in templates()
    }
    assert secrets == {
        "web": ["privacysite"],
        "timer": ["privacysite"],
        # Of two with one name the last one counts.
        "migrate": ["privacysite", "privacysite-owner"],
        "restore": ["privacysite", "privacysite-owner"],
    }


def test_what_must_have_run_has_run_before_a_server_starts() -> None:
    services = compose()["services"]
    for name in ("web-1", "web-2", "timers", "purge"):
        assert set(services[name]["depends_on"]) == {"written-once"}, name
    assert set(services["written-once"]["depends_on"]) == {"migrate"}
    assert services["timers"]["environment"] == compose()["x-environment"]


def test_no_secret_stands_in_a_file() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    for name in ("POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "SECRET_KEY"):
        assert f"{{{name}:?set " in text
    assert [found for found in documents() if found["kind"] == "Secret"] == []
