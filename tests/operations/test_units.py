"""The units of systemd: well-formed, guarded, and about commands that there are."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.operations.scratch_machine import ROOT

FOLDER = ROOT / "deploy" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
TIMERS = sorted(FOLDER.glob("*.timer"))


def read(path: Path) -> dict[str, dict[str, list[str]]]:
    """A unit: section, setting, values (a setting may come more than once)."""
    found: dict[str, dict[str, list[str]]] = {}
    section = ""
    for line in path.read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(section, {}).setdefault(name, []).append(value)
    return found


def service_of(timer: Path) -> str:
    """The service that a timer starts."""
    wanted = read(timer)["Timer"].get("Unit", [f"{timer.stem}.service"])
    return wanted[0]


def test_systemd_finds_nothing_amiss(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed (apt-get install systemd)")
    names = []
    for path in [*SERVICES, *TIMERS]:
        # The programs are not there on this machine: any other one stands for them.
        text = re.sub(r"/opt/privacysite/\.venv/bin/\w+", "/bin/true", path.read_text())
        text = text.replace("WorkingDirectory=/opt/privacysite", "WorkingDirectory=/")
        (tmp_path / path.name).write_text(text)
        names.append(path.name.replace("@.", "@send_messages."))
    done = subprocess.run(
        [program, "verify", "--man=no", *names],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    about_ours = [line for line in done.stderr.splitlines() if "privacysite" in line]
    assert (done.returncode, about_ours) == (0, []), done.stderr


@pytest.mark.parametrize("broken", ["verify_versions", "verify_audit", "neither"])
def test_both_chains_are_verified_whatever_the_first_one_finds(
    tmp_path: Path, broken: str
) -> None:
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "$2" >> ran\ntest "$2" != {broken}\n')
    python.chmod(0o755)
    [line] = read(FOLDER / "privacysite-verify.service")["Service"]["ExecStart"]
    done = subprocess.run(
        shlex.split(line.replace("$$", "$")), cwd=tmp_path, check=False
    )
    assert (done.returncode == 0) == (broken == "neither")
    assert (tmp_path / "ran").read_text().split() == ["verify_versions", "verify_audit"]


@pytest.mark.parametrize("path", TIMERS, ids=lambda path: path.stem)
def test_a_timer_starts_a_service_that_there_is(path: Path) -> None:
    name = service_of(path)
    template = re.sub(r"@\w+\.", "@.", name)
    assert (FOLDER / template).exists()
    assert read(path)["Install"]["WantedBy"] == ["timers.target"]


@pytest.mark.parametrize("path", [*SERVICES, *TIMERS], ids=lambda path: path.name)
def test_it_names_commands_that_there_are(path: Path) -> None:
    text = path.read_text()
    named = re.findall(r"manage\.py ([a-z_]+)", text)
    named += re.findall(r"privacysite@([a-z_]+)\.service", text)
    assert [name for name in named if name not in get_commands()] == []


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_may_write_its_own_folders_alone(path: Path) -> None:
    found = read(path)["Service"]
    assert found["User"] == ["privacysite"]
    assert found["ProtectSystem"] == ["strict"]
    assert found["NoNewPrivileges"] == ["yes"]
    assert found["CapabilityBoundingSet"] == [""]
    made = (ROOT / "deploy" / "tmpfiles" / "privacysite.conf").read_text()
    for folder in found["ReadWritePaths"][0].split():
        assert f"d {folder} " in made


def test_what_the_environment_names_is_made_and_may_be_written() -> None:
    environment = (ROOT / "deploy" / "environment.example").read_text()
    folders = re.findall(r"^\w+_FOLDER=(\S+)$", environment, re.MULTILINE)
    assert len(folders) == 3
    made = (ROOT / "deploy" / "tmpfiles" / "privacysite.conf").read_text()
    for folder in folders:
        assert f"d {folder} " in made


def test_the_server_gets_longer_to_stop_than_it_gives_its_workers() -> None:
    found = read(FOLDER / "privacysite.service")["Service"]
    text = (ROOT / "gunicorn.conf.py").read_text()
    graceful = re.search(r"^graceful_timeout = .*?(\d+)", text, re.MULTILINE)
    assert graceful
    assert int(found["TimeoutStopSec"][0]) > int(graceful[1])


def test_the_guide_starts_every_timer() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    started = set(re.findall(r"enable --now ([^\n]+)", guide))
    units = {unit for line in started for unit in line.split()}
    assert units == {path.name for path in TIMERS} | {"privacysite.service"}


def test_the_environment_is_readable_as_systemd_and_a_shell_read_it() -> None:
    for name in ("environment.example", "owner.example"):
        text = (ROOT / "deploy" / name).read_text()
        parser = configparser.RawConfigParser()
        parser.read_string(f"[all]\n{text}")
        for value in parser["all"].values():
            assert " " not in value or re.fullmatch(r"'[^']*'", value)
