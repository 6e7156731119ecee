"""Drafts that exist: their translations count as right, and who wrote last as a writer.

From here on a changed text is noticed. Each published policy gets a next review date,
a year after its last publication.
"""

import datetime as dt
import json

from django.db import migrations

from policies import agreement
from policies.document import Document, Entry, Section

LANGUAGES = ("nl", "en")
YEAR = dt.timedelta(days=365)


def forwards(apps, schema_editor):
    for draft in apps.get_model("policies", "Draft").objects.select_related("policy"):
        last = draft.policy.versions.order_by("-number").first()
        said = _published(last)
        for row in draft.sections.prefetch_related("entries"):
            _settle(row, said.get(row.uid))
        if last is not None:
            draft.published_lock = draft.lock_version
            draft.policy.reviewed_on = last.published_at.date()
            draft.policy.next_review = draft.policy.reviewed_on + YEAR
            draft.policy.save(update_fields=["reviewed_on", "next_review"])
        if draft.changed_by and (last is None or draft.changed_at > last.published_at):
            draft.writers, draft.published_lock = [draft.changed_by], None
        draft.save(update_fields=["writers", "published_lock"])


def _published(version):
    if version is None:
        return {}
    document = Document.from_dict(json.loads(version.canonical))
    return {section.id: section for section in document.walk()}


def _settle(row, said):
    value = _value(row)
    if said is not None:
        own = said if not row.register else _without_rows(said)
        row.published = own.own_digest()
    units = [(row, agreement.prints(value))]
    units += [
        (entry, agreement.prints(own))
        for entry, own in zip(row.entries.all(), value.entries, strict=True)
    ]
    lacking = set()
    for unit, now in units:
        unit.agreed = agreement.settle({}, now)
        lacking |= set(agreement.unwritten(now, LANGUAGES)) if now else set()
        if unit is not row:
            unit.save(update_fields=["agreed"])
    row.digest = value.own_digest()
    row.lacking = [code for code in LANGUAGES if code in lacking]
    row.save(update_fields=["agreed", "digest", "published", "lacking"])


def _value(row):
    entries = tuple(
        Entry(
            id=entry.uid,
            anchor=entry.anchor,
            term=_texts(entry, "term"),
            description=_texts(entry, "description"),
            attributes=entry.attributes,
        )
        for entry in row.entries.all()
    )
    return Section(
        id=row.uid,
        anchor=row.anchor,
        kind=row.kind,
        heading=_texts(row, "heading"),
        intro=_texts(row, "intro"),
        entries=entries,
        outro=_texts(row, "outro"),
        attributes=row.attributes,
    )


def _without_rows(section):
    return Section.from_dict({**section.as_dict(), "entries": []})


def _texts(row, name):
    found = {code: getattr(row, f"{name}_{code}") for code in LANGUAGES}
    return {code: text for code, text in found.items() if text}


class Migration(migrations.Migration):
    dependencies = [("policies", "0005_one_version_a_moment")]
    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop, elidable=True)
    ]
