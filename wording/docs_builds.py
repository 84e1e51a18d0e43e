"""The Docs builds page: the documentation that does not build, since when, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from metrics.docs.builds import Version
from metrics.docs.history import STRIP, Badge, Strip
from wording import numbers
from wording.markup import Text, html, joined
from wording.page import (
    Amount,
    Block,
    Cell,
    Chart,
    Code,
    Control,
    Data,
    Fold,
    Mark,
    Note,
    Page,
    Sentence,
    State,
    Table,
    drawn,
)

SITES = 40  # in sight, the worst first; the rest is drawn once it is opened
QUESTION = "Which documentation is broken, and since when?"
ALL, FAILING = "All", "Failing only"
CHOICES = {"show": "Show", "active": "Active versions only", "site": "Site"}
STATES = {
    "failing": "Failing",
    "not read": "Not read",
    "stuck": "Stuck",
    "not started": "Not started",
    "old": "Out of date",
    "passing": "Passing",
    "running": "Building",
    "cancelled": "Cancelled",
    "skipped": "Skipped",
    "never built": "Never built",
}
LAST_BUILDS = {
    "cancelled": "last build cancelled by hand",
    "skipped": "last build skipped on purpose",
    "running": "a build is running",
}
CLASSES = {
    "dependency": "Dependency",
    "sphinx": "Sphinx",
    "latex": "LaTeX/PDF",
    "configuration": "Configuration",
    "time-out": "Time-out",
    "memory": "Memory",
    "host": "Failure at the host",
}
OTHER = Markup('<i class="s"></i>')  # of a strip, in render/look.css
BARS = {"passed": Markup('<i class="p"></i>'), "failed": Markup('<i class="f"></i>')}
MOST_OTHERS = 2  # more versions than these are counted, not listed


@dataclass(frozen=True)
class Facts:
    """Figures of the page: every version, those that the controls leave, and the weeks.

    owners  by project, who promised to repair a failing site; None: not known, or not to be shown
    """

    versions: Sequence[Version]
    shown: Sequence[Version]
    strips: Sequence[Strip]
    weeks: pd.DataFrame
    owners: Mapping[str, Sequence[str]] | None = None


def page(facts: Facts) -> Page:
    """The Docs builds page down to the weeks; `site_blocks` follow, of the site chosen."""
    return Page(
        "Docs builds",
        QUESTION,
        Sentence(
            answer(facts.versions),
            basis=f"{repairs(facts.versions, facts.owners)} {basis(facts.versions)}".lstrip(),
            metric="docs.versions",
            figures=[Amount(_count(facts.versions), {"of": "docs.failing"})],
        ),
        (
            Control("sources"),
            *_grid(facts.shown, facts.strips),
            Data(
                "docs-versions", "Show every version as a table, and explain it",
                pd.DataFrame([vars(version) for version in facts.shown]), "docs.versions",
            ),
            *drawn(_weeks(facts.weeks), len(facts.weeks) if facts.weeks["built"].any() else 0),
        ),
    )  # fmt: skip


def no_site() -> Page:
    """The page before any site was read."""
    claim = "No documentation site has been read yet."
    return Page("Docs builds", QUESTION, Sentence(claim), (Control("sources"),))


def site_blocks(
    name: str, times: pd.DataFrame, badges: Sequence[Badge], *, project: str
) -> tuple[Block, ...]:
    """The durations of one site's builds, and the badges of all sites for a README."""
    chart = Chart(
        "docs-durations",
        f"Duration of the builds of {name}, minutes",
        "docs_builds.durations",
        {
            "frame": times, "unit": "min",
            "empty": "No successful build of this site has a duration.",
        },
        durations(times),
        times,
        "docs.durations",
        marks=[Mark("the last ten builds", {"of": "docs.durations", "site": project})]
        if len(times) else (),
        figures=[Amount(_minutes(times), {"of": "docs.durations", "site": project})]
        if len(times) else (),
    )  # fmt: skip
    return (
        *drawn(chart, len(times)),
        Fold("Badges for a README", (Code(badges_table(badges)),), "badges"),
    )


def answer(found: Sequence[Version]) -> str:
    """The sites that are failing, and since when."""
    sites = [version for version in found if version.is_default]
    failing = [version for version in sites if version.state == "failing"]
    unread = sum(version.state == "not read" for version in sites)
    rest = f" {numbers.spelled(unread).capitalize()} could not be read." if unread else ""
    if not failing:
        return f"{_none_failing(sites)}{rest}"
    failing.sort(key=lambda each: -(each.days or 0))
    lasting = [
        f"{each.name} for {'at least ' * each.at_least}{numbers.days(each.days)}"
        if each.days
        else f"{each.name} since today"
        for each in failing
    ]
    count = f"{numbers.spelled(len(failing)).capitalize()} of {numbers.spelled(len(sites))}"
    if len(failing) == len(sites):
        count = "The only" if len(sites) == 1 else f"All {numbers.spelled(len(sites))}"
    noun = numbers.agree(len(sites), "documentation site", "documentation sites")
    verb = numbers.agree(len(failing), "is", "are")
    order = ", longest first" if len(failing) > 1 else ""
    return f"{count} {noun} {verb} failing{order}: {_first_three(lasting)}.{rest}"


def _count(found: Sequence[Version]) -> str:
    """Of how many sites how many fail: "Two of six documentation sites"."""
    sites = [version for version in found if version.is_default]
    failing = sum(version.state == "failing" for version in sites)
    count = f"{numbers.spelled(failing).capitalize()} of {numbers.spelled(len(sites))}"
    return f"{count} documentation sites"


def _none_failing(sites: Sequence[Version]) -> str:
    uneasy = [site.name for site in sites if site.tone == "watch"]
    if uneasy:
        verb = numbers.agree(len(uneasy), "needs", "need")
        return f"No documentation site is failing, but {_first_three(uneasy)} {verb} a look."
    if any(site.state != "passing" for site in sites):
        return "No documentation site is failing."
    if len(sites) == 1:
        return "The only documentation site is passing."
    count = "Both" if len(sites) == 2 else f"All {numbers.spelled(len(sites))}"
    return f"{count} documentation sites are passing."


def _first_three(names: Sequence[str]) -> str:
    """Names in a row; of many the first three and the number of the others."""
    more = [f"{numbers.spelled(len(names) - 3)} more"] if len(names) > 3 else []
    return numbers.listing([*names[:3], *more])


def repairs(found: Sequence[Version], owners: Mapping[str, Sequence[str]] | None) -> str:
    """Who promised to repair which failing site, by the open actions; nobody is guessed."""
    failing = [each for each in found if each.is_default and each.state == "failing"]
    if owners is None or not failing:
        return ""
    by = {each.name: numbers.listing(list(owners.get(each.project, ()))) for each in failing}
    nobody = [name for name, who in by.items() if not who]
    parts = [f"{who} to repair {name}" for name, who in by.items() if who]
    if not parts:
        return f"No owner: no open action says who repairs {_first_three(nobody)}."
    left = [f"no owner for {_first_three(nobody)}"] if nobody else []
    return f"By the open actions: {numbers.listing([*parts[:3], *left])}."


def basis(found: Sequence[Version]) -> str:
    """The versions that the answer is about, and others that fail."""
    rule = "Only the default version of each site counts; pull-request previews do not."
    if any(v.state == "failing" and v.is_default and v.days for v in found):
        rule = f"Days of failing count from the first build that failed. {rule}"
    red = [v for v in found if v.state == "failing" and v.active and not v.is_default]
    if not red:
        return rule
    named = [f"{version.version} of {version.name}" for version in red]
    verb = numbers.agree(len(red), "is", "are")
    noun = numbers.agree(len(red), "Another version", "Other versions")
    return f"{rule} {noun} {verb} failing too: {_first_three(named)}."


def _grid(shown: Sequence[Version], strips: Sequence[Strip]) -> tuple[Block, ...]:
    """One row a site; the heading of the states is the version that most sites show first."""
    sites = [version for version in shown if version.is_default]
    if not sites:
        return (Note("empty", "No documentation site is failing.", "docs.versions"),)
    names = Counter(site.version for site in sites if site.version)
    default = names.most_common(1)[0][0] if names else "Default version"
    by_site = {strip.project: strip.states for strip in strips}
    others: dict[str, list[Version]] = {}
    for version in shown:
        if not version.is_default:
            others.setdefault(version.project, []).append(version)
    columns: Sequence[str | tuple[str, str]] = [
        "Project", f"State of {default}" if names else default, ("Other versions", "qd-hide"),
        ("Reason", "qd-hide"), ("Last good build", "n"),
        (f"Last {STRIP} builds, newest on the right", "qd-wide"),
    ]  # fmt: skip
    rows = [
        _row(site, others.get(site.project, []), default, by_site.get(site.project, []))
        for site in sites
    ]  # fmt: skip
    key = "Tall bar: failed. Short bar: passed. Line: skipped, cancelled or unfinished."
    return (
        Table("docs-grid", "", columns, rows, "docs.versions", most=SITES),
        Note("plain", html('<span class="qd-wide">{}</span>', key)),
    )


def _row(
    site: Version, others: Sequence[Version], default: str, builds: Sequence[str]
) -> list[Cell]:
    cause, log = _cause(site, others)
    host = html("<small>{}</small>", site.host) if site.host != "Read the Docs" else ""
    phone = html('<small class="qd-phone">{}</small>', cause) if cause else ""
    own = site.version if site.version != default else ""
    detail = ": ".join(filter(None, (own, state_detail(site))))
    return [
        joined([_link(site.docs_url, site.name), host, phone]),
        State(site.tone, STATES[site.state], detail),
        _others(others),
        html("{} {}", cause, _link(log, "log")) if log else cause,
        _last_good(site),
        _strip(builds),
    ]


def _others(versions: Sequence[Version]) -> Cell:
    """States of the other versions, or the number of them that fail."""
    if not versions:
        return "–"
    if len(versions) <= MOST_OTHERS:
        return tuple(State(v.tone, STATES[v.state], v.version) for v in versions)
    failing = [version.version for version in versions if version.state == "failing"]
    if failing:
        return State(
            "act", f"{len(failing)} of {len(versions)} failing", numbers.listing(failing[:3])
        )
    return State("fine", f"None of {len(versions)} failing")


def _cause(site: Version, others: Sequence[Version]) -> tuple[str, str | None]:
    """The class and the reason of a failure, with its log; of another version as a last resort."""
    failing = [version for version in others if version.state == "failing" and version.active]
    if why(site):
        return _classed(site), site.log_url if site.state != "old" else None
    if failing:
        return f"{failing[0].version}: {_classed(failing[0])}", failing[0].log_url
    return "", None


def _classed(version: Version) -> str:
    kind = CLASSES.get(version.reason_class or "", "")
    return ": ".join(filter(None, (kind, why(version))))


def why(version: Version) -> str:
    """The reason for the state of a version, in one line; empty where it needs none."""
    if version.quiet:
        return "no run since then: is the workflow still triggered?"
    if version.state == "old":
        behind = "behind its branch"
        if version.behind:
            behind = f"{numbers.count(version.behind, 'commit')} behind its branch"
        return f"{behind}: is the webhook missing?"
    return version.reason or ("the host gives no reason" if version.state == "failing" else "")


def state_detail(version: Version) -> str:
    """The words under a state: since when, or the outcome of the newest build."""
    since = numbers.day(version.since, year=False) if version.since else ""
    at_least = "at least " if version.at_least else ""
    last = version.last_build or ""
    match version.state:
        case "failing" if not version.days:
            detail = "since today"
        case "failing":
            first = "" if version.at_least else "it first failed, "
            detail = f"{at_least}{numbers.days(version.days or 0)} since {first}{since}"
        case "old":
            detail = f"built {numbers.days(version.days or 0)} ago"
        case "stuck" | "not started" | "running":
            detail = f"since {since} {version.since:%H:%M} UTC"
        case "never built":
            detail = "the project has no build yet"
        case _:
            detail = LAST_BUILDS.get(last, f"the newest build is {last}" if last else "")
    return detail


def _last_good(site: Version) -> Text:
    """The age of the newest build that passed, and its day."""
    if site.last_good_at is None or site.age is None:
        return age(site.age)
    return html("{} ago<small>{}</small>", age(site.age), numbers.day(site.last_good_at))


def age(seconds: int | None) -> str:
    """An age in one short word: "12 d", "6 h"; "–" where it is not known."""
    if seconds is None:
        return "–"
    if seconds >= 86_400:
        return f"{numbers.number(seconds // 86_400)} d"
    return f"{max(1, seconds // 3600)} h"


def _strip(builds: Sequence[str]) -> Text:
    """The last builds as bars, with their count for whoever cannot see them."""
    if not builds:
        return "–"
    bars = Markup("").join(BARS.get(one, OTHER) for one in builds)
    words = f"{builds.count('failed')} of the last {numbers.count(len(builds), 'build')} failed"
    return html('<span class="qd-run" role="img" aria-label="{}">{}</span>', words, bars)


def _link(address: str | None, words: str) -> Text:
    if not (address or "").startswith(("https://", "http://")):
        return words
    return html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, words)


def _weeks(weeks: pd.DataFrame) -> Chart:
    return Chart(
        "docs-weeks",
        "Sites failing at the end of each week",
        "docs_builds.failing",
        {
            "frame": weeks, "week_to": "week to", "of_sites": "of {} sites",
            "empty": "No build is known from these weeks.",
        },
        failing_by_week(weeks),
        weeks,
        "docs.failing_by_week",
        marks=[
            Mark(f"week to {numbers.day(day)}", {"of": "docs.failing", "day": f"{day:%Y-%m-%d}"},
                 f"{day:%Y-%m-%d}")
            for day in reversed(list(weeks["week_ends"]))
        ],
        figures=_failing_figures(weeks),
    )  # fmt: skip


def failing_by_week(weeks: pd.DataFrame) -> str:
    """The number of failing sites now, and the most in these weeks."""
    if weeks.empty or not weeks["built"].any():
        return "No build is known in these weeks."
    most, now = int(weeks["failing"].max()), int(weeks["failing"].iloc[-1])
    if not most:
        return f"No site was failing at the end of any of the last {len(weeks)} weeks."
    count = f"{numbers.count(now, 'site')} {numbers.agree(now, 'is', 'are')} failing now"
    if now == most:
        return f"{count}, the most in these {len(weeks)} weeks."
    when = numbers.day(weeks["week_ends"].iloc[int(weeks["failing"].argmax())])
    return f"{count}. The most was {most}, in the week to {when}."


def _failing_figures(weeks: pd.DataFrame) -> list[Amount]:
    """The sites failing now, and the most, in the week that has them."""
    if weeks.empty:
        return []
    failing = weeks["failing"]
    worst = f"{weeks['week_ends'].iloc[int(failing.argmax())]:%Y-%m-%d}"
    return [
        Amount(numbers.count(int(failing.iloc[-1]), "site"), {"of": "docs.failing"}),
        Amount(f"most was {int(failing.max())}", {"of": "docs.failing", "day": worst}),
    ]


def durations(times: pd.DataFrame) -> str:
    """The median of the last ten builds, and of the ten before."""
    if times.empty:
        return "No successful build of this site has a duration."
    first = numbers.day(times["built_at"].iloc[0])
    now = _minutes(times)
    if len(times) == 1:
        return f"The only successful build took {now}, on {first}."
    recent = numbers.spelled(min(len(times), 10))
    median = f"A successful build takes {now}, the median of the last {recent}."
    if len(times) >= STRIP:
        before = numbers.number(times["median"].iloc[-11], 1)
        median = f"{median} It was {before} minutes in the ten before."
    return f"{median} {len(times)} builds have succeeded since {first}."


def _minutes(times: pd.DataFrame) -> str:
    return f"{numbers.number(times['median'].iloc[-1], 1)} minutes"


def badges_table(badges: Sequence[Badge]) -> str:
    """The badges of every site as a table in Markdown."""
    lines = [f"| {b.name} | [![docs]({b.image})]({b.address}) |" for b in badges]
    return "\n".join(["| Project | Documentation |", "| --- | --- |", *lines])


def site_names(found: Sequence[Version]) -> Mapping[str, str]:
    """The name of each site, by its project."""
    return {version.project: version.name for version in found if version.is_default}
