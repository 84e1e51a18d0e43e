"""However a bill is written down, its figures and names are the same."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from billing_house import House
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.billing.rollup import Rolled, Rules, Task, attempt

COLUMNS = (("date", "Date"), ("amount", "Amount"), ("service", "Item"), ("project", "Project"))
MAPPED = (COLUMNS, ["Date", "Item", "Project", "Amount"])
FOCUS = (
    (),
    ["BilledCost", "ChargePeriodStart", "ChargeCategory", "BillingCurrency", "ServiceName",
     "SubAccountName"],
)  # fmt: skip
ITEMS = st.text(st.sampled_from("abc äöü,;\"'é"), max_size=8).map(str.strip)
LINES = st.lists(
    st.tuples(
        st.dates(min_value=date(2026, 6, 1), max_value=date(2027, 6, 1)),
        ITEMS,
        ITEMS,
        st.decimals(min_value=-9999, max_value=99999, places=2),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def cell(name, line, comma):
    day, item, project, billed = line
    amount = f"{billed:.2f}"
    return {
        "Date": day.isoformat(), "Item": item, "Project": project, "ServiceName": item,
        "SubAccountName": project, "ChargePeriodStart": day.isoformat(), "BilledCost": amount,
        "ChargeCategory": "Usage", "BillingCurrency": "EUR", "Further": "x y",
        "Amount": amount.replace(".", ",") if comma else amount,
    }[name]  # fmt: skip


def table(lines, header, wrap):
    """The lines as text: quoting, order, an extra column, empty lines, blanks, line ends, bytes."""
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if wrap["quoted"] else csv.QUOTE_MINIMAL
    end = "\r\n" if wrap["crlf"] else "\n"
    writer = csv.writer(out, delimiter=wrap["delimiter"], quoting=quoting, lineterminator=end)
    names = (header[::-1] if wrap["turned"] else header) + ["Further"] * wrap["extra"]
    writer.writerow(names)
    for line in lines:
        if wrap["empty"]:
            out.write(end)
        cells = [cell(name, line, wrap["comma"]) for name in names]
        writer.writerow([f" {c} " for c in cells] if wrap["blanks"] else cells)
    text = out.getvalue()
    return text.encode(wrap["encoding"])


WRAPS = st.fixed_dictionaries(
    {
        "quoted": st.booleans(), "crlf": st.booleans(), "turned": st.booleans(),
        "extra": st.booleans(), "empty": st.booleans(), "blanks": st.booleans(),
        "delimiter": st.sampled_from(",;\t|"), "comma": st.booleans(),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"]),
    }
)  # fmt: skip


def rolled(folder, content, rules):
    file = folder / "bill.csv"
    file.write_bytes(content)
    found = attempt(Task("", str(file), rules), folder=folder)
    assert isinstance(found, Rolled), found
    file.unlink()
    return found.rows, (found.summary.lines_read, found.summary.lines_kept, found.summary.billed)


PLAIN = {
    "quoted": False, "crlf": False, "turned": False, "extra": False, "empty": False,
    "blanks": False, "delimiter": ",", "comma": False, "encoding": "utf-8",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", [MAPPED, FOCUS], ids=["mapped", "FOCUS"])
@given(lines=LINES, wrap=WRAPS)
@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_wrapping_changes_a_figure_or_a_name(tmp_path, kind, lines, wrap):
    columns, header = kind
    wrap = wrap if columns else wrap | {"comma": False}
    plain, other = (
        Rules("EUR", columns=columns, decimal="," if comma else ".", negate=False)
        for comma in (False, wrap["comma"])
    )
    assert rolled(tmp_path, table(lines, header, wrap), other) == rolled(
        tmp_path, table(lines, header, PLAIN), plain
    )


@pytest.mark.slow
def test_cells_missing_at_the_end_of_a_line_are_empty(house):
    house.put("own.csv", "Day,Amount,Item,Note\n2026-07-01,5,Rack,x\n2026-07-02,6\n2026-07-03\n")
    columns = '{date = "Day", amount = "Amount", service = "Item"}'
    house.bill("us", "own.csv", columns=columns, currency='"EUR"')

    assert house.rows("day::varchar, service, billed") == [
        ("2026-07-01", "Rack", Decimal(5)), ("2026-07-02", None, Decimal(6)),
    ]  # fmt: skip
    assert [(r.source_line, r.reason) for r in house.rejects()] == [
        (4, "1 cells where the header has 4")
    ]


def test_a_row_of_empty_cells_is_no_line(house):
    house.put("own.csv", "Day,Amount,,\n2026-07-01,5,,\n,,,\n  , ,,\n2026-07-02,6,,,,\n")
    house.bill("us", "own.csv", columns='{date = "Day", amount = "Amount"}', currency='"EUR"')

    [file] = house.files()
    assert (file.lines_read, file.lines_kept, file.lines_rejected) == (2, 2, 0)
