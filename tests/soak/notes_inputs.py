"""Notes: whole files in every format, and lines for the readers below them."""

import io
import random
import zipfile
from functools import cache

from pipelines.notes.formats import SUFFIXES
from pipelines.notes.reading import read_note
from pipelines.notes.roll_call.fields import fields_of
from pipelines.notes.roll_call.heads import label_of
from pipelines.notes.statements.citations import citations
from pipelines.notes.statements.figures import Custom
from pipelines.notes.statements.marks import mark_of
from pipelines.notes.statements.quantities import quantities
from pipelines.notes.statements.sentences import sentences, speaker_of
from pipelines.notes.text.dates import days_in
from pipelines.notes.text.markdown import Block, decoded, read_page, words
from tests.pipelines.word_file import paragraph, word_file
from tests.soak.kind import DATA, SAMPLE, Input, Kind
from tests.soak.mutation import damaged, encoded, spoiled, window

CUSTOM = Custom()
NAMES = [
    "2026-01-02", "notes", "2026-13-45", "meeting-2026-1", "20260102-sync", "Week 53, 2026", "README",
    "sub/2026/01", "9999-12-31", "2024", "Jan 2026", "²026-01-02", "2026-01-02 (1)",
]  # fmt: skip
OTHERS = {
    ".rst": "Sync\n====\n\n:Date: 2026-01-02\n:Present: Ada Lund, Bo Falk\n\nAgenda\n------\n\n"
    "* [ ] Ada: sail\n* We closed 12 issues.\n\n.. list-table::\n   :header-rows: 1\n\n   * - Name\n"
    "     - Team\n   * - Ada Lund\n     - Dock\n\n.. note:: Decided: go on.\n\n`Home <https://a.org>`_\n",
    ".org": "#+TITLE: Sync\n#+DATE: <2026-01-02 Fri>\n* Present\n- Ada Lund (@ada)\n- Bo Falk\n"
    "* TODO Ada sails the boat\nDEADLINE: <2026-02-01>\n| Name | Team |\n|------+------|\n| Ada | Dock |\n"
    ":PROPERTIES:\n:ID: 1\n:END:\n* DONE Bo moors\n[[https://a.org][Home]]\n",
    ".adoc": "= Sync 2026-01-02\nAda Lund <ada@example.org>\n:date: 2026-01-02\n\n== Present\n\n* Ada Lund\n"
    "* Bo Falk\n\n|===\n|Name |Team\n|Ada |Dock\n|===\n\n[NOTE]\n====\nDecided: go.\n====\n* [ ] Ada: sail\n",
    ".wiki": "= Sync 2026-01-02 =\n== Present ==\n* [[User:Ada|Ada Lund]]\n* Bo Falk {{away}}\n"
    "{| class=\"wikitable\"\n! Name !! Team\n|-\n| Ada || Dock\n|}\n'''Decided''': go on.\n# {{todo}} Ada: sail\n",
    ".html": "<html><head><title>Sync</title></head><body><h1>Sync 2026-01-02</h1><p>Present: Ada Lund, "
    "Bo Falk</p><table><tr><th>Name<th>Team</tr><tr><td>Ada<td>Dock</table><ul><li>Ada: sail<ul><li>moor"
    "</ul></ul><p>Decided: go.<br>250 users<script>x</script></body></html>",
    ".csv": "Name,Email,Join Time,Leave Time,Duration\nAda Lund,ada@example.org,2026-01-02 10:00,"
    "2026-01-02 11:00,60\nBo Falk,,01/02/2026 10:00:00 AM,01/02/2026 11:00:00 AM,60\n",
    ".txt": "Sync, 2 January 2026\n\nPresent: Ada Lund, Bo Falk\n\n10:00:01 <ada> #topic Boats\n"
    "10:02:03 <bo> #action Ada to sail\n10:03:00 <ada> #agreed go on\n10:04:00 [ada] 250 users\n",
}  # fmt: skip
ALIKE = {".htm": ".html", ".asciidoc": ".adoc", ".mediawiki": ".wiki", ".wikitext": ".wiki"}
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
    '<text:h text:outline-level="1">Sync 2026-01-02</text:h><text:p>Present: Ada Lund</text:p>'
    "<text:list><text:list-item><text:p>Ada: sail</text:p></text:list-item></text:list><table:table>"
    "<table:table-row><table:table-cell><text:p>Ada</text:p></table:table-cell></table:table-row>"
    "</table:table></office:text></office:body></office:document-content>"
)


@cache
def texts() -> list[str]:
    """Notes of ours, as they were written."""
    folders = (DATA / "notes", DATA / "strangers", SAMPLE / "notes", SAMPLE / "sponsors")
    files = sorted(f for folder in folders for f in folder.rglob("*.*") if f.suffix in SUFFIXES)
    return [file.read_bytes().decode("utf-8", "replace") for file in files]


def _markdown(dice: random.Random) -> Input:
    text = spoiled(dice, window(dice, dice.choice(texts())), texts())
    return Input(
        f"{dice.choice(NAMES)}{dice.choice(('.md', '.md', '.markdown'))}", encoded(dice, text)
    )


def _formatted(dice: random.Random) -> Input:
    suffix = dice.choice(sorted(SUFFIXES - {".docx", ".odt"}))
    text = OTHERS.get(ALIKE.get(suffix, suffix)) if dice.random() < 0.8 else None
    text = spoiled(dice, window(dice, text or dice.choice(texts())), [*OTHERS.values(), *texts()])
    return Input(dice.choice(NAMES) + suffix, encoded(dice, text))


def _packed(dice: random.Random) -> Input:
    suffix = dice.choice((".docx", ".odt"))
    if dice.random() < 0.2:
        return Input(f"2026-01-02{suffix}", damaged(dice, _document(suffix)))
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_document(suffix))) as old,
        zipfile.ZipFile(content, "w") as new,
    ):
        for name in old.namelist():
            text = old.read(name).decode()
            if dice.random() < (0.9 if name in ("word/document.xml", "content.xml") else 0.1):
                text = spoiled(dice, text, (text, ODT))
            if dice.random() < 0.97:
                new.writestr(name, encoded(dice, text))
    return Input(f"2026-01-02{suffix}", content.getvalue())


@cache
def _document(suffix: str) -> bytes:
    """A small file of Word or OpenDocument."""
    if suffix == ".docx":
        items = [paragraph("Ada Lund", level=0), paragraph("sail", level=1), paragraph("12 users")]
        return word_file(paragraph("Sync 2026-01-02", style="H1"), paragraph("Present"), *items)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        parts.writestr("content.xml", ODT)
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
    return content.getvalue()


def _line(dice: random.Random) -> Input:
    line = dice.choice(dice.choice(texts()).split("\n"))
    return Input("line", spoiled(dice, line, texts())[:2_000].encode("utf-8", "surrogatepass"))


def _read_note(given: Input) -> None:
    read_note(given.content, given.name)


def _read_line(given: Input) -> None:
    text = decoded(given.content)
    block = Block("text", 0, 1, text)
    said = sentences([block], frozenset())
    list(quantities(text, CUSTOM))
    list(days_in(text))
    citations([block])
    for each in (words, label_of, mark_of, speaker_of, fields_of, read_page):
        each(text)
    assert isinstance(said, list)


KINDS = [
    Kind("notes: Markdown", 70_000, _markdown, _read_note),
    Kind("notes: other formats", 60_000, _formatted, _read_note),
    Kind("notes: Word and OpenDocument", 10_000, _packed, _read_note),
    Kind("notes: lines", 200_000, _line, _read_line),
]
