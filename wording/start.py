"""The page /start: three numbers and a first answer; then what was read, and the next piece."""

from collections.abc import Sequence
from datetime import date

from wording import numbers
from wording.first_answer import Answer
from wording.markup import Markup, html
from wording.page import Block, Code, Fold, Heading, Note, Page, Sentence

KINDS = {"Cash": "donation", "Grant": "grant", "Credits": "credits"}
NAMES = {"Cash": "Our cash", "Grant": "Our grant", "Credits": "Cloud credits"}
STEPS = ("What do you have?", "Until when can it be spent?", "What goes out?")
KIND, LEFT, CURRENCY, AS_OF = "Kind", "Amount left", "Currency", "As of"
SPENT_BY, NO_END = "Must be spent by", "No end"
HAS_BILL = "I have the last bill instead"
BILL = "Where is the last bill?"
SAVE, SAMPLE = "Save and read it", "Open the sample"
NAME = "Name of the fund"
ADD, ANOTHER = "Add this fund", "Add another fund"
SERIES, NOTES, NOTES_HINT = (
    "Name of the meetings", "Where are your notes?",
    "A folder on the server's machine, or an address: a HackMD note, a git repository.",
)  # fmt: skip
NOTES_EXAMPLE = "notes, or https://hackmd.io/@team/note"
ADD_NOTES = "Add these notes"
TO_BRIEFING, TO_SETUP = "Open the Briefing", "Setup: extension rules, bills and every other piece"
FIRST = "From your three numbers"
COMMAND = "python -m pipelines start --balance 26000 --monthly 4000 --ends 2027-03-31"


def page(*, is_sample: bool) -> Page:
    """The head of the page before anything is written."""
    kicker = "There is no dashboard.toml yet." if not is_sample else (
        "What you see is the sample, a fictional team. Yours begins here."
    )  # fmt: skip
    return Page("Start", kicker, Sentence("Three numbers give a first answer."))


def for_readers(why: str) -> Page:
    """For a browser that may not write: why, and the command that does the same."""
    blocks = (Note("plain", why), Code(COMMAND))
    return Page("Start", "Nothing is set up yet.", Sentence("Three numbers make a start."), blocks)


def step(number: int) -> Markup:
    """The head of a step of the form."""
    words = STEPS[number - 1]
    return html('<div class="qd-step"><span>{}</span><b>{}</b></div>', number, words)


def monthly(currency: str) -> str:
    """The label of the cost of a month."""
    return f"A month costs (cloud, hosting), {currency}"


def waiting() -> list[Block]:
    """In place of the answer, while a number is missing."""
    return [Note("plain", "The answer appears here once the three numbers are there.")]


def with_bill() -> list[Block]:
    """In place of the answer, while the cost of a month is to come from a bill."""
    said = "The answer comes with the bill: save, then add it on the next page."
    return [Note("plain", said)]


def first(answer: Answer) -> list[Block]:
    """The answer of the three numbers, its working, and what would give a range."""
    working = [Note("plain", text) for text in (answer.working, answer.missing) if text]
    return [_answer(FIRST, answer.claim), *working]


def second(claim: str, changes: Sequence[str], as_of: date, before: Answer) -> list[Block]:
    """The answer of what was read, and why it is another than the first."""
    lead = html("<b>Compared with the first answer:</b> {}", changes[0])
    why = [Note("plain", text) for text in (lead, *changes[1:])]
    return [
        _answer(f"From what was read, as of {numbers.long_day(as_of)}", claim), *why,
        Fold(f"The first answer: {before.claim}", (Note("plain", before.working),)),
    ]  # fmt: skip


def also_read(claim: str, as_of: date) -> list[Block]:
    """The answer of what was read, of a team that began in another way."""
    return [_answer(f"From what was read, as of {numbers.long_day(as_of)}", claim)]


def going_on() -> Page:
    """The head of the page once there is a dashboard.toml."""
    return Page("Start", "The first answer is there.", Sentence("The next pieces make it yours."))


def not_read_yet() -> list[Block]:
    """While nothing of the new settings was read."""
    return [Note("plain", "Saved. Read it now, and the answer of your settings appears here.")]


def more() -> list[Block]:
    """The head of what can be added next."""
    return [Heading("What comes next?")]


def sample() -> str:
    """What the sample is."""
    return "Nothing at hand? Fernhollow is an invented team with two years of data. It stays apart."


def no_sample(command: str) -> str:
    """Where the sample was not read on this machine."""
    return f"The sample was not read on this machine. Fix: {command}"


def _answer(lead: str, claim: str) -> Note:
    drawn = html('<span class="qd-lead">{}</span><b class="qd-answer">{}</b>', lead, claim)
    return Note("empty", drawn)
