"""What an installation says to everybody, as digests: ``python -m …fingerprint``.

Prints JSON: each version with its digest, and each public page, of every organisation,
with the digest of its bytes. Two installations that say the same print the same.
"""

from __future__ import annotations

import hashlib
import json
import sys

import django

# Files of a version are made of its document alone, whose digest is compared anyway.
FILES = (".docx", ".html", ".json", ".jsonld", ".md", ".pdf", ".txt", ".zip")


def main() -> None:
    """Print it."""
    django.setup()
    json.dump({"versions": versions(), "pages": pages()}, sys.stdout, indent=1)


def versions() -> dict[str, str]:
    """Each version's digest, recomputed from its document."""
    from policies.models import Version

    return {
        f"{row.policy.uid} {row.number}": hashlib.sha256(
            row.canonical.encode()
        ).hexdigest()
        for row in Version.objects.select_related("policy").order_by("sequence")
    }


def pages() -> dict[str, str]:
    """The digest of what each public address answers."""
    from django.test import Client
    from django.utils import timezone

    from organisations.models import Organisation
    from privacysite.addresses import public_addresses

    found = {}
    for organisation in Organisation.objects.order_by("slug"):
        host = f"{organisation.slug}.localhost"
        for path in sorted(public_addresses(organisation, timezone.now())):
            if not worth_it(path):
                continue
            response = Client().get(path, headers={"host": host})
            streamed = getattr(response, "streaming_content", None)
            body = b"".join(streamed) if streamed else response.content
            digest = hashlib.sha256(body).hexdigest()
            found[f"{host}{path}"] = f"{response.status_code} {digest}"
    return found


def worth_it(path: str) -> bool:
    """Not what is no page of the installation's; of pages about a policy, those in Dutch:
    the English ones are made of the same rows."""
    if path.startswith(("/static/", "/media/", "/api/")) or path.endswith(FILES):
        return False
    return not path.startswith("/en/") or path.count("/") <= 3


if __name__ == "__main__":
    main()
