"""The lines of one meeting as words, to be searched."""

from collections.abc import Iterator

from pipelines.notes.note import Line
from pipelines.notes.statements.sentences import lines_of
from pipelines.notes.text.markdown import Block, words

_ABOVE = 300  # characters of the heading and the items above a line


def lines(blocks: list[Block], roll_lines: frozenset[int]) -> Iterator[Line]:
    """Every line that has a word; lines that are only wrapped are one."""
    own: list[str] = []  # block → its first line
    above: list[str] = []
    for block in blocks:
        under = []
        if block.heading is not None:
            under.append(own[block.heading])
        if block.parent is not None:
            under += filter(None, (above[block.parent], own[block.parent]))
            under = list(dict.fromkeys(under))
        read = list(_of_block(block))
        own.append(read[0][1] if read else "")
        items = under[1:] if block.heading is not None else under
        above.append(" \u203a ".join(items)[-_ABOVE:])
        said = " \u203a ".join(under)[-_ABOVE:]
        kind = "roll call" if block.line in roll_lines else block.kind
        yield from (Line(kind, text, said, line) for line, text in read)


def _of_block(block: Block) -> Iterator[tuple[int, str]]:
    """The lines of a block and where each begins in the file."""
    if block.cells:
        raws = [(0, " \u00b7 ".join(filter(None, (cell.strip() for cell in block.cells))))]
    else:
        raws = lines_of(block.raw)
    for start, raw in raws:
        text = " ".join(words(raw).split())
        if any(map(str.isalnum, text)):
            yield block.line + block.raw[:start].count("\n"), text
