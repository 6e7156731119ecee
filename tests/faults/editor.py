"""A colleague at the desk, over the wire: signs in, publishes, sends files."""

from __future__ import annotations

import http.client
import http.cookies
import re
import uuid
from urllib.parse import urlencode

from tests.faults.installation import Answer, Installation, read

PASSWORD = "anna-anna-anna"
_FORM = "application/x-www-form-urlencoded"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_SEEN = re.compile(r'name="seen" value="(\d+)"')


class Editor:
    """Anna, who may publish; ``policy`` is the id of what she works on."""

    def __init__(self, at: Installation, policy: int, name: str = "anna") -> None:
        self.at, self.policy = at, policy
        self._cookies: dict[str, str] = {}
        token = self._token("/admin/login/")
        said = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token}
        answer = self.send("/admin/login/", urlencode(said).encode(), _FORM)
        assert answer.status == 302, answer.text

    def get(self, path: str) -> Answer:
        """A page of the admin."""
        return self._ask("GET", path, b"", {})

    def send(self, path: str, body: bytes, content_type: str) -> Answer:
        """A form."""
        return self._ask("POST", path, body, {"Content-Type": content_type})

    def form(self) -> bytes:
        """What the page to publish would send, at once and as a material change."""
        page = self.get(self._address("publish/"))
        seen = _SEEN.search(page.text)
        assert seen is not None, page
        said = {
            "csrfmiddlewaretoken": self._found(page), "seen": seen[1], "when": "now",
            "material": "yes", "note_nl": "Nieuw.", "note_en": "New.",
        }  # fmt: skip
        return urlencode(said).encode()

    def publish(self, form: bytes | None = None) -> Answer:
        """Press "Publish"."""
        return self.send(self._address("publish/"), form or self.form(), _FORM)

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> Answer:
        """Send a file by a form."""
        fields["csrfmiddlewaretoken"] = self._token(path)
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in fields.items()
        ]
        parts.append(
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; '
            f'filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        )
        body = "".join(parts).encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self.send(path, body, f"multipart/form-data; boundary={edge}")

    def _address(self, rest: str) -> str:
        return f"/admin/policies/policy/{self.policy}/{rest}"

    def _token(self, path: str) -> str:
        return self._found(self.get(path))

    def _found(self, page: Answer) -> str:
        token = _TOKEN.search(page.text)
        assert token is not None, page
        return token[1]

    @property
    def cookies(self) -> str:
        """What the browser sends with each request."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def _ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.at.port, timeout=60)
        sent = {"Host": f"localhost:{self.at.port}", "Cookie": self.cookies, **headers}
        try:
            connection.request(method, path, body or None, sent)
            answer = read(connection)
        finally:
            connection.close()
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        # http.client joins several headers of one name by commas.
        jar = http.cookies.SimpleCookie()
        for part in re.split(r", (?=\w+=)", answer.headers.get("set-cookie", "")):
            jar.load(part)
        self._cookies.update({name: each.value for name, each in jar.items()})
