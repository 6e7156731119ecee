"""What was made to do harm: markup in every field, hidden characters, tampered numbers."""

from __future__ import annotations

import copy
import threading
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils.translation import override

from organisations.admin.telephone import TelephoneField
from organisations.languages import texts
from organisations.models import Organisation, Rebranding, Role
from policies import document as doc
from policies import kinds, schema
from policies.forms.fields import AddressField, DayField, PeriodField
from policies.models import Policy, Processor, Version
from privacysite.exchange import ExchangeError, reading, writing
from tests import world
from tests.policies.admin_world import address, edit_address, section, sent, signed_in

PAYLOAD = (
    "x\"'><script>pwned()</script><img src=x onerror=pwned()>"
    '<a href="javascript:pwned()">y</a><svg/onload=pwned()>{{ 7|add:7 }}</textarea>'
)
ATTRIBUTE = "https://example.org/?'onmouseover='pwned()"


class Reader(HTMLParser):
    """Finds what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        for name, value in attrs:
            run = (value or "").strip().lower()
            if name.startswith("on") or run.startswith("javascript:"):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        if self._tag == "script" and data.strip() == "pwned()":
            self.found.append(data)


def runs(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return [found for found in reader.found if "pwned" in found]


@pytest.fixture
def acme(db: None) -> Organisation:
    return world.organisation("acme")


@pytest.fixture
def owner(acme: Organisation) -> Client:
    client = signed_in(world.person("owner", Role.OWNER, acme))
    client.raise_request_exception = False
    return client


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    return world.policy(acme)


def first_choice(field: Any) -> Any:
    return next(value for value, _label in field.choices if value)


def value_for(field: forms.Field) -> Any:
    """The worst that the field takes."""
    match field:
        case AddressField():
            return ATTRIBUTE
        case PeriodField():
            return "P1Y"
        case DayField():
            return "2024-02-29"
        case TelephoneField():
            return "+31206159155"
        case forms.EmailField():
            return "a@example.org"
        case forms.MultipleChoiceField():
            return [first_choice(field)]
        case forms.ChoiceField():
            return first_choice(field)
        case forms.BooleanField() | forms.IntegerField() | forms.SlugField():
            return None
        case forms.CharField():
            return PAYLOAD[: field.max_length or None]
    return None


def filled(client: Client, url: str) -> dict[str, Any]:
    """The form of a new section with the worst in every field, and one row."""
    context = client.get(url).context
    form, rows = context["form"], context["entries"]
    data = {
        bound.html_name: value
        for bound in form
        if (value := value_for(bound.field)) is not None and not bound.is_hidden
    }
    data |= {b.html_name: b.value() for b in rows.management_form}
    if form.section_kind.has_entries:
        for bound in rows.empty_form:
            value = value_for(bound.field)
            if value is not None and not bound.is_hidden and bound.name != "DELETE":
                data[bound.html_name.replace("__prefix__", "0")] = value
        data["entries-TOTAL_FORMS"] = "1"
        data.pop("entries-0-ORDER", None)
    return data


def test_the_reader_finds_what_a_browser_runs() -> None:
    assert len(runs(PAYLOAD)) == 4
    assert runs("<p>&lt;script&gt;pwned()&lt;/script&gt;</p>") == []


def test_no_field_of_any_kind_of_section_runs_anything(
    owner: Client, policy: Policy
) -> None:
    pages, refused = ["draft/", "draft/preview/nl/", "draft/preview/en/"], set()
    for kind in kinds.all_kinds():
        url, anchor = address(policy, f"draft/add/{kind}/"), kind.replace("_", "-")
        answer = owner.post(url, {**filled(owner, url), "anchor": anchor})
        if answer.status_code == 302:
            pages.append(f"draft/sections/{section(policy, anchor).pk}/")
        else:
            refused.add(kind)
            assert runs(answer.text) == [], kind
    assert refused <= {"compact_policy", "p3p_statements"}  # they take codes alone
    for page in [*pages, "publish/"]:
        assert runs(owner.get(address(policy, page)).text) == [], page
    world.published(policy, "2022-10-26")
    for language in ("nl", "en"):
        read = Client().get(f"/{language}/privacy/", headers={"host": "acme.localhost"})
        assert read.status_code == 200
        assert runs(read.text) == []
        assert "{{ 7|add:7 }}" in read.text


def test_no_name_title_or_note_runs_anything(acme: Organisation, owner: Client) -> None:
    Organisation.objects.filter(pk=acme.pk).update(
        trade_name=PAYLOAD[:100], legal_name=PAYLOAD[:150], city=PAYLOAD[:100],
        dpo_name_nl=PAYLOAD[:150], logo=PAYLOAD[:200],
    )  # fmt: skip
    policy = world.policy(acme)
    Policy.objects.filter(pk=policy.pk).update(title_nl=PAYLOAD[:200])
    policy = Policy.objects.get(pk=policy.pk)
    version = world.published(policy, "2022-10-26")
    note = {"note_nl": PAYLOAD, "note_en": PAYLOAD, "when": "now", "material": "yes"}
    world.rewrite(policy, "tweede")
    answer = owner.post(address(policy, "publish/"), {**note, "seen": "0"})
    assert answer.status_code == 302, answer.text[-3000:]
    Rebranding.objects.create(
        old_host="old.localhost", old_name=PAYLOAD[:100], organisation=acme
    )
    Processor.objects.create(organisation=acme, uid="p", name=PAYLOAD[:150])
    seen = [
        Client().get(path, headers={"host": host})
        for host, path in (
            ("acme.localhost", "/nl/privacy/"), ("acme.localhost", "/nl/privacy/versies/"),
            ("acme.localhost", "/sitemap.xml"), ("old.localhost", "/"),
            ("acme.localhost", "/nl/none/"), ("localhost", "/"),
        )
    ]  # fmt: skip
    admin = ("", "policies/policy/", "policies/processor/", "policies/version/",
             f"policies/version/{version.pk}/change/", "organisations/auditentry/",
             "organisations/rebranding/", f"policies/policy/{policy.pk}/versions/",
             f"organisations/organisation/{acme.pk}/change/",
             f"policies/policy/{policy.pk}/history/")  # fmt: skip
    seen += [owner.get(f"/admin/{path}") for path in admin]
    for answer in seen:
        assert answer.status_code in (200, 404), answer.request["PATH_INFO"]
        assert runs(answer.text) == [], answer.request["PATH_INFO"]


@pytest.mark.parametrize("name", ["x.html", "x.md", "x.txt"])
def test_no_imported_file_runs_anything(
    owner: Client, policy: Policy, name: str
) -> None:
    text = (
        f"# Kop {PAYLOAD}\n\n{PAYLOAD}\n\n- {PAYLOAD}\n\n<p onclick=pwned()>Tekst</p>\n"
    )
    file = SimpleUploadedFile(f"<svg onload=pwned()>{name}", text.encode())
    url = address(policy, "draft/import/")
    answer = owner.post(url, {"file": file, "language": "nl", "replace": "on"})
    assert answer.status_code == 200
    assert runs(answer.text) == []
    assert runs(owner.get(address(policy, "draft/preview/nl/")).text) == []


HIDDEN = ["a\0b", "a\x01b", "a\x1bb", "a\x85b", "a\ufffeb"]


@pytest.mark.parametrize("text", HIDDEN, ids=ascii)
@pytest.mark.parametrize("field", ["heading_nl", "entries-0-term_nl"])
def test_a_hidden_character_is_refused_in_words(
    owner: Client, policy: Policy, field: str, text: str
) -> None:
    url = edit_address(section(policy, "retention"))
    answer = owner.post(url, sent(owner, url, **{field: text}))
    assert answer.status_code == 422
    row = section(policy, "retention")
    said = texts(row, "heading")["nl"], texts(row.entries.get(), "term")["nl"]
    assert said == ("Termijnen", "Facturen")


@pytest.mark.parametrize("text", HIDDEN, ids=ascii)
def test_a_hidden_character_in_a_register_is_refused_in_words(
    acme: Organisation, owner: Client, text: str
) -> None:
    answer = owner.post(
        "/admin/policies/processor/add/",
        {"organisation": acme.pk, "name": text, "service_nl": "x", "service_en": "x",
         "role": "processor", "position": "0"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["name"]
    assert not Processor.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["policies/policy/?organisation=%00", "policies/policy/?kind__exact=%00",
     "organisations/auditentry/?action=%00", "policies/policy/?q=%00", "r/%00/1/",
     "r/²/1/", "policies/version/?effective_from__year=99999",
     "policies/policy/?p=99999999999999", "policies/policy/%00/change/"],
)  # fmt: skip
def test_a_tampered_address_is_no_error_of_ours(owner: Client, path: str) -> None:
    assert owner.get(f"/admin/{path}").status_code < 500


NUMBERS = ["²", "x", "-5", "", "1e9", "9" * 30, "9" * 5000, "\u0661"]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda n: ascii(n[:31]))
def test_a_tampered_number_is_no_error_of_ours(
    owner: Client, policy: Policy, number: str
) -> None:
    row = section(policy, "retention")
    form = sent(owner, edit_address(row))
    tampered: list[tuple[str, dict[str, Any]]] = [
        ("/admin/policies/processor/reorder/", {"row": [number]}),
        (address(policy, f"draft/sections/{row.pk}/delete/"), {"seen": number}),
        (address(policy, "draft/move/"), {"seen": number, "outline": f"{number}:"}),
        (
            address(policy, "draft/move/"),
            {"seen": "0", "section": number, "direction": "up"},
        ),
        (
            address(policy, "publish/"),
            {"seen": number, "when": "now", "material": "no"},
        ),
        (edit_address(row), {**form, "seen": number, "heading_nl": "Anders"}),
        (edit_address(row), {**form, "row": f"up:{number}"}),
        (edit_address(row), {**form, "row": "add", "entries-TOTAL_FORMS": number}),
        (edit_address(row), {**form, "row": "up:0", "entries-0-ORDER": number}),
    ]
    for url, data in tampered:
        assert owner.post(url, data).status_code < 500, (url, data.get("row"))
    answer = owner.get(address(policy, f"draft/kinds/?parent={number}"))
    assert answer.status_code in (200, 404)
    assert texts(section(policy, "retention"), "heading")["nl"] == "Termijnen"
    assert not Version.objects.exists()


def test_a_form_of_a_million_rows_is_not_built(owner: Client, policy: Policy) -> None:
    url = edit_address(section(policy, "retention"))
    data = sent(owner, url, row="add")
    answer = owner.post(url, {**data, "entries-TOTAL_FORMS": "100000000000"})
    assert answer.status_code == 200
    assert len(answer.context["entries"].forms) <= 500


def test_more_fields_than_any_form_has_are_refused(
    owner: Client, policy: Policy
) -> None:
    url = edit_address(section(policy, "retention"))
    assert owner.post(url, {f"x{n}": "" for n in range(10_001)}).status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_a_day_outside_every_calendar_is_refused_in_words(
    owner: Client, policy: Policy, day: str
) -> None:
    data = {
        "seen": "0",
        "when": "moment",
        "day": day,
        "time": "00:00",
        "material": "no",
    }
    answer = owner.post(address(policy, "publish/"), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["day"]


def test_names_that_look_alike_are_one_name(acme: Organisation, owner: Client) -> None:
    sent = {"username": "\uff4fwner", "organisation": acme.pk, "role": int(Role.VIEWER)}
    answer = owner.post("/admin/organisations/membership/add/", sent)
    assert answer.status_code == 200
    assert "username" in answer.context["adminform"].form.errors


def test_a_title_without_letters_needs_an_address(
    acme: Organisation, owner: Client
) -> None:
    sent = {
        "organisation": acme.pk,
        "start": "empty",
        "kind": "privacy",
        "title_nl": "中文",
    }
    answer = owner.post("/admin/policies/policy/add/", sent)
    assert answer.status_code == 422
    assert "slug_nl" in answer.context["form"].errors


@pytest.mark.parametrize(
    "logo", ["https://evil.example/x/", "//evil.example/x.svg", "../x.svg", "x.html",
             "javascript:pwned()//x.svg"],
)  # fmt: skip
def test_a_logo_is_a_picture_of_ours(acme: Organisation, logo: str) -> None:
    acme.logo = logo
    with override("en"), pytest.raises(forms.ValidationError, match=r"logos/name\.svg"):
        acme.clean()


def test_an_editor_does_not_change_what_readers_see(acme: Organisation) -> None:
    """A published policy's title and address are public: approvers' work."""
    editor = signed_in(world.person("edith", Role.EDITOR, acme))
    policy = world.policy(acme)
    world.published(policy, "2022-10-26")
    change = {"kind": "other", "title_nl": "GEKAAPT", "slug_nl": "weg", "position": "9"}
    assert editor.post(address(policy, "change/"), change).status_code == 403
    file = SimpleUploadedFile("x.md", b"# GEKAAPT\n\n## Kop\n\nTekst.\n")
    upload = {"file": file, "language": "nl", "replace": "on"}
    assert editor.post(address(policy, "draft/import/"), upload).status_code == 200
    page = Client().get("/nl/privacy/versies/", headers={"host": "acme.localhost"})
    assert page.status_code == 200
    assert "GEKAAPT" not in page.text


def dirty(**changes: Any) -> list[str]:
    data = copy.deepcopy(world.document().as_dict())
    data["sections"][0] |= changes
    return schema.problems(data)


def test_a_frozen_document_with_more_than_texts_may_have_is_refused() -> None:
    assert dirty() == []
    assert dirty(intro={"nl": "<script>pwned()</script>"})
    assert dirty(outro={"nl": '<p onclick="pwned()">x</p>'})
    assert dirty(heading={"nl": "a\0b"})
    assert dirty(heading={"nl": "a\ud800b"})
    assert dirty(heading={"nl": "<b>1 < 2</b>"}) == []  # plain: templates escape it


def test_facts_that_are_no_addresses_are_refused() -> None:
    data = world.document().as_dict()
    for facts in (
        {"website": "javascript:pwned()"}, {"authority": {"url": "data:text/html,x"}},
        {"covered_domains": ["javascript:pwned()"]}, {"ticket_url": 5},
    ):  # fmt: skip
        assert schema.problems({**data, "organisation": facts}), facts
    good = {"website": "https://example.org/", "covered_domains": ["https://a.nl"]}
    assert schema.problems({**data, "organisation": good}) == []


def exported(policy: Policy) -> dict[str, Any]:
    world.published(policy, "2022-10-26")
    return writing.write(policy.organisation)


def test_an_exchange_file_with_a_dirty_version_changes_nothing(policy: Policy) -> None:
    data = exported(policy)
    version = copy.deepcopy(data["policies"][0]["versions"][0])
    version["document"]["sections"][0]["intro"]["nl"] = (
        "<p>x</p><script>pwned()</script>"
    )
    version["digest"] = doc.Document.from_dict(version["document"]).digest()
    version["effective_from"] = "2023-01-01T00:00:00+01:00"
    data["policies"][0]["versions"].append(version)
    with pytest.raises(ExchangeError, match="this HTML"):
        reading.read(data)
    assert Version.objects.count() == 1


def test_an_exchange_file_with_a_hidden_character_changes_nothing(
    policy: Policy,
) -> None:
    data = exported(policy)
    data["organisation"]["city"] = "a\0b"
    with pytest.raises(ExchangeError, match=r"organisation/city.*U\+0000"):
        reading.read(data)


def test_an_exchange_file_takes_no_rebranding_of_another(policy: Policy) -> None:
    data = exported(policy)
    bolt = world.organisation("bolt")
    Rebranding.objects.create(old_host="old.bolt", old_name="Old", organisation=bolt)
    data["rebrandings"] = [{"old_host": "old.bolt", "old_name": "Mine"}]
    with pytest.raises(ExchangeError, match="another organisation"):
        reading.read(data)
    assert Rebranding.objects.get().organisation == bolt


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_at_once_one_wins_and_the_others_are_told() -> None:
    at = world.organisation("acme")
    policy = world.policy(at)
    url = edit_address(section(policy, "intro"))
    clients = [signed_in(world.person(f"e{n}", Role.EDITOR, at)) for n in range(5)]
    forms_sent = [
        sent(client, url, heading_nl=f"Van {n}") for n, client in enumerate(clients)
    ]
    together, answers = threading.Barrier(len(clients)), list[int]()

    def save(client: Client, data: dict[str, Any]) -> None:
        together.wait()
        answers.append(client.post(url, data).status_code)
        connection.close()

    threads = [
        threading.Thread(target=save, args=pair)
        for pair in zip(clients, forms_sent, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [302, 409, 409, 409, 409]
    assert section(policy, "intro").lock_version == 1
