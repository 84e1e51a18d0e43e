"""The grid of sites and their versions as cells of a table. Every value from data is escaped."""

from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from metrics import docs_words
from metrics.docs.builds import STATES, Version
from metrics.docs.history import STRIP, Strip
from views.html import html
from views.panels import state

BARS = {"passed": "p", "failed": "f"}
MOST_OTHERS = 2  # more versions than these are counted, not listed


def columns(default: str) -> list[str | tuple[str, str]]:
    """Headings; `default` is the version most sites show first."""
    return [
        "Project", default, ("Other versions", "qd-hide"), ("Reason", "qd-hide"),
        ("Last good", "n"), (f"Last {STRIP} builds, newest right", "qd-wide"),
    ]  # fmt: skip


def usual(sites: Sequence[Version]) -> str:
    """The version most sites show first; the others name theirs in their row."""
    found = Counter(site.version for site in sites if site.version)
    return found.most_common(1)[0][0] if found else "Default version"


def rows(found: Sequence[Version], strips: Sequence[Strip], default: str) -> Iterator[list[object]]:
    """One row a site."""
    by_site = {strip.project: strip.states for strip in strips}
    for site in (version for version in found if version.is_default):
        others = [v for v in found if v.project == site.project and not v.is_default]
        yield [
            _name(site, others), _stands(site, default), _others(others), _reason(site, others),
            docs_words.age(site.age), _strip(by_site.get(site.project, [])),
        ]  # fmt: skip


def _name(site: Version, others: Sequence[Version]) -> Markup:
    host = html("<small>{}</small>", site.host) if site.host != "Read the Docs" else ""
    told, _ = _told(site, others)
    phone = html('<small class="qd-phone">{}</small>', told) if told else ""
    return html("{}{}{}", _link(site.docs_url, site.name), host, phone)


def _stands(version: Version, default: str) -> Markup:
    own = version.version if version.version != default else ""
    words = ": ".join(filter(None, (own, docs_words.detail(version))))
    return html("{}<small>{}</small>", state(*STATES[version.state]), words)


def _others(versions: Sequence[Version]) -> Markup:
    if not versions:
        return html("–")
    if len(versions) <= MOST_OTHERS:
        return Markup("").join(_other(version) for version in versions)
    failing = [version for version in versions if version.state == "failing"]
    if failing:
        names = ", ".join(version.version for version in failing[:3])
        pill = state("act", f"{len(failing)} of {len(versions)} failing")
        return html("{}<small>{}</small>", pill, names)
    return state("fine", f"None of {len(versions)} failing")


def _other(version: Version) -> Markup:
    pill = state(*STATES[version.state])
    return html("<div>{} <small>{}</small></div>", pill, version.version)


def _reason(site: Version, others: Sequence[Version]) -> Markup:
    told, log_url = _told(site, others)
    return html("{} {}", told, _link(log_url, "log")) if log_url else html("{}", told)


def _told(site: Version, others: Sequence[Version]) -> tuple[str, str | None]:
    """The class of a failure and what was said about it, with its log; another version's last."""
    failing = [version for version in others if version.state == "failing" and version.active]
    if not docs_words.why(site):
        if not failing:
            return "", None
        return f"{failing[0].version}: {_cause(failing[0])}", failing[0].log_url
    return _cause(site), site.log_url if site.state != "old" else None


def _cause(version: Version) -> str:
    kind = docs_words.CLASSES.get(version.reason_class or "", "")
    return ": ".join(filter(None, (kind, docs_words.why(version))))


def _link(address: str | None, words: str) -> Markup:
    if not (address or "").startswith(("https://", "http://")):
        return html("{}", words)
    return html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, words)


def _strip(states: Sequence[str]) -> Markup:
    if not states:
        return html("–")
    bars = Markup("").join(html('<i class="{}"></i>', BARS.get(one, "s")) for one in states)
    words = docs_words.strip_words(list(states))
    return html('<span class="qd-run" role="img" aria-label="{}">{}</span>', words, bars)
