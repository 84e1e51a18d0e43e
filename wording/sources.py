"""The Sources page, and the freshness of a source in the strip under the navigation."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from metrics.briefing.queue import Asked
from metrics.data_quality.arrivals import Cause
from metrics.data_quality.bill_doubts import Question, Refused, Replaced
from metrics.data_quality.coverage import Difference
from metrics.data_quality.rejects import Account, Bill
from metrics.data_quality.sources import BY_DAY, Freshness, Info, Run, Summary, grouped
from metrics.funds.derived import Derived
from metrics.spending.missing_days import Gap
from wording import bill_doubts, derived, numbers, questions, standing
from wording.markup import Text, capital, html
from wording.page import (
    SHOWN,
    Amount,
    Block,
    Cell,
    Chart,
    Control,
    Data,
    Heading,
    Mark,
    Note,
    Page,
    Sentence,
    State,
    Table,
    Tile,
)
from wording.standing import LABELS

SHORT = LABELS | {"notes": "notes", "docs_builds": "docs", "funds": "balances"}
UNIT_COLUMNS = (
    "source", "unit", "status", "as_of", "rows", "rejected", "message", "remedy",
)  # fmt: skip
# What to do about a line that is in no figure, by its source.
LEFT_OUT = {
    "notes": "correct the line in the note",
    "billing": "correct the line in the bill, or export it again",
    "funds": "correct the line in its table, here or on Setup",
    "usage": "correct day or number in its file",
    "github": "run python -m pipelines again, or correct the entry in claims.toml",
    "docs_builds": "run python -m pipelines again",
    "launches": "correct the line in its file, or ask whoever keeps the archive",
}
UNITS = {
    "notes": "series of meetings", "billing": "accounts", "funds": "files",
    "github": "repositories", "docs_builds": "sites", "launches": "archives", "usage": "counts",
}  # fmt: skip
STATES = {
    "ok": State("fine", "Read"),
    "asked": State("watch", "Asked"),
    "stale": State("watch", "Old"),
    "failed": State("act", "Not read"),
    "not_set_up": State("quiet", "Not set up"),
}


@dataclass(frozen=True)
class Facts:
    """All that the Sources page shows at once.

    causes           why data are old on the day of looking
    reasons, rejects frames of metrics/data_quality
    derived          balances of credits by the bills
    queue            what is asked; can_answer: whether this reader may answer it
    """

    info: Info
    summary: Summary
    runs: tuple[Run, ...]
    reasons: pd.DataFrame
    rejects: pd.DataFrame
    replaced: tuple[Replaced, ...] = ()
    questions: tuple[Question, ...] = ()
    refused: tuple[Refused, ...] = ()
    causes: tuple[Cause, ...] = ()
    queue: tuple[Asked, ...] = ()
    can_answer: bool = False
    derived: tuple[Derived, ...] = ()


@dataclass(frozen=True)
class MoreFacts:
    """All that is behind "More", asked for once it is opened.

    coverage     a frame of metrics/data_quality
    differences  from the build before; None: this is the first
    """

    info: Info
    summary: Summary
    coverage: pd.DataFrame
    accounts: tuple[Account, ...]
    bills: tuple[Bill, ...]
    differences: tuple[Difference, ...] | None


MORE = "More: days covered, every bill, days without a bill, changes since the previous build"


def page(facts: Facts) -> Page:
    """Can I trust this? Each source, and what is in no figure; a control for the rest: `more`."""
    about = facts.info
    built = f"{numbers.day(about.built_at.date())} at {about.built_at:%H:%M} UTC"
    return Page(
        "Sources",
        "Can I trust these figures?",
        Sentence(
            answer(facts.summary),
            basis=f"{to_fix(facts.reasons)} Built on {built} by version "
            f"{about.version}.".lstrip(),
            metric="data_quality.summary",
            figures=[Amount(numbers.count(facts.summary.left_out, "line"),
                            {"of": "data_quality.left_out"})],
        ),
        (
            *_tiles(facts.summary),
            *questions.blocks(facts.queue, can_answer=facts.can_answer),
            _each_source(facts.runs, facts.causes, facts.reasons),
            Data(
                "units", "Show each series, account, repository, site and file",
                pd.DataFrame(list(facts.runs), columns=[*UNIT_COLUMNS]), "data_quality.runs",
            ),
            *_left_out(facts.reasons, facts.rejects),
            *bill_doubts.blocks(facts.replaced, facts.questions, facts.refused),
            *derived.blocks(facts.derived),
            Control("more"),
        ),
    )  # fmt: skip


def more(facts: MoreFacts) -> tuple[Block, ...]:
    """The blocks behind "More": the days of each source, the bills line by line, the changes."""
    return (
        _days_covered(facts.coverage, facts.info),
        *_bills(facts.accounts, facts.bills),
        *_missing_days(facts.summary.missing),
        *_since(facts.differences),
    )


def answer(found: Summary) -> str:
    """Whether every source was read and every line counts."""
    if not found.sources:
        return "No source is set up yet."
    rest = "No line was left out."
    if found.left_out:
        lines = numbers.count(found.left_out, "line")
        verb = numbers.agree(found.left_out, "is", "are")
        rest = f"{lines} could not be read and {verb} in no figure."
    if found.missing:
        rest = f"{missing_bill(found.missing)} {rest}"
    if found.unrenewed:
        return f"No: {_lower(standing.claim(found.unrenewed))}. {rest}"
    if silent := [each.cause for each in found.broken if each.cause and each.cause.is_silent]:
        claims = [standing.claim(cause) for cause in silent if cause]
        return f"No: {numbers.listing([_lower(each) for each in claims])}. {rest}"
    if found.broken:
        names = numbers.listing(
            [
                f"{'' if each.whole else 'some '}{LABELS[each.source]} "
                f"{'are old' if each.status == 'stale' else 'were not read'}"
                for each in found.broken
            ]
        )
        return f"Not entirely: {names}. {rest}"
    if found.missing:
        missing = numbers.agree(len(found.missing), "a bill is", "some bills are")
        return f"Not entirely: every source was read, but {missing} missing. {rest}"
    return f"Yes: every source that is set up was read. {rest}"


def _lower(claim: str) -> str:
    return claim[:1].lower() + claim[1:]


def gap(found: Gap) -> str:
    """A run of days without a bill: "No bill of hub covers 4 to 28 March 2026"."""
    same = found.first_on.year == found.last_on.year
    first = numbers.long_day(found.first_on, year=not same)
    return f"No bill of {found.account} covers {first} to {numbers.long_day(found.last_on)}"


def missing_bill(found: Sequence[Gap]) -> str:
    """The newest gap and the number of gaps; empty without one."""
    if not found:
        return ""
    more = f" This is the newest of {len(found)} such gaps." if found[1:] else ""
    return f"{gap(found[0])}: the cost of these days is in no figure.{more}"


def freshness(each: Freshness, year: int) -> str:
    """A source in a few words, for the strip: "bills to 18 Jun, 97 days old", "issues not read"."""
    worry = {"stale": "old", "failed": "not read"}.get(each.status, "")
    whole, name = each.whole, SHORT[each.source]
    if not worry and each.source == "funds" and each.cause and (since := each.cause.since):
        day = numbers.day(since, year=since.year != year)
        return f"income to {day}, {standing.age(each.cause)}"
    if not worry and each.cause:
        worry = standing.age(each.cause)
        whole = each.newest is None or each.newest.date() == each.cause.since
    if each.status == "failed" and each.whole:
        return f"{name} {worry}"
    reach = ""
    if each.newest:
        day = numbers.day(each.newest.date(), year=each.newest.year != year)
        reach = f" to {day}"
        if each.source == "funds":
            first = each.first.date() if each.first else None
            begin = f"{numbers.day(first, year=first.year != year)} to " if first else "stated "
            reach = f" {begin}{day}"
        elif each.source not in BY_DAY:
            reach = f" {day} {each.newest:%H:%M} UTC"
    if not worry:
        return name + reach
    return f"{name}{reach}, {worry}" if whole else f"{name}{reach}, some {worry}"


def _tiles(found: Summary) -> list[Tile]:
    broken = len(found.broken)
    source, day = found.oldest or ("", None)
    is_whole = found.sources and not broken
    return [
        Tile(
            "Sources up to date", f"{found.sources - broken} of {found.sources}",
            "data_quality.summary", "none late or unread" if is_whole else "of those set up",
            formula=f"{found.sources} set up, {broken} of them old, silent or not read",
            opens={"of": "data_quality.sources"},
        ),
        Tile("Rows", numbers.number(found.rows), "data_quality.runs",
             opens={"of": "data_quality.rows"}),
        Tile("Lines left out", numbers.number(found.left_out), "data_quality.rejects",
             "each listed below", opens={"of": "data_quality.left_out"}),
        Tile("Oldest balance in use" if source == "funds" else "Oldest source",
             numbers.day(day) if day else "not known", "data_quality.freshness",
             "until its next statement" if source == "funds" else LABELS.get(source, ""),
             opens={"of": "data_quality.sources", "show": "oldest"}),
    ]  # fmt: skip


def why_left_out(run: Run, every: Sequence[Run], reasons: pd.DataFrame) -> str:
    """Why lines of a row of the table are left out: the reason, or how many the list below has.

    A reason is of a source, not of a unit: where two rows of a source lack lines, neither is
    given the other's.
    """
    own = reasons[reasons["source"] == run.source]
    if not run.rejected or own.empty:
        return ""
    left = f"{numbers.count(run.rejected, 'line')} left out"
    if sum(bool(each.rejected) for each in every if each.source == run.source) > 1:
        return f"{left}: the reasons are listed below."
    first = own.iloc[0]
    if len(own) == 1:
        place = f"{'first ' if first['lines'] > 1 else ''}{first['first']}"
        return f"{left}: {first['reason']} ({place})."
    more = numbers.count(len(own) - 1, "more reason")
    return f"{left}: {first['reason']} ({numbers.number(int(first['lines']))}), {more} below."


def _each_source(every: Sequence[Run], why: Sequence[Cause], reasons: pd.DataFrame) -> Table:
    """A row a source or unit; those with something to do come first, and say that first."""
    grouped_ = grouped(list(every))
    silent = {each.source: each for each in reversed(why) if each.kind == "silent"}

    def cause_of(run: Run) -> Cause | None:
        """The units of a source that were read are silent with its worst one."""
        return silent.get(run.source) if run.status == "ok" else None

    rows: list[tuple[Cell, ...]] = []
    for run in sorted(grouped_, key=lambda run: not _remedies(run, cause_of(run))):
        cause, left = cause_of(run), why_left_out(run, grouped_, reasons)
        said = _to_do(run, cause, left)
        rows.append((
            html(
                '{}<small>{}</small><small class="qd-phone qd-under">{}</small>',
                LABELS.get(run.source, run.source),
                run.unit if run.units == 1 else f"{run.units} {UNITS[run.source]}", said,
            ),
            State("watch", standing.word(cause)) if cause else STATES[run.status],
            _reach(run, cause),
            numbers.number(run.rows) if run.is_set_up else "–",
            numbers.number(run.rejected) if run.is_set_up else "–",
            said,
        ))  # fmt: skip
    return Table(
        "sources", "Each source in this build",
        ["Source", "State", ("Data to", "n"), ("Rows", "n qd-hide"), ("Left out", "n"),
         ("What to do, and why", "qd-hide")],
        rows, "data_quality.runs",
    )  # fmt: skip


def _remedies(run: Run, silent: Cause | None) -> list[str]:
    """What to do about a row; a remedy that its pipeline gives comes before that of its source."""
    own = run.remedy or (LEFT_OUT.get(run.source) if run.rejected else None)
    steps = [standing.step(silent) if silent else "", own or ""]
    return [each.rstrip(".") for each in steps if each]


def _to_do(run: Run, silent: Cause | None, left: str) -> Text:
    """The remedy, then the causes; empty where all is well."""
    message = f"{run.message.rstrip('.')}." if run.message else ""
    why = " ".join(filter(None, (f"{standing.claim(silent)}." if silent else "", message, left)))
    if not (fix := "; ".join(_remedies(run, silent))):
        return why
    return html("<b>Fix: {}.</b> {}", fix, why)


def _reach(run: Run, silent: Cause | None) -> str:
    """The newest day of a unit; of a silent source that of the silence."""
    day = silent.since if silent else run.as_of and run.as_of.date()
    return numbers.day(day) if day else "–"


def _days_covered(frame: pd.DataFrame, about: Info) -> Chart:
    named = frame.assign(source=frame["source"].map(LABELS))
    return Chart(
        "coverage", "Days covered by each source", "sources.days_covered",
        {"frame": named, "as_of": about.as_of, "nothing": "No source has a dated record yet."},
        "From the first to the last dated record of each source; the dotted line is the day of "
        "this build.",
        named, "data_quality.coverage",
        marks=[Mark("every source", {"of": "data_quality.sources", "show": "oldest"})],
    )  # fmt: skip


def to_fix(reasons: pd.DataFrame) -> str:
    """Where the first line of each reason stands, two at most; empty where no line is left out."""
    places = [str(place) for place in reasons["first"].dropna() if place]
    if not places:
        return ""
    more = [f"{len(places) - 2} more, below"] if len(places) > 2 else []
    return f"To correct: {numbers.listing([*places[:2], *more])}."


def _left_out(reasons: pd.DataFrame, rejects: pd.DataFrame) -> list[Block]:
    if reasons.empty:  # the answer says so
        return []
    rows = reasons[["reason", "source", "lines", "first"]]
    cells: list[list[Cell]] = [
        [str(reason), LABELS.get(source, str(source)), numbers.number(lines), str(first),
         capital(LEFT_OUT.get(source, ""))]
        for reason, source, lines, first in rows.itertuples(index=False)
    ]  # fmt: skip
    return [
        Table("reasons", "Lines left out",
              ["Reason", "Source", ("Lines", "n"), "First place", ("What to do", "qd-hide")],
              cells, "data_quality.reasons", most=SHOWN),
        Data("rejects", "Show every line with its place", rejects, "data_quality.rejects"),
    ]  # fmt: skip


def _bills(accounts: Sequence[Account], bills: Sequence[Bill]) -> list[Block]:
    if not bills:
        return []
    return [
        Table(
            "accounts", "Bills, every line accounted for",
            ["Account", ("Bills", "n"), ("Export", "qd-hide"), ("Days", "qd-hide"),
             ("Lines read", "n"), ("Kept", "n qd-hide"), ("Left out", "n")],
            [
                (each.account, numbers.number(each.files),
                 ", ".join(name or "not recognised" for name in each.formats), _days(each),
                 numbers.number(each.read), numbers.number(each.kept),
                 numbers.number(each.left_out))
                for each in accounts
            ],
            "data_quality.accounts",
            most=SHOWN,
        ),
        Data("bills", "Show every bill", pd.DataFrame(list(bills)), "data_quality.billing_files"),
    ]  # fmt: skip


def _days(each: Account) -> str:
    if each.first_day is None or each.last_day is None:
        return "not known"
    return f"{numbers.day(each.first_day)} to {numbers.day(each.last_day)}"


def _missing_days(found: Sequence[Gap]) -> list[Block]:
    if not found:
        return []
    rows = [
        (g.account, numbers.day(g.first_on), numbers.day(g.last_on), str(g.days)) for g in found
    ]
    columns: list[str | tuple[str, str]] = ["Account", "From", "To", ("Days", "n")]
    title = "Days that no bill covers"
    return [Table("missing-days", title, columns, rows, "spending.gaps", most=SHOWN)]


def _since(found: Sequence[Difference] | None) -> list[Block]:
    title = "Changes since the previous build"
    if found is None:
        first = "This is the first build in the data folder, so there is none to compare with."
        return [Heading(title), Note("empty", first)]
    if not found:
        same = "Every source has as many rows as in the previous build."
        return [Heading(title), Note("empty", same)]
    rows: list[tuple[Text, Text]] = [
        (f"{LABELS.get(each.source, each.source)} {each.unit}".strip(), difference(each))
        for each in found
    ]
    return [Table("changes", title, ["Source", "Change"], rows, "data_quality.counts", most=SHOWN)]


def difference(each: Difference) -> str:
    """How a unit differs from the build before: "+4 rows, −1 lines left out"."""
    if each.kind != "changed":
        return each.kind
    rows = f"{numbers.signed(each.rows)} {numbers.agree(each.rows, 'row', 'rows')}"
    lines = numbers.agree(each.rejected, "line left out", "lines left out")
    parts = [(each.rows, rows), (each.rejected, f"{numbers.signed(each.rejected)} {lines}")]
    return ", ".join(text for n, text in parts if n)
