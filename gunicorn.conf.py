"""gunicorn: `gunicorn privacysite.wsgi` reads this file from the working directory.

Threads, because a browser opens connections that it doesn't use yet, and a worker
without threads would wait for each of them while visitors wait for the worker. A client
that sends its request a byte at a time holds a thread all the same: that is kept away by
the proxy in front, which takes a request in whole first (docs/monitoring.md).
"""

import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

# Read again on HUP: with the code as it is then, not as it was when the server started.
for _name in [name for name in sys.modules if name.partition(".")[0] == "privacysite"]:
    del sys.modules[_name]

from privacysite import env, logs, redacting, starting  # noqa: E402

# All that the environment says is read here: a wrong value ends the start with a line.
with starting.plainly():
    # The demo's login is public, so it listens on this machine alone.
    _host = "127.0.0.1" if env.flag("DEMO") else "0.0.0.0"  # noqa: S104
    bind = [f"{env.host('BIND', _host)}:{env.port('PORT', 8000)}"]
    # Figures for Prometheus, and nothing else, are answered on that address.
    if _figures := env.address("METRICS_BIND"):
        bind.append(_figures)
    _counted = bool(_figures or env.optional_secret("METRICS_TOKEN"))
    workers = env.integer("WEB_CONCURRENCY", min(2 * (os.cpu_count() or 1), 8), least=1)
    threads = env.integer("WEB_THREADS", 4, least=1)
    # Each worker is replaced after so many requests, answers of the page cache included:
    # a guard against leaks, of which none is known. Not all at once. 0: never.
    max_requests = env.integer("WEB_MAX_REQUESTS", 1_000_000)
    max_requests_jitter = max_requests // 5
    # In seconds; PostgreSQL counts milliseconds in 31 bits.
    _statement = env.integer("DATABASE_STATEMENT_TIMEOUT", 30, most=2_147_483)
    _pooled = env.flag("DATABASE_POOLED")
    loglevel = env.choice("LOG_LEVEL", logs.LEVELS)
    logconfig_dict = logs.of_the_server(
        env.choice("LOG_FORMAT", logs.FORMATS),
        env.choice("LOG_ADDRESSES", redacting.ADDRESSES),
        loglevel,
    )

wsgi_app = "privacysite.wsgi"
worker_class = "gthread"
# Not loaded before the workers are made: HUP then starts workers with the new code, no
# worker shares a database connection or a thread with another, and a fault in the code
# leaves the old workers serving. What it would save is some start-up time and memory.
preload_app = False

# A worker whose main loop hangs that long is killed. Requests run in threads beside it;
# what bounds them is the database's limit below and the proxy's.
timeout = 60
# On TERM and HUP a request in hand may take that long; the platform has to wait longer
# before it kills (systemd: TimeoutStopSec, Kubernetes: terminationGracePeriodSeconds).
graceful_timeout = 30
# Longer than the proxy keeps an idle connection (3 s), or it would send into a closed one.
keepalive = 5
# Of a request's first line and headers. Bodies: DATA_UPLOAD_MAX_MEMORY_SIZE, and the
# proxy's limit.
limit_request_line = 4_094
limit_request_fields = 60
limit_request_field_size = 8_190
# By default a header of that name from this machine, a proxy's too, moves the site.
forwarder_headers = ""

# The heartbeat file of a worker must not wait for a slow disk.
_memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
worker_tmp_dir = _memory

# How long one statement, and the wait for one lock, may take for a visitor or a member
# of staff. libpq reads this variable; commands (migrate, backup) have no limit. A pooler
# refuses such options: there the limit is set on the role (docs/monitoring.md).
if _statement and not _pooled:
    _lock = min(10, _statement)
    os.environ["PGOPTIONS"] = (
        f"-c statement_timeout={_statement}s -c lock_timeout={_lock}s"
    )

# No access log: visitors' addresses are personal data, and nobody reads them here.
accesslog = None
errorlog = "-"
# What a library warns of is a line of the log like any other.
logging.captureWarnings(capture=True)

# No second door: a supervisor or the container restarts the server.
control_socket_disable = True

# Where the workers keep their figures for each other. This file is read again on HUP;
# the folder stays the same.
if _counted and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = os.environ["_METRICS_FOLDER"] = (
        tempfile.mkdtemp(prefix="privacysite-metrics-", dir=_memory)
    )


def on_starting(server: Any) -> None:
    """Stop where workers could not start, before anybody can ask for a page.

    Begin to count at nothing, unless this server takes over from a running one.
    """
    named = dict(zip(("BIND", "METRICS_BIND"), bind, strict=False))
    if not starting.workers_would_start(named):
        on_exit(server)
        sys.exit(1)
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
    if folder and "GUNICORN_PID" not in os.environ:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for file in Path(folder).glob("*.db"):
            file.unlink()


def post_worker_init(worker: Any) -> None:
    """Let Django come up at once, beside the first answers from kept pages."""
    from privacysite import wsgi

    wsgi.warm_up()


def on_exit(server: Any) -> None:
    """Leave no folder of ours behind."""
    if folder := os.environ.get("_METRICS_FOLDER"):
        shutil.rmtree(folder, ignore_errors=True)
