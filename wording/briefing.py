"""The Briefing: the answer, five figures, the alerts and the changes since the last meeting."""

from dataclasses import replace
from datetime import date, timedelta

from metrics.briefing.alerts import to_decide
from metrics.briefing.briefing import Briefing
from metrics.briefing.changes import Amount as Money
from metrics.briefing.changes import (
    Attendance,
    Change,
    IssueFlow,
    LaunchCost,
    LaunchCount,
    NoNews,
)
from metrics.briefing.figures import MoneyEnd
from metrics.briefing.meeting_pairs import Headline, Pair
from metrics.issues.claims import Checked
from wording import numbers, sheet, standing
from wording.briefing_alerts import item
from wording.briefing_tiles import moved_end, tiles
from wording.launches import cost_of_one
from wording.markup import html, joined, words_of
from wording.page import (
    Amount,
    Block,
    Cell,
    Control,
    Fold,
    Heading,
    Item,
    Items,
    Link,
    Note,
    Page,
    Row,
    Section,
    Sentence,
    Sheet,
    State,
    Table,
)

WRITE_AGENDA = "Write the agenda"
COPY = "Copy as text"
MEETING_VIEW = "Meeting view"
LAST_NOTES = "Last notes"
ANOTHER_REPOSITORY = "We meant another repository"
IN_CLAIMS = html(
    "Name it in the file of [github] claims in dashboard.toml; at the next ingest it is counted."
)
AGENDA_FORM = html(
    "In the form of your newest notes; the button at its upper right copies it. By command: "
    "<code>python -m share agenda</code>"
)
NOTHING_DUE = Item(State("fine", "On track"), "Nothing is late, failing or about to end")


def page(found: Briefing) -> Page:
    """The sheet of one meeting; the figures and all that has no row are folded below."""
    said = answer(found)
    asked = sheet.question(found.pair)
    if is_bare(found):
        nothing = Note(
            "not_set_up",
            html("<b>No source is set up.</b> <a href='setup'>Setup</a> lists the use of each."),
        )
        return Page("Briefing", asked, said, (nothing,))
    who_pays, team = found.sheet.who_pays, found.money.team
    drawn = [sheet.lanes(who_pays, team)] if who_pays and team else []
    spoken = " ".join([asked, *map(str, (said.claim, said.advice, said.basis, said.warning))])
    spoken = words_of(f"{spoken} {' '.join(sheet.lane_words(each) for each in drawn)}")
    shown, folded = sheet.sheet(found, spoken)
    if in_short := sheet.in_short(found):
        phone = html('<span class="qd-phone-only qd-short">{}</span>', in_short)
        said = replace(said, basis=joined([said.basis, phone]))
    rows: list[Block] = [shown] if shown.sections else []
    if found.pair.is_open and not found.is_public and not to_decide(found.alerts):
        rows.append(Items("decide", (NOTHING_DUE,)))
    if found.is_public:
        return Page("Briefing", asked, said, (*drawn, *rows))
    return Page(
        "Briefing",
        asked,
        said,
        (*drawn, *rows, Control("claim"), Fold(_more(folded), _folded(found, folded), "more")),
    )


def _more(folded: dict[str, tuple[Row, ...]]) -> str:
    """What is behind the fold: "More: 3 to decide, 5 promised, figures, changes"."""
    words = {"Promised": "promised", "Deadlines": "due", "Decided": "decided"}
    parts = [f"{len(rows)} {words.get(word, 'to decide')}" for word, rows in folded.items()]
    return f"More: {', '.join([*parts, 'figures', 'changes'])}"


def _folded(found: Briefing, folded: dict[str, tuple[Row, ...]]) -> tuple[Block, ...]:
    """The five figures, the rows that had no place, the changes, and what was put off."""
    alerts = [each for each in found.alerts if found.pair.is_open]
    every = Items(
        "alerts", tuple(item(alert) for alert in alerts), "All that needs a decision, and why"
    )
    rest = Sheet(
        "rest",
        tuple(Section(word, rows) for word, rows in folded.items() if word != "Decide"),
    )
    return (
        *tiles(found.figures, found.pair),
        *([rest] if rest.sections else []),
        *([every] if alerts else []),
        Control("not_now"),
        *_put_off(found),
        *_since(found),
    )


def is_bare(found: Briefing) -> bool:
    """Whether there is neither a meeting nor a figure, an alert or a change: nothing is set up."""
    known = (found.pair.series, found.figures, found.alerts, found.changes, found.money.team)
    return not any(known)


NOT_NOW = {
    "open": "Not now …", "alert": "Put off", "until": "Until", "because": "Because",
    "keep": "Put it off",
}  # fmt: skip


def _put_off(found: Briefing) -> list[Block]:
    """What the team answered "not now", folded: it comes back by itself."""
    if not found.put_off:
        return []
    items = tuple(
        Item(
            State("quiet", "Not now"), item(alert).text,
            detail=f"Until {numbers.long_day(answer.until)}: {answer.because or 'no reason given'}",
        )
        for alert, answer in found.put_off
    )  # fmt: skip
    return [Items("put-off", items, f"Put off: {len(items)}")]


def claim_answer(each: Checked) -> str:
    """The lines of claims.toml that answer a claim."""
    quote = each.claim.quote.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'[[claims]]\nmeeting = "{each.claim.meeting_id}"\nquote = "{quote}"\nrepo = "owner/name"'
    )


def pair_label(pair: Pair) -> str:
    """For the person who chooses and for the URL: "monthly, 20 Aug to 17 Sep 2026"."""
    first = numbers.day(pair.since, year=pair.since.year != pair.until.year)
    return f"{pair.series or 'last 30 days'}, {first} to {numbers.day(pair.until)}"


def answer(found: Briefing) -> Sentence:
    """How long the money lasts, else how much needs a decision."""
    if found.headline:
        return past_headline(found.headline)
    n = to_decide(found.alerts)
    decide = "Nothing needs a decision."
    if is_bare(found):
        decide = "No source is set up yet."
    if n:
        decide = f"{numbers.count(n, 'thing')} {numbers.agree(n, 'needs', 'need')} a decision."
    if not found.pair.is_open:
        return Sentence(decide)
    if found.money.team:
        said = sheet.headline(found.money.team, with_amounts=not found.is_public)
        return replace(said, basis=joined([_end_since(found), said.basis]))
    lacks = "We can't calculate how long the money lasts without funds, a balance and bills."
    return Sentence(decide, basis=lacks)


def _end_since(found: Briefing) -> str:
    """By how much the end of the money moved since the last meeting; empty where it did not."""
    for each in found.figures:
        if isinstance(each, MoneyEnd):
            by, than, tone = moved_end(each, found.pair)
            return f"{by} {than}." if tone != "off" else ""
    return ""


def past_headline(found: Headline) -> Sentence:
    """The end of the money as it was published on a past day."""
    basis = f"As published on {numbers.long_day(found.as_of)}."
    if found.method == "unknown":
        return Sentence("How long the money would last was not known.", basis=basis)
    if found.method == "not_depleting":
        return Sentence("Spending was not reducing the balance.", basis=basis)
    if found.likely is None or found.low is None:
        return Sentence("The money was expected to outlast the forecast.", basis=basis)
    if found.high is None:
        claim = f"The money was expected to last until {numbers.third(found.low)} or longer."
    else:
        claim = f"The money was expected to run out {numbers.between(found.low, found.high)}."
    return Sentence(claim, basis=basis)


# ── Changes ────────────────────────────────────────────────────────────────────────────────────


def _since(found: Briefing) -> tuple[Block, ...]:
    title = f"Since {numbers.long_day(found.pair.since, year=False)}"
    rows = [(change, line) for change in found.changes for line in change_lines(change)]
    if not rows:
        nothing = (
            "No record covers these days. <a href='setup'>Setup</a> lists the missing sources."
        )
        return (Heading(title), Note("empty", html(nothing)))
    cells = [
        (Link(label, address), _opening(change, value)) for change, (label, value, address) in rows
    ]
    return (Table("since", title, ["Figure", ("Amount", "n")], cells),)


def _opening(change: Change, value: str) -> Cell:
    """Who came to a meeting opens its roll call; sums of the days between have no rows."""
    if isinstance(change, Attendance) and change.people is not None and change.meeting_id:
        return Amount(value, {"of": "meetings.meeting", "meeting": change.meeting_id})
    return value


def change_lines(change: Change) -> list[tuple[str, str, str]]:
    """A change as lines of (label, value, page)."""
    match change:
        case Money(kind="received"):
            received = numbers.money(change.amount, change.currency)
            return [("Received", received, "funds")]
        case Money():
            spent = numbers.money(change.amount, change.currency)
            return [(f"Spent{_to(change.to)}, gross", spent, "burn")]
        case IssueFlow():
            flow = f"{numbers.number(change.opened)} / {numbers.number(change.closed)}"
            lines = [("Issues opened / closed", flow, "issues")]
            if change.answer_hours is not None:
                hours, shown = (
                    change.answer_hours,
                    numbers.count(round(change.answer_hours), "hour"),
                )
                if hours >= 48:
                    shown = numbers.days(round(hours / 24))
                lines.append(("First answer, median", shown, "issues"))
            return lines
        case Attendance():
            came = "roll call not read" if change.not_read else "no roll call"
            if change.people is not None:
                came = numbers.count(change.people, "person", "people")
            label = f"Attendance on {numbers.day(change.held_on, year=False)}"
            return [(label, came, "people")]
        case NoNews():
            label, page = NO_NEWS[change.kind]
            return [(label, standing.since(change.cause), page)]
        case LaunchCost() | LaunchCount():
            return [(*_launches(change), "launches")]


def _launches(change: LaunchCost | LaunchCount) -> tuple[str, str]:
    """Label and value of what launches were and cost."""
    if isinstance(change, LaunchCount):
        return f"Launches{_to(change.to)}", numbers.number(change.launches)
    than = numbers.month_name(change.month - timedelta(days=1))
    by = f"{numbers.signed(change.share * 100)} % on {than}"
    label = f"Cost of one launch, {numbers.month_name(change.month)}"
    return label, f"{cost_of_one(change.each, change.currency)}, {by}"


NO_NEWS = {
    "spent": ("Spent, gross", "burn"),
    "launches": ("Launches", "launches"),
    "received": ("Received", "funds"),
}


def _to(day: date | None) -> str:
    return f" to {numbers.day(day, year=False)}" if day else ""
