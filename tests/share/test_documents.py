"""Letters and reports before they are files: blanks, headings, templates and their mistakes."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from config import ConfigError, load
from config.sent import Sent
from share import documents, submitted
from share.documents import Words
from share.slots import PUBLIC, TEXT, mark


def test_a_blank_is_found_again_as_it_was_written_once_each_in_order() -> None:
    said = [documents.blank(each) for each in ("who [signs]", "a_b", "who [signs]")]
    assert said[0] == "[not known: who (signs)]"
    assert said[1] == r"[not known: a\_b]"
    assert documents.blanks(" and ".join(said)) == ["who (signs)", "a_b"]
    assert documents.blanks("nothing [known: x]") == []


def test_words_of_the_team_are_markdown_and_values_are_not() -> None:
    assert documents.own("  *x* \n") == mark(TEXT, "*x*")
    assert (documents.own(" \n"), documents.own("")) == ("", "")
    assert documents.inert(TEXT, "*x*") == mark(TEXT, r"\*x\*")
    assert documents.named("Team") == mark(PUBLIC, "Team")
    assert documents.bold("a*b") == r"**a\*b**"
    assert documents.bold(Words("a*b")) == "**a*b**"
    assert documents.bold("") == ""
    assert documents.unmarked(f"a {mark(TEXT, 'b')} c") == "a b c"


TEMPLATE = """# {{ a }}



{% if b %}
{{ b | known("the b") }}
{% endif %}
{{ c | known("the c") }}
| {{ row | cells }} |
{{ none | known("the none") }} {{ zero | known("the zero") }}
"""


def test_a_template_of_the_team_is_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "own.md.j2"
    file.write_text(TEMPLATE, encoding="utf-8-sig")
    values = {"a": "*x*", "b": Words("*y*"), "c": "", "row": ["1", Words("*2*"), "|"], "none": None,
              "zero": 0}  # fmt: skip
    assert documents.filled_in(file, values) == (
        "# \\*x\\*\n\n*y*\n[not known: the c]\n| 1 | *2* | \\| |\n[not known: the none] 0\n"
    )
    assert documents.filled_in(file, {**values, "b": ""}) == (
        "# \\*x\\*\n\n[not known: the c]\n| 1 | *2* | \\| |\n[not known: the none] 0\n"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a\n{{ nothing }}", r"^own\.md\.j2: 'nothing' is undefined\. Fix: compare it with temp"),
        ("a\n{% if %}", r"^own\.md\.j2, line 2: "), (b"\xff", r"^own\.md\.j2: 'utf-8' codec"),
        (None, r"^own\.md\.j2: .*No such file"),
    ],
)  # fmt: skip
def test_a_mistake_in_it_is_named_with_its_place(
    tmp_path: Path, text: str | bytes | None, place: str
) -> None:
    file = tmp_path / "own.md.j2"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError, match=place):
        documents.filled_in(file, {})


HEADINGS = ("What was done", "Next steps")


def test_sections_are_the_known_headings_of_a_file_without_comments(tmp_path: Path) -> None:
    file = tmp_path / "words.md"
    assert documents.sections(file, HEADINGS) == {}
    file.write_text(
        "before\n# what WAS done ##\nOne.\n\n#### deeper\nTwo.\n<!-- ## Odd\nno -->\n"
        "### Next steps\n\n",
        encoding="utf-8-sig",
    )
    assert documents.sections(file, HEADINGS) == {"What was done": "One.\n\n#### deeper\nTwo."}
    file.write_text("## What was done\nx\n## Odd one\ny\n")
    with pytest.raises(ConfigError) as refused:
        documents.sections(file, HEADINGS)
    assert refused.value.lines == [
        "words.md: no heading is called 'odd one'. Fix: use What was done, Next steps"
    ]


def test_what_is_checked_is_each_line_of_a_value_and_of_a_template_without_its_code(
    tmp_path: Path,
) -> None:
    file = tmp_path / "own.md.j2"
    file.write_text("Thanks to {{ done\n}}Hazel{# Fern #}\n{% if x %}Wren{% endif %}\n")
    marked = f"x {mark(TEXT, 'a  b' + chr(10) + 'c' * 50)} {mark(PUBLIC, '')} {mark(TEXT, 'd')}"
    found = [(each.place, each.slot.kind, each.slot.text)
             for each in documents._filled(marked + mark(TEXT, r"\*e\*"), file)]  # fmt: skip
    assert found == [
        ('"a b"', TEXT, "a  b"), (f'"{"c" * 40}"', TEXT, "c" * 50), ('""', PUBLIC, ""),
        ('"d"', TEXT, "d"), (r'"\*e\*"', TEXT, "*e*"),
        ("own.md.j2, line 1", TEXT, "Thanks to  Hazel "),
        ("own.md.j2, line 2", TEXT, " Wren "),
    ]  # fmt: skip
    assert len(list(documents._filled(marked, None))) == 4


def test_files_are_zipped_as_they_are() -> None:
    with zipfile.ZipFile(io.BytesIO(documents.zipped({"a": b"1" * 99, "b/c": b""}))) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == {
            "a": b"1" * 99,
            "b/c": b"",
        }
        assert packed.infolist()[0].compress_type == zipfile.ZIP_DEFLATED


def days(first: int, last: int) -> tuple[date, date]:
    return date(2026, first, 1), date(2026, last, 28)


@pytest.mark.parametrize(
    ("period", "is_free"),
    [((4, 5), True), ((1, 1), True), ((3, 4), False), ((1, 2), False), ((2, 3), False),
     ((1, 5), False)],
)  # fmt: skip
def test_days_that_were_reported_are_not_reported_again(
    tmp_path: Path, period: tuple[int, int], *, is_free: bool
) -> None:
    (tmp_path / "dashboard.toml").write_text("")
    (tmp_path / "reports" / "g").mkdir(parents=True)
    house = load(tmp_path / "dashboard.toml", tmp_path / "data")

    def keep(first: int, last: int) -> Path:
        begins, ends = days(first, last)
        return submitted.keep(
            house, "g", period=(begins, ends), on=date(2026, 9, 1), by="Wren",
            sent=Sent(ends, {}), facts={}, texts={},
        )  # fmt: skip

    kept = keep(2, 3)
    assert kept.name == "2026-02-to-2026-03.json"
    assert submitted.before(house, "g", date(2026, 3, 28)) is None
    (known,) = submitted.submissions(house, "g")
    assert submitted.before(house, "g", date(2026, 3, 29)) == known
    if is_free:
        file = keep(*period)
        order = [each.file for each in submitted.submissions(house, "g")]
        assert order == sorted([kept, file])
        assert submitted.before(house, "g", date(2026, 9, 1)).file == max(kept, file)
    else:
        with pytest.raises(ConfigError, match="2026-02-01 to 2026-03-28 was sent on 2026-09-01"):
            keep(*period)
