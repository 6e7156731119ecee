"""The library of clauses in the admin: who may what, two editors, where used."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.languages import texts
from organisations.models import AuditEntry, Organisation, Role
from policies import document as doc
from policies.actions.borrow import use_clause
from policies.actions.edit_clause import delete_clause, edit_clause
from policies.compiling import draft_of
from policies.models import Clause, Policy
from tests import world
from tests.policies.admin_world import section, sent, signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/policies/clause/"
ADD = f"{LIST}add/?kind=free_text"
NAME = {"nl": "Klachten", "en": "Complaints"}


@pytest.fixture
def acme() -> Organisation:
    return world.organisation(email="info@acme.example")


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    return world.policy(acme)


@pytest.fixture
def editor(acme: Organisation) -> Client:
    return signed_in(world.person("edith", Role.EDITOR, acme))


@pytest.fixture
def viewer(acme: Organisation) -> Client:
    return signed_in(world.person("vera", Role.VIEWER, acme))


def text(words: str) -> doc.Section:
    return doc.Section(
        id="complaints",
        anchor="complaints",
        heading=NAME,
        intro={"nl": f"<p>{words} {{email}}</p>", "en": f"<p>{words} {{email}}</p>"},
    )


def clause(at: Organisation | None, words: str = "Schrijf", name: Any = NAME) -> Clause:
    return edit_clause(None, Clause(organisation=at), name, text(words))


def change(found: Clause) -> str:
    return f"{LIST}{found.pk}/change/"


def test_an_editor_adds_a_clause_in_both_languages(
    editor: Client, acme: Organisation
) -> None:
    assert "?kind=retention" in editor.get(f"{LIST}add/").content.decode()
    data = sent(
        editor, ADD, title_nl="Contact", title_en="Contact", heading_nl="Contact",
        intro_nl="<p>Mail {email}.</p>", organisation=acme.pk,
    )  # fmt: skip
    assert editor.post(ADD, data).status_code == 302
    made = Clause.objects.get()
    assert made.organisation == acme
    assert texts(made, "title") == {"nl": "Contact", "en": "Contact"}
    assert made.section.intro == {"nl": "<p>Mail {email}.</p>"}
    assert AuditEntry.objects.filter(action="add clause", organisation=acme).exists()


def test_a_clause_without_a_name_or_with_an_unknown_variable_says_so_beside_it(
    editor: Client, acme: Organisation
) -> None:
    data = sent(editor, ADD, heading_nl="Contact", organisation=acme.pk)
    answer = editor.post(ADD, data)
    assert answer.status_code == 422
    assert "title_nl" in answer.context["form"].errors
    wrong = {**data, "title_nl": "Contact", "intro_nl": "<p>{nobody}</p>"}
    answer = editor.post(ADD, wrong)
    assert answer.status_code == 422
    assert "{nobody}" in answer.content.decode()
    assert not Clause.objects.exists()


def test_rows_are_added_without_a_script(editor: Client) -> None:
    where = f"{LIST}add/?kind=retention"
    answer = editor.post(where, sent(editor, where, title_nl="T", row="add"))
    assert answer.status_code == 200
    assert len(answer.context["entries"].forms) == 1
    assert answer.context["form"]["title_nl"].value() == "T"


def test_one_sees_the_own_clauses_and_those_for_all_never_another_s(
    editor: Client, acme: Organisation
) -> None:
    clause(acme, name={"nl": "Van Acme"})
    clause(None, name={"nl": "Van allen"})
    theirs = clause(world.organisation("bolt"), name={"nl": "Van Bolt"})
    listed = editor.get(LIST).content.decode()
    assert "Van Acme" in listed
    assert "Van allen" in listed
    assert "Bolt" not in listed
    for url in (change(theirs), f"{LIST}{theirs.pk}/delete/"):
        assert editor.get(url).status_code == 404
        assert editor.post(url, {"post": "yes", "kind": "free_text"}).status_code == 404


def test_a_clause_is_not_added_to_another_s_library_nor_to_that_of_all(
    editor: Client, acme: Organisation
) -> None:
    bolt = world.organisation("bolt")
    data = sent(editor, ADD, title_nl="Contact", heading_nl="Contact")
    for organisation in (str(bolt.pk), ""):
        answer = editor.post(ADD, {**data, "organisation": organisation})
        assert answer.status_code == 422
        assert "organisation" in answer.context["form"].errors
    assert not Clause.objects.exists()


def test_who_may_only_read_sees_the_text_and_changes_nothing(
    viewer: Client, editor: Client, acme: Organisation
) -> None:
    own, shared = clause(acme), clause(None)
    for browser, found in ((viewer, own), (viewer, shared), (editor, shared)):
        page = browser.get(change(found))
        assert page.status_code == 200
        assert "Schrijf" in page.content.decode()
        assert "form" not in page.context or "section-form" not in page.content.decode()
        data = {"kind": "free_text", "title_nl": "X", "seen": "1"}
        assert browser.post(change(found), data).status_code == 403
        assert browser.post(f"{LIST}{found.pk}/delete/").status_code == 403
    assert viewer.get(ADD).status_code == 403
    assert {c.lock_version for c in Clause.objects.all()} == {1}


def test_administrators_keep_the_clauses_of_all(acme: Organisation) -> None:
    root = world.person("root")
    root.is_superuser = True
    root.save()
    browser = signed_in(root)
    data = sent(browser, ADD, title_nl="Allen", heading_nl="Allen", organisation="")
    assert browser.post(ADD, data).status_code == 302
    made = Clause.objects.get(organisation=None)
    data = sent(browser, change(made), title_nl="Iedereen")
    assert browser.post(change(made), data).status_code == 302
    made.refresh_from_db()
    assert texts(made, "title")["nl"] == "Iedereen"


def test_the_second_of_two_editors_sees_both_texts_and_loses_nothing(
    editor: Client, acme: Organisation
) -> None:
    found = clause(acme)
    ben = signed_in(world.person("ben", Role.EDITOR, acme))
    hers = sent(editor, change(found), heading_nl="Van haar", title_nl="Haar naam")
    his = sent(ben, change(found), heading_nl="Van hem")
    assert editor.post(change(found), hers).status_code == 302
    answer = ben.post(change(found), his)
    assert answer.status_code == 409
    shown = {(d.lang, d.mine, d.theirs) for d in answer.context["differences"]}
    assert shown == {("nl", "Klachten", "Haar naam"), ("nl", "Van hem", "Van haar")}
    form = answer.context["form"]
    assert form["heading_nl"].value() == "Van hem"
    again = {**his, **{name: form[name].value() for name in ("seen", "base")}}
    assert ben.post(change(found), again).status_code == 302
    found.refresh_from_db()
    assert found.section.heading["nl"] == "Van hem"


def test_who_changed_nothing_overwrites_nothing(
    editor: Client, acme: Organisation
) -> None:
    found = clause(acme)
    mine = sent(editor, change(found))
    edit_clause(None, found, NAME, text("Anders"))
    assert editor.post(change(found), mine).status_code == 302
    found.refresh_from_db()
    assert "Anders" in found.section.intro["nl"]
    assert found.lock_version == 2


def test_what_was_typed_for_a_clause_that_is_gone_is_added_again(
    editor: Client, acme: Organisation
) -> None:
    found = clause(acme)
    url, mine = change(found), sent(editor, change(found), heading_nl="Van mij")
    delete_clause(None, found)
    answer = editor.post(url, mine)
    assert answer.status_code == 409
    assert answer.context["form"]["heading_nl"].value() == "Van mij"
    again = {**mine, "organisation": acme.pk}
    assert editor.post(ADD, again).status_code == 302
    assert Clause.objects.get().section.heading["nl"] == "Van mij"


def test_where_it_is_used_stands_below_and_in_the_list(
    editor: Client, policy: Policy
) -> None:
    found = clause(policy.organisation)
    row = use_clause(None, draft_of(policy), found)
    edit_clause(None, found, NAME, text("Anders"))
    page = editor.get(change(found))
    (use,) = page.context["uses"]
    assert (use.section, use.news, use.own) == (row, True, False)
    assert f"draft/sections/{row.pk}/" in page.content.decode()
    (listed,) = editor.get(LIST).context["cl"].result_list
    assert listed.used == 1


def test_uses_in_another_s_policies_are_not_told(
    editor: Client, policy: Policy
) -> None:
    shared = clause(None)
    use_clause(None, draft_of(world.policy(world.organisation("bolt"))), shared)
    page = editor.get(change(shared))
    assert page.context["uses"] == []
    assert "Bolt" not in page.content.decode()
    (listed,) = editor.get(LIST).context["cl"].result_list
    assert listed.used == 0


def test_a_used_clause_is_not_deleted_and_the_page_says_where(
    editor: Client, policy: Policy
) -> None:
    found = clause(policy.organisation)
    row = use_clause(None, draft_of(policy), found)
    url = f"{LIST}{found.pk}/delete/"
    assert editor.get(url).status_code == 200
    answer = editor.post(url, {"post": "yes"})
    assert answer.status_code == 409
    assert f"draft/sections/{row.pk}/" in answer.content.decode()
    section(policy, "complaints").delete()
    assert editor.post(url, {"post": "yes"}).status_code == 302
    assert not Clause.objects.exists()


def test_the_list_and_a_clause_take_as_many_queries_however_much_there_is(
    editor: Client, policy: Policy, django_assert_num_queries: Any
) -> None:
    organisation = policy.organisation
    found = clause(organisation)
    use_clause(None, draft_of(policy), found)
    for url in (LIST, change(found)):
        editor.get(url)
    with CaptureQueriesContext(connection) as listed:
        editor.get(LIST)
    with CaptureQueriesContext(connection) as shown:
        editor.get(change(found))
    for n in range(8):
        used = clause(organisation, f"{n}")
        for which in (found, used):
            use_clause(None, draft_of(policy), which)
    with django_assert_num_queries(len(listed)):
        assert len(editor.get(LIST).context["cl"].result_list) == 9
    with django_assert_num_queries(len(shown)):
        assert len(editor.get(change(found)).context["uses"]) == 9
