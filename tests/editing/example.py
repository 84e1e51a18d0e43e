"""Every setting of dashboard.example.toml, and another value that each may have."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from editing.toml_text import values_of

EXAMPLE = Path(__file__).resolve().parents[2] / "dashboard.example.toml"
SETTING = re.compile(r"^#(?=[^\s#])", re.MULTILINE)
# Where a value must be one of a few, or agree with another key.
OTHER = {
    ("people", "names"): "handles", ("project", "meetings"): "public",
    ("engine", "kind"): "dask", ("launches", "cost"): "archive", ("funds", 0, "kind"): "credits",
    ("pending", 0, "kind"): "credits", ("pending", 0, "group_rule"): "all_or_none",
    ("planned_costs", 0, "per"): "once", ("presets", 0, "audience"): "public",
    ("presets", 0, "amounts"): "exact", ("presets", 0, "funds"): [],
    ("billing", 0, "period"): "day", ("docs", "workflows"): ["owner/other/docs.yaml"],
    ("access", "domains"): ["other.example.org"], ("access", "hosts"): ["other.example.org"],
    ("funding", "category_priority"): ["compute"], ("presets", 0, "name"): "marsh",
    ("scenarios", 0, "extend", "grant-2026"): 7,
    ("access", "emails"): ["someone@example.org", "o@example.org"],
    ("access", "editors"): ["other@team.example.org"],
    ("funds", 0, "open_collective", "slug"): "my-other_collective", ("funds", 1, "kind"): "grant",
    ("funds", 1, "aws_credits", "account"): "210987654321",
    ("funds", 2, "kind"): "grant", ("funds", 2, "google_credits", "account"): "hosting",
    ("funds", 0, "paid"): "reimbursed", ("funds", 0, "fee_rate"): Decimal(0),
    ("budget_lines", 0, "kind"): "equipment", ("budget_lines", 1, "kind"): "other",
    ("funds", 0, "rate"): "receipt",
    ("funding", "ledgers", 2, "accounts", "Projects"): "income",
    ("payments", 0, "state"): "received", ("line_rates", 0, "base"): ["People", "People"],
}  # fmt: skip

# Sections whose entries name funds, those that name lines of a budget, and labels of bills.
OF_LINES = ("budget_revisions", "line_rates", "charge_rules")
OF_LABELS = ("charge_rules", "cost_splits")
NAMES_OTHER = ("fund", "line")
OF_FUNDS = (*OF_LINES, "scenarios", "presets", "budget_lines", "payments", "interest", "reports",
            "cost_splits")  # fmt: skip


def text():
    return SETTING.sub("", EXAMPLE.read_text(encoding="utf-8"))


def of_section(section):
    """The example's lines of one section, and of the sections that it may name."""
    blocks = re.split(r"(?m)^(?=\[)", text())
    names = {section, "funds"} if section in OF_FUNDS else {section}
    names |= {"budget_lines"} if section in OF_LINES else set()
    names |= {"billing"} if section in (*OF_LABELS, *OF_FUNDS, "funds") else set()
    names |= {"funding"} if section == "funds" else set()  # the rates of a fund are its tables
    return "".join(each for each in blocks if re.split(r"[][.]+", each)[1:2] and
                   re.split(r"[][.]+", each)[1] in names)  # fmt: skip


def settings():
    """(path, another value) of every setting of the example."""
    return [(path, other(path, value)) for path, value in leaves(values_of(text()))]


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, held in value.items():
            yield from leaves(held, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for at, held in enumerate(value):
            yield from leaves(held, (*path, at))
    else:
        yield path, value


def other(path, value):
    if path in OTHER:
        return OTHER[path]
    match value:
        case bool():
            return not value
        case Decimal():
            return value / 2 + Decimal("0.01")
        case int():
            return value + 1
        case date():
            return value + timedelta(days=1)
        case list():
            return [*value, "one more, with \"quotes\" and 'ticks'"]
    if path[-1] == "currency":
        return "CHF"
    if path[-1] == "timezone":
        return "Asia/Tokyo"
    if path[-1] == "decimal":
        return "."
    is_line = path[0] == "budget_lines" and path[-1] == "name"
    if path == ("funds", 0, "id") or is_line or (path[0] in OF_FUNDS and path[-1] in NAMES_OTHER):
        return value  # others name it
    return f'{value} <b>&"\\ 🜁'
