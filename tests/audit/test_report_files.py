"""The report for people: the page and the PDF, with names that are not Latin and that look like markup."""

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typst
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pypdf import PdfReader

from lineage_viz.audit.bundle.archive import unzipped
from lineage_viz.audit.bundle.glyphs import with_codes
from lineage_viz.audit.bundle.making import bundle
from lineage_viz.audit.bundle.member import PAGE, PDF, PICTURE, README, REPORT
from lineage_viz.plain_text import plain_text
from lineage_viz.store.base import Store
from tests import demo_once
from tests.audit.awkward import NAME, long_lineage, renamed


@pytest.fixture(scope="module")
def members(demo: Store) -> dict[str, bytes]:
    report = renamed(demo, demo_once.account().findings["approval-withdrawn"], "loyalty")
    return {each.name: each.content for each in unzipped(bundle(report))[0]}


class Page(HTMLParser):
    """The texts, the ids, the tags and the addresses of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.text, self.ids, self.tags, self.addresses = "", [], set(), []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in ("src", "href", "xlink:href", "srcset", "action", "data", "poster"):
                self.addresses.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data + "\n"


def shown(data: dict[str, object]) -> set[str]:
    """The texts that a report for people must have."""
    checks = {
        each["sentence"]
        for check in data["checks"]
        for each in [one for one in check["evidence"] if one["outcome"] == check["outcome"]][:3]
    }  # also of a check that passed, which says on what ground
    checks |= {
        f"Next step: {check['remediation']} Effort: {check['effort']}."
        for check in data["checks"]
        if check["outcome"] in ("fail", "warn", "not recorded")
    }
    checks |= {f"{each['needs'][1:]}." for each in data["checks"] if each["outcome"] == "not read"}
    names = {check["id"] for check in data["checks"]}
    fields = {
        one["text"] for section in data["sections"] for each in section["fields"] for one in each["values"]
    }
    return checks | names | fields | {each["words"] for each in data["timeline"]}


def test_the_page_has_everything_as_text(members: dict[str, bytes]) -> None:
    page = Page(members[PAGE].decode())
    flat = " ".join(page.text.split())
    for each in shown(json.loads(members[REPORT])):
        assert " ".join(plain_text(each).split()) in flat
    assert NAME in flat
    assert (
        "Rule: The decision about a live model is Approved now." in flat
    )  # no sentence that denies its own finding
    assert "Exactly what was reviewed: 20 entities, 25 associations" in flat
    assert {"svg", "table", "nav", "main"} <= page.tags


def test_the_page_asks_for_nothing_and_runs_nothing(members: dict[str, bytes]) -> None:
    page = Page(members[PAGE].decode())
    assert not page.tags & {"script", "iframe", "object", "embed", "link", "form", "img", "b"}
    assert all(each.startswith("#") for each in page.addresses)
    assert {each[1:] for each in page.addresses} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert b"default-src 'none'" in members[PAGE]


def test_the_pdf_is_tagged_and_has_the_report_attached(members: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(members[PDF]))
    assert reader.attachments["report.json"] == [members[REPORT]]
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "en"
    about = reader.root_object["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part>3<.*pdfaid:conformance>A<.*pdfuaid:part>1<", about, re.DOTALL)


def test_the_pdf_has_everything_and_writes_what_its_fonts_lack_as_codes(members: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(members[PDF]))
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    assert "\u200b" not in text
    data = json.loads(members[REPORT])
    assert squeezed("U+65E5 U+672C U+8A9E U+1F600 \"#[x]*_$<b>\\&'}") in text
    assert squeezed("report.html of the bundle shows all names.") in text
    for check in data["checks"]:
        assert check["id"] in text
    for section in data["sections"]:
        assert squeezed(section["title"]) in text
        for each in section["fields"]:
            assert squeezed(each["name"]) in text
    assert all(page.extract_text().strip() for page in reader.pages)


def squeezed(text: str) -> str:
    """The text without blanks: a PDF has no blanks at the ends of lines."""
    return "".join(with_codes(text).split())


def test_each_character_that_stays_has_a_glyph() -> None:
    stay = [chr(code) for code in range(0x20, 0x3000) if with_codes(chr(code)) == chr(code)]
    assert len(stay) > 500
    source = (
        '#set document(title: "x")\n#set text(lang: "en", font: ("Libertinus Serif", "DejaVu Sans Mono"))\n'
    )
    source += (
        '#let all = json(bytes(sys.inputs.all)).join(" ")\n#all *#all* #text(font: "DejaVu Sans Mono", all)'
    )
    inputs = {"all": json.dumps(stay)}
    assert typst.compile(
        source.encode(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=["a-3a"],
        timestamp=0,
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Größe", "Größe"),
        ("日本", "U+65E5 U+672C"),
        ("model-日/1", "model- U+65E5 /1"),
        ("a\nb\tc", "a b c"),
        ("\u202e\u00ad\u200b", "U+202E U+00AD U+200B"),
    ],
)
def test_codes(text: str, written: str) -> None:
    assert with_codes(text) == written


def test_a_long_lineage_says_where_its_picture_can_be_read() -> None:
    members = {each.name: each.content for each in unzipped(bundle(long_lineage(200)))[0]}
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(members[PDF])).pages)
    assert "too large to be read on this page" in " ".join(text.split())
    assert "written as codes" not in text
    assert b"201 entities" in members[PICTURE]
    assert b"Audit of" in members[README]


@pytest.mark.browser
def test_the_page_is_accessible_in_both_themes(
    browser: Browser, members: dict[str, bytes], tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(members[PAGE])
    said: list[str] = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme, viewport={"width": 390, "height": 800})
        page.on("console", lambda message: said.append(message.text))
        page.goto(file.as_uri())
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
        assert page.locator(".picture svg:visible").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.close()
    assert [each for each in said if "axe" not in each.lower()] == []
