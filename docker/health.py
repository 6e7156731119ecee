"""The image's health check: exit 0 when this process's server answers /healthz."""

import http.client
import os
import sys

connection = http.client.HTTPConnection("127.0.0.1", int(os.environ["PORT"]), timeout=2)
try:
    connection.request("GET", "/healthz")
    healthy = connection.getresponse().status == http.HTTPStatus.OK
except OSError:
    healthy = False
sys.exit(0 if healthy else 1)
