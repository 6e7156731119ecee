"""``static_config nginx|caddy``: how a web server serves what was published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacysite.staticsite import caddy, nginx
from privacysite.staticsite.folder import Folder
from privacysite.staticsite.serving import Serving

WRITERS = {module.NAME: module.configuration for module in (nginx, caddy)}
_LIVE = "/etc/letsencrypt/live/{host}"


class Command(BaseCommand):
    """Reads the manifests of a folder that `publish_static` wrote (docs/static.md)."""

    help = "Write a web server's configuration for hosts that were published as files."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which server, what was published, and where to write."""
        parser.add_argument("server", choices=sorted(WRITERS))
        parser.add_argument("--site", required=True, help="the folder published to")
        parser.add_argument("--to", help="file to write; default: standard output")
        port = "443" if settings.HTTPS else str(settings.PORT)
        parser.add_argument("--listen", default=port, help="the port (%(default)s)")
        parser.add_argument("--certificate", default=f"{_LIVE}/fullchain.pem")
        parser.add_argument("--key", default=f"{_LIVE}/privkey.pem")
        parser.add_argument(
            "--brotli", action="store_true", help="this nginx has brotli_static"
        )
        parser.add_argument(
            "--application", default="", metavar="URL",
            help="who answers forms, searches and whatever is no file",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where nothing was published."""
        folder = Folder(Path(options["site"]))
        sites = [found for name in folder.sites() if (found := folder.manifest(name))]
        if not sites and not folder.retired():
            raise CommandError(f"Nothing was published in {folder.path}.")
        serving = Serving(
            folder.path,
            listen=options["listen"],
            https=settings.HTTPS,
            certificate=options["certificate"],
            key=options["key"],
            brotli=options["brotli"],
            application=options["application"],
            static_url=settings.STATIC_URL,
        )
        text = WRITERS[options["server"]](sites, serving)
        if not options["to"]:
            self.stdout.write(text, ending="")
            return
        target = Path(options["to"])
        part = target.with_name(f"{target.name}.part")
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(target)
        except OSError as error:
            raise CommandError(str(error)) from error
