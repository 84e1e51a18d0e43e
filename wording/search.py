"""The Search page: the lines that answer a question, each with its place."""

from dataclasses import dataclass

from metrics.search.find import Found, Line
from wording import numbers
from wording.markup import Markup, Text, html
from wording.page import Block, Cell, Note, Page, Sentence, Table

QUESTION = "Where did we write that?"
KINDS = {
    "note": "notes", "decision": "decisions", "action": "actions", "claim": "claims",
    "issue": "issues", "pull request": "pull requests", "roll call": "roll calls",
}  # fmt: skip
HINT = "Words, parts of words, a #number or a “quoted phrase”"
LABELS = {
    "q": "Search", "series": "Series or repository", "kind": "Kind", "first": "From", "last": "To",
}  # fmt: skip
ALL = "All"
START = "Type a few words to search notes, decisions, actions, claims and issues."
NONE = "No line has these words."
HEADS = ("Line", ("Kind", "qd-hide"), ("Day", "n"), ("Where", "qd-hide"))
ALSO, MORE = "also {}", "and {} more"
COPIES = 3  # places of the same words that are named
NAMELESS = "The names of all who signed a roll call are withheld here and cannot be searched."
# What the site's own script says of a question.
IN_PAGE = {
    "none": NONE,
    "one": "1 line has one of these words or more.",
    "some": "{} lines have one of these words or more.",
    "best": "{} lines have one of these words or more. These are the best {}.",
    "unnamed": "without a title",
    "also": ALSO,
    "more": MORE,
}


@dataclass(frozen=True)
class Facts:
    """A question and what was found; text empty: nothing was asked yet."""

    text: str
    found: Found


def nothing_read() -> Page:
    """The page before any notes or issues were read."""
    return Page("Search", QUESTION, Sentence("No notes and no issues have been read yet."))


def page(facts: Facts) -> Page:
    """The best lines first, each with its day, kind and place."""
    basis = (
        "Lines of notes and titles of issues. A line comes first that has more of the words, "
        "rarer ones, and in the order asked; of two alike the newer. Nothing leaves this machine."
    )
    return Page("Search", QUESTION, Sentence(answer(facts), basis=basis), tuple(_blocks(facts)))


def answer(facts: Facts) -> str:
    """How many lines answer."""
    if not facts.text:
        return START
    if not facts.found.lines:
        return NONE
    count = facts.found.count
    return f"{numbers.count(count, 'line')} {numbers.agree(count, 'has', 'have')} these words."


def _blocks(facts: Facts) -> list[Block]:
    blocks: list[Block] = []
    if facts.found.names:
        skipped = numbers.listing([f"“{name}”" for name in facts.found.names])
        left = f"{skipped} may name somebody: lines with that name are left out"
        blocks.append(Note("partial", f"{left} while [people] names is not “full”."))
    lines = facts.found.lines
    if not lines:
        if facts.text:
            blocks.append(
                Note("empty", "Try fewer words, a part of a word, or other series and days.")
            )
        return blocks
    rows: list[tuple[Cell, ...]] = [
        (_line(line), line.kind, _when(line), _places(line)) for line in lines
    ]
    blocks.append(Table("found", "", HEADS, rows))
    if facts.found.count > len(lines):
        more = f"These are the best {len(lines)}. More words, or a filter, find the others."
        blocks.append(Note("empty", more))
    return blocks


def _line(line: Line) -> Markup:
    """The words of a line, what it stands under, and on a phone its kind and place."""
    said: Text = line.text or IN_PAGE["unnamed"]
    if line.link:
        said = html('<a href="{}">{}</a>', line.link, said)
    above = html("<br><small>{}</small>", line.under) if line.under else ""
    small = html('<small class="qd-phone">{} · {}</small>', line.kind, line.place)
    return html("{}{}{}", said, above, small)


def _when(line: Line) -> str:
    return numbers.day(line.day) if line.day else "not known"


def _places(line: Line) -> Markup:
    """File and line of it and of its copies, the first three of these."""
    others = [ALSO.format(each.place) for each in line.also[:COPIES]]
    if len(line.also) > COPIES:
        others.append(MORE.format(len(line.also) - COPIES))
    small = (html("<br><small>{}</small>", each) for each in others)
    return Markup("").join([html("{}", line.place), *small])
