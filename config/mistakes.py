"""What is wrong in a dashboard.toml: one sentence each, with file, key and remedy."""

import difflib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from config import award_mistakes
from config.settings import Config

NO_DECIMAL = ("is no number", "write one without quotes, like 60000 or 0.15")
NO_INTEGER = ("is no whole number", "write one without quotes, like 6")
NUMBERS = {
    "decimal_parsing": NO_DECIMAL, "decimal_type": NO_DECIMAL,
    "int_parsing": NO_INTEGER, "int_type": NO_INTEGER,
}  # fmt: skip
# columns a row of a bill has already, which a tag would be taken for
TAKEN = {
    "day", "until", "account", "category", "provider", "billing_account", "sub_account", "service",
    "region", "charge_category", "credit_kind", "currency", "billing_period", "billed",
    "effective", "list", "lines", "source_file", "filename",
}  # fmt: skip


class ConfigError(Exception):
    """One or more mistakes in dashboard.toml; `lines` holds one sentence for each."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _notes(settings: Config) -> Iterator[str]:
    for at, entry in enumerate(settings.notes, start=1):
        if not (entry.path or entry.git or entry.hackmd or entry.github):
            places = "path = …, git = …, hackmd = … or github = …"
            yield f"notes[{at}]: no place is named. Fix: add {places}"
        if entry.github and not entry.label:
            yield f'notes[{at}].label: not given. Fix: add label = "meeting", the label of minutes'


def _patterns(settings: Config) -> Iterator[str]:
    """Paths whose ** is not a folder of its own, which no pattern of files may have."""
    bills = [(f"billing[{n}]", bill.path) for n, bill in enumerate(settings.billing, 1)]
    ledgers = [
        (f"funding.ledgers[{n}]", each.path) for n, each in enumerate(settings.funding.ledgers, 1)
    ]
    for place, path in (*bills, *ledgers):
        mixed = any("**" in part and part != "**" for part in Path(path).parts)
        if mixed and "://" not in path:
            right = path.replace("**", "**/*")
            yield f'{place}.path: ** must be a folder of its own. Fix: write "{right}"'


def _asked_twice(settings: Config) -> Iterator[str]:
    """Accounts of another host whose balance is that of two funds: it would count twice."""
    found: Counter[str] = Counter()
    for fund in settings.funds:
        if fund.open_collective:
            found[f"open_collective {fund.open_collective.slug!r}"] += 1
        if fund.aws_credits:
            found[f"aws_credits {fund.aws_credits.account!r}"] += 1
        if fund.google_credits:
            found[f"google_credits {fund.google_credits.account!r}"] += 1
        if sum(map(bool, (fund.open_collective, fund.aws_credits, fund.google_credits))) > 1:
            yield f"funds: {fund.id!r} has two balances. Fix: keep one of its sources"
    for account in sorted(account for account, funds in found.items() if funds > 1):
        yield f"funds: {account} is of two funds. Fix: leave it out of one of them"


def _derived(settings: Config) -> Iterator[str]:
    """Balances derived from bills that are not there."""
    accounts = [bill.account for bill in settings.billing]
    for fund in settings.funds:
        if fund.google_credits and fund.google_credits.account not in accounts:
            known = " or ".join(dict.fromkeys(accounts)) or "none"
            yield (
                f"funds: {fund.google_credits.account!r} of [funds.google_credits] is no account "
                f"of [[billing]]. Fix: use {known}"
            )


def crossed(settings: Config) -> Iterator[str]:
    """Mistakes that no key shows by itself: twice the same id, an end before its start, …"""
    funds = [fund.id for fund in settings.funds]
    for section, ids in (("funds", funds), ("pending", [each.id for each in settings.pending])):
        for each in sorted({each for each in ids if ids.count(each) > 1}):
            yield f"{section}: id {each!r} is used twice. Fix: give each its own id"
    yield from _asked_twice(settings)
    yield from _derived(settings)
    yield from _notes(settings)
    yield from _patterns(settings)
    for section in ("funds", "pending", "planned_costs", "budgets"):
        for at, entry in enumerate(getattr(settings, section), start=1):
            if entry.starts_on and entry.ends_on and entry.ends_on < entry.starts_on:
                yield f"{section}[{at}].ends_on: before starts_on. Fix: correct one of the two"
    for at, bill in enumerate(settings.billing, start=1):
        tags = [tag.casefold() for tag in bill.tags]
        for tag in sorted({tag for tag in tags if tag in TAKEN or tags.count(tag) > 1}):
            yield f"billing[{at}].tags: {tag!r} is a column already. Fix: leave it out"
    yield from _half_mapped(settings)
    yield from award_mistakes.mistakes(settings)
    if settings.engine.kind == "dask" and not settings.engine.scheduler:
        yield 'engine: no cluster is named. Fix: add scheduler = "tcp://HOST:8786"'
    known = " or ".join(funds) or "none"
    for place, named in _funds_named(settings):
        if named not in funds:
            yield f"{place}: {named!r} is no id of [[funds]]. Fix: use {known}"


def _half_mapped(settings: Config) -> Iterator[str]:
    """Ledgers whose columns leave out the day or the amount."""
    for at, ledger in enumerate(settings.funding.ledgers, start=1):
        same = {"day": "date", "debit": "amount", "credit": "amount"}
        named = {same.get(role, role) for role in ledger.columns}
        for missing in sorted({"date", "amount"} - named if named else ()):
            yield f'funding.ledgers[{at}].columns: no {missing}. Fix: add {missing} = "its column"'


def _funds_named(settings: Config) -> Iterator[tuple[str, str]]:
    """Where other sections name a fund, and by which id."""
    for at, what_if in enumerate(settings.scenarios, start=1):
        yield from ((f"scenarios[{at}].extend", fund) for fund in what_if.extend)
    for at, preset in enumerate(settings.presets, start=1):
        yield from ((f"presets[{at}].funds", fund) for fund in preset.funds)
    yield from award_mistakes.funds_named(settings)


def sentence(file: Path, mistake: dict[str, Any]) -> str:
    """One mistake that pydantic found, as the line a person reads."""
    place = tuple(part for part in mistake["loc"] if part != "[key]")
    key = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in place).lstrip(".")
    what, fix = _explained(mistake, place)
    return f"{file.name}: {key}: {what}. Fix: {fix}"


def _explained(mistake: dict[str, Any], place: tuple[str | int, ...]) -> tuple[str, str]:
    """What is wrong and what would be right."""
    kind, what = mistake["type"], str(mistake.get("ctx", {}).get("error") or mistake["msg"])
    if kind == "extra_forbidden":
        return "unknown key", _did_you_mean(place[-1], _keys_at(place[:-1]))
    if kind == "literal_error" and mistake["loc"][-1] == "[key]":
        words = sorted(set(mistake["ctx"]["expected"].split("'")[1::2]))
        return "unknown key", _did_you_mean(place[-1], words)
    if kind == "missing":
        return "missing", f"add {place[-1]} = …"
    if kind == "list_type" and isinstance(mistake["input"], dict):
        return "one table, where a list of them is wanted", f"write [[{place[-1]}]]"
    if kind.startswith("date_"):
        return what, "write a day like 2026-12-31, without quotes"
    no, fix = NUMBERS.get(kind, ("", "correct the value"))
    return f"{mistake['input']!r} {no}" if no else what, fix


def _did_you_mean(word: str | int, known: list[str]) -> str:
    near = difflib.get_close_matches(str(word), known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"known keys here: {', '.join(known)}"


def _keys_at(place: tuple[str | int, ...]) -> list[str]:
    section: type[BaseModel] = Config
    for part in place:
        if isinstance(part, str) and part in section.model_fields:
            section = _section_in(section.model_fields[part].annotation) or section
    return sorted(set(section.model_fields) - {"file"})


def _section_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_section_in, get_args(annotation))), None)
