"""The sentences above the charts of issues: legend, alternative text and answer in one."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from metrics import words
from metrics.issues.citations import Citations, Cited
from metrics.issues.claims import Checked


def flow(frame: pd.DataFrame, noun: str) -> str:
    """The sentence of the flow chart: full months only, the running one said apart."""
    full = frame[~frame["is_partial"]]
    said = (
        f"{words.count(int(full['opened'].sum()), noun)} opened and "
        f"{words.number(int(full['closed'].sum()))} closed in "
        f"{words.count(len(full), 'whole month')}"
    )
    if not frame["is_partial"].any():
        return f"{said}."
    running = frame.iloc[-1]
    name = words.month(running["month"].date())
    return f"{said}. {name} is not over: {running['opened']} opened, {running['closed']} closed."


def backlog(frame: pd.DataFrame, noun: str) -> str:
    """The sentence of the backlog chart."""
    low, high = frame["open_count"].min(), frame["open_count"].max()
    now = int(frame["open_count"].iloc[-1])
    return (
        f"{words.count(now, noun)} open; between {words.number(int(low))} and "
        f"{words.number(int(high))} in {words.days(len(frame))}."
    )


def ages(frame: pd.DataFrame, noun: str) -> str:
    """The sentence of the age chart."""
    total, old = int(frame["open_count"].sum()), int(frame["open_count"].iloc[4:].sum())
    if not total:
        return f"No {noun} is open."
    verb = "has" if old == 1 else "have"
    return f"{words.number(old)} of {words.count(total, noun)} {verb} been open for over a year."


@dataclass(frozen=True)
class Speed:
    """Response and closing times as a person says them."""

    response: str
    response_basis: str
    closing: str
    closing_basis: str
    sentence: str


def speed(frame: pd.DataFrame, noun: str) -> Speed:
    """The last row of response_times as words: tiles and sentence."""
    row = frame.iloc[-1]
    response, closing = _span(row["response_median"], 1), _span(row["close_median"], 24)
    asked = words.count(int(row["asked"]), noun)
    sentence = f"Of {asked} whose replies are known, none is answered by another person yet."
    if row["answered"]:
        sentence = (
            f"Half are answered within {response}, nine of ten within "
            f"{_span(row['response_p90'], 1)}; {words.number(int(row['answered']))} of {asked} "
            "whose replies are known have an answer. Dot: half; end of the line: nine of ten."
        )
    return Speed(
        response,
        f"of {words.number(int(row['answered']))} answered",
        closing,
        f"of {words.number(int(row['closed']))} closed",
        sentence,
    )


def _span(value: float, hours: int) -> str:
    if pd.isna(value):
        return "not known"
    total = value * hours
    if total < 1:
        return "under 1 h"
    if total < 48:
        return f"{words.number(total)} h"
    return words.days(round(total / 24))


def contributors(frame: pd.DataFrame) -> str:
    """The chart's sentence."""
    if frame.empty:
        return "nobody opened anything in this time."
    new, months = int(frame["first_time"].sum()), len(frame)
    usual = words.number(float((frame["first_time"] + frame["returning"]).median()))
    return (
        f"{words.count(new, 'person', 'people')} came for the first time in "
        f"{words.count(months, 'month')}; in half of the months {usual} or more took part."
    )


def cited(told: Citations) -> str:
    """The sentence above the cited issues: how many, what is carried over, what went quiet."""
    parts = [
        f"{words.count(told.cited, 'issue or pull request', 'issues and pull requests')} cited",
        f"{words.number(told.carried_over)} in several meetings and still open",
        f"{words.number(told.stale)} open with nothing happening for half a year",
    ]
    rest = ""
    if told.without_repo:
        rest = f" {words.count(told.without_repo, 'citation')} more name no repository."
    return f"{words.listing(parts)}.{rest}"


def shown(told: Citations, rows: Sequence[Cited]) -> str:
    """What the folded table of cited issues is called: all of them, or the first."""
    if told.cited > len(rows):
        return f"Show the first {len(rows)} as table"
    return "Show all as table"


def checked(rows: Sequence[Checked], claimed: int) -> str:
    """How many claims the records bear out, how many they do not, how many nobody can check.

    claimed  claims in the notes; rows are the newest of them
    """
    verdicts = [row.finding.verdict for row in rows]
    agree, differ = verdicts.count("agrees"), verdicts.count("differs")
    rest = len(rows) - agree - differ
    parts = [
        f"{words.number(agree)} agree{'s' if agree == 1 else ''} with the records" if agree else "",
        f"{words.number(differ)} differ{'s' if differ == 1 else ''}" if differ else "",
        f"{words.number(rest)} cannot be checked" if rest else "",
    ]
    told = words.listing([part for part in parts if part])
    which = words.count(claimed, "claim")
    if claimed > len(rows):
        which = f"The newest {len(rows)} of {which}"
    return f"{which} with a number: {told}."


def claims(rows: Sequence[Checked]) -> pd.DataFrame:
    """The claims table as one can download it."""
    return pd.DataFrame(
        {
            "meeting": [row.claim.meeting_id for row in rows],
            "quote": [row.claim.quote for row in rows],
            "claimed": [row.claim.said for row in rows],
            "counted": [row.finding.counted for row in rows],
            "verdict": [row.finding.verdict for row in rows],
            "answer": [row.finding.answer for row in rows],
            "query": [row.finding.query for row in rows],
            "note": [row.note for row in rows],
            "place": [row.claim.place for row in rows],
        }
    )
