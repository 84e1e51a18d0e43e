"""Golden files: each page's English as plain text, for people who review its diff.

`python -m pytest tests/wording tests/share --write-golden` writes them anew.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path

from wording import page as blocks
from wording import sheet
from wording.page import Block, Cell, Page

FOLDER = Path(__file__).with_name("golden")


def check(
    name: str,
    pages: Mapping[str, Page | Sequence[Block] | str],
    *,
    write: bool,
    folder: Path = FOLDER,
) -> None:
    """Compare every case, in order, with golden/<name>.txt; a case is a page, blocks or a text."""
    file = folder / f"{name}.txt"
    said = "".join(f"##### {case}\n\n{_case(page)}\n\n" for case, page in pages.items())
    said = re.sub(r"[ \t]+\n", "\n", said).rstrip("\n") + "\n"
    if write:
        file.parent.mkdir(exist_ok=True)
        file.write_text(said, encoding="utf-8", newline="\n")
    assert said == file.read_text(encoding="utf-8"), f"--write-golden writes {file.name} anew"


def _case(page: Page | Sequence[Block] | str) -> str:
    if isinstance(page, str):
        return page
    if isinstance(page, Page):
        head = [f"[{page.title}] {page.question}", *_block(page.answer), ""]
        return "\n".join([*head, *_blocks(page.blocks)])
    return "\n".join(_blocks(page))


def _blocks(found: Sequence[Block]) -> Iterator[str]:
    for block in found:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case blocks.Sentence():
            parts = {"": block.claim, "advice": block.advice, "basis": block.basis,
                     "warning": block.warning}  # fmt: skip
            yield from (f"{name}: {plain(t)}".removeprefix(": ") for name, t in parts.items() if t)
            yield from _opened(" ".join(map(str, parts.values())), block.figures)
        case blocks.Tile():
            rest = " ".join(filter(None, (block.delta, block.delta_note)))
            more = [rest and f"({rest})", block.help and f"help: {block.help}"]
            yield " ".join(filter(None, [f"tile {block.label}: {block.value}", *more]))
            if block.formula:
                yield f"    formula: {block.formula}"
        case blocks.Items():
            yield f"list {block.title}".rstrip()
            for item in block.items:
                said = f"{item.state.tone} {item.state.word}: {item.text}. {item.detail}"
                yield f"  - {said} {item.side and f'| {item.side}'}".rstrip()
        case blocks.Table():
            yield f"table {block.title}: {plain(block.finding)}".rstrip(": ")
            yield from _opened(block.finding, block.figures)
            heads = [plain(c if isinstance(c, str) else c[0]) for c in block.columns]
            yield "  | " + " | ".join(heads)
            yield from ("  | " + " | ".join(map(cell, row)) for row in block.rows)
            if block.formula:
                yield f"    formula: {block.formula}"
        case blocks.Chart():
            yield f"chart {block.title}"
            yield f"    {plain(block.finding)}"
            yield from _opened(block.finding, block.figures)
            if block.legend:
                yield "    legend: " + ", ".join(key.word for key in block.legend)
            if block.alt:
                yield f"    alt: {block.alt}"
        case blocks.Data():
            yield f"data {block.label}" + (f": {block.formula}" if block.formula else "")
        case blocks.Note():
            yield f"note {block.kind}: {plain(block.text)}"
        case blocks.Code():
            yield from (f"    {line}" for line in block.text.splitlines())
        case blocks.Heading():
            yield f"heading {block.text}" + (f": {plain(block.remark)}" if block.remark else "")
            yield from _opened(block.remark, block.figures)
        case blocks.Control():
            yield f"control {block.key}"
        case blocks.Columns():
            for column in block.columns:
                yield from _blocks(column)
        case blocks.Line():
            yield " ".join(map(cell, block.parts))
        case blocks.Arguments():
            for row in block.rows:
                yield from (f"row {plain(row[0])}", f"    {plain(row[1])}")
        case blocks.Fold():
            yield f"fold {block.label}"
            yield from (f"  {line}" for line in _blocks(block.blocks))
        case blocks.Sheet():
            for section in block.sections:
                yield f"sheet {section.word}" + (f" ({section.more} more)" if section.more else "")
                yield from (f"  - {sheet.line(row)}" for row in section.rows)
        case blocks.Lanes():
            yield f"lanes {block.alt}"
            yield f"    words: {sheet.lane_words(block)}"


def _opened(said: object, figures: Sequence[blocks.Amount]) -> Iterator[str]:
    """The figures of a sentence that open their rows."""
    yield from (f"    {each.text} opens {each.opens['of']}" for each in figures
                if str(each.text) in str(said))  # fmt: skip


def cell(value: Cell) -> str:
    """A cell as text."""
    match value:
        case blocks.Link():
            return value.text
        case blocks.State():
            return " ".join(filter(None, (value.word, plain(value.detail))))
        case tuple():
            return "; ".join(map(cell, value))
        case blocks.Keyed() | blocks.Amount():
            return plain(value.text)
        case _:
            return plain(value)


def plain(text: object) -> str:
    """A text without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", str(text))).split())
