"""Every shape of a format in one file: the Markdown that it becomes, line for line."""

from pathlib import Path

import pytest

from pipelines.notes import formats
from pipelines.notes.formats.attendance import attendance
from pipelines.notes.formats.lines import Lines
from pipelines.notes.formats.plain import plain
from pipelines.notes.formats.web import web

DATA = Path(__file__).resolve().parents[1] / "data" / "formats"
FILES = sorted(file.name for file in DATA.iterdir() if file.suffix != ".lines")


def shown(lines: Lines) -> str:
    """Each line behind the number of the line that it came from."""
    pairs = zip(lines.lines, lines.texts, strict=True)
    return "\n".join(f"{number:>2}|{text}" for number, text in pairs)


@pytest.mark.parametrize("name", FILES)
def test_every_shape_of_a_format_is_a_line_of_markdown_with_its_place(name):
    lines = formats.as_markdown((DATA / name).read_bytes(), name, bytes.decode)
    assert f"{shown(lines)}\n" == (DATA / f"{name}.lines").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<title>Long</title>\n<p>a</p>", " 1|# Long\n 2|\n 2|a"),
        ("\n<title>Long</title><h1>a</h1>", " 2|\n 2|# a"),
        # four paragraphs in one line are counted, two in one line are not
        ("\n<p>a</p><p>b</p><p>c</p>", " 1|\n 1|a\n 1|\n 2|b\n 2|\n 3|c"),
        ("\n<p>a</p><p>b</p>", " 2|\n 2|a\n 2|\n 2|b"),
    ],
)
def test_a_page_has_its_title_where_it_has_no_heading(text, expected):
    assert shown(web(text)) == expected


DAYS = {
    "2026-02-09T10:00": "2026-02-09", "Feb 9, 2026 05:00": "2026-02-09", "9 Feb 2026": "2026-02-09",
    "2026-02-30": None, "02/13/2026": "2026-02-13", "13/02/2026": "2026-02-13",
    "12/02/2026": None, "12/02/2026 5:00 PM": "2026-12-02", "12/12/2026": "2026-12-12",
    "13/13/2026": None, "31/1/2026": "2026-01-31", "32/1/2026": None, "12/31/2026": "2026-12-31",
    "12/32/2026": None, "13/1/2026 1:00 AM": None, "1/2/26": None, "": None,
}  # fmt: skip


@pytest.mark.parametrize(("written", "day"), DAYS.items())
def test_the_day_somebody_joined_is_the_day_of_the_list(written, day):
    found = attendance(f'Name,Join Time\nAda,"{written}"\n')
    date = f" 1|\n 1|Date: {day}\n" if day else ""
    assert shown(found) == f"{date} 1|\n 1|Attendees:\n 1|\n 2|- Ada"


LISTS = {
    "Topic,Start\nGauge call,2026-02-09\nFirst Name,Surname,Minutes in,Is present\n"
    "Ada,Fenwick,3,yes\nBo,,3,No\nCy,Quill,2,0\nDee,Quill,1,\nEm,Quill,1,x\nFi,Quill\n":
        " 1|# Gauge call\n 1|\n 1|Date: 2026-02-09\n 3|\n 3|Attendees:\n 3|\n"
        " 4|- Ada Fenwick\n 8|- Em Quill",
    "Gauge call\nName,Joined\nAda,9 Feb 2026 10:00\n":
        " 1|\n 1|Date: 2026-02-09\n 2|\n 2|Attendees:\n 2|\n 3|- Ada",
    "Join,User Name,Company\n02/13/2026,Ada,Moss\n02/10/2026,Bo\n":
        " 1|\n 1|Date: 2026-02-13\n 1|\n 1|Attendees:\n 1|\n 2|- Ada / Moss\n 3|- Bo",
    "Name,Duration\n": " 1|\n 1|Attendees:\n 1|",
    "Name,Cost\nAda,3\n": "",
    "First Name,Duration\nAda,3\n": "",
    "Service name,Duration of use\nhub,12\n": "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTS.items())
def test_a_list_of_names_is_a_roll_call_where_a_column_says_who_came(text, expected):
    assert shown(attendance(text)) == expected


PADS = {
    "- Ada\n    - Bo": " 1|- Ada\n 2|    - Bo",
    "Present\n - Ada": " 1|Present\n 2| - Ada",
    "Present\n\t- Ada": " 1|Present\n 2|\n 2|- Ada",
    "Present\n  - Ada\n   go on\n  \n   not on":
        " 1|Present\n 2|\n 2|- Ada\n 3| go on\n 4|\n 5|   not on",
    "Present:   Missing:\nAda        Bo":
        " 1|\n 1|Present:\n 1|\n 2|- Ada\n 1|\n 1|Missing:\n 1|\n 2|- Bo\n 3|",
    "Present:   Missing:\n\n": " 1|\n 1|Present:\n 1|\n 1|\n 1|Missing:\n 1|\n 4|",
    "Present:   Ada": " 1|Present:   Ada",
    "Present:\nAda": " 1|Present:\n 2|Ada",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PADS.items())
def test_a_text_keeps_its_lines_but_for_indented_lists_and_columns_of_names(text, expected):
    assert shown(plain(text)) == expected
