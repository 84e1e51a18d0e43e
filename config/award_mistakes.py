"""Mistakes about awards that no key shows by itself: a line that no budget has, a second fee."""

from collections import Counter
from collections.abc import Iterator

from config.awards import LineRate
from config.settings import Config

SECTIONS = (
    "budget_lines", "budget_revisions", "payments", "interest", "reports", "line_rates",
    "charge_rules",
)  # fmt: skip


def mistakes(settings: Config) -> Iterator[str]:
    """One sentence for each."""
    yield from _ends(settings)
    yield from _lines(settings)
    yield from _rates(settings)
    yield from _fees(settings)
    yield from _labels(settings)
    yield from _official(settings)
    codes = Counter(code.casefold() for fund in settings.funds for code in set(fund.codes))
    for code in sorted(code for code, funds in codes.items() if funds > 1):
        yield f"funds: code {code!r} is of two funds. Fix: leave it out of one of them"


def _labels(settings: Config) -> Iterator[str]:
    """Labels that no bill keeps: an entry that names one would never charge anything."""
    kept = {tag for bill in settings.billing for tag in bill.tags}
    for section in ("cost_splits", "charge_rules"):
        for at, entry in enumerate(getattr(settings, section), start=1):
            key = (entry.label or "").partition("=")[0]
            if key and key not in kept:
                yield (
                    f"{section}[{at}].label: no bill keeps the label {key!r}. "
                    f'Fix: add tags = ["{key}"] to its [[billing]]'
                )


def _official(settings: Config) -> Iterator[str]:
    """Awards that ask for a table of rates which is not there."""
    for key, name in (("month", "official_rates"), ("receipt", "rates")):
        for at, fund in enumerate(settings.funds, start=1):
            if fund.rate == key and not getattr(settings.funding, name):
                yield (
                    f'funds[{at}].rate: "{key}" needs a table of rates. '
                    f'Fix: add {name} = "{name}.csv" to [funding]'
                )


def funds_named(settings: Config) -> Iterator[tuple[str, str]]:
    """Where these sections name a fund, and by which id."""
    for section in SECTIONS:
        for at, entry in enumerate(getattr(settings, section), start=1):
            yield f"{section}[{at}].fund", entry.fund
    for at, split in enumerate(settings.cost_splits, start=1):
        yield from ((f"cost_splits[{at}].shares", fund) for fund in split.shares)


def _ends(settings: Config) -> Iterator[str]:
    for section in ("reports", "line_rates", "cost_splits", "charge_rules"):
        for at, entry in enumerate(getattr(settings, section), start=1):
            if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
                yield f"{section}[{at}].ends_on: before starts_on. Fix: correct one of the two"


def _lines(settings: Config) -> Iterator[str]:
    """Lines that are there twice, and those that other entries name and no budget has."""
    known: dict[str, list[str]] = {}
    for line in settings.budget_lines:
        known.setdefault(line.fund, []).append(line.name)
    for fund, names in known.items():
        twice = sorted(name for name, n in Counter(names).items() if n > 1)
        for name in twice:
            yield f"budget_lines: {fund!r} has {name!r} twice. Fix: give each line its own name"
    for place, fund, name in _named(settings):
        if name not in known.get(fund, ()):
            right = " or ".join(known.get(fund, ())) or "a [[budget_lines]] of this fund"
            yield f"{place}: {name!r} is no line of {fund!r}. Fix: use {right}"


def _named(settings: Config) -> Iterator[tuple[str, str, str]]:
    """(place, fund, line) wherever a line is named."""
    for at, revision in enumerate(settings.budget_revisions, start=1):
        place = f"budget_revisions[{at}].amounts"
        yield from ((place, revision.fund, name) for name in revision.amounts)
    for at, rate in enumerate(settings.line_rates, start=1):
        yield f"line_rates[{at}].line", rate.fund, rate.line
        yield from ((f"line_rates[{at}].base", rate.fund, name) for name in rate.base)
        yield from ((f"line_rates[{at}].first", rate.fund, name) for name in rate.first)
    for at, rule in enumerate(settings.charge_rules, start=1):
        if rule.line is not None:
            yield f"charge_rules[{at}].line", rule.fund, rule.line


def _rates(settings: Config) -> Iterator[str]:
    """Rates of lines that rest on themselves, or that are there twice on one day."""
    for at, rate in enumerate(settings.line_rates, start=1):
        later = {each.line for each in settings.line_rates[at - 1 :] if each.fund == rate.fund}
        for name in (name for name in rate.base if name in later):
            yield f"line_rates[{at}].base: {name!r} has a rate itself. Fix: write its rate first"
        for name in (name for name in rate.first if name not in rate.base):
            yield f"line_rates[{at}].first: {name!r} is not in base. Fix: add it there"
        before = settings.line_rates[: at - 1]
        if any(_meet(rate, each) for each in before):
            yield (
                f"line_rates[{at}]: {rate.line!r} has another rate on the same days. "
                "Fix: end the one before with ends_on"
            )


def _meet(one: LineRate, other: LineRate) -> bool:
    is_same = (one.fund, one.line) == (other.fund, other.line)
    starts = [each.starts_on for each in (one, other)]
    ends = [each.ends_on for each in (other, one)]
    return is_same and all(
        start is None or end is None or start <= end
        for start, end in zip(starts, ends, strict=True)
    )


def _fees(settings: Config) -> Iterator[str]:
    """A fiscal sponsor's fee is taken once: on receipt, on spending, or as the indirect line."""
    indirect = {(each.fund, each.name) for each in settings.budget_lines if each.kind == "indirect"}
    rated = {rate.fund for rate in settings.line_rates if (rate.fund, rate.line) in indirect}
    for at, fund in enumerate(settings.funds, start=1):
        found = [
            word
            for word, is_set in (
                ("fee_rate (on receipt)", fund.fee_rate),
                ("overhead_rate (on spending)", fund.overhead_rate),
                ("a rate of the indirect line", fund.id in rated),
            )
            if is_set
        ]
        if len(found) > 1:
            yield f"funds[{at}]: its fee is taken twice, as {' and '.join(found)}. Fix: keep one"
