"""How the state of documentation sites is said: on the Docs page, the Briefing, the digest."""

import pandas as pd

from metrics import words
from metrics.docs.builds import STATES, Version

CLASSES = {
    "dependency": "Dependency",
    "sphinx": "Sphinx",
    "latex": "LaTeX/PDF",
    "configuration": "Configuration",
    "time-out": "Time-out",
    "memory": "Memory",
    "host": "The host's own failure",
    "other": "",
}
NUMBERS = (
    "none", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def basis(found: list[Version]) -> str:
    """What the answer rests on."""
    red = [v for v in found if v.state == "failing" and v.active and not v.is_default]
    rest = ""
    if red:
        named = words.listing([f"{version.version} of {version.name}" for version in red[:3]])
        rest = f" Other versions that are failing: {named}{' and more' * (len(red) > 3)}."
    return f"Default version of each site; pull-request previews are left out.{rest}"


def weeks_words(frame: pd.DataFrame) -> str:
    """The sentence above the weekly chart."""
    if frame.empty or not frame["built"].any():
        return "No build is known in these weeks."
    most, now = int(frame["failing"].max()), int(frame["failing"].iloc[-1])
    if not most:
        return f"No site was failing at the end of any of the last {len(frame)} weeks."
    if now == most:
        return f"{words.count(now, 'site')} failing now, the most of these {len(frame)} weeks."
    when = words.day(frame["week_ends"].iloc[int(frame["failing"].argmax())])
    return f"{words.count(now, 'site')} failing now; at most {most}, in the week to {when}."


def durations_words(frame: pd.DataFrame) -> str:
    """The sentence above the chart of durations: the median now and ten builds ago."""
    if frame.empty:
        return "No good build tells how long it took."
    now = frame["median"].iloc[-1]
    first = words.day(frame["built_at"].iloc[0])
    text = f"A good build takes {words.number(now, 1)} minutes, the median of the last ten."
    if len(frame) < 20:
        return f"{text} {words.count(len(frame), 'good build')} since {first}."
    before = frame["median"].iloc[-11]
    return f"{text} It was {words.number(before, 1)} minutes in the ten before. Since {first}."


def detail(version: Version) -> str:
    """The words under a state: since when, or what the newest build did."""
    if version.state == "failing" and version.since:
        lasts = "since today" if not version.days else words.days(version.days)
        ago = f"{'at least ' * version.at_least}{lasts}"
        return ago if not version.days else f"{ago}, since {words.day(version.since, year=False)}"
    if version.state == "old" and version.days is not None:
        return f"built {words.days(version.days)} ago"
    if version.since and version.state in ("stuck", "not started", "running"):
        return f"since {words.day(version.since, year=False)} {version.since:%H:%M} UTC"
    return version.remark or ""


def why(version: Version) -> str:
    """What is wrong with a version, in one line; empty where nothing is."""
    if version.state == "old":
        if not version.behind:
            return "the branch has moved since: is the webhook lost?"
        return f"{words.count(version.behind, 'commit')} since: is the webhook lost?"
    return version.reason or ("the host gives no reason" if version.state == "failing" else "")


def age(seconds: int | None) -> str:
    """How old in one short word: "12 d", "6 h"; "–" where it is not known."""
    if seconds is None:
        return "–"
    return f"{seconds // 86_400:,} d" if seconds >= 86_400 else f"{max(1, seconds // 3600)} h"


def strip_words(states: list[str]) -> str:
    """A strip of builds as a sentence: "6 of the last 20 builds failed"."""
    failed = states.count("failed")
    return f"{failed} of the last {words.count(len(states), 'build')} failed"


def answer(found: list[Version]) -> str:
    """The page's sentence: how many sites are failing, which, and for how long."""
    sites = [version for version in found if version.is_default]
    failing = [version for version in sites if version.state == "failing"]
    unread = sum(version.state == "not read" for version in sites)
    rest = f" {_number(unread).capitalize()} could not be read." if unread else ""
    if not failing:
        return _all_well(sites) + rest
    verb = "is" if len(failing) == 1 else "are"
    named = [f"{version.name} {_lasting(version)}" for version in failing[:3]]
    if len(failing) > 3:
        named.append(f"{_number(len(failing) - 3)} more")
    count = f"{_number(len(failing)).capitalize()} of {_number(len(sites))}"
    return f"{count} documentation sites {verb} failing: {words.listing(named)}.{rest}"


def _all_well(sites: list[Version]) -> str:
    uneasy = [site for site in sites if STATES[site.state][0] == "watch"]
    if uneasy:
        names = words.listing([site.name for site in uneasy[:3]])
        more = "" if len(uneasy) <= 3 else f" and {_number(len(uneasy) - 3)} more"
        return f"No documentation site is failing; look at {names}{more}."
    if all(site.state == "passing" for site in sites):
        return f"All {_number(len(sites))} documentation sites are passing."
    return f"None of {_number(len(sites))} documentation sites is failing."


def _lasting(version: Version) -> str:
    if not version.days:
        return "since today"
    return f"for {'at least ' if version.at_least else ''}{words.days(version.days)}"


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"
