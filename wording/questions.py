"""The queue of questions in words: on Sources and Setup, in a terminal, and in one line."""

from collections.abc import Sequence
from decimal import Decimal

from metrics.briefing.queue import Asked, Choice, Waiting
from metrics.data_quality.bill_doubts import Question
from metrics.issues.claims import Checked
from metrics.meetings.identity import WhoIs
from wording import bill_doubts, claims, numbers
from wording.markup import capital, html
from wording.page import SHOWN, Block, Cell, Code, Control, Fold, Heading, Note, Table

ANSWERED = "Answered: it counts from the next python -m pipelines on."
DAY = "Day of the credit"
DONT_KNOW = "I don't know"
THEIR_NAME, NAME_EXAMPLE = "Their name", "choose or type a name"
ORDER = "by days of runway, then money"
COMMAND = "python -m pipelines answer"


def heading(found: Sequence[Asked]) -> str:
    """How many there are: "Three questions"."""
    n = len(found)
    return f"{capital(numbers.spelled(n))} {numbers.agree(n, 'question', 'questions')}"


def waiting(found: Waiting) -> str:
    """All of them in one line: "3 questions, up to 1,240 USD, oldest 9 days"; empty without one."""
    if not found.count:
        return ""
    money = [numbers.money(amount, code).strip() for code, amount in found.up_to if amount]
    parts = [numbers.count(found.count, "question")]
    parts += [f"up to {numbers.listing(money)}"] if money else []
    parts += [f"oldest {numbers.days(found.oldest)}"] if found.oldest else []
    return ", ".join(parts)


def question(found: Asked) -> str:
    """The question itself."""
    if isinstance(found.fact, Question):
        return bill_doubts.question(found.fact)
    if isinstance(found.fact, WhoIs):
        return _who(found.fact)
    return f"Which repository do the notes mean: “{found.fact.claim.quote}”?"


def shown(found: Asked) -> Note:
    """A question with its readings, and the days that hang on it."""
    days = f"{stake(found)} of runway. " if stake(found) else ""
    return Note("partial", html("<b>{}</b><br>{}{}", question(found), days, detail(found)))


def stake(found: Asked) -> str:
    """Days of runway that the answer moves: "12 days"; empty where that is not known."""
    return "" if found.runway_days is None else numbers.days(abs(found.runway_days))


def detail(found: Asked) -> str:
    """Both readings and what counts meanwhile; of a claim, the meeting that made it."""
    fact = found.fact
    if isinstance(fact, WhoIs):
        meetings = numbers.count(fact.meetings, "meeting")
        if fact.kind == "handle":
            return _nameless(fact, meetings)
        handle = f" as @{fact.handle.replace(' ', ', @')}" if fact.handle else ""
        return (
            f"Signed{handle} in {meetings}, last on {numbers.day(fact.last_on)}. Until then they "
            "count as different people."
        )
    if isinstance(fact, Checked):
        return f"{claims.meeting(fact.claim)}. {claims.finding(fact)}"
    until = bill_doubts.MEANWHILE[fact.assumed]
    return f"{bill_doubts.difference(fact)} Until then: {until[:1].lower()}{until[1:]}"


def _nameless(found: WhoIs, meetings: str) -> str:
    """Where a handle stands without a name."""
    last = f"last on {numbers.day(found.last_on)}"
    if found.meetings:
        return f"Signed in {meetings}, {last}, never with a name. Until then pages show the handle."
    return f"Has an open action, {last}, and never signed. Until then pages show the handle."


def _who(found: WhoIs) -> str:
    """Whose a spelling is."""
    if found.kind == "handle":
        return f"Who is {found.name}?"
    names = numbers.listing(found.candidates, "or")
    return f"Is {found.name} the same person as {names}?"


def _person(found: WhoIs, choice: Choice) -> str:
    if found.kind == "handle":
        name = str(dict(choice.values)["person"])
        return "Nobody we name" if choice.reading == "nobody" else name or "It is this person"
    if choice.reading == "nobody":
        return "No, two people" if found.kind == "same" else "Somebody else"
    name = str(dict(choice.values)["person"])
    return f"Yes, {name}" if len(found.candidates) == 1 else name


def answer(found: Asked, choice: Choice) -> str:  # noqa: PLR0911 - one for each kind of answer
    """The words of an answer's button."""
    fact = found.fact
    if choice.reading == "unknown":
        return DONT_KNOW
    if isinstance(fact, WhoIs):
        return _person(fact, choice)
    if isinstance(fact, Checked):
        if choice.reading == "no claim":
            return "It is no number to check"
        name = str(dict(choice.values)["repo"])
        return "All repositories" if name == "all" else name
    amount = fact.assumed_amount if choice.reading == "assumed" else fact.other_amount
    money = _money(fact, amount)
    counts = _counts(choice)
    match fact.kind:
        case "undated":
            return "Leave it out" if choice.reading == "assumed" else "It belongs to this day"
        case "arrears":
            return "Yes, the month before" if counts == "month before" else "No, their own month"
        case "newer" | "two exports":
            return f"{counts}: {money}"
        case _ if counts == "both":
            return f"No, count both: {money}"
        case _:
            return f"Yes, count one: {money}"


def names(found: Asked) -> list[str]:
    """The names that are offered where one is to be given."""
    return [*found.fact.candidates] if isinstance(found.fact, WhoIs) else []


def blocks(found: Sequence[Asked], *, can_answer: bool) -> list[Block]:
    """The queue as a page has it: with its answers where they can be given, else with the lines.

    Who is who is asked of those who may answer, and shown to nobody else.
    """
    if not can_answer:
        found = [each for each in found if not isinstance(each.fact, WhoIs)]
    if not found:
        return []
    if can_answer:
        return [Heading(heading(found), capital(ORDER) if found[1:] else ""), Control("questions")]
    rows: list[tuple[Cell, ...]] = [
        (html("{}<small>{}</small>", question(each), detail(each)), stake(each)) for each in found
    ]
    lines = "\n".join(each.fact.answer for each in found if isinstance(each.fact, Question))
    table = Table(
        "queue", f"{heading(found)}, {ORDER}", ["Question", ("Runway", "n")], rows,
        "briefing.queue", most=SHOWN,
    )  # fmt: skip
    folded = Fold("Show the lines for bills.toml", (Code(lines.strip()),))
    return [table, *([folded] if lines else [])]


def listed(found: Sequence[Asked]) -> list[str]:
    """The queue with a number for each question and each answer, for a terminal."""
    lines = []
    for number, each in enumerate(found, 1):
        days = f" ({stake(each)} of runway)" if stake(each) else ""
        lines += [f"{number}. {question(each)}{days}", f"   {detail(each)}"]
        numbered = enumerate(each.choices, 1)
        lines += [f"   {number} {n}  {answer(each, choice)}{_option(choice)}"
                  for n, choice in numbered]  # fmt: skip
    return lines


def _option(choice: Choice) -> str:
    return " (--name NAME)" if choice.needs_name else ""


def _counts(choice: Choice) -> str:
    """What the first entry of an answer says under counts."""
    line = next(each for each in choice.lines.splitlines() if each.startswith("counts = "))
    return line.partition(" = ")[2].strip('"')


def _money(fact: Question, amount: Decimal) -> str:
    return numbers.cents(amount, fact.currency or "").strip()
