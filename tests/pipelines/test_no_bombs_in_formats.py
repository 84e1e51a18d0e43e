"""Notes in other formats are no bombs either, and what their libraries cannot read is a reject."""

import io
import time
import zipfile
from itertools import pairwise

import odfdo
import pytest

from pipelines.notes.formats.mediawiki import mediawiki
from pipelines.notes.reading import read_note

FLOOR = 0.05  # seconds: docutils takes as long to begin
DAMAGED = (
    " clas\xa9\x17\xcc\xd0U\x0bP\xc3A\xe7\x18\xa6C\r\xe0\x1e\x0c\xfc\xf2\x7f\x9dP\x8a\xa3/\xac"
)
REPEATED = {
    "wiki": ["{|\n", "{|\n|-\n| a\n", "{{a|", "[[a|", "<ref>", "{|\n! a !! ", "'' ", "[http://a ",
             "<ref a=", "{|\n|colspan=9 rowspan=9|"],
    "org": [":a", " :a:", "[[", "<2026-01-01 ", "* TODO ", "*a ", "- a ", ":PROPERTIES:\n", "#+"],
    "rst": ["*a ", "`a <", "|a| ", "a_ ", "+--\n|", "* a\n\n  ", ".. a::\n", ".. _a: b_\n"],
    "adoc": ["https://a[", "*a", "a::", "|a", "* ", ". "],
    "html": ["<![", "<!--", "<ul><li>", "<td>", "<a =", "&#", "</a", "<title>"],
    "csv": ['"', "name,", "a (a ", "("],
}  # fmt: skip
BEFORE = {"org": "* a ", "csv": "name,join time\n", "adoc": "|===\n"}
# Texts of these lengths: what a library or a pattern of ours once took minutes over.
WHOLE = {
    "a damaged head of a table": lambda n: (
        "wiki", f'{{|{DAMAGED * (n // 40)}="w"\n! a!! b\n|}}\n'),
    "tables in each other": lambda n: ("wiki", "{|\n| a\n" * (n // 12) + "|}\n" * (n // 12)),
    "a cell of many columns": lambda n: ("wiki", f"{{|\n| colspan={'9' * (n // 200)} | a\n|}}\n"),
    "templates in each other": lambda n: ("wiki", "{{a|" * (n // 6) + "}}" * (n // 6)),
    "links in each other": lambda n: ("wiki", "[[a|" * (n // 6) + "]]" * (n // 6)),
    "a heading of blanks": lambda n: ("wiki", f"= a{' ' * n}x"),
    "tags of a headline": lambda n: ("org", f"* a {':a' * (n // 2)} x"),
    "substitutions in each other": lambda n: ("rst", "".join(
        f".. |a{i}| replace:: {f'|a{i + 1}| ' * 5}\n" for i in range(n // 50)) + "\n|a0|\n"),
}  # fmt: skip


def seconds(suffix, text):
    """Processor time of reading a note, the best of five."""
    best = 1_000.0
    for _ in range(5):
        began = time.process_time()
        read_note(text.encode(), f"2026-01-02.{suffix}")
        best = min(best, time.process_time() - began)
        if best < FLOOR:
            break
    return best


@pytest.mark.slow
@pytest.mark.parametrize("suffix", REPEATED)
def test_a_mark_over_and_over_takes_no_more_than_four_times_the_time_of_half_of_it(suffix):
    seconds(suffix, "warm")
    slow = []
    for unit in REPEATED[suffix]:
        texts = [BEFORE.get(suffix, "") + unit * (n // len(unit)) for n in (500, 1_000, 2_000)]
        took = [seconds(suffix, text) for text in texts]
        if any(long > 4 * max(short, FLOOR) for short, long in pairwise(took)):
            slow.append((unit, took))
    assert not slow


@pytest.mark.parametrize("kind", WHOLE)
def test_a_crafted_text_takes_no_more_than_four_times_the_time_of_half_of_it(kind):
    took = [seconds(*WHOLE[kind](n)) for n in (500, 1_000, 2_000)]
    assert all(long <= 4 * max(short, FLOOR) for short, long in pairwise(took))


def open_document(body):
    """An OpenDocument text with this XML as its words."""
    given, held = io.BytesIO(), io.BytesIO()
    document = odfdo.Document("text")
    document.body.clear()
    document.save(given)
    with zipfile.ZipFile(given) as parts, zipfile.ZipFile(held, "w") as crafted:
        for name in parts.namelist():
            content = parts.read(name).decode("latin-1")
            whole = f"<office:text>{body}</office:text>"
            crafted.writestr(name, content.replace("<office:text/>", whole).encode("latin-1"))
    return held.getvalue()


CELL = "<table:table-cell {}><text:p>a</text:p></table:table-cell>"
ROW = "<table:table><table:table-row {}>{}</table:table-row></table:table>"
ENDLESS = "it repeats blanks or cells without end: save its text as .md or .html"
REFUSED = {
    "blanks without end": (
        "odt", open_document('<text:p>a<text:s text:c="99999999"/></text:p>'), ENDLESS),
    "rows without end": (
        "odt", open_document(ROW.format('table:number-rows-repeated="99999"', CELL)), ENDLESS),
    "columns without end": (
        "odt", open_document(
            ROW.format("", CELL.format('table:number-columns-repeated="999"') * 99)), ENDLESS),
    "lists in each other": (
        "rst", b"- " * 500, "its lists are in each other too deep: save it as .md"),
    "substitutions in each other": (
        "rst", b".. |a| replace::\n\n   |b| |b|\n.. |b| replace:: x\n\n|a|\n",
        "a substitution refers to another one: write out what it stands for"),
    "a long substitution used often": (
        "rst", b".. |a| replace:: " + b"long " * 500 + b"\n\n" + b"|a| " * 500,
        "its substitutions are too long: write out what they stand for"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_a_document_without_end_is_refused_with_what_to_do(kind):
    suffix, content, reason = REFUSED[kind]
    assert [lost.reason for lost in read_note(content, f"2026-01-02.{suffix}").unread] == [reason]


ORG = """#+TITLE: Gauge call
#+DATE: <2026-02-30>
* Gauge call <2026-02-09 Mon>
SCHEDULED: <2026-13-45 Mon>
** Notes :weir:
*** TODO [#A] Bo: fix it <2026-02-31>
"""


def test_an_impossible_day_of_an_org_file_costs_that_day_alone():
    note = read_note(ORG.encode(), "a.org")
    assert [str(part.day) for part in note.parts] == ["2026-02-09"]
    assert [(item.owners, item.line) for part in note.parts for item in part.actions] == [
        (["Bo"], 6)
    ]


WIKI_TABLE = """= Gauge call 2026-02-09 =
{| class="wikitable"
|+ Who came
! Team !! colspan="2" | Name !! Role
|-
| rowspan="2" | Dock || [[User:Ada|Ada Fenwick]]
| || cook
|-
| Bo Orlov || ||
{|
| second || mate
|}
|}
"""


def test_cells_that_span_others_leave_each_cell_in_its_column():
    lines = mediawiki(WIKI_TABLE)
    found = [(line, text) for line, text in zip(lines.lines, lines.texts, strict=True) if text]
    assert found == [
        (1, "# Gauge call 2026-02-09"),
        (4, "| Team | Name |  | Role |"),
        (4, "| --- | --- | --- | --- |"),
        (6, "| Dock | Ada Fenwick |  | cook |"),
        (9, "| Dock | Bo Orlov |  | second mate |"),
    ]


def test_a_marked_section_that_is_none_does_not_end_the_reading_of_a_page():
    note = read_note(b"<h1>Call 2026-02-09</h1><p>a <![ b</p><p>We have 250 users.</p>", "a.html")
    assert [str(part.day) for part in note.parts] == ["2026-02-09"]
