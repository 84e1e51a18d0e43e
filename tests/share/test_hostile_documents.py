"""Markup in any field of a letter or a report is words in each of its files; nothing of it runs."""

import io
import re
from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from runway_records import balance, cost, fund, info, planned

import config
from config import House
from share import letter, report
from share.documents import ESCAPED
from share.markdown import plain
from share.report import TEMPLATES, Asked
from warehouse.records import (
    ActionItem,
    Award,
    AwardLine,
    AwardPayment,
    AwardReport,
    AwardRevision,
    BookedCost,
    LineRate,
    LineRateBase,
    Meeting,
)

D = Decimal
AS_OF, NOW = date(2026, 9, 17), datetime(2026, 9, 17, 7)
FIRST, LAST, END = date(2026, 3, 1), date(2026, 8, 31), date(2026, 12, 31)
# Each sign wraps one word: an element of that word alone was made by a sign.
EVIL = (
    "# evil **evil** _evil_ `evil` ~~evil~~ [evil](https://evil.example/a) "
    "[evil](javascript:window.hit=1) ![evil](//evil.example/d.png) <b>evil</b> "
    "<img src=x onerror=window.hit=1> <script>window.hit=1</script> &lt;evil&gt; $evil$ | evil ]"
)
OUR_TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "table",
    "thead", "tbody", "tr", "th", "td", "strong", "ul", "li", "blockquote", "em",
}  # fmt: skip
NAMED = ("title", "number", "contact", "signer", "bank_account", "restriction", "source")
LINES = ("=1+1 evil", "+evil", "-evil", "@evil", EVIL)
ACTION = "- [ ] [evil](https://evil.example/a) <b>evil</b>"


class Seen(HTMLParser):
    """Every element of a page with the words that are directly in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.alive, self._open = set[str](), list[str](), [("", "")]
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self._open.append((tag, ""))
        self.alive += [f"{tag} {key}={value}" for key, value in attrs
                       if key.startswith("on") or "evil" in (value or "")]  # fmt: skip

    def handle_endtag(self, tag):
        while len(self._open) > 1:
            name, words = self._open.pop()
            if words.strip() == "evil":
                self.alive.append(f"{name}: evil")
            if name == tag:
                break

    def handle_data(self, data):
        name, words = self._open[-1]
        self._open[-1] = (name, words + data)
        self.text += data


def seen_in(markdown):
    """The Markdown as a reader's tool shows it that lets all of it through."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return Seen(reader.render(markdown))


def is_harmless(seen, *, times):
    assert seen.tags - OUR_TAGS == set()
    assert seen.alive == []
    assert " ".join(seen.text.split()).count(EVIL) >= times


def settings(folder):
    quoted = EVIL.replace("\\", "\\\\").replace('"', '\\"')
    (folder / "dashboard.toml").write_text(
        f'[project]\nname = "{quoted}"\nas_of = 2026-09-17\n\n[[funds]]\nid = "grant"\n'
        f'name = "{quoted}"\nkind = "grant"\nfunder = "{quoted}"\n'
    )
    return House(config.load(folder / "dashboard.toml").config, folder / "data")


def register():
    """An award every word of which is hostile."""
    return [
        info(AS_OF), planned("4000", date(2026, 1, 1), EVIL), cost(AS_OF, "0"),
        fund("grant", starts=date(2025, 1, 1), ends=END, pays=[EVIL], funder=EVIL, work=EVIL,
             work_months=D(3), extension_months=6, notice_days=60, rule_on=FIRST),
        Award("grant", codes=["EF"], **dict.fromkeys(NAMED, EVIL)),
        *(AwardLine("grant", at, name, "people", D(100), [f"{at}"], persons=4)
          for at, name in enumerate(LINES)),
        AwardRevision("grant", FIRST, LINES[0], D(3_000), EVIL, EVIL),
        AwardPayment("grant", D(60_000), "received", date(2025, 1, 20), EVIL),
        AwardReport("grant", EVIL, None, FIRST, LAST, EVIL),
        LineRate(1, "grant", EVIL, D("0.1"), source=EVIL), LineRateBase(1, LINES[0]),
        *(BookedCost(LAST, "pay", "people", "EF", f"{at}", "USD", D(9_000 + at), 1, "pay.csv")
          for at in range(len(LINES))),
        Meeting("m1", "team", date(2026, 8, 5), None, None, False, True, "notes/a.md", 1),
        ActionItem("m1", ACTION, [], False, "notes/a.md", 7),
    ]  # fmt: skip


def hostile(records):
    """The names and sources that the small builders set, too."""
    changed = []
    for each in records:
        values = {name: getattr(each, name) for name in type(each).__dataclass_fields__}
        if type(each).__name__ == "Fund":
            values |= {"name": EVIL, "extension_source": EVIL, "awarded": D(100_000)}
        if type(each).__name__ == "FundBalance":
            values |= {"source": EVIL}
        changed.append(type(each)(**values))
    return changed


@pytest.fixture
def db(build):
    return build(hostile([*register(), balance("grant", LAST, "30000")])).cursor()


@pytest.mark.parametrize("template", TEMPLATES)
def test_markup_in_every_field_of_a_report_is_words(db, tmp_path, monkeypatch, template):
    monkeypatch.setenv("BROWSER_PATH", "none")
    asked = Asked("grant", FIRST, LAST, template, ticks=("notes/a.md:7",))
    made = report.make(db, settings(tmp_path), asked, now=NOW)
    is_harmless(seen_in(made.files["report.md"].decode()), times=5)
    is_harmless(Seen(made.files["report.html"].decode()), times=5)
    assert any(EVIL.replace("[", "(").replace("]", ")") in blank for blank in made.blanks)
    book = load_workbook(io.BytesIO(made.files["report.xlsx"]))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [cell.value for cell in cells if cell.column == 1][1:6] == [
        "'=1+1 evil", "'+evil", "'-evil", "'@evil", EVIL,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["grant", "credits"])
def test_markup_in_every_field_of_a_letter_is_words(build, tmp_path, kind):
    records = hostile([*register(), balance("grant", LAST, "30000")])
    records = [_of_kind(each, kind) for each in records]
    db = build(records).cursor()
    found = letter.letter(db, settings(tmp_path), "grant", to=None, now=NOW, ticks=["notes/a.md:7"])
    is_harmless(seen_in(found.markdown), times=6)
    page = docx.Document(io.BytesIO(found.docx))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(each.text for each in page.paragraphs), *cells])
    assert said.count(EVIL) >= 6
    assert f": {EVIL}"[:60] in page.core_properties.title or kind == "credits"
    assert len(page.core_properties.title) <= 255  # a longer one made no file
    marked = [run.text for each in page.paragraphs for run in each.runs if run.bold or run.italic]
    assert "evil" not in marked
    with ZipFile(io.BytesIO(found.docx)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        links = [name for name in archive.namelist() if "rels" in name
                 and b"evil" in archive.read(name)]  # fmt: skip
    fields = [each.tag for each in body.iter() if re.search("hyperlink|instrText|fld", each.tag)]
    assert (links, fields) == ([], [])


def _of_kind(record, kind):
    if type(record).__name__ != "Fund":
        return record
    values = {name: getattr(record, name) for name in type(record).__dataclass_fields__}
    return type(record)(**{**values, "kind": kind})


@pytest.mark.parametrize(
    "text",
    ["# evil", "###### evil", "#", "- evil", "+ evil", "* evil", "> evil", "1. evil", "12) evil",
     "---", "===", "- - -", "    evil", "\tevil", "~~~", "```", "&amp; &#60;b&#62;", "a\\*b",
     "| a | b |", "[evil]: https://evil.example", "<!-- evil -->", "$evil$", "a\n# evil"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["{}", "- {}", "words above\n{}", "> {}"])
def test_no_value_makes_a_block_of_its_own_wherever_it_stands(text, place):
    """A heading, a list, a line, a fence or an entity: what it says is shown, sign by sign."""
    expected = seen_in(place.format("evil")).tags
    seen = seen_in(place.format(plain(text)))
    assert seen.tags == expected
    assert " ".join(text.split()) in " ".join(seen.text.split())


@pytest.mark.parametrize("text", ["−5.00", "-5.00", "+3 %", "1.50", "3.5 months", "R&D", "C#"])
def test_figures_and_plain_words_stay_as_they_are(text):
    assert plain(text) == text


@pytest.mark.parametrize("text", [EVIL, "# evil", "1. evil", "- Sorrel"])
def test_the_check_reads_what_a_reader_reads(text):
    """A private word behind an escape is a private word."""
    assert ESCAPED.sub(r"\1", plain(text)) == text
