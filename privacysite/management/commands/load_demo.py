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
from privacysite import cms_pages, demo_scene
from privacysite.exchange import ExchangeError, reading

USER, PASSWORD = "demo", "demo-demo-demo"  # the demo's own, refused elsewhere
COLLEAGUE = "collega"
DIRECTOR, DIRECTED = "directie", "cpro"  # takes the last step of CPro's approval
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
        people = [self._person(name) for name in (USER, COLLEAGUE, DIRECTOR)]
        for path in sorted(folder.glob("*.yaml")):
            if path.name != "authorities.yaml":
                self._organisation(path)
        self._roles(*people)
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
        demo_scene.set_scene(people[0], people[1])
        self.stdout.write(f"Sign in as {USER} or {COLLEAGUE} with {PASSWORD}")
        self.stdout.write(f"({DIRECTOR}, same password, takes the last step at CPro)")

    def _organisation(self, path: Path) -> None:
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            organisation = reading.read(data, self._note)
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

    def _note(self, line: str) -> None:
        self.stderr.write(f"Note: {line}")

    def _person(self, name: str) -> Any:
        person, new = get_user_model().objects.get_or_create(
            username=name, defaults={"is_staff": True, "email": f"{name}@example.org"}
        )
        if new:
            person.set_password(PASSWORD)
            person.save()
        return person

    def _roles(self, *people: Any) -> None:
        """All own every organisation; the director only approves, in one of them."""
        for person in people:
            found, role = Organisation.objects.all(), Role.OWNER
            if person.get_username() == DIRECTOR:
                found, role = found.filter(slug=DIRECTED), Role.APPROVER
            for organisation in found:
                Membership.objects.get_or_create(
                    user=person, organisation=organisation, defaults={"role": role}
                )
