"""The readers of the environment: a wrong value stops the start by its name."""

import re
from email.utils import parseaddr
from pathlib import Path

import pytest
import sentry_sdk.utils
from django.core.exceptions import ImproperlyConfigured

from privacysite import env


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("THING", "THING_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_a_text_is_read_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "admin.example.org")
    assert env.text("THING") == "admin.example.org"


def test_a_text_without_value_has_its_default() -> None:
    assert env.text("THING", "localhost") == "localhost"


def test_a_text_without_default_must_be_set() -> None:
    with pytest.raises(ImproperlyConfigured, match="THING"):
        env.text("THING")


@pytest.mark.parametrize("value", ["1", "true", "TRUE", " yes ", "on"])
def test_a_flag_is_on(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("THING", value)
    assert env.flag("THING") is True


@pytest.mark.parametrize("value", ["0", "false", "No", "off", ""])
def test_a_flag_is_off(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("THING", value)
    assert env.flag("THING", default=True) is False


def test_a_flag_that_is_neither_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("THING", "perhaps")
    with pytest.raises(ImproperlyConfigured, match=r"THING .*'perhaps'"):
        env.flag("THING")


def test_a_whole_number_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.integer("THING", 8000) == 8000
    monkeypatch.setenv("THING", "9000")
    assert env.integer("THING", 8000) == 9000


@pytest.mark.parametrize("value", ["", "8000.5", "port"])
def test_what_is_no_whole_number_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match="THING"):
        env.integer("THING", 8000)


@pytest.mark.parametrize(
    ("value", "words"),
    [("-1", "of 0 or more, not '-1'"), ("2.5", "of 0 or more"), ("", "of 0 or more")],
)
def test_a_number_is_not_negative(
    monkeypatch: pytest.MonkeyPatch, value: str, words: str
) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match=f"THING .* {words}"):
        env.integer("THING", 3)


def test_a_number_stays_within_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (1, 9):
        monkeypatch.setenv("THING", str(value))
        assert env.integer("THING", 3, least=1, most=9) == value
    for value in (0, 10):
        monkeypatch.setenv("THING", str(value))
        with pytest.raises(ImproperlyConfigured, match=f"from 1 to 9, not '{value}'"):
            env.integer("THING", 3, least=1, most=9)


@pytest.mark.parametrize("value", ["0", "65536", "99999", "http"])
def test_what_is_no_port_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match=r"THING .* from 1 to 65535"):
        env.port("THING", 8000)


@pytest.mark.parametrize("value", ["", "127.0.0.1:9464", "localhost:80", "[::1]:9464"])
def test_an_address_is_a_host_with_a_port(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("THING", value)
    assert env.address("THING") == value


@pytest.mark.parametrize(
    "value", ["foo", "9464", ":9464", "host:0", "host:65536", "::1:9464", "host:80/x"]
)
def test_what_is_no_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match=r"THING .* such as 127\.0\.0\.1"):
        env.address("THING")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("10.0.0.1", "10.0.0.1"), ("localhost", "localhost"), ("::", "[::]"),
        ("[::1]", "[::1]"),
    ],
)  # fmt: skip
def test_a_host_is_an_address_as_it_stands_before_a_port(
    monkeypatch: pytest.MonkeyPatch, value: str, read: str
) -> None:
    monkeypatch.setenv("THING", value)
    assert env.host("THING", "127.0.0.1") == read


@pytest.mark.parametrize("value", ["", "999.1.1.1", "nonsense", "127.0.0.1:80", "::g"])
def test_what_is_no_host_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(
        ImproperlyConfigured, match=r"THING .* such as 127\.0\.0\.1, or"
    ):
        env.host("THING", "127.0.0.1")


MAILBOXES = ("a@b", "A <a@b.c>", '"B.V., A" <a@b.c>', "<a@b>", "Eén B.V. <a@b.c>")


@pytest.mark.parametrize("value", MAILBOXES)
def test_a_mailbox_is_an_address_with_or_without_a_name(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("THING", value)
    assert env.mailbox("THING", "") == value
    assert parseaddr(value)[1].startswith("a@b")


@pytest.mark.parametrize(
    "value",
    [
        "", "foo", "A <foo>", "B.V., A <a@b>", "a@b, c@d", "A a@b", "A <a@b", "@b", "a@",
        "a@b\nBcc: c@d", "A\n <a@b>",
    ],
)  # fmt: skip
def test_what_is_no_mailbox_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(
        ImproperlyConfigured, match=r"THING .* policies@example\.org or"
    ):
        env.mailbox("THING", "")


@pytest.mark.parametrize(
    "value",
    ["", "https://key@sentry.example.org/1", "http://k:secret@host:9000/under/here/42"],
)
def test_sentry_s_address_is_read(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("THING", value)
    assert env.sentry("THING") == value
    if value:
        sentry_sdk.utils.Dsn(value)  # the library agrees


@pytest.mark.parametrize(
    "value",
    ["hush", "https://sentry.example.org/1", "https://hush@sentry/", "hush@x/1"],
)
def test_what_is_no_address_of_sentry_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match="THING must be") as refused:
        env.sentry("THING")
    assert "hush" not in str(refused.value)
    with pytest.raises(sentry_sdk.utils.BadDsn):
        sentry_sdk.utils.Dsn(value)


def test_a_secret_stands_in_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "s3cret")
    assert env.secret("THING") == "s3cret"


def test_a_secret_stands_in_the_file_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("THING", "from the variable")
    assert env.secret("THING") == "from a file"


def test_a_secret_has_no_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (None, ""):
        if value is not None:
            monkeypatch.setenv("THING", value)
        with pytest.raises(ImproperlyConfigured, match="THING_FILE"):
            env.secret("THING")


def test_a_secret_file_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("THING_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="THING_FILE"):
        env.secret("THING")


def test_sqlite_writes_ahead_and_checks_foreign_keys() -> None:
    database = env.database("THING", "sqlite:////srv/data/db%20one.sqlite3")
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == "/srv/data/db one.sqlite3"
    options = database["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "foreign_keys=ON" in options["init_command"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_postgresql_address_is_taken_apart(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("THING", f"{scheme}://app:p%40ss@db.example.org:5433/policies")
    database = env.database("THING", "sqlite:///unused")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("app", "p@ss")
    assert (database["HOST"], database["PORT"]) == ("db.example.org", "5433")
    assert database["NAME"] == "policies"


@pytest.mark.parametrize("url", ["sqlite:///", "mysql://db/policies", "policies", ""])
def test_an_unknown_database_address_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("THING", url)
    with pytest.raises(ImproperlyConfigured, match="THING"):
        env.database("THING", "sqlite:///unused")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app:se#cret@db/policies",
        "postgresql://app:se/cret@db/policies",
        "postgresql://app:se?cret@db/policies",
        "postgresql://app:se[cret@db/policies",
        "postgresql://app:1#cret@db:5432/policies",
        "postgresql://app:1/cret@db:5432/policies",
        "postgresql://app:1?cret@db:5432/policies",
    ],
)
def test_a_password_has_to_be_percent_encoded_and_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("THING", url)
    with pytest.raises(ImproperlyConfigured, match=r"THING: .*percent-enc") as refused:
        env.database("THING", "")
    assert not re.search("cret|app|se[#/?]", str(refused.value))


def test_an_encoded_password_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "postgresql://app:%23%2F%3F%5B%40:x@db/policies")
    database = env.database("THING", "")
    assert (database["PASSWORD"], database["HOST"]) == ("#/?[@:x", "db")


@pytest.mark.parametrize("port", ["abc", "0", "65536"])
def test_a_database_s_port_is_a_port(
    monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("THING", f"postgresql://app:secret@db:{port}/policies")
    with pytest.raises(ImproperlyConfigured, match="THING: the port") as refused:
        env.database("THING", "")
    assert "secret" not in str(refused.value)


def test_a_sqlite_file_may_have_an_at_sign_in_its_name() -> None:
    assert env.database("THING", "sqlite:////srv/a@b.db")["NAME"] == "/srv/a@b.db"


def test_a_database_that_does_not_answer_is_given_up_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("THING", "postgresql://app@db/policies")
    options = env.database("THING", "")["OPTIONS"]
    assert isinstance(options, dict)
    assert options["connect_timeout"] == 2
    dead = options["keepalives_idle"] + (
        options["keepalives_interval"] * options["keepalives_count"]
    )
    assert dead < 10
    assert options["tcp_user_timeout"] == 10_000


def test_a_choice_is_one_of_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.choice("THING", ("line", "json")) == "line"
    monkeypatch.setenv("THING", " JSON ")
    assert env.choice("THING", ("line", "json")) == "json"
    monkeypatch.setenv("THING", "xml")
    with pytest.raises(ImproperlyConfigured, match=r"THING .* line or json, .*'xml'"):
        env.choice("THING", ("line", "json"))


def test_a_secret_that_may_be_missing_is_nothing_then(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert env.optional_secret("THING") == ""
    monkeypatch.setenv("THING", "s3cret")
    assert env.optional_secret("THING") == "s3cret"
    monkeypatch.setenv("THING_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="THING_FILE"):
        env.optional_secret("THING")
