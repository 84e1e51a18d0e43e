"""The Briefing's sheet: what stops, what changed, what to decide, what was promised, what next.

At most seven rows and 120 words are read before the fold; the rest is folded below.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from metrics.awards.disagreement import Disagreement
from metrics.briefing.alerts import ExtensionDue, FundLapse
from metrics.briefing.briefing import Briefing
from metrics.briefing.meeting_pairs import Pair
from metrics.briefing.sheet import Deadline, Decision, Promise
from metrics.data_quality.arrivals import Cause
from metrics.data_quality.bill_doubts import Question
from metrics.docs.builds import Version
from metrics.issues.claim import IssueCount
from metrics.issues.claims import Checked
from metrics.runway.outlook import Outlook
from metrics.runway.who_pays import Lane, Span, WhoPays
from wording import (
    award,
    briefing_alerts,
    changed_since,
    numbers,
    questions,
    runway,
    standing,
)
from wording.markup import Markup, Text, capital, html, joined
from wording.page import (
    Amount,
    Figure,
    LaneBar,
    Lanes,
    Link,
    Row,
    Section,
    Sentence,
    Sheet,
    State,
)
from wording.runway_caveats import cautions

MOST_ROWS, MOST_WORDS = 7, 120
FIXED = ("Silent", "Changed", "Deadlines")  # subjects whose rows all have a place
UNPAID = "unpaid"  # of days in a lane that no fund pays
NO_OWNER = State("watch", "no owner")
WIDE, NARROW, LETTER = 985, 350, 6.6  # px: of the lanes on a desk and on a phone, of a letter
KINDS = {"grant": "grant", "credits": "credits", "donation": "donations", "in_kind": "in kind"}
At = Callable[[date], float]  # the place of a day, as a share of the width
CITED = re.compile(r"\b([\w-]+)/([\w.-]*\w)#(\d+)")


# ── The answer ─────────────────────────────────────────────────────────────────────────────────


def question(pair: Pair) -> str:
    """The meeting that the sheet is for."""
    if pair.series is None:
        return f"Since {numbers.long_day(pair.since)}"
    return f"{capital(pair.series)} meeting, {numbers.long_day(pair.until, year=not pair.is_open)}"


def headline(found: Outlook, *, with_amounts: bool = True) -> Sentence:
    """What stops when: the first fund to end, then the money, with its range."""
    whole = runway.headline(found)
    warned = [*cautions(found), *(["asked"] if found.asked else [])]
    more: Text = ""
    if warned:
        more = html('<a href="runway">{}</a>.', numbers.count(len(warned), "uncertain figure"))
    is_plain = not (found.asked or found.goes_on or found.without_rate or runway.is_out(found))
    if found.method != "range" or not (found.low and found.likely and found.high and is_plain):
        rate = numbers.about(Decimal(str(found.per_month)), found.currency)
        basis = f"Arithmetic at {rate} a month, no forecast."
        return replace(
            whole,
            basis=joined(
                [
                    basis if found.method == "arithmetic" and with_amounts else "",
                    runway.cash_bills(found.cash_bills),
                    more,
                ]
            ),
            warning="",
        )
    year = found.likely.year != found.as_of.year
    day = numbers.third(found.likely, year=year)
    if (found.high - found.low).days > runway.NARROW:
        day = numbers.month(found.likely)
    is_said = found.low.year == found.high.year == found.likely.year  # the claim has the year
    low = numbers.third(found.low, year=found.low.year != found.high.year)
    high = numbers.third(found.high, year=not is_said)
    is_one = numbers.third(found.low) == numbers.third(found.high)
    span = high if is_one else f"{low} to {high}"
    claim = f"Money likely lasts until {day}."
    return Sentence(
        " ".join(filter(None, (_first_end(found), claim))),
        basis=joined([f"80 % likely: {span}.", runway.cash_bills(found.cash_bills), more]),
        metric=whole.metric,
        figures=[Amount(day, {"of": "runway.outlook", "show": "likely"}),
                 Amount(low, {"of": "runway.outlook", "show": "low"})],
    )  # fmt: skip


def _first_end(found: Outlook) -> str:
    """The first grant or credits to end before the money does."""
    ending = [
        (fund.ends_on, fund)
        for fund in found.funds
        if fund.ends_on and fund.kind in ("grant", "credits") and fund.balance > 0
        if found.as_of < fund.ends_on and (found.likely is None or fund.ends_on < found.likely)
    ]
    if not ending:
        return ""
    day, fund = min(ending, key=lambda each: each[0])
    name = runway.the(fund.name)
    shown = numbers.long_day(day, year=day.year != found.as_of.year)
    return f"{capital(name)} {runway.ends(name, fund.kind)} on {shown}."


# ── Who pays until when ────────────────────────────────────────────────────────────────────────


def lanes(found: WhoPays, team: Outlook) -> Lanes:
    """One lane a category; a payer that the lane above already names at that place has no label."""
    days = max(1, (found.last - found.first).days + 1)
    funds = {(s.kind, s.name) for lane in found.lanes for s in lane.spans if s.kind}
    kinds = [kind for kind, _ in funds]
    alone = {kind for kind in kinds if kinds.count(kind) == 1}  # one fund: its kind names it

    def at(day: date) -> float:
        return min(1.0, max(0.0, (day - found.first).days / days))

    drawn, above = [], set[tuple[str, float]]()
    for lane in found.lanes:
        bars = []
        for span, following in zip(lane.spans, [*lane.spans[1:], None], strict=True):
            bar = _bar(lane, span, following, at, is_alone=span.kind in alone)
            named = (span.name or span.kind, round(bar.named, 2))
            if named in above:
                bar = replace(bar, label="", short="")
            above.add(named)
            bars.append(bar)
        drawn.append((capital(lane.category), tuple(bars)))
    band = None
    if team.low and team.high and team.low < found.last:
        band = (at(team.low), at(team.high))
    return Lanes("lanes", tuple(drawn), tuple(_ticks(found, team, at)), _said(found), band)


def _bar(lane: Lane, span: Span, following: Span | None, at: At, *, is_alone: bool) -> LaneBar:
    """A payer fades out over the days on which nobody may pay any more."""
    start, end, fades = at(span.first), at(span.last) + _one_day(at, span), None
    stops = following is not None and not following.kind
    if not span.kind:
        start = min(start, at(lane.low)) if lane.low and lane.low > span.first else start
        if lane.low and lane.low < span.first:
            start = max(at(lane.low), 0.0)
    elif stops and lane.low and lane.high and lane.low < lane.high:
        fades, end = max(start, at(lane.low)), max(end, at(lane.high))
    many = f"{span.funds} × " if span.funds > 1 else ""
    name = span.name or (f"{many}{KINDS[span.kind]}" if span.kind else UNPAID)
    short = KINDS.get(span.kind, UNPAID)
    name = short if is_alone else name
    label_at = at(span.first)
    room = (at(following.first) if following else 1.0) - label_at
    return LaneBar(
        start, end, f"fund.{span.kind}" if span.kind else "",
        name if len(name) * LETTER < room * WIDE else
        short if len(short) * LETTER < room * WIDE else "",
        short if len(short) * LETTER < room * NARROW else "",
        fades,
        label_at,
    )  # fmt: skip


def _one_day(at: At, span: Span) -> float:
    """The width of a span's last day."""
    return at(span.first.fromordinal(span.first.toordinal() + 1)) - at(span.first)


def _ticks(found: WhoPays, team: Outlook, at: At) -> Iterator[tuple[float, str, bool]]:
    """The last days of payers, and the likely end; of those too close the later one is left out."""
    days = {
        span.last
        for lane in found.lanes
        for span, after in zip(lane.spans, lane.spans[1:], strict=False)
        if span.kind and after.kind
    }
    end = None
    if team.likely and team.likely < found.last:
        end = (at(team.likely), numbers.third(team.likely, year=False))
    last, last_small = -1.0, -1.0
    for day in sorted(days):
        place, text = at(day), numbers.day(day, year=day.year > found.first.year + 1)
        width = len(text) * LETTER
        if place - last < (width + 12) / WIDE or (end and abs(end[0] - place) < 90 / WIDE):
            continue
        is_small = place - last_small > (width + 12) / NARROW
        is_small = is_small and not (end and abs(end[0] - place) < 80 / NARROW)
        last, last_small = place, place if is_small else last_small
        yield place, text, is_small
    if end:
        yield *end, True


def _said(found: WhoPays) -> str:
    """The lanes as a sentence."""
    parts = []
    for lane in found.lanes:
        spans = []
        for span in lane.spans:
            many = f"{span.funds} × " if span.funds > 1 else ""
            who = span.name or (f"{many}{KINDS[span.kind]}" if span.kind else UNPAID)
            until = numbers.day(span.last) if span.kind else ""
            spans.append(f"{who} until {until}" if until else f"then {who}")
        parts.append(f"{capital(lane.category)}: {', '.join(spans)}.")
    return "Who pays until when. " + " ".join(parts)


def lane_words(found: Lanes) -> str:
    """The words that one reads in the picture."""
    labels = [bar.label for _, bars in found.lanes for bar in bars]
    return " ".join([*(word for word, _ in found.lanes), *labels, *(t[1] for t in found.ticks)])


# ── The rows ───────────────────────────────────────────────────────────────────────────────────


def sheet(found: Briefing, spoken: str) -> tuple[Sheet, dict[str, tuple[Row, ...]]]:
    """The sections of the page, and by section the rows that are folded.

    What is silent, changed and due has its rows. Each other subject has one, then all that is to
    be decided comes, then the rest in turns, while they fit; details make room for a decision.
    spoken  what is read before the sheet, which counts among its words
    """
    whole, terse = _subjects(found), _subjects(found, is_terse=True)
    first = next((each for each in whole if each not in FIXED), "")
    kept, subjects = _kept(whole, spoken, first), whole
    if first and kept[first] < len(whole[first]):
        shorter = _kept(terse, spoken, first)
        if shorter[first] > kept[first]:
            kept, subjects = shorter, terse
    folded = {word: tuple(rows[kept[word] :]) for word, rows in whole.items()}
    return _built(subjects, kept), {word: rows for word, rows in folded.items() if rows}


def _kept(subjects: dict[str, list[Row]], spoken: str, first: str) -> dict[str, int]:
    """How many rows of each subject have a place; `first` is the one to be decided."""
    kept = {word: len(rows) if word in FIXED else 0 for word, rows in subjects.items()}
    others = [each for each in subjects if each not in FIXED]
    for word in [*others, *[first] * (MOST_ROWS if first else 0), *others * MOST_ROWS]:
        if kept[word] < len(subjects[word]) and sum(kept.values()) < MOST_ROWS:
            kept[word] += 1
            if word_count(spoken) + words_of_sheet(_built(subjects, kept)) > MOST_WORDS:
                kept[word] -= 1
    return kept


def _built(subjects: dict[str, list[Row]], kept: dict[str, int]) -> Sheet:
    return Sheet(
        "sheet", tuple(_section(word, rows, kept[word]) for word, rows in subjects.items())
    )


def _section(word: str, rows: list[Row], kept: int) -> Section:
    """Its first rows and how many more there are; one without room for any says how many."""
    if not kept:
        return Section(word, (Row((numbers.count(len(rows), "item"),)),), 0)
    return Section(word, tuple(rows[:kept]), len(rows) - kept)


def _subjects(found: Briefing, *, is_terse: bool = False) -> dict[str, list[Row]]:
    """All rows by their subject, in the order of the agenda; a subject without any is left out.

    is_terse  without details that are no amounts, and without days that stand elsewhere
    """
    own, today = found.sheet, found.pair.until
    changed = changed_since.rows(found, is_terse=is_terse)
    for each in own.claims[:1]:
        if isinstance(each.finding.answer, IssueCount):
            changed.append(_claim(each, each.finding.answer))
    needed = "Decide" if found.pair.is_open else f"Needed on {numbers.long_day(today, year=False)}"
    rows = {
        "Silent": [_silent(own.silent)] if own.silent else [],
        "Changed": changed,
        needed: _needed(found, today, is_terse=is_terse),
        "Decided": [Row((text,)) for text in own.decided],
        "Promised": [_promise(each, today, is_terse=is_terse) for each in own.promised],
        "Deadlines": [_deadline(each, today) for each in own.deadlines],
    }
    return {word: own_rows for word, own_rows in rows.items() if own_rows}


def _needed(found: Briefing, today: date, *, is_terse: bool) -> list[Row]:
    """What to decide; all questions are one row, at the place of the first about bills."""
    rows, asked = list[Row](), questions.waiting(found.waiting)
    for each in found.sheet.decide:
        if not isinstance(each.alert.fact, Question):
            made = _decision(each, today, with_amounts=not found.is_public, is_terse=is_terse)
            rows.append(made)
        elif asked:
            rows.append(Row((Link(asked, "sources"),)))
            asked = ""
    return [*rows, *([Row((Link(asked, "sources"),))] if asked else [])]


def in_short(found: Briefing) -> Text:
    """How much is to be decided, by whom, and the next deadline: for a phone, above the rows."""
    today, said = found.pair.until, list[Text]()
    rows = _needed(found, today, is_terse=True) if found.pair.is_open else []
    nobody = sum(row.who == NO_OWNER for row in rows)
    decide = f"{numbers.number(len(rows))} to decide" if rows else ""
    if nobody:
        which = f" {numbers.number(nobody)}" if len(rows) > 1 else ""
        decide = f"{decide},{which} without an owner"
    if decide:
        said.append(html('<a href="#sheet-decide">{}</a>', decide))
    for each in found.sheet.deadlines[:1]:
        day = numbers.day(each.due.on, year=each.due.on.year != today.year)
        lead = "" if decide else "Nothing to decide; "
        said.append(html('{}<a href="#sheet-next">next deadline {}</a>', lead, day))
    return html("{}.", Markup("; ").join(said)) if said else ""


def word_count(text: str) -> int:
    """Words as one reads them: marks between spaces are none."""
    return len(re.findall(r"\S*\w\S*", text))


def words_of_sheet(found: Sheet) -> int:
    """The words of a sheet, its subjects included."""
    return sum(
        word_count(section.word) + sum(word_count(line(row)) for row in section.rows)
        for section in found.sections
    )


def line(row: Row) -> str:
    """A row as a line of text: "Extend the grant, about 14,400 USD unspent (by 22 Oct)"."""
    said = "".join(each if isinstance(each, str) else each.text for each in row.words)
    if row.state:
        said = f"{row.state.word}: {said}"
    who = row.who.word if isinstance(row.who, State) else row.who
    who_when = ", ".join(filter(None, (who, row.when)))
    said = f"{said}, {row.detail}" if row.detail else said
    return f"{said} ({who_when})" if who_when else said


def chat(answer: Sentence, found: Sheet) -> str:
    """At most ten lines for a chat: the answer, then row by row."""
    lines = [str(answer.claim)]
    lines += [f"{each.word}: {line(row)}" for each in found.sections for row in each.rows]
    return "\n".join(lines[:10])


def _silent(cause: Cause) -> Row:
    who = standing.units(cause) if cause.source != "build" else ""
    said = f"{capital(standing.LABELS.get(cause.source, 'the build'))} {who}".strip()
    since = f"since {numbers.day(cause.since, year=False)}" if cause.since else ""
    remedy = standing.REMEDIES.get(cause.source, standing.REMEDIES["build"])
    state = State("watch", "Silent")
    return Row((Link(said, "sources"),), remedy, when=since, state=state)


def _claim(each: Checked, answer: IssueCount) -> Row:
    """A number of the notes and GitHub's own, as two counts, and nobody's name."""
    claimed = numbers.number(each.claim.value or 0)
    event = "open" if answer.event == "open" else answer.event
    days = (
        numbers.day(answer.last, year=False) if answer.event == "open"
        else numbers.period(answer.first, answer.last).rpartition(" ")[0]
    )  # fmt: skip
    github = Link(f"GitHub: {numbers.number(answer.count)}", each.finding.url)
    return Row((f"Notes: {claimed} {event}; ", github, f", {days}"), answer.repo.split("/")[-1])


def _decision(each: Decision, today: date, *, with_amounts: bool, is_terse: bool) -> Row:
    text, detail = _matter(each)
    is_amount = "about" in detail or isinstance(each.alert.fact, Disagreement)
    detail = detail if (with_amounts if is_amount else not is_terse) else ""
    link = f"{each.alert.page}?{each.alert.query}" if each.alert.query else each.alert.page
    when = "today"
    if each.day:
        day = numbers.day(each.day, year=each.day.year != today.year)
        when = f"{each.relation} {day}"
    who: str | State = numbers.listing(each.owners) if each.owners else NO_OWNER
    return Row((Link(text, link),), detail, who, when, hint=each.action)


def _matter(each: Decision) -> tuple[str, str]:
    """The matter as something to do, and why in a few words."""
    match each.alert.fact:
        case Version() as site:
            return f"Repair the {site.name} docs", ""
        case Outlook() as found if found.lead_months:
            money = briefing_alerts.next_money(found)
            return f"Find {money}", f"takes {numbers.months(found.lead_months)}"
        case ExtensionDue() as due:
            left = numbers.about(due.extension.left[1], due.currency)
            return f"Extend {runway.the(due.extension.rule.name)}", f"about {left} unspent"
        case Disagreement() as report:
            return f"Adjust the next report of {runway.the(report.name)}", award.moved(report)
        case FundLapse() as lost if lost.days_left >= 0:
            left = numbers.about(lost.fund.lapse, lost.currency)
            return f"Use {runway.the(lost.fund.name)}", f"about {left} unspent"
        case _:
            return briefing_alerts.said(each.alert)[1], ""


def _promise(each: Promise, today: date, *, is_terse: bool) -> Row:
    """What was promised, without its owner's name, which has a place of its own."""
    text = re.sub(r"(?m)\s*[.;]$", "", each.text)
    for owner in each.owners:
        text = re.sub(rf"^@?{re.escape(owner)}(?:\s*[:,]\s*|\s+(?:to|will)\s+)", "", text)
    words: list[str | Link | Figure] = []
    place = 0
    for found in CITED.finditer(text):
        address = f"https://github.com/{found[1]}/{found[2]}/issues/{found[3]}"
        words += [text[place : found.start()], Link(f"{found[2]}#{found[3]}", address)]
        place = found.end()
    words = [each_ for each_ in [*words, text[place:]] if each_]
    if words and isinstance(words[0], str):
        words[0] = capital(words[0])
    cited = CITED.fullmatch(each.evidence)
    if cited and each.evidence not in each.text:
        address = f"https://github.com/{cited[1]}/{cited[2]}/issues/{cited[3]}"
        words += [" ", Link(f"{cited[2]}#{cited[3]}", address)]
    detail = ""
    if not (each.is_done or is_terse) and each.times > 1:
        often = {2: "", 3: " twice"}.get(each.times, f" {each.times - 1} times")
        detail = f"carried over{often}"
    state = State("fine", "Done") if each.is_done else State("quiet", "Open")
    who: str | State = numbers.listing(each.owners) if each.owners else NO_OWNER
    day = each.done_on or each.raised_on
    when = numbers.day(day, year=day.year != today.year)
    return Row(tuple(words), detail, who, when, state)


def _deadline(each: Deadline, today: date) -> Row:
    due = each.due
    name = runway.the(due.name)
    said = {
        "request": f"Ask to extend {name}",
        "payment": f"Last day to pay from {name}",
        "start": f"{capital(name)} may start",
        "report": f"{each.report or 'Report'}, {due.name}",
    }.get(due.kind, f"{capital(name)} {runway.ends(name, due.fund_kind)}")
    who: str | State = numbers.listing(each.owners)
    if not each.owners and due.kind in ("request", "report"):
        who = NO_OWNER
    when = numbers.day(due.on, year=due.on.year != today.year)
    page = f"award?of={due.fund_id}" if due.kind == "report" else "funds"
    return Row((Link(said, page),), "", who, when)
