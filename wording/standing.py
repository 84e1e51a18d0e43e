"""How old data are, in words: the age of a source, its cause, its one remedy."""

from collections.abc import Sequence
from datetime import date

from metrics.data_quality.arrivals import Cause
from metrics.data_quality.standing import Standing
from wording import numbers
from wording.markup import capital
from wording.page import Note

LABELS = {
    "notes": "meeting notes",
    "billing": "bills",
    "github": "issues",
    "docs_builds": "docs builds",
    "launches": "launches",
    "usage": "usage counts",
    "funds": "fund balances",
}
NAMED = 3  # units of one cause that are named
REMEDIES = {
    "billing": "add the account's newest bill",
    "notes": "add the notes of the meetings since then",
    "github": "run python -m pipelines",
    "docs_builds": "run python -m pipelines",
    "launches": "check [launches] archive in dashboard.toml",
    "usage": "add the newest counts to its file",
    "funds": "add the ledger's newest lines",
    "build": "run python -m pipelines, and check its cron job",
}
WORDS = {"silent": "Silent", "late": "Late"}


def age(cause: Cause) -> str:
    """How old, in the strip: "97 days old"; empty where there never was any data."""
    return "" if cause.days is None else f"{numbers.days(cause.days)} old"


def since(cause: Cause, *, year: bool = False) -> str:
    """No newer data since a day, short enough for a tile: "no bill since 18 Jun"."""
    nothing = {"billing": "no bill", "notes": "no notes", "launches": "no launch",
               "funds": "no income"}  # fmt: skip
    text = nothing.get(cause.source, "not read")
    return f"{text} since {numbers.day(cause.since, year=year)}" if cause.since else text


def claim(cause: Cause) -> str:
    """One cause as a sentence's main part: "No bill of hub since 18 June 2026"."""
    if cause.kind == "failed":
        return f"{name(cause)} could not be read"
    day = f" since {numbers.long_day(cause.since)}" if cause.since else ""
    last = f"last read on {numbers.long_day(cause.since)}" if cause.since else "never read"
    texts = {
        "build": f"Nothing was read{day}",
        "billing": f"No bill of {units(cause)}{day}",
        "notes": f"No notes of {units(cause)}{day}",
        "launches": f"No launch is counted{day}",
        "usage": f"No count of {units(cause)}{day}",
        "funds": f"No income of {units(cause)}{day}",
    }
    return texts.get(cause.source, f"{name(cause)} were {last}")


def remedy(cause: Cause) -> str:
    """The one remedy, as a sentence; for a failure with its cause before it."""
    if cause.kind == "failed":
        fix = f" Fix: {cause.remedy.rstrip('.')}." if cause.remedy else ""
        return f"{cause.message.rstrip('.')}.{fix}" if cause.message else ""
    return f"Fix: {step(cause)}."


def step(cause: Cause) -> str:
    """The one remedy of a failure, or of data that grew old, without a full stop."""
    own = cause.remedy if cause.kind == "failed" else None
    return own.rstrip(".") if own else REMEDIES.get(cause.source, REMEDIES["build"])


def name(cause: Cause) -> str:
    """The source and its units: "Docs builds hub, guide and 6 more"."""
    return " ".join(filter(None, (capital(LABELS.get(cause.source, cause.source)), units(cause))))


def units(cause: Cause) -> str:
    """The units of a cause, the first three by name."""
    named = [unit for unit in cause.units if unit]
    if len(named) > NAMED:
        named = [*named[: NAMED - 1], f"{len(named) - NAMED + 1} more"]
    return numbers.listing(named)


def word(cause: Cause) -> str:
    """The state of a cause in a word."""
    if cause.kind == "failed":
        return "Old" if cause.is_kept else "Not read"
    return WORDS[cause.kind]


def notes(found: Sequence[Cause]) -> list[Note]:
    """What a page says above its figures: one note per cause, failed and silent ones."""
    return [
        Note("stale" if cause.is_kept else "error", _noted(cause))
        for cause in found
        if cause.kind in ("failed", "silent")
    ]


def _noted(cause: Cause) -> str:
    if cause.kind == "silent":
        return f"{claim(cause)}: these figures end there. {remedy(cause)}"
    known = ""
    if cause.is_kept and cause.since:
        known = f" These figures are from {numbers.day(cause.since)}."
    return f"{name(cause)}: {remedy(cause)}{known}"


def data_to(oldest: date | None) -> str:
    """For a figure that leaves the house: "data to 18 June 2026"; empty where no day is known."""
    return f"data to {numbers.long_day(oldest)}" if oldest else ""


def not_of_today(found: Standing, today: date) -> str:
    """A sentence for a day worked out from silent data; empty where they are not."""
    cause = found.silent
    if cause is None:
        return ""
    old = f", {numbers.days(cause.days)} before {numbers.long_day(today)}" if cause.days else ""
    return f"{claim(cause)}{old}: nothing later is known. {remedy(cause)}"


NEWER = {
    "billing": "No bill", "notes": "No notes of a meeting", "github": "No news of issues",
    "docs_builds": "No news of documentation builds", "launches": "No count of launches",
    "usage": "No count of use",
    "funds": "No income",
}  # fmt: skip


def leaving(found: Standing) -> str:
    """The same for whom a pack is for, without a unit's name; empty where data are not silent."""
    cause = found.silent
    if cause is None or cause.since is None:
        return ""
    what = NEWER.get(cause.source, "Nothing")
    return f"{what} later than {numbers.long_day(cause.since)} is in these figures."
