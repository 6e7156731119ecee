"""gunicorn: `gunicorn privacysite.wsgi` reads this file from the working directory.

Threads, because a browser opens connections that it doesn't use yet, and a worker
without threads would wait for each of them while visitors wait for the worker.
"""

import os
from pathlib import Path

from privacysite import env

# The demo's login is public, so it listens on this machine alone.
_host = "127.0.0.1" if env.flag("DEMO") else "0.0.0.0"  # noqa: S104
bind = f"{env.text('BIND', _host)}:{env.integer('PORT', 8000)}"

wsgi_app = "privacysite.wsgi"
worker_class = "gthread"
workers = env.integer("WEB_CONCURRENCY", min(2 * (os.cpu_count() or 1), 8))
threads = env.integer("WEB_THREADS", 4)
preload_app = False  # each worker opens its own database connections

timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
limit_request_line = 4_094
limit_request_fields = 60
limit_request_field_size = 8_190
# By default a header of that name from this machine, a proxy's too, moves the site.
forwarder_headers = ""

# The heartbeat file of a worker must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# No access log: visitors' addresses are personal data, and nobody reads them here.
accesslog = None
errorlog = "-"
loglevel = env.text("LOG_LEVEL", "info")

# No second door: a supervisor or the container restarts the server.
control_socket_disable = True
