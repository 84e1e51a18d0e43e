"""Lines added up before the select sees them come to what they come to one by one."""

from decimal import Decimal

import duckdb
import pytest

from pipelines.billing.rollup import Rules, Task, pre_aggregation, roll_up

pytestmark = pytest.mark.slow

FOCUS = (
    "BilledCost,EffectiveCost,ListCost,ChargePeriodStart,ChargePeriodEnd,BillingPeriodStart,"
    "ChargeCategory,BillingCurrency,ServiceName,InvoiceId\n"
)
HOURS = [
    "0.123456789012345678905,1,2,2024-05-01 00:00:00,2024-05-01 01:00:00,2024-05-01,Usage,USD,S,",
    "0.1,1,,2024-05-01T23:00:00Z,2024-05-02T00:00:00Z,2024-05-01T00:00:00Z,Usage,USD,S,",
    "-0.1,1,2,2024-05-01 07:00:00,2024-05-01 08:00:00,2024-05-01 00:00:00,Usage,USD,S,",
    " 1e-7 ,1,2,2024-05-01 07:00:00,2024-05-01 08:00:00,2024-05-01 00:00:00,Usage,USD,S,i",
    ",,2,2024-05-01 07:00:00,2024-05-01 08:00:00,2024-05-01 00:00:00,credit,USD,S,i",
    '"",0,2,2024-05-01 07:00:00,2024-05-02 08:00:00,2024-05-01 00:00:00,Credit,USD,S,i',
    "310.01,0,2,2024-05-01 00:00:00,2024-06-01 00:00:00,2024-05-01 00:00:00,Usage,USD,S,i",
    "3,0,2,2024-05-01 00:00:00+02:00,2024-05-01 00:30:00+02:00,2024-05-01 00:00:00,Usage,USD,S,i",
    "4,0,2,05/01/2024,05/02/2024,2024-05-01 00:00:00,Usage,USD,S,i",
    "5,0,2,2024-05-32 00:00:00,2024-05-33 00:00:00,2024-05-01 00:00:00,Usage,USD,S,i",
    "short,line",
]
NAMED = "BilledCost,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,SubAccountId,SubAccountName\n"
ACCOUNTS = [
    *["1,2024-05-01T00:00:00Z,2024-05-02T00:00:00Z,Usage,a,Team A"] * 40,
    "2,2024-05-01T23:00:00Z,2024-05-02T00:00:00Z,Usage,a,Renamed",
    "3,2024-05-01T00:00:00Z,2024-05-02T00:00:00Z,Usage,,Team A",
    "4,2024-05-01T00:00:00Z,2024-05-02T00:00:00Z,Usage,,",
    "5,2024-05-31T00:00:00Z,2024-06-01T00:00:00Z,Usage,,Team B",
    "6,2024-05-30T00:00:00Z,2024-06-01T00:00:00Z,Usage,NULL,Team B",
    "7,2024-05-31 00:00:00,2024-06-01,Credit,b,Team B",
]
AZURE = (
    "CostInBillingCurrency,Date,BillingCurrency,ChargeType,PricingModel,MeterCategory,"
    "SubscriptionId\n"
)
RESERVED = [
    "-8,2024-05-01,EUR,Usage,Reservation,VM,a",
    "2,2024-05-01,EUR,Usage,Reservation,VM,a",
    "70,2024-05-01,EUR,Purchase,Reservation,VM,a",
]
AWS = (
    "lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/UsageAccountId,lineItem/UnblendedCost,"
    "lineItem/LineItemType,lineItem/ProductCode,savingsPlan/SavingsPlanEffectiveCost,"
    "bill/BillingPeriodStartDate\n"
)
SAVED = [
    "2024-05-01T00:00:00Z,2024-05-01T01:00:00Z,1,5,SavingsPlanCoveredUsage,EC2,3.5,2024-05-01",
    "2024-05-01T09:00:00Z,2024-05-01T10:00:00Z,1,5,SavingsPlanCoveredUsage,EC2,3.25,2024-05-01",
    "2024-05-01T09:00:00Z,2024-05-01T10:00:00Z,1,-10,SavingsPlanNegation,EC2,,2024-05-01",
]
OWN = "Date,Amount,Item,Kind,Until\n"
SPENT = [
    "2024-05-01,1.25,Disk,Usage,2024-05-31", "5 May 2024,2,Disk,credit,", "2024-06,3,Disk,Usage,",
    "2024-05-01,-1.25,Disk,Usage,2024-05-31", "2024-05-01,,Disk,Usage,", ",7,Disk,Usage,",
]  # fmt: skip
BILLS = {
    "focus": (FOCUS, HOURS), "focus with names": (NAMED, ACCOUNTS),
    "azure": (AZURE, RESERVED), "aws": (AWS, SAVED),
    "mapped": (OWN, SPENT), "mapped with signs": (OWN, [*SPENT, "2024-05-01,$4.50,Disk,Usage,"]),
}  # fmt: skip
MAPPED = (("date", "Date"), ("amount", "Amount"), ("service", "Item"), ("until", "Until"),
          ("charge_category", "Kind"))  # fmt: skip


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(pre_aggregation, "SMALL", 0)


def rolled_up(folder, name, text, rules):
    file = folder / f"{name}.csv"
    file.write_text(text)
    rolled = roll_up(Task(name, str(file), rules))
    (folder / f"{name}.parquet").write_bytes(rolled.rows)
    return rolled.summary, duckdb.sql(f"from '{folder / name}.parquet' order by all").fetchall()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
@pytest.mark.parametrize("name", BILLS)
def test_lines_added_up_before_come_to_the_same_as_one_by_one(tmp_path, monkeypatch, name, zone):
    header, lines = BILLS[name]
    rules = Rules(timezone=zone, columns=MAPPED if name.startswith("mapped") else ())
    gathered = rolled_up(tmp_path, "gathered", header + "\n".join(lines * 3) + "\n", rules)
    monkeypatch.setattr(pre_aggregation, "pre_aggregated", lambda *_: None)
    single = rolled_up(tmp_path, "single", header + "\n".join(lines * 3) + "\n", rules)

    assert gathered == single
    assert gathered[0].lines_kept > 0


def test_what_most_lines_say_is_not_taken_for_what_all_say(tmp_path):
    line = "1,1,1,2024-05-01,2024-05-02,2024-05-01,Usage,USD,S,i\n"
    odd = '2,1,1,2024-05-01,2024-05-02,2024-04-01,Usage,EUR,"S ""T"", é",\n'
    summary, rows = rolled_up(tmp_path, "most", FOCUS + line * 5_000 + odd * 2, Rules())
    named = [(str(row[1]), row[5], row[10], row[-4], row[-1]) for row in rows]

    assert named == [
        ("2024-04-01", 'S "T", é', "EUR", 4, 2),
        ("2024-05-01", "S", "USD", 5_000, 5_000),
    ]
    assert summary.final is False


def test_alike_lines_are_one_before_the_select_sees_them(tmp_path, monkeypatch):
    seen = []
    gather = pre_aggregation.pre_aggregated

    def counted(db, *others):
        found = gather(db, *others)
        seen.append(db.execute("select sum(lines)::int, count(*) from equal_lines").fetchall()[0])
        return found

    monkeypatch.setattr(pre_aggregation, "pre_aggregated", counted)
    hours = [
        f"1,1,1,2024-05-01 {h:02}:10:00,2024-05-01 {h:02}:20:00,,Usage,USD,S," for h in range(9)
    ]
    hours.append("1,1,1,2024-05-01 23:00:00,2024-05-02 00:00:00,,Usage,USD,S,")
    _, rows = rolled_up(tmp_path, "hours", FOCUS + "\n".join(hours) + "\n", Rules())

    assert seen == [(10, 1)]
    assert [(row[-4], row[-1]) for row in rows] == [(Decimal(10), 10)]


def test_an_amount_with_a_currency_sign_sends_the_file_back_to_be_read_line_by_line(tmp_path):
    lines = [
        *HOURS[:3],
        HOURS[0].replace("0.123456789012345678905", "$12.50"),
        "n/a" + HOURS[0][23:],
    ]
    summary, rows = rolled_up(tmp_path, "signs", FOCUS + "\n".join(lines) + "\n", Rules())

    assert (summary.lines_kept, summary.lines_rejected) == (4, 1)
    assert [(line, reason) for line, _, reason in summary.rejects] == [(6, '"n/a" is not a number')]
    assert sum(row[-4] for row in rows) == Decimal("12.62345678901234567891")
