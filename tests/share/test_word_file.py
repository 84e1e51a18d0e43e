"""A Word file, read back as Word reads it: every paragraph and cell with its shape."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from share import docx as words_file
from tests.wording import golden

NOW = datetime(2026, 10, 1, 7)
TEXT = """# One *slanted* word

## Two

### Three

A line with **bold, *both* and `code`**, *slanted and **both***,
the next line, a [link](https://example.org/a) and ***[all](https://example.org/b)***.\\
After a break ~~struck~~ <b>no tag</b> ![no picture](x.png).

> A quotation.

* a point with **weight**

  and a second paragraph
* another
    1. the first
    2. the second

```
code   as it is

```

    more code

| Cost | Sum, **USD** |
|:-----|-----:|
| *People* | **11,800** |
| Total | 1 |

|  |  |
|--|--|
| no | head |

| **Both** |  |
|--|--|
| one | head |
"""


def read(made: bytes) -> Any:
    return docx.Document(io.BytesIO(made))


def lines(page: Any) -> Iterator[str]:
    """The document, block by block."""
    for block in page.iter_inner_content():
        if isinstance(block, Paragraph):
            yield shape(block)
            continue
        assert isinstance(block, Table)
        yield f"table of {len(block.columns)}, {block.style.name}"
        for row in block.rows:
            yield from (f"    {number}: {shape(cell.paragraphs[0])}"
                        for number, cell in enumerate(row.cells))  # fmt: skip


def shape(line: Paragraph) -> str:
    """The style of a paragraph, the room around it, its edge, and its runs."""
    room = [line.paragraph_format.space_before, line.paragraph_format.space_after]
    points = "/".join("" if each is None else f"{each.pt:g}" for each in room)
    edge = "" if line.alignment is None else f" {line.alignment.name}"
    runs = [
        ("b" if run.bold else "-" if run.bold is False else "") + ("i" if run.italic else "")
        + (f"{run.font.size.pt:g}" if run.font.size else "") + f"{run.text!r}"
        for run in line.runs
    ]  # fmt: skip
    return f"{line.style.name} {points}{edge} {' '.join(runs)}".rstrip()


def test_markdown_becomes_paragraphs_lists_and_tables_of_these_shapes(write_golden: bool) -> None:
    made = words_file.document(TEXT, title="T", author="A", made=NOW)
    cases = {
        "all": "\n".join(lines(read(made))),
        "one": "\n".join(lines(read(words_file.document("One.", title="", author="", made=NOW)))),
    }
    golden.check("docx", cases, write=write_golden, folder=Path(__file__).with_name("golden"))


def test_a_page_is_a4_in_a_font_of_its_own_and_says_when_it_was_made() -> None:
    page = read(words_file.document("x", title="t" * 256, author="a" * 256, made=NOW))
    section, normal = page.sections[0], page.styles["Normal"]
    about = page.core_properties
    sizes = (
        section.page_width, section.page_height, section.left_margin, section.right_margin,
        section.top_margin, section.bottom_margin,
    )  # fmt: skip
    assert [round(each.mm, 1) for each in sizes] == [210, 297, 23, 23, 18, 18]
    assert (normal.font.name, normal.font.size) == ("Calibri", Pt(10.5))
    assert normal.paragraph_format.space_after == Pt(5)
    assert (about.title, about.author, about.comments) == ("t" * 255, "a" * 255, "")
    assert about.created.replace(tzinfo=None) == about.modified.replace(tzinfo=None) == NOW
    heads = [page.styles[f"Heading {level}"].font.color.rgb for level in (1, 2, 3)]
    assert [str(each) for each in heads] == ["17202B"] * 3
