"""The readers of the environment: a wrong value stops the start by its name."""

from pathlib import Path

import pytest
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
