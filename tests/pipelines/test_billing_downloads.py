"""Files downloaded by hand, recognised without a mapping: whole rows of each."""

from decimal import Decimal as D

import pytest
from billing_house import House

ROWS = "day::varchar, sub_account, service, charge_category, currency, billed, lines"


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def read(house, text, name="bill.csv", **settings):
    house.put(name, text)
    house.bill("us", name, **settings)
    return house.rows(ROWS)


def months(house):
    return house.rows("strftime(day, '%Y-%m'), count(distinct day), sub_account, sum(billed)")


def formats(house):
    return [(f.format, f.lines_read, f.lines_kept, f.total_lines) for f in house.files()]


HETZNER = """\
grouping,product,description,reference,quantity,from,until,condition,unit,external id,price,total
"Project maps","CPX11","tiles-1",,"720.0000",2026-06-01,2026-06-30,,"Hours","s1",,"€ 1,203.0000"
"Project wiki","Volume","disk",,"1.0000",2026-06-11,2026-06-12,,"Months","v1",,"€ 0.5000"
"""
HETZNER_DE = """\
Gruppierung;Produkt;Beschreibung;Referenz;Menge;von;bis;Bedingung;Einheit;externe ID;Preis;Summe
"Projekt maps";"CPX11";"tiles-1";;"720,0000";01.06.2026;30.06.2026;;"Stunden";"s1";;"1.203,0000 €"
"Projekt wiki";"Volume";"disk";;"1,0000";11.06.2026;12.06.2026;;"Monate";"v1";;"0,5000 €"
"""


@pytest.mark.slow
@pytest.mark.parametrize("text", [HETZNER, HETZNER_DE], ids=["English", "German"])
def test_hetzner_with_a_header(house, text):
    rows = read(house, text)
    project = "Projekt" if ";" in text else "Project"

    assert [row for row in rows if row[2] == "Volume"] == [
        ("2026-06-11", f"{project} wiki", "Volume", "Usage", "EUR", D("0.25"), 1),
        ("2026-06-12", f"{project} wiki", "Volume", "Usage", "EUR", D("0.25"), 0),
    ]
    assert months(house) == [
        ("2026-06", 2, f"{project} wiki", D("0.5")), ("2026-06", 30, f"{project} maps", D(1203)),
    ]  # fmt: skip


GITHUB = "date,product,sku,quantity,unit_type,applied_cost_per_quantity,gross_amount,discount_amount,net_amount,organization,repository,cost_center_name\n"  # noqa: E501


@pytest.mark.slow
def test_github_usage_has_the_discount_as_a_credit(house):
    line = "2026-08-03,actions,actions_linux,900,minutes,0.006,5.4,5.4,0,maps-org,tiles,\n"
    seat = "2026-08-04,copilot,copilot_business,2,user-months,19,38.0,9.5,28.5,maps-org,,core\n"
    assert read(house, GITHUB + line + seat) == [
        ("2026-08-03", "tiles", "actions", "Credit", "USD", D("-5.4"), 0),
        ("2026-08-03", "tiles", "actions", "Usage", "USD", D("5.4"), 1),
        ("2026-08-04", None, "copilot", "Credit", "USD", D("-9.5"), 0),
        ("2026-08-04", None, "copilot", "Usage", "USD", D(38), 1),
    ]
    kinds = house.rows("credit_kind, provider, billing_account, sum(billed)")
    assert kinds == [
        ("discount", "GitHub", "maps-org", D("-14.9")), (None, "GitHub", "maps-org", D("43.4")),
    ]  # fmt: skip


def test_github_reports_with_users_and_models_are_the_same_export(house):
    header = "date,username,product,sku,model,quantity,unit_type,applied_cost_per_quantity,gross_amount,discount_amount,net_amount,exceeds_quota,total_monthly_quota,organization,cost_center_name\n"  # noqa: E501
    line = "2026-08-03,ada,copilot,copilot_premium_request,m1,3,requests,0.04,0.12,0,0.12,False,300,maps-org,\n"  # noqa: E501
    assert read(house, header + line) == [
        ("2026-08-03", None, "copilot", "Usage", "USD", D("0.12"), 1)
    ]


PAGE = '"InvoiceID","PayerAccountId","LinkedAccountId","RecordType","RecordID","BillingPeriodStartDate","BillingPeriodEndDate","InvoiceDate","PayerAccountName","LinkedAccountName","TaxationAddress","PayerPONumber","ProductCode","ProductName","SellerOfRecord","UsageType","Operation","RateId","ItemDescription","UsageStartDate","UsageEndDate","UsageQuantity","BlendedRate","CurrencyCode","CostBeforeTax","Credits","TaxAmount","TaxType","TotalCost"\n'  # noqa: E501


def page(invoice, kind, account, product, amounts, month="2026/06/01", made="2026/07/03 01:02:03"):
    end = {"2026/06/01": "2026/06/30", "2026/09/01": "2026/09/30"}[month] + " 23:59:59"
    span = (month + " 00:00:00", end) if product else ("", "")
    cells = [
        invoice, "000011112222", account, kind, "r", month + " 00:00:00", end, made, "P", "L", "",
        "", product, product, "AWS", "", "", "", "x", *span, "1", "", "USD", *amounts[:3], "None",
        amounts[3],
    ]  # fmt: skip
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


@pytest.mark.slow
def test_the_csv_of_aws_bills_page_counts_its_lines_and_compares_its_totals(house):
    lines = [
        page("EU1", "LinkedLineItem", "111", "AmazonEC2", ("60.00", "-15.00", "9.00", "54.00")),
        page("EU1", "PayerLineItem", "222", "AWSSupport", ("30.00", "0.0", "0.0", "30.00")),
        page("EU1", "AccountTotal", "111", "", ("60.00", "-15.00", "9.00", "54.00")),
        page("EU1", "InvoiceTotal", "", "", ("90.00", "-15.00", "9.00", "84.00")),
        page("", "StatementTotal", "", "", ("90.00", "-15.00", "9.00", "84.00")),
    ]
    read(house, PAGE + "".join(lines))

    assert house.rows("charge_category, sub_account, count(*), sum(billed), sum(lines)") == [
        ("Credit", "111", 30, -15, 0), ("Tax", "111", 30, 9, 0), ("Usage", "111", 30, 60, 1),
        ("Usage", "222", 30, 30, 1),
    ]  # fmt: skip
    [file] = house.files()
    assert (file.lines_read, file.lines_kept, file.total_lines, file.own_total, file.final) == (
        2, 2, 3, D(84), True,
    )  # fmt: skip


@pytest.mark.slow
def test_an_estimate_of_aws_bills_page_reaches_to_the_day_it_was_made(house):
    amounts = ("33.00", "0.0", "0.0", "33.00")
    line = page(
        "Estimated",
        "LinkedLineItem",
        "111",
        "AmazonS3",
        amounts,
        "2026/09/01",
        "2026/09/11 05:00:00",
    )
    read(house, PAGE + line)

    assert months(house) == [("2026-09", 11, "111", D(33))]
    assert [file.final for file in house.files()] == [False]


@pytest.mark.slow
def test_the_detailed_billing_report_counts_lines_and_compares_totals(house):
    header = "InvoiceID,PayerAccountId,LinkedAccountId,RecordType,RecordId,ProductName,RateId,SubscriptionId,PricingPlanId,UsageType,Operation,AvailabilityZone,ReservedInstance,ItemDescription,UsageStartDate,UsageEndDate,UsageQuantity,BlendedRate,BlendedCost,UnBlendedRate,UnBlendedCost,ResourceId\n"  # noqa: E501
    lines = (
        "EU1,01,02,LineItem,1,Amazon Elastic Compute Cloud,9,9,9,Box,Run,eu-west-1a,N,x,2016-03-01 00:00:00,2016-03-01 01:00:00,1,0.1,0.1,0.12,0.12,i-1\n"  # noqa: E501
        "EU1,01,02,LineItem,2,Amazon Simple Storage Service,9,9,9,Disk,Put,,N,x,2016-03-02 00:00:00,2016-03-02 01:00:00,1,0.1,0.1,0.30,0.30,b\n"  # noqa: E501
        "EU1,01,,Rounding,,,,,,,,,,rounding,,,,,0.003,,0.003,\n"
        "EU1,01,,InvoiceTotal,,,,,,,,,,total,,,,,0.423,,0.423,\n"
        ",01,,StatementTotal,,,,,,,,,,total,,,,,0.423,,0.423,\n"
    )
    assert read(house, header + lines) == [
        ("2016-03-01", "02", "Amazon Elastic Compute Cloud", "Usage", "USD", D("0.12"), 1),
        ("2016-03-02", "02", "Amazon Simple Storage Service", "Usage", "USD", D("0.30"), 1),
    ]
    [file] = house.files()
    assert (file.total_lines, file.own_total, file.note) == (
        3, D("0.423"), "its lines differ from its own total by -0.003",
    )  # fmt: skip


def test_a_linode_invoice_names_its_currency_in_the_header(house):
    text = (
        "Description,From,To,Quantity,Unit Price,Amount (USD),Tax (USD),Total (USD)\n"
        "Dedicated 4GB - maps (77),2026-06-29T00:00:00,2026-06-30T23:59:59,48,0.05,2.40,0.46,2.86\n"
        "Account credit,2026-06-30T00:00:00,2026-06-30T23:59:59,1,-1,-1.00,0,-1.00\n"
    )
    assert read(house, text) == [
        ("2026-06-29", None, "Dedicated 4GB", "Tax", "USD", D("0.23"), 0),
        ("2026-06-29", None, "Dedicated 4GB", "Usage", "USD", D("1.2"), 1),
        ("2026-06-30", None, "Account credit", "Credit", "USD", D(-1), 1),
        ("2026-06-30", None, "Dedicated 4GB", "Tax", "USD", D("0.23"), 0),
        ("2026-06-30", None, "Dedicated 4GB", "Usage", "USD", D("1.2"), 0),
    ]


def test_a_forecast_of_azure_cost_analysis_is_no_cost(house):
    text = (
        '"UsageDate","ResourceGroupName","CostUSD","Cost","CostStatus","Currency"\n'
        '"2026-09-01","rg-hub",5.0,4.50,"Actual","EUR"\n'
        '"2026-09-02","rg-hub",5.0,4.50,"Forecast","EUR"\n'
    )
    assert read(house, text) == [("2026-09-01", "rg-hub", None, "Usage", "EUR", D("4.5"), 1)]
    [file] = house.files()
    assert (file.lines_read, file.lines_kept, file.note) == (
        1, 1, "1 line is a forecast and does not count",
    )  # fmt: skip


@pytest.mark.slow
def test_azure_cost_analysis_by_month_stands_for_the_month(house):
    text = '"BillingMonth","ServiceName","CostUSD","Cost","Currency"\n2026-07-01T00:00:00,VM,33,31.0,EUR\n'  # noqa: E501
    read(house, text)
    assert months(house) == [("2026-07", 31, None, D(31))]


def test_the_detail_of_azure_s_enrolment_portal(house):
    text = (
        '"Usage Data Extract",\n\n'
        "AccountOwnerId,Account Name,SubscriptionGuid,Subscription Name,Date,Month,Day,Year,Product,Meter Category,Meter Region,Consumed Quantity,ResourceRate,ExtendedCost,Resource Location,Consumed Service,Tags\n"  # noqa: E501
        "o@example.org,Maps,9999-11,maps,06/05/2026,6,5,2026,Disk,Storage,EU West,24,0.5,12.0,westeurope,Microsoft.Storage,\n"  # noqa: E501
    )
    assert read(house, text, currency='"EUR"') == [
        ("2026-06-05", "9999-11", "Storage", "Usage", "EUR", D(12), 1)
    ]


def test_a_header_in_german_with_the_names_in_brackets(house):
    text = (
        "Abonnement-GUID (SubscriptionGuid);Datum (Date);Kategorie (MeterCategory);"
        "Kosten (PreTaxCost);Währung (Currency)\n"
        '9999-11;05.06.2026;Storage;"1.012,75";EUR\n'
    )
    assert read(house, text) == [
        ("2026-06-05", "9999-11", "Storage", "Usage", "EUR", D("1012.75"), 1)
    ]


def test_opencost_by_namespace(house):
    text = (
        "Date,Namespace,ControllerKind,ControllerName,Pod,Container,CPUCost,RAMCost,NetworkCost,PVCost,GPUCost,TotalCost\n"
        "2026-06-05,maps,deployment,tiles,p1,c,0.5,0.25,1e-05,0,0,0.75001\n"
    )
    assert read(house, text, currency='"USD"') == [
        ("2026-06-05", "maps", "tiles", "Usage", "USD", D("0.75001"), 1)
    ]


COST_TABLE = """\
Invoice number,5001
Invoice date,2026-06-30
Currency,EUR
Total amount due,"{due}"

Project ID,Service description,Cost type,Usage start date,Usage end date,Unrounded Cost (€),Cost (€)
maps,Compute Engine,Usage,2026-05-31,2026-06-30,"1,000.50","1,000.50"
,,Total,,,1000.50,"1,000.50"
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("due", "note"),
    [
        ("1,000.50", "it holds no credit lines: if savings were left out, costs are gross"),
        (
            "200.50",
            "it holds no credit lines: if savings were left out, costs are gross; its lines come "
            "to 1000.50, its Total amount due is 200.50: 800.00 more, which may be the credits "
            "that are not in the file",
        ),
    ],
    ids=["equal", "credits left out"],
)
def test_a_cost_table_is_compared_with_its_amount_due_and_is_of_its_invoice_s_month(
    house, due, note
):
    read(house, COST_TABLE.format(due=due))

    assert house.rows("billing_period::varchar, currency, sum(billed)") == [
        ("2026-06-01", "EUR", D("1000.5"))
    ]
    assert [file.note for file in house.files()] == [note]
