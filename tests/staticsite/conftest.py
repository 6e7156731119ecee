"""The demo served by the application and, as files, by nginx."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.server import Server, prepare, running
from tests.programs import free_port, program
from tests.staticsite.nginx import BROTLI, nginx


@pytest.fixture(scope="package")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, running."""
    program("nginx")
    template = tmp_path_factory.mktemp("demo") / "template.sqlite3"
    prepare(template)
    with running(template, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="package")
def published(application: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole demo in a folder."""
    folder = tmp_path_factory.mktemp("static")
    application.manage("publish_static", "--to", str(folder))
    return folder


@pytest.fixture(scope="package")
def served(
    application: Server, published: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """The port of an nginx in front of those files, alone."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    with nginx(folder, configured(application, published, folder, port), port):
        yield port


def configured(
    application: Server, published: Path, folder: Path, port: int, *more: str
) -> Path:
    """The configuration that the product writes, for a port."""
    target = folder / "sites.conf"
    brotli = ["--brotli"] if BROTLI.exists() else []
    application.manage(
        "static_config", "nginx", "--site", str(published), "--to", str(target),
        "--listen", f"127.0.0.1:{port}", *brotli, *more,
    )  # fmt: skip
    return target
