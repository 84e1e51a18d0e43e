"""Notes in other formats than Markdown: the same records, with the line as far as there is one."""

import io

import odfdo
import pytest
from notes_house import only, read
from word_file import paragraph, word_file

from pipelines.notes import formats
from pipelines.notes.formats.mediawiki import mediawiki
from warehouse.records import ActionItem, Attendance, Decision, Meeting, Reject

HTML = """<html><head><title>Gauge call</title><style>p{}</style></head><body>
<h1>Gauge call 2026-02-09</h1>
<h2>Attendees</h2>
<ul><li>Ada Fenwick</li>
<li><p>Bo Orlov (<a href="https://github.com/borlov">@borlov</a>)</p></li></ul>
<h2>Notes</h2>
<ol><li>Weir
<ul><li><b>ACTION</b>: Bo to mend it</li>
<li><input type="checkbox" checked> Ada: sing</li></ul></li></ol>
<p>RESOLVED: the weir stays</p>
</body></html>
"""
RST = """Gauge call 2026-02-09
=====================

Attendees
---------

- Ada Fenwick
- Bo Orlov

Notes
-----

* Weir

  * **ACTION**: Bo to mend `it <https://weir.example>`_

.. unknown:: directive

.. list-table::

   * - Action
     - Owner
   * - sing
     - Ada

RESOLVED: the weir stays
"""
ORG = """#+TITLE: Gauge call
#+DATE: <2026-02-09 Mon>
* Attendees
- Ada Fenwick
- Bo Orlov
* Notes
** TODO Bo: mend the weir :boat:
** DONE Ada: sing
** Weir
   - RESOLVED: the weir stays
"""
ASCIIDOC = """= Gauge call
:revdate: 2026-02-09

== Attendees

* Ada Fenwick
* Bo Orlov

== Notes

. Weir
** ACTION: Bo to mend https://weir.example[it]
* [x] Ada: sing

Decision:: the weir stays
"""
MEDIAWIKI = """= Gauge call 2026-02-09 =
== Attendees ==
* [[User:Ada|Ada Fenwick]]
* Bo Orlov

== Notes ==
# Weir
#* '''ACTION''': Bo to mend [https://weir.example it] {{done}}
{| class="wikitable"
! Action !! Owner
|-
| sing || Ada
|}
; Resolution : the weir stays
"""
ETHERPAD = """Gauge call 2026-02-09

Attendees:
    * Ada Fenwick
    * Bo Orlov

Notes
    * Weir
        * ACTION: Bo to mend it
    * [x] Ada: sing
    * RESOLVED: the weir stays
"""
ETHERPAD_HTML = (
    "<!DOCTYPE HTML><html><body>Gauge call 2026-02-09<br><br>Attendees:"
    '<ul class="bullet"><li>Ada Fenwick</li><li>Bo Orlov</ul><br>Notes<ul class="bullet"><li>Weir'
    '<ul class="bullet"><li>ACTION: Bo to mend it</li></ul></li><li>[x] Ada: sing</ul>'
    "RESOLVED: the weir stays<br></body></html>"
)
NOTION = """# Gauge call

Date: February 9, 2026
Attendees: Ada Fenwick, Bo Orlov

## Notes

- [ ]  Bo: mend the weir
- [x]  Ada: sing

**Decision:** the weir stays
"""
NOTION_HTML = """<article><header><h1 class="page-title">Gauge call</h1>
<table class="properties"><tbody>
<tr><th>Date</th><td><time>@February 9, 2026</time></td></tr>
<tr><th>Attendees</th><td>Ada Fenwick, Bo Orlov</td></tr></tbody></table></header>
<h2>Notes</h2>
<ul class="to-do"><li><div class="checkbox checkbox-off"></div> <span>Bo: mend it</span></li></ul>
<ul class="to-do"><li><div class="checkbox checkbox-on"></div> <span>Ada: sing</span></li></ul>
<p><strong>Decision:</strong> the weir stays</p></article>
"""
# file → its text, lines of the two who signed, of Bo's action, of Ada's, of the decision
TEXTS = {
    "call.html": (HTML, [4, 5, 8, 9, 10]),
    "call.rst": (RST, [7, 8, 15, 23, 26]),
    "call.org": (ORG, [4, 5, 7, 8, 10]),
    "call.adoc": (ASCIIDOC, [6, 7, 12, 13, 15]),
    "call.mediawiki": (MEDIAWIKI, [3, 4, 8, 12, 14]),
    "pad.txt": (ETHERPAD, [4, 5, 9, 10, 11]),
    "pad.html": (ETHERPAD_HTML, [3, 4, 7, 8, 9]),
    "Gauge call 1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d.md": (NOTION, [4, 4, 8, 9, 11]),
    "notion.html": (NOTION_HTML, [4, 4, 6, 7, 8]),
}


def rows(tmp_path, name, text):
    """What a file gives, as lists of plain values."""
    records = read(tmp_path, {name: text})
    assert [r for r in only(Reject, records) if "weir" in r.text] == []
    return (
        [str(m.held_on) for m in only(Meeting, records)],
        [(a.name, a.handle, a.source_line) for a in only(Attendance, records)],
        [(a.owners, a.done, a.source_line) for a in only(ActionItem, records)],
        [d.source_line for d in only(Decision, records)],
    )


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_in_another_format_says_the_same_on_its_own_lines(name, tmp_path):
    text, (ada, bo, mend, sing, stays) = TEXTS[name]
    handle = "borlov" if name == "call.html" else None
    boxed = name.startswith(("Gauge", "notion", "call.org"))
    done = None if name in ("call.rst", "call.mediawiki") else True
    assert rows(tmp_path, name, text) == (
        ["2026-02-09"],
        [("Ada Fenwick", None, ada), ("Bo Orlov", handle, bo)],
        [(["Bo"], False if boxed else None, mend), (["Ada"], done, sing)],
        [stays],
    )


WORD = word_file(
    paragraph("Gauge call 2026-02-09", "H1"),
    paragraph("Attendees", "H2"),
    paragraph("Ada Fenwick", level=0),
    paragraph("Bo Orlov", level=0),
    paragraph("Notes", "H2"),
    paragraph("Weir", level=0),
    paragraph(": Bo to mend it", level=1, bold="ACTION"),
    paragraph("RESOLVED: the weir stays"),
)


def open_document():
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    for part in (
        odfdo.Header(1, "Gauge call 2026-02-09"),
        odfdo.Header(2, "Attendees"),
        odfdo.List(["Ada Fenwick", "Bo Orlov"]),
        odfdo.Header(2, "Notes"),
        odfdo.Paragraph("Weir"),
        odfdo.Paragraph("ACTION: Bo to mend it"),
        odfdo.Paragraph("RESOLVED: the weir stays"),
    ):
        body.append(part)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("name", "data"), [("call.docx", WORD), ("call.odt", open_document())])
def test_an_office_file_has_its_paragraphs_counted(name, data, tmp_path):
    assert rows(tmp_path, name, data) == (
        ["2026-02-09"],
        [("Ada Fenwick", None, 3), ("Bo Orlov", None, 4)],
        [(["Bo"], None, 7)],
        [8],
    )


WIKI = """''dull'' and '''bold''', {{tl|done|by=Bo}}
{| class="wikitable"
! Day !! Who !! What
|-
| rowspan="3" | Monday || rowspan="2" | Ada || sing
|-
| row
|-
| Bo || colspan="1" | mend
|}
"""


def test_a_wiki_table_has_what_spans_rows_in_each_of_them():
    assert mediawiki(WIKI).text.strip().split("\n") == [
        "dull and **bold**, done", "", "| Day | Who | What |", "| --- | --- | --- |",
        "| Monday | Ada | sing |", "| Monday | Ada | row |", "| Monday | Bo | mend |",
    ]  # fmt: skip


def test_what_spans_more_than_twenty_rows_is_not_repeated_further():
    rows = "".join(f"|-\n| row {n}\n" for n in range(22))
    found = mediawiki(f'{{|\n! Day !! What\n|-\n| rowspan="23" | Monday || sing\n{rows}|}}\n')
    assert found.text.count("| Monday |") == 21
    assert (found.text.count("|  | row"), "|  | row 20 |" in found.text) == (2, True)


ZOOM = """Topic,Meeting ID,Start Time,End Time,Duration (Minutes),Participants
Gauge call,812 3456,02/09/2026 05:00:12 PM,02/09/2026 06:00:00 PM,60,4

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Ada F. (Ada Fenwick),ada@moss.example,02/09/2026 05:00:12 PM,02/09/2026 06:00:00 PM,60,No
Bo Orlov,,02/09/2026 05:01:12 PM,02/09/2026 05:20:00 PM,19,Yes
Bo Orlov,,02/09/2026 05:31:12 PM,02/09/2026 06:00:00 PM,29,Yes
Otter.ai,,02/09/2026 05:31:12 PM,02/09/2026 06:00:00 PM,29,Yes
"""
LFX = """First Name,Last Name,Email,Organization,Attended
Ada,Fenwick,ada@moss.example,Moss Lab,true
Bo,Orlov,bo@heron.example,,Yes
Cy,Quill,cy@heron.example,Heron Works,false
"""
RATES = "Service name,Duration of use,Cost\nhub,12,3.40\n"


def test_a_list_of_attendance_is_a_roll_call_without_addresses(tmp_path):
    files = {"zoom.csv": ZOOM, "lfx_2026-03-09.csv": LFX, "2026-04-09.csv": RATES}
    records = read(tmp_path, files)
    signed = [
        (a.meeting_id, a.name, a.handle, a.affiliation, a.source_line)
        for a in only(Attendance, records)
    ]
    assert signed == [
        ("team-2026-03-09", "Ada Fenwick", None, "Moss Lab", 2),
        ("team-2026-03-09", "Bo Orlov", None, None, 3),
        ("team-2026-02-09", "Ada Fenwick", None, None, 5),
        ("team-2026-02-09", "Bo Orlov", None, None, 6),
    ]
    assert not any("example" in str(record) for record in records)


def test_a_day_that_could_be_its_month_is_not_guessed(tmp_path):
    text = "Name,Join Time,Leave Time\nAda Fenwick,03/04/2026 17:00:12,03/04/2026 18:00:12\n"
    records = read(tmp_path, {"list.csv": text})
    assert only(Meeting, records) == []
    assert [r.reason[:7] for r in only(Reject, records)] == ["no date"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("2026-02-09.pdf", "PDF cannot be read: keep the notes as .docx, .odt, .html or .md"),
        ("2026-02-09.docx", "no Word file inside: save it again as .docx"),
        ("2026-02-09.odt", "no OpenDocument text inside: save it again as .odt"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_what_to_do(name, reason, tmp_path):
    records = read(tmp_path, {name: b"%PDF"})
    assert [(r.source_file, r.source_line, r.text, r.reason) for r in only(Reject, records)] == [
        (f"notes/{name}", 1, name, reason)
    ]


@pytest.mark.parametrize(
    ("name", "package"),
    [("a.rst", "docutils"), ("a.docx", "mammoth"), ("a.odt", "odfdo")],
)
def test_a_format_whose_package_is_missing_names_what_to_install(
    name, package, tmp_path, monkeypatch
):
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    suffix = name.removeprefix("a")
    reason = f"a {suffix} file takes {package}: pip install 'quarterdeck[formats]'"
    assert [r.reason for r in only(Reject, read(tmp_path, {name: b"x"}))] == [reason]
