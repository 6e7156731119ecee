"""``load_demo``: the five organisations of ``demo/``, and somebody to sign in as."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from organisations.languages import texts, write
from organisations.models import Membership, Organisation, Role, SupervisoryAuthority
from policies.models import Policy
from privacysite import cms_pages
from privacysite.exchange import ExchangeError, reading

USER, PASSWORD = "demo", "demo-demo-demo"  # the demo's own, refused elsewhere
COLLEAGUE = "collega"
COMBINED = {
    "cpro": {
        "slug": {"nl": "privacy-en-cookiebeleid", "en": "privacy-and-cookie-policy"},
        "title": {"nl": "Privacy- en cookiebeleid", "en": "Privacy and cookie policy"},
    },
    "cloudtalk": {
        "slug": {
            "nl": "privacybeleid-en-gdpr-faq",
            "en": "privacy-policy-and-gdpr-faq",
        },
        "title": {
            "nl": "Privacybeleid en GDPR FAQ",
            "en": "Privacy policy and GDPR FAQ",
        },
    },
}


class Command(BaseCommand):
    """Loads the demonstration. Run twice, it changes nothing the second time."""

    help = "Load the five demonstration organisations and a demo login."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read ``demo/*.yaml``; refused outside the demo, since it makes a login."""
        if not settings.DEMO:
            raise CommandError(
                "load_demo makes a login with a known password; it needs DEMO=1."
            )
        folder = Path(settings.BASE_DIR) / "demo"
        self._authorities(folder / "authorities.yaml")
        for path in sorted(folder.glob("*.yaml")):
            if path.name != "authorities.yaml":
                self._organisation(path)
        people = self._people()
        for organisation in Organisation.objects.all():
            cms_pages.ensure_landing(organisation, people[0])
            if combined := COMBINED.get(organisation.slug):
                policies = list(Policy.objects.filter(organisation=organisation))
                cms_pages.ensure_combined(
                    organisation,
                    policies,
                    combined["slug"],
                    combined["title"],
                    people[0],
                )
        self.stdout.write(f"Sign in as {USER} or {COLLEAGUE} with {PASSWORD}")

    def _organisation(self, path: Path) -> None:
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            organisation = reading.read(data)
        except (ExchangeError, yaml.YAMLError) as error:
            raise CommandError(f"{path.name}: {error}") from error
        counts = ", ".join(
            f"{texts(policy, 'slug').get('nl')} ({policy.versions.count()})"
            for policy in organisation.policies.all()
        )
        self.stdout.write(f"{organisation}: {counts}")

    def _authorities(self, path: Path) -> None:
        for code, item in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            row = SupervisoryAuthority.objects.filter(code=code).first()
            row = row or SupervisoryAuthority(code=code)
            for name in ("country", "url", "complaint_url", "phone", "address"):
                setattr(row, name, item.get(name, ""))
            write(row, "name", item["name"])
            row.save()

    def _people(self) -> list[Any]:
        people = []
        for name in (USER, COLLEAGUE):
            person, new = get_user_model().objects.get_or_create(
                username=name, defaults={"is_staff": True}
            )
            if new:
                person.set_password(PASSWORD)
                person.save()
            for organisation in Organisation.objects.all():
                Membership.objects.get_or_create(
                    user=person,
                    organisation=organisation,
                    defaults={"role": Role.OWNER},
                )
            people.append(person)
        return people
