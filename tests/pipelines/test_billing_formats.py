"""Every layout that is promised, each against a sum made here with csv and decimal only."""

import csv
import gzip
import io
import json
import runpy
import zipfile
from decimal import Decimal

import duckdb
import pytest
from billing_house import HERE, House


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def cells(name, *columns, delimiter=",", skip=0):
    with (HERE / name).open(encoding="utf-8", newline="") as text:
        for _ in range(skip):
            next(text)
        for row in csv.DictReader(text, delimiter=delimiter):
            for column in columns:
                yield row[column]


def total(values):
    return sum((Decimal(v) for v in values if v), Decimal(0))


def by_category(house, name, **settings):
    house.put(name, (HERE / name).read_bytes())
    house.bill("us", name, **settings)
    return {c: (v, n) for c, v, n in house.rows("charge_category, sum(billed), sum(lines)")}


FOCUS = ["focus_snake_case.csv", "focus_before_1_0.csv"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "column"), list(zip(FOCUS, ["billed_cost", "BilledCost"], strict=True))
)
def test_focus_in_other_spellings(house, name, column):
    found = by_category(house, name)

    assert sum(v for v, _ in found.values()) == total(cells(name, column))
    assert sum(n for _, n in found.values()) == len(list(cells(name, column)))
    assert [f.format for f in house.files()] == ["focus"]


@pytest.mark.slow
def test_focus_columns_land_where_they_belong(house):
    by_category(house, "focus_snake_case.csv", tags='["team"]')

    columns = "day::varchar, provider, sub_account, service, charge_category, credit_kind, currency, billed, effective, list, team"  # noqa: E501
    assert house.rows(columns) == [
        ("2025-03-01", "Cirrus", "hub-a", "Compute", "Usage", None, "USD", Decimal("1.25"), Decimal("1.25"), Decimal(2), "hub"),  # noqa: E501
        ("2025-03-02", "Cirrus", "hub-a", "Compute", "Credit", "promotion", "USD", -1, -1, 0, None),
        ("2025-03-02", "Cirrus", None, "Tax", "Tax", None, "USD", Decimal("0.1"), Decimal("0.1"), Decimal("0.1"), None),  # noqa: E501
    ]  # fmt: skip


@pytest.mark.slow
def test_cur_keeps_covered_usage_beside_its_negation_and_spreads_the_month_s_tax(house):
    name = "cur1_with_every_line_type.csv"

    assert by_category(house, name, tags='["team"]') == {
        "Usage": (Decimal("1.80"), 3),
        "Purchase": (Decimal("0.60"), 1),
        "Credit": (Decimal("-0.75"), 1),
        "Adjustment": (Decimal("-0.05"), 1),
        "Tax": (Decimal("0.29"), 1),
    }
    assert sum(r[1] for r in house.rows("charge_category, sum(billed)")) == total(
        cells(name, "lineItem/NetUnblendedCost")
    )
    assert house.rows("sub_account, service, sum(effective)") == [
        ("0012", "Elastic Compute", Decimal("1.89")),
        ("0012", "Savings Plans", 0),
    ]
    assert house.db().execute(
        "select count(*), min(billed), max(team) from cost_daily where charge_category = 'Tax'"
    ).fetchall() == [(29, Decimal("0.01"), None)]
    assert house.rows("team, sum(billed)")[0] == ("hub", Decimal("1.80"))
    assert [f.final for f in house.files()] == [True]


def test_cur_as_parquet_with_nested_columns(house):
    (house.folder / "bills").mkdir()
    duckdb.execute(
        f"""
        copy (
            select 1.10::double as line_item_unblended_cost,
                   timestamp '2024-05-06 07:00:00' as line_item_usage_start_date,
                   timestamp '2024-05-06 08:00:00' as line_item_usage_end_date,
                   timestamp '2024-05-01 00:00:00' as bill_billing_period_start_date,
                   '0012' as line_item_usage_account_id, 'Usage' as line_item_line_item_type,
                   'USD' as line_item_currency_code, 'AmazonS3' as line_item_product_code,
                   map {{'product_name': 'Simple Storage', 'region': 'eu-west-1'}} as product,
                   map {{'user_team': 'hub'}} as resource_tags
        ) to '{house.folder}/bills/cur-00001.snappy.parquet' (format parquet)
        """
    )
    house.bill("us", "bills", tags='["team"]')

    assert house.rows("day::varchar, sub_account, service, region, billed, team") == [
        ("2024-05-06", "0012", "Simple Storage", "eu-west-1", Decimal("1.10"), "hub")
    ]


@pytest.mark.slow
def test_cost_explorer_lies_on_its_side_in_any_language(house):
    name = "cost_explorer_in_spanish.csv"
    found = by_category(house, name)
    parts = (
        total(cells(name, "EC2-Otros(USD)", "S3(USD)", "Impuesto(USD)")) / 2
    )  # and the total row

    assert found == {"Usage": (Decimal("31.75"), 2), "Tax": (Decimal("0.75"), 0)}
    assert sum(v for v, _ in found.values()) == parts
    assert house.rows("strftime(day, '%m'), count(distinct day), sum(billed)") == [
        ("01", 31, Decimal("11.75")), ("02", 29, Decimal("20.75")),
    ]  # fmt: skip
    [file] = house.files()
    assert (file.own_total, file.billed, file.total_lines) == (Decimal("32.5"), Decimal("32.5"), 1)


@pytest.mark.slow
def test_cost_explorer_by_account_with_a_row_of_ids(house):
    by_category(house, "cost_explorer_by_account.csv")

    assert house.rows("day::varchar, sub_account, currency, billed") == [
        ("2024-03-01", "hub", "USD", 1), ("2024-03-01", "staging", "USD", Decimal("0.5")),
        ("2024-03-02", "hub", "USD", 2), ("2024-03-02", "staging", "USD", 1),
    ]  # fmt: skip


@pytest.mark.slow
def test_cost_table_drops_its_footer_and_checks_itself_against_it(house):
    name = "cost_table_with_preamble_and_footer.csv"
    found = by_category(house, name)
    lines = [v.replace(",", "") for v in cells(name, "Unrounded Cost ($)", skip=8)][:4]

    assert sum(v for v, _ in found.values()) == total(lines)
    assert {c: n for c, (_, n) in found.items()} == {"Usage": 1, "Credit": 2, "Tax": 1}
    assert house.rows("credit_kind, sum(billed)")[:2] == [
        ("discount", Decimal("-49.004")), ("promotion", -50),
    ]  # fmt: skip
    [file] = house.files()
    assert (file.total_lines, file.own_total, file.billed, file.final) == (
        2, Decimal("6183.706"), Decimal("6183.706"), True,
    )  # fmt: skip
    assert house.rows("billing_period::varchar") == [("2025-01-01",)]


@pytest.mark.slow
def test_reports_show_the_burn_that_credits_hide(house):
    name = "reports_by_service_and_month.csv"
    found = by_category(house, name)

    assert sum(v for v, _ in found.values()) == total(cells(name, "Unrounded subtotal ($)"))
    assert found == {"Usage": (Decimal("2020.375"), 3), "Credit": (Decimal("-1500.25"), 0)}
    assert house.rows("strftime(day, '%m'), count(distinct day)") == [("01", 31), ("02", 28)]


@pytest.mark.slow
def test_reports_without_a_month_take_it_from_the_name(house):
    name = "Reports, 2025-05-01 — 2025-05-31.csv"
    by_category(house, name)

    assert house.rows("sub_account, min(day)::varchar, max(day)::varchar, sum(billed)") == [
        ("hub-prod", "2025-05-01", "2025-05-31", 10), ("hub-staging", "2025-05-01", "2025-05-31", 31),  # noqa: E501
    ]  # fmt: skip


@pytest.mark.slow
def test_legacy_json_keeps_pacific_days_and_credits_apart(house):
    by_category(house, "legacy_daily.json")

    assert house.rows("day::varchar, service, charge_category, billed, lines") == [
        ("2017-11-30", "cloud-storage", "Usage", Decimal("0.000001"), 1),
        ("2017-11-30", "compute-engine", "Credit", Decimal("-0.25"), 0),
        ("2017-11-30", "compute-engine", "Usage", Decimal("1.75"), 1),
    ]


@pytest.mark.slow
def test_cloud_costs_lines_are_pacific_days(house):
    name = "cloud-costs.jsonl"
    by_category(house, name)
    wanted = [json.loads(line)["cost"] for line in (HERE / name).read_text().splitlines()]

    assert house.rows("day::varchar, currency, billed") == [
        ("2019-03-01", "USD", Decimal(str(wanted[0]))), ("2019-03-02", "USD", Decimal(str(wanted[1]))),  # noqa: E501
    ]  # fmt: skip


@pytest.mark.slow
def test_bigquery_nested_lines_tell_a_grant_from_a_discount(house):
    by_category(house, "bigquery_nested.jsonl", timezone='"America/Los_Angeles"', tags='["team"]')

    columns = (
        "day::varchar, billing_period::varchar, service, charge_category, credit_kind, billed, team"
    )
    assert house.rows(columns) == [
        ("2025-01-31", "2025-01-01", "Compute Engine", "Credit", "discount", Decimal("-0.25"), "core"),  # noqa: E501
        ("2025-01-31", "2025-01-01", "Compute Engine", "Credit", "promotion", -1, "core"),
        ("2025-01-31", "2025-01-01", "Compute Engine", "Usage", None, Decimal("1.5"), "core"),
        ("2025-02-01", "2025-02-01", "Invoice", "Tax", None, Decimal("0.1"), None),
    ]  # fmt: skip


def test_a_line_repeated_for_each_credit_costs_once(house):
    found = by_category(house, "bigquery_one_line_per_credit.csv")

    assert found == {"Usage": (3, 3), "Credit": (Decimal("-0.75"), 0)}


@pytest.mark.slow
def test_a_bill_saved_by_a_german_excel(house):
    name = "azure_ea_saved_by_a_german_excel.csv"
    by_category(house, name, tags='["team"]')
    lines = [v.replace(".", "").replace(",", ".") for v in cells(name, "Cost", delimiter=";")]

    assert house.rows("day::varchar, charge_category, currency, billed, team") == [
        ("2023-09-13", "Usage", "EUR", Decimal("1234.5678"), "hub"),
        ("2023-09-14", "Credit", "EUR", Decimal("-0.000005"), None),
        ("2023-09-14", "Usage", "EUR", Decimal("0.25"), None),
    ]
    assert sum(r[1] for r in house.rows("charge_category, sum(billed)")) == total(lines)


def test_azure_cost_details_keep_all_their_digits(house):
    name = "azure_cost_details_v2.csv"

    assert by_category(house, name) == {
        "Usage": (Decimal("10.000000000000000001"), 1), "Adjustment": (-1, 1),
    }  # fmt: skip


@pytest.mark.slow
def test_digitalocean_writes_dollars_in_three_ways(house):
    assert by_category(house, "digitalocean_with_credit.csv") == {
        "Usage": (Decimal("1009.50"), 2), "Credit": (-5, 1),
    }  # fmt: skip
    assert house.rows("max(day)::varchar") == [("2024-04-30",)]


@pytest.mark.slow
def test_an_oracle_correction_replaces_the_line_it_refers_to(house):
    assert by_category(house, "oci_with_a_correction.csv") == {"Usage": (Decimal("0.65"), 3)}
    assert house.rows("currency, sub_account, sum(effective)") == [("CHF", "hub", Decimal("1.15"))]


@pytest.mark.slow
def test_hetzner_without_a_header_keeps_lines_that_are_equal(house):
    assert by_category(house, "hetzner_without_header.csv") == {"Usage": (Decimal("7.58"), 3)}
    assert house.rows("service, min(day)::varchar, max(day)::varchar, currency, sum(billed)") == [
        ("CX22", "2024-07-01", "2024-07-31", "EUR", Decimal("6.58")),
        ("IPv4", "2024-07-01", "2024-07-31", "EUR", 1),
    ]


def test_open_collective_income_is_no_cost_and_a_refund_takes_it_back(house):
    assert by_category(house, "open_collective.csv") == {"Usage": (120, 2), "Adjustment": (-20, 1)}


def utf16(data):
    return data.decode().encode("utf-16")


def windows(data):
    return data.decode().replace("Compute", "Rechenzeit für").encode("cp1252")


def tabs(data):
    rows = csv.reader(io.StringIO(data.decode()))
    return "".join("\t".join(row) + "\r\n" for row in rows).encode()


def zipped(data):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("bill.csv", data)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (gzip.compress, "bill.csv.gz"), (zipped, "bill.zip"), (utf16, "bill.csv"),
        (windows, "bill.csv"), (tabs, "bill.tsv"), (lambda d: b"\xef\xbb\xbf" + d, "bill.csv"),
        (lambda d: d.replace(b"\n", b"\r\n"), "bill.csv"), (lambda d: b"sep=,\n" + d, "bill.csv"),
    ],
    ids=["gzip", "zip", "UTF-16", "cp1252", "tabs", "BOM", "CRLF", "sep="],
)  # fmt: skip
def test_one_bill_in_every_wrapping_says_the_same(house, written, name):
    house.put(
        name,
        written(
            (HERE / "focus_snake_case.csv").read_bytes().replace(b'"{""team"": ""hub""}"', b"")
        ),
    )
    house.bill("us", name)

    assert house.rows("charge_category, sum(billed)") == [
        ("Credit", -1), ("Tax", Decimal("0.1")), ("Usage", Decimal("1.25")),
    ]  # fmt: skip


def test_every_format_is_listed_in_the_paper():
    made = runpy.run_path(str(HERE.parents[2] / "docs" / "make_bills.py"))

    assert made["render"]() == made["PAGE"].read_text(encoding="utf-8")


@pytest.mark.parametrize("shape", ["lines", "pretty"])
def test_what_only_a_late_object_of_json_has_counts_as_well(house, shape):
    moment = {"startTime": "2018-03-01T00:00:00-08:00", "endTime": "2018-03-02T00:00:00-08:00"}
    line = {"accountId": "A", "lineItemId": "com.google.cloud/services/x/Y", "projectId": None}
    line |= moment | {"cost": None}
    full = line | {"projectId": "hub", "cost": {"amount": "10", "currency": "USD"}}
    late = full | {"credits": [{"creditId": "freetrial", "amount": "-4", "currency": "USD"}]}
    objects = [line] * 100 + [full] * 2 + [late]
    said = (
        "\n".join(map(json.dumps, objects)) if shape == "lines" else json.dumps(objects, indent=9)
    )
    house.put("bill.json", said)
    house.bill("us", "bill.json")

    columns = "sub_account, charge_category, currency, sum(billed), sum(lines)"
    assert house.rows(columns) == [
        ("hub", "Credit", "USD", -4, 0), ("hub", "Usage", "USD", 30, 3),
        (None, "Usage", None, 0, 100),
    ]  # fmt: skip
