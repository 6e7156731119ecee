"""Rich text: what the allow-list drops, what it keeps, and that it settles at once."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from policies import richtext
from policies.richtext import from_plain, links, plain, sanitise, sanitise_inline

Clean = Callable[[str], str]

HOSTILE_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java&#10;script:alert(1)",
    "java&Tab;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript&colon;alert(1)",
    "javascript&#0000058alert(1)",
    "jav\x00ascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "VbScRiPt:msgbox(1)",
    "blob:https://example.org/1",
    "filesystem:https://example.org/1",
    "file:///etc/passwd",
    "ftp://example.org",
    "view-source:https://example.org",
    "intent://example.org#Intent;end",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    " //evil.example",
    "\t//evil.example",
    "\x01//evil.example",
    "\x1f/\\evil.example",
    "&#1;//evil.example",
    "&#x1f;javascript:alert(1)",
    "/\t/evil.example",
    "/\n\\evil.example",
    "/&#9;/evil.example",
    "&#x2f;&#47;evil.example",
    "&sol;&bsol;evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "https:///evil.example",
    "HTTP:evil.example",
]
GOOD_ADDRESSES = [
    "https://example.org/a?b=c&d#e",
    "http://example.org",
    "HTTPS://EXAMPLE.ORG/",
    "mailto:privacy@example.org?subject=Inzage",
    "tel:+31206159155",
    "#rights",
    "/nl/cookiebeleid/",
    "versies/",
    "../v/3/",
    "?a=b",
]
HOSTILE_MARKUP = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<style>p { background: url(https://evil.example) }</style>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://evil.example/pixel.gif">',
    '<picture><source srcset="https://evil.example"></picture>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
    '<iframe src="https://evil.example"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=x></object><embed src=x><applet code=x></applet>",
    '<form action="https://evil.example"><input name=a><button>Go</button></form>',
    "<isindex action=javascript:alert(1)>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<link rel="stylesheet" href="https://evil.example">',
    "<video src=x onerror=alert(1)></video><audio src=x></audio>",
    '<template><script>alert(1)</script></template><slot name="x"></slot>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<p style="background:url(https://evil.example)" class="x" id="y">a</p>',
    '<p onclick="alert(1)" onmouseover=alert(1) data-x="1" aria-label="x">a</p>',
    '<a href="/x" target="_blank" rel="opener" ping="https://evil.example">a</a>',
    '<a name="cookie" id="location" href="#x" download>a</a>',
    '<td background="https://evil.example">a</td>',
    "<!--[if IE]><script>alert(1)</script><![endif]-->a",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><?php echo 1 ?>a",
    "<a href='/x' title='</a><img src=x onerror=alert(1)>'>a</a>",
]
ODD_MARKUP = [
    "<i><p>x</p></i>",
    "a <i>b <p>c</p> d</i> e",
    "<span><ul><li>x</li></ul></span>",
    "<p><button><p>x</p></button></p>",
    "<p>a<ul><li>b</ul>c</p>",
    "<ul>a<li>b</li>c<br></ul>",
    "<dl>a<dt>b<dd>c</dl>",
    "<li>a</li><dt>b</dt><td>c</td>",
    "<table>a<tr><td><p>b</table>",
    "<h1>a</h1><h2>b</h2><h3><p>c</p><ul><li>d</li><li>e</ul></h3>",
    "<div>a</div><div>b</div>",
    "<b>a<div>b</div>c</b>",
    "<pre>a\n  b</pre>",
    "a &amp; b &lt;script&gt; &nbsp; &eacute;",
    "<p></p><p> </p><br>",
    "<hr>a<hr/>",
]
ALLOWED = richtext.INLINE | richtext.BLOCKS
ALLOWED_ATTRIBUTES = {"rel"}.union(*richtext.ATTRIBUTES.values())


class Seen(HTMLParser):
    """The tags, attributes and addresses that stand in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.rels: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _value in attrs}
        if tag == "a":
            self.rels.append(dict(attrs).get("rel"))


def leads_to(address: str) -> str:
    """How a browser understands an address: its scheme, "//" or "" for this host."""
    read = re.sub(r"[\t\r\n]", "", re.sub(r"^[\x00-\x20]+", "", address))
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", read)
    if scheme:
        return scheme[1].lower()
    return "//" if read.replace("\\", "/").startswith("//") else ""


def mixed(seed: int) -> str:
    """Markup thrown together, the same for the same seed."""
    chance = random.Random(seed)
    tags = [*ALLOWED, *richtext.DISSOLVED, "svg", "math", "button", "object", "select"]
    tags += ["option", "style", "title", "template", "img", 'a href="/x" title=">"']
    pieces = [f"<{tag}>" for tag in tags] + [f"</{tag}>" for tag in tags]
    pieces += [
        "x",
        "y ",
        " ",
        "&lt;",
        "&amp;",
        "&nbsp;",
        "&#1;",
        "\x0b",
        "<!--",
        "-->",
    ] * 8
    return "".join(chance.choices(pieces, k=chance.randint(1, 25)))


# Links


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
@pytest.mark.parametrize("clean", [sanitise, sanitise_inline])
def test_a_hostile_link_is_dropped_and_its_words_stay(
    clean: Clean, address: str
) -> None:
    html = clean(f'<a href="{address}">words</a>')
    assert {leads_to(found) for found in links(html)} <= {""}
    assert "evil" not in html
    assert "alert" not in html or "\x00" in address
    assert plain(html) == "words"


@pytest.mark.parametrize("address", GOOD_ADDRESSES)
@pytest.mark.parametrize("clean", [sanitise, sanitise_inline])
def test_an_honest_link_stays(clean: Clean, address: str) -> None:
    escaped = address.replace("&", "&amp;")
    assert links(clean(f'<a href="{escaped}">words</a>')) == [address]


def test_every_link_tells_crawlers_and_the_target_nothing() -> None:
    html = sanitise(
        '<a href="/x" rel="opener" target="_blank">a</a> <a href="#y">b</a>'
    )
    assert Seen(html).rels == ["noopener noreferrer nofollow"] * 2
    assert "target" not in html


def test_an_address_loses_the_blanks_that_browsers_ignore() -> None:
    assert links(sanitise('<a href=" /nl/\tbeleid/\n">x</a>')) == ["/nl/beleid/"]


def test_a_link_around_blocks_stays_a_link() -> None:
    html = sanitise('<a href="/x"><p>a</p><p>b</p></a>')
    assert links(html) == ["/x", "/x"]
    assert html.count("<p><a") == 2


# Markup


@pytest.mark.parametrize("markup", HOSTILE_MARKUP)
def test_only_what_is_allowed_survives(markup: str) -> None:
    for html in (sanitise(markup), sanitise_inline(markup)):
        seen = Seen(html)
        assert seen.tags <= ALLOWED
        assert seen.names <= ALLOWED_ATTRIBUTES
    assert Seen(sanitise_inline(markup)).tags <= richtext.INLINE


def test_allowed_attributes_stay() -> None:
    html = '<table><tbody><tr><th colspan="2" scope="row">a</th></tr></tbody></table>'
    assert sanitise(html) == html
    html = '<ol start="3"><li lang="en">a</li></ol>'
    assert sanitise(html) == html


def test_escaped_markup_stays_text() -> None:
    assert sanitise("&lt;script&gt;") == "<p>&lt;script&gt;</p>"
    assert plain(sanitise("&lt;b&gt;")) == "<b>"


@pytest.mark.parametrize(
    "character", ["\x00", "\x01", "\x1f", "\x7f", "\x85", "\ufffe"]
)
def test_characters_that_no_page_may_hold_go(character: str) -> None:
    assert sanitise(f"a{character}b") == "<p>ab</p>"
    assert sanitise_inline(f"a&#{ord(character)};b").isprintable()


def test_half_a_surrogate_pair_does_not_stop_the_cleaning() -> None:
    assert sanitise("a\ud800b") == "<p>ab</p>"


# Blocks


@pytest.mark.parametrize(
    ("written", "sorted_"),
    [
        ("bare text", "<p>bare text</p>"),
        ("a <em>b</em>", "<p>a <em>b</em></p>"),
        ("a<p>b</p>c", "<p>a</p><p>b</p><p>c</p>"),
        ("<ul><li>a</li></ul>b", "<ul><li>a</li></ul><p>b</p>"),
        ("<i><p>a</p></i>", "<p><i>a</i></p>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<h1>a</h1>", "<h3>a</h3>"),
        ("<li>a</li><li>b</li>", "<p>a</p><p>b</p>"),
        ("<ul>a</ul>", "<ul><li>a</li></ul>"),
        ("<h3><p>a</p></h3>", "<h3>a</h3>"),
        ("<p></p>", ""),
        ("<br>", ""),
        ("  \n ", ""),
        ("", ""),
        ("<a>a</a>", "<p>a</p>"),
        ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
    ],
)
def test_all_text_stands_in_a_block(written: str, sorted_: str) -> None:
    assert sanitise(written) == sorted_


def test_blocks_become_blanks_in_a_line() -> None:
    assert sanitise_inline("<p>a</p><p>b</p>") == "a b"
    assert sanitise_inline("<div>a</div>b<br>c") == "a b<br>c"


@pytest.mark.parametrize("html", HOSTILE_MARKUP + ODD_MARKUP)
def test_cleaning_twice_changes_nothing_more(html: str) -> None:
    assert sanitise(sanitise(html)) == sanitise(html)
    assert sanitise_inline(sanitise_inline(html)) == sanitise_inline(html)


def test_cleaning_twice_changes_nothing_more_in_markup_thrown_together() -> None:
    for seed in range(600):
        html = mixed(seed)
        once, line = sanitise(html), sanitise_inline(html)
        assert sanitise(once) == once, html
        assert sanitise_inline(line) == line, html
        assert Seen(once).tags <= ALLOWED, html


def test_sorting_loses_no_word() -> None:
    def words(html: str) -> str:
        return "".join(plain(html).split())

    for seed in range(600):
        html = mixed(seed)
        allowed = richtext._clean(html, ALLOWED | richtext.DISSOLVED)
        assert words(sanitise(html)) == words(allowed), html


# Size


@pytest.mark.parametrize(
    "tag", ["<div>", "<b>", "<ul><li>", "<table><td>", "<a href=x>"]
)
def test_nesting_without_end_is_reduced_to_its_words(tag: str) -> None:
    started = time.process_time()
    assert plain(sanitise(tag * 50_000 + "words")) == "words"
    assert plain(sanitise_inline(tag * 50_000 + "words")) == "words"
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "piece", ["<p>", "<", "&", "<!--", "</p>", "<a ", "<p>a</p>", "\n"]
)
def test_long_input_takes_no_more_than_its_share_of_time(piece: str) -> None:
    started = time.process_time()
    sanitise(piece * 20_000)
    sanitise_inline(piece * 20_000)
    assert time.process_time() - started < 5


def test_ordinary_depth_is_not_too_deep() -> None:
    assert not richtext.too_deep("<ul><li>" * 20 + "</li></ul>" * 20)
    assert not richtext.too_deep("<p>a<br>" * 5000)
    assert richtext.too_deep("<ul><li>" * 300)


# Words


def test_plain_ends_a_line_after_each_block() -> None:
    html = "<p>a  <b>b</b>\n c</p><ul><li>d</li><li>e<br>f</li></ul>"
    assert plain(html) == "a b c\nd\ne\nf"


def test_plain_keeps_the_lines_of_preformatted_text() -> None:
    assert plain("<pre>a\nb</pre><p>c\nd</p>") == "a\nb\nc d"


def test_plain_decodes_characters() -> None:
    assert plain("<p>&lt;a&gt; &amp; &eacute;</p>") == "<a> & é"


def test_plain_text_becomes_paragraphs_that_are_clean_already() -> None:
    html = from_plain("one & two\nthree\n\n\n <four>\r\n\r\nfive\r\nsix  ")
    assert html == (
        "<p>one &amp; two<br>three</p><p>&lt;four&gt;</p><p>five<br>six</p>"
    )
    assert sanitise(html) == html
    assert from_plain(" \n\n ") == ""


def test_links_come_in_order() -> None:
    assert links('<p><a href="/b">b</a> <a>x</a> <a href="#a">a</a></p>') == [
        "/b",
        "#a",
    ]
