"""Who came, in minutes of other houses: lists of definitions, nested lists, offices, chats."""

import pytest
from notes_house import only, read

from warehouse.records import Attendance, Meeting, Reject

BODY = "\n\n## Themen\n\n- Pegel\n"


def came(tmp_path, name, text):
    """Everybody who signed: name, handle, affiliation and line."""
    found = only(Attendance, read(tmp_path, {name: text}))
    return [(a.name, a.handle, a.affiliation, a.source_line) for a in found]


def test_a_term_of_a_web_page_keeps_its_own_definitions(tmp_path):
    page = (
        "<h1>Moor Group</h1>\n<dl>\n<dt>Present</dt>\n<dd>Ada_Moss, Bo, Cy Quill</dd>\n"
        "<dt>Regrets</dt>\n<dd>Dee, Eli</dd>\n<dt>Chair</dt>\n<dd>Cy Quill, Bo</dd>\n</dl>\n"
        "<h2>Gauges</h2><p>They are sound.</p>"
    )
    assert came(tmp_path, "2026-02-09.html", page) == [
        ("Ada_Moss", None, None, 3), ("Bo", None, None, 3), ("Cy Quill", None, None, 3),
    ]  # fmt: skip


def test_several_definitions_of_a_term_are_its_list(tmp_path):
    page = (
        "<h1>Moor Group</h1>\n<dl><dt>Regrets:</dt><dd>Dee Marsh</dd><dd>Eli Stone</dd>\n"
        "<dt>Present:</dt>\n<dd>Ada Moss</dd>\n<dd>Bo Reed</dd></dl>\n<p>Gauges are sound.</p>"
    )
    assert came(tmp_path, "2026-02-09.html", page) == [
        ("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "people"),
    [
        ("2026-02-09.txt",
         "Call\n\n* Present:\n    + Ada, Bo, Cy Q.\n\n* Absent:\n    + Dee\n\n* Gauges\n    + ok",
         [("Ada", 4), ("Bo", 4), ("Cy Q.", 4)]),
        ("2026-02-09.md",
         "# Minutes\n\n- Attendees:\n  - Ada Moss, Bo Reed\n- Regrets:\n  - Cy Quill\n- Gauges",
         [("Ada Moss", 4), ("Bo Reed", 4)]),
        ("2026-02-09.md",
         "# Minutes\n\n* Present:\n  + Ada, Bo, Cy, Dee\n  + Eli, Fay, Gus, Hal\n\n* Gauges",
         [(name, 4) for name in ("Ada", "Bo", "Cy", "Dee")]
         + [(name, 5) for name in ("Eli", "Fay", "Gus", "Hal")]),
    ],
)  # fmt: skip
def test_a_list_inside_the_list_of_the_present_is_parted_at_its_commas(
    name, text, people, tmp_path
):
    assert came(tmp_path, name, text) == [(who, None, None, line) for who, line in people]


@pytest.mark.parametrize(
    ("heads", "people"),
    [
        ("氏名 | GitHub | 所属", "出席者"),
        ("Name | GitHub | Verein", "Anwesend"),
        ("Nom | GitHub | Société", "Présents"),
        ("Nombre | GitHub | Empresa", "Asistentes"),
    ],
)
def test_the_columns_of_a_table_are_known_in_five_languages(heads, people, tmp_path):
    table = f"| {heads} |\n|---|---|---|\n| Ada Moss | @adam | Heron |\n| Bo Reed | @bor | |"
    assert came(tmp_path, "2026-02-09.md", f"# 2026-02-09\n\n## {people}\n\n{table}{BODY}") == [
        ("Ada Moss", "adam", "Heron", 7), ("Bo Reed", "bor", None, 8),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Anwesend: Ada Moss (2. Vorsitzende), Bo Reed (Kassenwartin), Cy Quill (Beisitzer)",
        "Anwesend: Ada Moss (Schatzmeister), Bo Reed (Schriftführerin), Cy Quill (Protokoll)",
        "Présents : Ada Moss (Présidente), Bo Reed (Trésorière adjointe), Cy Quill (Secrétaire)",
        "Asistentes: Ada Moss (Presidenta), Bo Reed (Tesorero), Cy Quill (Vocal)",
    ],
)
def test_an_office_is_no_affiliation(line, tmp_path):
    people = came(tmp_path, "2026-02-09.md", f"# 2026-02-09\n\n{line}{BODY}")
    assert people == [(who, None, None, 3) for who in ("Ada Moss", "Bo Reed", "Cy Quill")]


@pytest.mark.parametrize(
    ("topic", "greeting"), [("init process", ".hello2"), ("greetings", ".hello bo")]
)
def test_whoever_speaks_where_people_greet_the_bot_signs(topic, greeting, tmp_path):
    log = (
        f"17:00:01 <ada> #startmeeting Moor\n17:00:02 <moorbot> Meeting started.\n"
        f"17:00:03 <ada> #topic {topic}\n17:00:09 <bo> {greeting}\n17:00:10 <moorbot> bo: Bo Reed\n"
        "17:00:20 <cy> hi all\n17:01:00 <ada> #topic gauges\n17:01:09 <dee> late, sorry\n"
    )
    assert came(tmp_path, "moor.2026-02-09.log.txt", log) == [
        ("ada", None, None, 3), ("bo", None, None, 4), ("cy", None, None, 6),
    ]  # fmt: skip


def test_a_roll_call_that_nobody_answers_is_not_read(tmp_path):
    log = (
        "17:00:01 <ada> #startmeeting\n17:00:03 <moorbot> #topic Roll call\n17:00:09 <ada> #topic x"
    )
    records = read(tmp_path, {"moor.2026-02-09.log.txt": log})
    assert [m.roll_call for m in only(Meeting, records)] == ["not_read"]


def test_a_log_is_named_with_what_to_do(tmp_path):
    records = read(tmp_path, {"moor.2026-02-09.log": "17:00:01 <ada> #startmeeting"})
    assert [(r.source_file, r.reason) for r in only(Reject, records)] == [
        ("notes/moor.2026-02-09.log",
         "a log is not read: if it is the chat of a meeting, name it .txt"),
    ]  # fmt: skip
