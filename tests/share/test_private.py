"""What is private in the costs, wherever in cost_daily and its roll-ups it stands."""

from pathlib import Path

import duckdb

import config
from share.meeting_view import _amounts
from share.private_terms import Term, terms
from warehouse.records import Rows

LINE = """
    copy (
        select
            date '2018-09-01' as day, 'cloud-9' as account, 'cloud' as category,
            'Skyhook' as provider,
            'hub-prod' as sub_account, 'Compute' as service, 'eu-west' as region,
            'Usage' as charge_category, 'USD' as currency, 1.5::decimal(38, 20) as billed,
            1::bigint as lines, 'bills/sep.csv' as source_file, 'BA-77' as billing_account,
            'ada@moss.example' as "team/owner", 'INV 9' as invoice_no
    ) to ? (format parquet)
"""


def test_projects_accounts_tags_invoices_and_files_of_a_bill_are_private(build, tmp_path: Path):
    file = tmp_path / "rows.parquet"
    duckdb.execute(LINE, [str(file)])
    found = terms(build([Rows("cost_daily", file)]), ())
    shown = ("cloud", "Compute", "Skyhook")
    kind = "an account, project or tag"
    assert sorted(found, key=repr) == sorted(
        [
            Term("an account id", "cloud-9"),
            Term(kind, "hub-prod", shown),
            Term(kind, "BA-77", shown),
            Term(kind, "ada@moss.example", shown),
            Term("an e-mail", "ada@moss.example"),
            Term("an invoice number", "INV 9", shown),
            Term("a file path", "bills/sep.csv"),
            Term("a file path", "sep.csv"),
        ],
        key=repr,
    )


def test_planned_costs_are_private_by_the_month_and_by_the_year(tmp_path: Path):
    (tmp_path / "dashboard.toml").write_text("""
[[planned_costs]]
name = "A second developer"
category = "people"
amount = 4250
per = "month"
currency = "USD"
starts_on = 2026-10-01
""")
    settings = config.load(tmp_path / "dashboard.toml", tmp_path / "data").config
    assert set(_amounts(settings)) == {"4250", "51000"}
