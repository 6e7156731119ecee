"""Takes the pictures of the editing guide: `make guide`.

Starts the demo on a free port with a database of its own, plays the steps that the
guide describes in Chromium, in Dutch and in English, and writes the pictures to
`pictures/<language>/`. A name given as argument takes only pictures of that name.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WIDTH, TALLEST, EDGE = 1280, 1400, 8
COLOURS, LARGEST = 96, 120_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-sync"]
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
PASSWORD = "demo-demo-demo"  # the demo's own, refused elsewhere
ORGANISATION, TRADE_NAME = "spryng", "Spryng"
_SAID = yaml.safe_load((HERE / "story.yaml").read_text(encoding="utf-8"))
STORY: dict[str, dict[str, str]] = _SAID["story"]
NOTES, MORE, CLAUSE = _SAID["notes"], _SAID["more"], _SAID["clause"]


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """The demo on a free port; the address of its admin."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "DEMO": "1", "DEBUG": "1", "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "EMAIL_FILE_PATH": str(folder / "mail"),
    }  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "/dev/null", "--bind",
         f"127.0.0.1:{port}", "--threads", "4", "privacysite.wsgi:application"],
        cwd=ROOT, env=environment,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        yield f"http://localhost:{port}/admin/"
    finally:
        server.terminate()
        server.wait(10)


def load(folder: Path) -> Path:
    """The demo's database, made once."""
    database = folder / "demo.sqlite3"
    environment = {
        **os.environ, "DEMO": "1", "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{database}",
    }  # fmt: skip
    for command in (["migrate", "--verbosity", "0"], ["load_demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return database


def _wait(address: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(address, timeout=1)
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the demo did not come up")


class Camera:
    """Takes pictures of parts of a page."""

    def __init__(self, language: str, wanted: set[str]) -> None:
        self.folder = HERE / "pictures" / language
        self.wanted = wanted
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, *parts: Locator, most: int = TALLEST) -> None:
        """From the top of the first part to the end of all, as wide as the widest."""
        if self.wanted and name not in self.wanted:
            return
        page = parts[0].page
        page.set_viewport_size({"width": WIDTH, "height": TALLEST})
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        page.wait_for_timeout(400)
        boxes = [box for part in parts if (box := part.bounding_box())]
        left = max(0, min(box["x"] for box in boxes) - 16)
        top = max(0, boxes[0]["y"] - 3)
        right = min(WIDTH, max(box["x"] + box["width"] for box in boxes) + EDGE)
        bottom = max(box["y"] + box["height"] for box in boxes) + EDGE
        clip = {
            "x": left, "y": top, "width": right - left,
            "height": min(bottom - top, most),
        }  # fmt: skip
        self._write(name, page.screenshot(clip=clip))  # type: ignore[arg-type]
        page.set_viewport_size({"width": WIDTH, "height": 900})

    def _write(self, name: str, png: bytes) -> None:
        """Few colours make small files; the screens have few."""
        picture = trimmed(Image.open(io.BytesIO(png)).convert("RGB"))
        path = self.folder / f"{name}.png"
        for colours in (COLOURS, 48, 24):
            few = picture.quantize(colours, dither=Image.Dither.NONE)
            few.save(path, optimize=True)
            if path.stat().st_size < LARGEST:
                return
        raise RuntimeError(f"{path} is too large")


class Story:
    """Two colleagues change a policy of the demo, and each screen is photographed."""

    def __init__(self, browser: Browser, admin: str, language: str, camera: Camera):
        self.browser, self.admin, self.camera = browser, admin, camera
        self.language, self.words = language, STORY[language]
        self.writer, self.colleague = self._sign_in("demo"), self._sign_in("collega")

    def _sign_in(self, name: str) -> Page:
        context = self.browser.new_context(
            viewport={"width": WIDTH, "height": 900},
            locale=LOCALES[self.language], color_scheme="light",
        )  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(self.admin)
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(self.admin)
        return page

    def play(self) -> None:
        """All steps, in an order in which each finds what it needs."""
        page = self.writer
        page.goto(f"{self.admin}?organisation={ORGANISATION}")
        page.locator("table.matrix tbody th[scope=row] a").first.click()
        page.wait_for_selector("ol.outline")
        self.policy = re.sub(r"draft/$", "", page.url)
        self.clause()
        self.write()
        self.behind()
        self.look()
        self.review()
        self.publish()
        self.translation()
        self.overview()

    def write(self) -> None:
        """A section, a fact in it and one of its rows."""
        page = self.open("retention")
        for code in LOCALES:
            self.type_into(f"intro_{code}", f" {NOTES[code]}")
        self.saved()
        page.reload()
        page.wait_for_load_state()
        row = page.locator("li.entry").first
        row.locator("summary").first.click()
        self.camera.take("rows", row)
        row.locator("summary").first.click()
        self.type_into("intro_en", " ")
        self.saved()
        self.camera.take("section", *main_part(page), most=1000)
        page.locator("#facts > summary").click()
        self.camera.take(
            "facts", page.locator(".middle .bar"), page.locator("#facts .menu")
        )
        page.keyboard.press("Escape")
        page.goto(f"{self.policy}draft/")
        self.camera.take("draft", *main_part(page), most=900)

    def behind(self) -> None:
        """One language changes, the other doesn't."""
        page = self.open("general")
        other = "en" if self.language == "nl" else "nl"
        self.type_into(f"intro_{self.language}", " " + MORE[self.language])
        self.saved()
        page.wait_for_selector("[data-pane=side] .behind")
        side = page.locator(".pane.right")
        self.camera.take("behind", side, page.locator(".middle .bar"), most=620)
        self.type_into(f"intro_{other}", " " + MORE[other])
        self.saved()

    def clause(self) -> None:
        """A clause is used, then gets a new text."""
        page = self.writer
        page.goto(f"{self.admin}policies/clause/add/?kind=free_text")
        page.select_option("#section-form select[name=organisation]", label=TRADE_NAME)
        for code in LOCALES:
            page.fill(f"#id_title_{code}", STORY[code]["clause"])
            page.fill(f"#id_heading_{code}", CLAUSE["heading"][code])
            self.type_into(f"intro_{code}", CLAUSE["intro"][code])
        page.click("#section-form input[name=continue]")
        page.wait_for_load_state()
        clause = page.url
        page.goto(f"{self.policy}draft/clauses/")
        name = self.words["clause"]
        page.locator(f"button[name=clause][aria-label*='{name}']").first.click()
        page.wait_for_url("**/draft/#s*")
        page.goto(clause)
        for code in LOCALES:
            page.locator(f"#id_intro_{code}_editor .tiptap").click()
            page.keyboard.press("Control+A")
            page.keyboard.type(CLAUSE["new"][code])
        page.click("#section-form input.default")
        page.wait_for_load_state()
        page.goto(f"{self.policy}draft/borrowed/")
        self.camera.take("clauses", page.locator("article.loan").first)
        page.locator("article.loan form.actions button").first.click()
        page.wait_for_load_state()

    def look(self) -> None:
        """The preview, and a link for counsel."""
        page = self.writer
        page.goto(f"{self.policy}draft/look/?show=both&width=desktop")
        page.wait_for_timeout(1500)
        self.camera.take("preview", *main_part(page), most=820)
        page.goto(f"{self.policy}draft/share/")
        page.fill("#id_for_whom", self.words["counsel"])
        page.click("form.side-by-side input.default")
        page.wait_for_selector("input.address")
        self.camera.take(
            "counsel",
            page.locator(".lead"),
            page.locator("table.versions"),
            page.locator("form.side-by-side"),
        )
        page.goto(f"{self.policy}changes/?from=1&to=draft&language={self.language}")
        self.camera.take(
            "changes",
            page.locator("form.compare"),
            page.locator("div.diff"),
            most=820,
        )

    def review(self) -> None:
        """The colleague comments and approves."""
        page, other = self.writer, self.colleague
        page.goto(f"{self.policy}review/")
        page.fill("#note", self.words["note"])
        page.click("section.decide button.button")
        page.wait_for_load_state()
        other.goto(f"{self.policy}review/")
        other.fill("form.new-remark textarea", self.words["remark"])
        other.check("form.new-remark input[name=asks_change]")
        other.click("form.new-remark button")
        other.wait_for_selector("article.remark")
        page.goto(f"{self.policy}review/")
        page.locator("article.remark .under summary").click()
        page.fill("article.remark textarea", self.words["answer"])
        page.locator("article.remark .under details button").click()
        page.wait_for_selector("article.remark .reply")
        other.goto(f"{self.policy}review/")
        self.camera.take("comments", other.locator("#remarks"))
        other.locator("article.remark .under > form button").click()
        other.wait_for_selector("article.remark.settled")
        other.goto(f"{self.policy}review/")
        other.fill("#comment", self.words["approval"])
        self.camera.take("review", *main_part(other), most=860)
        other.click("section.decide button.button:not(.quiet)")
        other.wait_for_selector("section.decide a.button")

    def publish(self) -> None:
        """On a day."""
        page = self.colleague
        page.goto(f"{self.policy}publish/")
        page.check("input[name=when][value=day]")
        day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
        page.fill("input[name=day]", day.isoformat())
        for code in LOCALES:
            page.fill(f"#id_note_{code}", NOTES[code])
        self.camera.take(
            "publish", page.locator(".lead"), page.locator("form.side-by-side")
        )
        page.click("form.side-by-side input.default")
        page.wait_for_load_state()
        page.goto(f"{self.policy}versions/")
        self.camera.take("versions", *main_part(page), most=700)

    def translation(self) -> None:
        """A file goes to the translator and comes back with three texts changed."""
        page = self.writer
        page.goto(f"{self.policy}draft/xliff/")
        with page.expect_download() as download:
            page.locator("form[method=get] input.default").click()
        path = Path(str(download.value.path()))
        changed = path.with_suffix(".xlf")
        changed.write_text(
            translated(path.read_text(encoding="utf-8")), encoding="utf-8"
        )
        page.set_input_files("input[type=file]", changed)
        page.locator("form[method=post] input.default").click()
        page.wait_for_selector("form.translated")
        self.camera.take("translation", *main_part(page), most=760)

    def overview(self) -> None:
        """The first page, and the trail of all that happened."""
        page = self.writer
        page.goto(self.admin)
        self.camera.take("overview", page.locator("#header"), page.locator(".desk"))
        page.goto(f"{self.admin}organisations/auditentry/")
        self.camera.take(
            "trail", page.locator("#content h1"), page.locator("#changelist"), most=760
        )

    def open(self, section: str) -> Page:
        """A section of the draft, in the editor."""
        page = self.writer
        page.goto(f"{self.policy}draft/")
        page.locator(".line .words > a", has_text=self.words[section]).first.click()
        page.wait_for_selector("#section-form")
        page.wait_for_load_state()
        return page

    def type_into(self, field: str, words: str) -> None:
        """At the end of a rich text."""
        page = self.writer
        page.locator(f"#id_{field}_editor .tiptap").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(words)

    def saved(self) -> None:
        """Until the editor says that it saved."""
        self.writer.wait_for_timeout(300)
        self.writer.wait_for_selector("#saved[data-state=saved]")
        self.writer.wait_for_timeout(1200)


def trimmed(picture: Image.Image) -> Image.Image:
    """Without the empty space below the last words."""
    blank = Image.new("RGB", picture.size, "white")
    box = ImageChops.difference(picture, blank).getbbox()
    bottom = min(picture.height, box[3] + EDGE) if box else picture.height
    return picture.crop((0, 0, picture.width, bottom))


def main_part(page: Page) -> tuple[Locator, Locator]:
    """All below the breadcrumbs."""
    return page.locator("#content p.whose, #content h1").first, page.locator("#content")


def translated(xliff: str) -> str:
    """The file with another word in three of its translations."""
    return re.sub(
        r"(<target[^>]*>[^<]*)personal data", r"\1personal details", xliff, count=3
    )


def main(wanted: set[str]) -> None:
    """Every picture, or only those that are named."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        database = load(folder)
        for language in LOCALES:
            own = folder / language
            own.mkdir()
            for part in folder.glob(database.name + "*"):
                shutil.copy(part, own)
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=[*ARGUMENTS, f"--lang={LOCALES[language]}"],
                env={**os.environ, "LANGUAGE": LOCALES[language].replace("-", "_")},
            )
            with demo(own) as admin:
                Story(browser, admin, language, Camera(language, wanted)).play()
            browser.close()


if __name__ == "__main__":
    main(set(sys.argv[1:]))
