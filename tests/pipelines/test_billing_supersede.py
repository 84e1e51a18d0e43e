"""Which files count: other money, the same money, or a question; nothing is replaced unlisted."""

import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from billing_house import House

from pipelines.billing.files import seen
from warehouse.records import BillingQuestion, BillingQuestionDay, Reject

pytestmark = pytest.mark.slow

DO = "product,group_description,description,hours,start,end,USD,project_name,category\n"
ORG = "date,product,sku,net_amount,organization,repository\n"
SHEET = "Day,Item,Project,Cost\n"
FOCUS = "BilledCost,BillingCurrency,ChargePeriodStart,BillingPeriodStart,ChargeCategory,ServiceName,ProviderName,BillingAccountId,SubAccountId\n"  # noqa: E501
COLUMNS = '{date = "Day", amount = "Cost", service = "Item", project = "Project"}'


@pytest.fixture
def house(tmp_path, build):
    return House(tmp_path / "team", build)


def sheet(house):
    return house.bill("team", "bills", columns=COLUMNS, currency='"USD"')


def put(house, name, text, changed=None):
    file = house.put(f"bills/{name}", text)
    if changed:
        at = datetime.fromisoformat(changed).replace(tzinfo=UTC).timestamp()
        os.utime(file, (at, at))
    return file


def droplets(*lines):
    return DO + "".join(
        f"{product},,x,1,{first} 00:00:00 +0000,{last} 00:00:00 +0000,{usd},{project},iaas\n"
        for product, project, first, last, usd in lines
    )


def lines(*rows):
    return SHEET + "".join(",".join(map(str, row)) + "\n" for row in rows)


def month(item="Servers", project="hub", cost=10, days=range(1, 31), name="2026-06"):
    return [(f"{name}-{day:02}", item, project, cost + day % 7) for day in days]


def total(house):
    return house.rows("sum(billed)")[0][0]


def files(house):
    return dict(house.rows("source_file, sum(billed)::double"))


def replaced(house):
    db = house.db()
    return db.execute(
        "select losing_file, winning_file, first_day::varchar, last_day::varchar, currency, "
        "amount::double, reason from billing_replaced order by all"
    ).fetchall()


def questions(house):
    return [each for each in house.read() if isinstance(each, BillingQuestion)]


def asked(house):
    return [(r.unit, r.passing) for r in house.runs() if r.status == "asked"]


# ── K1 Another account's bill ──────────────────────────────────────────────────────────────────
def test_two_teams_without_a_key_in_common_are_two_bills(house):
    put(house, "team-a-2026-07.csv", droplets(("Droplets", "hub", "2026-07-01", "2026-08-01", 310)))
    put(house, "team-b-2026-07.csv", droplets(("Spaces", "docs", "2026-07-01", "2026-08-01", 62)))
    house.bill("do", "bills")

    assert files(house) == {"bills/team-a-2026-07.csv": 310, "bills/team-b-2026-07.csv": 62}
    assert (questions(house), replaced(house)) == ([], [])


def test_two_organisations_of_one_header_are_two_bills_though_every_key_is_the_same(house):
    for org, cost in (("hub-org", 40), ("tools-org", 300)):
        body = "".join(
            f"2026-07-{d:02},actions,linux,{cost + d},{org},docs\n" for d in range(1, 20)
        )
        put(house, f"usage_{org}.csv", ORG + body)
    house.bill("github", "bills", columns='{date = "date", amount = "net_amount", service = "sku"}')

    assert total(house) == 2 * sum(range(1, 20)) + 19 * 340
    assert (questions(house), replaced(house)) == ([], [])


def test_two_teams_with_the_same_services_are_asked_about(house):
    put(house, "team-a-2026-07.csv", droplets(("Droplets", "hub", "2026-07-01", "2026-08-01", 310)))
    put(house, "team-b-2026-07.csv", droplets(("Droplets", "hub", "2026-07-01", "2026-08-01", 62)))
    house.bill("do", "bills")

    [question] = questions(house)
    assert question.files == ["bills/team-a-2026-07.csv", "bills/team-b-2026-07.csv"]
    assert (question.kind, question.asked, question.weighty) == ("overlap", True, True)
    assert asked(house) == [("bills/team-b-2026-07.csv", False)]


def test_a_bill_that_another_one_replaced_whole_is_in_no_question(house):
    put(house, "team-a.csv", droplets(("Droplets", "hub", "2026-07-01", "2026-08-01", 300)))
    put(house, "team-a (1).csv", droplets(("Droplets", "hub", "2026-07-01", "2026-08-01", 310)))
    put(house, "team-b.csv", droplets(("Droplets", "hub", "2026-07-01", "2026-08-01", 62)))
    house.bill("do", "bills")

    [question] = questions(house)
    assert question.files == ["bills/team-a (1).csv", "bills/team-b.csv"]
    assert [row[:2] for row in replaced(house)] == [("bills/team-a.csv", "bills/team-a (1).csv")]


# ── K2 A line dated in another month ───────────────────────────────────────────────────────────
def test_a_late_charge_does_not_make_an_invoice_the_bill_of_its_month(house):
    june = [("Droplets", "hub", 300), ("Spaces", "hub", 60), ("Load Balancers", "hub", 30)]
    put(house, "june.csv", droplets(*((p, j, "2026-06-01", "2026-07-01", u) for p, j, u in june)))
    july = [(p, j, "2026-07-01", "2026-08-01", u + 1) for p, j, u in june]
    late = ("Snapshots", "hub", "2026-06-01", "2026-07-01", 6)
    put(house, "july.csv", droplets(*july, late))
    house.bill("do", "bills")

    assert house.rows("strftime(day, '%Y-%m') as m, sum(billed)::double") == [
        ("2026-06", 396), ("2026-07", 393),
    ]  # fmt: skip
    assert (questions(house), replaced(house)) == ([], [])


def test_a_small_late_line_of_the_only_service_is_an_adjustment_of_its_day(house):
    put(house, "one.csv", lines(*month(cost=100)))
    put(
        house,
        "two.csv",
        lines(*month(cost=100, name="2026-07"), ("2026-06-30", "Servers", "hub", 1)),
    )
    sheet(house)

    assert total(house) == 2 * sum(row[3] for row in month(cost=100)) + 1
    assert (questions(house), replaced(house)) == ([], [])


def test_exports_that_repeat_their_first_day_count_it_once(house):
    june, july = month(cost=100), month(cost=100, name="2026-07")
    put(house, "2026-06-30.csv", lines(*june))
    put(house, "2026-07-30.csv", lines(june[-1], *july))
    sheet(house)

    assert total(house) == sum(row[3] for row in (*june, *july))
    assert len(replaced(house)) == 1


def test_a_credit_for_last_month_in_a_sheet_replaces_nothing(house):
    put(house, "sheet-2026-06.csv", lines(*month()))
    put(
        house,
        "sheet-2026-07.csv",
        lines(*month(name="2026-07"), ("2026-06-15", "Servers", "hub", -1)),
    )
    sheet(house)

    whole = sum(row[3] for row in month())
    assert total(house) == 2 * whole - 1
    assert (questions(house), replaced(house)) == ([], [])


def test_a_correction_that_states_this_invoice_stays_beside_the_month_it_corrects(house):
    line = "{},USD,2026-{},2026-{}-01,Usage,EC2,Amazon Web Services,0012,0012\n"
    june = "".join(line.format(10, f"06-{d:02}", "06") for d in range(1, 31))
    july = "".join(line.format(11, f"07-{d:02}", "07") for d in range(1, 32))
    put(house, "june.csv", FOCUS + june)
    put(house, "july.csv", FOCUS + july + line.format(-2, "06-30", "07"))
    put(house, "july (1).csv", FOCUS + july + line.format(-3, "06-30", "07"))
    house.bill("aws", "bills")

    assert total(house) == 300 + 341 - 3
    assert replaced(house) == [
        ("bills/july.csv", "bills/july (1).csv", "2026-06-30", "2026-07-31", "USD", 339.0,
         "a later download by its number"),
    ]  # fmt: skip


# ── K3 The older of two downloads ──────────────────────────────────────────────────────────────
def test_the_later_download_counts_and_the_other_is_listed(house):
    put(house, "costs.csv", lines(*month(cost=10)), "2026-07-01T09:00")
    put(house, "costs (1).csv", lines(*month(cost=20)), "2026-07-05T09:00")
    sheet(house)

    older, newer = (float(sum(r[3] for r in month(cost=c))) for c in (10, 20))
    assert files(house) == {"bills/costs (1).csv": newer}
    assert replaced(house) == [
        ("bills/costs.csv", "bills/costs (1).csv", "2026-06-01", "2026-06-30", "USD", older,
         "a later download by its number"),
    ]  # fmt: skip


def test_without_a_number_the_time_of_the_file_says_which_is_newer(house):
    put(house, "costs.csv", lines(*month(cost=20)), "2026-07-05T09:00")
    put(house, "Copy of costs.csv", lines(*month(cost=10)), "2026-07-01T09:00")
    sheet(house)

    assert list(files(house)) == ["bills/costs.csv"]
    assert replaced(house)[0][-1] == "the file was changed later"


def test_number_and_time_that_disagree_are_asked_about(house):
    put(house, "costs.csv", lines(*month(cost=20)), "2026-07-05T09:00")
    put(house, "costs (1).csv", lines(*month(cost=10)), "2026-07-01T09:00")
    sheet(house)

    low, high = (Decimal(sum(r[3] for r in month(cost=c))) for c in (10, 20))
    [question] = questions(house)
    shown = (question.kind, question.assumed, question.assumed_amount, question.other_amount)
    assert shown == ("newer", "larger", high, low)
    assert (total(house), question.amount, question.asked) == (high, 300, True)
    assert asked(house) == [("bills/costs.csv", False)]
    assert house.rows("asked") == [(True,)]


def test_a_checkout_that_gave_all_files_one_time_is_no_evidence(house):
    put(house, "costs.csv", lines(*month(cost=20)), "2026-07-05T09:00:30")
    put(house, "costs (1).csv", lines(*month(cost=10)), "2026-07-05T09:00:00")
    sheet(house)

    assert (list(files(house)), questions(house)) == (["bills/costs (1).csv"], [])


def test_the_time_of_a_file_is_kept_as_it_was_first_seen(house):
    older = put(house, "costs.csv", lines(*month(cost=10)), "2026-07-01T09:00")
    put(house, "copy of costs.csv", lines(*month(cost=20)), "2026-07-05T09:00")
    sheet(house)
    house.read()
    os.utime(older)
    (house.folder / "data" / "cache").rename(house.folder / "gone")

    assert list(files(house)) == ["bills/copy of costs.csv"]
    kept = (house.folder / "data" / "raw" / "billing" / "seen.jsonl").read_text().splitlines()
    assert len(kept) == 2
    assert '"name": "bills/costs.csv", "time": "2026-07-01T09:00:00Z"' in "\n".join(kept)


def test_a_time_that_was_to_come_when_the_file_was_first_seen_never_is_evidence(house):
    now = datetime(2026, 7, 6, tzinfo=UTC)
    bill = [("f00d", "bills/costs.csv", int(now.timestamp() + 60) * 1_000_000_000)]
    found = sheet(house).load()
    for days in (0, 2, 4):
        assert seen.times(found, bill, now=now + timedelta(days=days)) == {}
    assert len((found.raw / "billing" / "seen.jsonl").read_text().splitlines()) == 1


def test_months_to_date_with_a_day_in_their_name_replace_each_other(house):
    for day in (10, 20, 30):
        rows = month(days=range(1, day + 1), cost=day)
        put(house, f"usage-2026-06-{day:02}.csv", lines(*rows))
    sheet(house)

    assert list(files(house)) == ["bills/usage-2026-06-30.csv"]
    assert [row[:2] for row in replaced(house)] == [
        ("bills/usage-2026-06-10.csv", "bills/usage-2026-06-30.csv"),
        ("bills/usage-2026-06-20.csv", "bills/usage-2026-06-30.csv"),
    ]


# ── K4 A renamed project ───────────────────────────────────────────────────────────────────────
def test_a_project_renamed_between_two_downloads_is_asked_about(house):
    put(house, "usage-2026-06-16.csv", lines(*month(days=range(1, 16))))
    put(house, "usage-2026-07-01.csv", lines(*month(project="hub-images")))
    sheet(house)

    half, whole = (sum(r[3] for r in month(days=d)) for d in (range(1, 16), range(1, 31)))
    [question] = questions(house)
    assert (question.kind, question.assumed, question.amount) == ("renamed", "both", half)
    assert (question.first_day, question.last_day) == (date(2026, 6, 1), date(2026, 6, 15))
    assert total(house) == whole + half
    days = [each for each in house.read() if isinstance(each, BillingQuestionDay)]
    assert sum(each.difference for each in days) == -half


def test_one_project_of_many_that_was_renamed_is_the_same_bill(house):
    projects = [f"p{n}" for n in range(20)]
    early = [row for p in projects for row in month(project=p, days=range(1, 6), cost=len(p) + 1)]
    late = [(d, i, "renamed" if p == "p7" else p, c) for d, i, p, c in early]
    put(house, "a.csv", lines(*early), "2026-07-01T09:00")
    put(house, "b.csv", lines(*late), "2026-07-02T09:00")
    sheet(house)

    assert (total(house), questions(house)) == (sum(row[3] for row in late), [])


def test_a_small_doubt_is_listed_with_the_higher_cost_and_nobody_is_asked(house):
    put(house, "usage-2026-06-16.csv", lines(("2026-06-01", "Actions", "hub", 12)))
    put(house, "usage-2026-07-01.csv", lines(("2026-06-01", "Actions", "images", 12)))
    sheet(house)

    [question] = questions(house)
    assert (question.asked, question.assumed, question.amount) == (False, "both", 12)
    assert (total(house), asked(house)) == (24, [])
    [run] = house.runs()
    assert run.message == (
        "bills/usage-2026-06-16.csv and bills/usage-2026-07-01.csv may be the same money twice "
        "(2026-06-01 to 2026-06-01, under another name): 24.00 or 12.00 USD; both count"
    )


# ── Lines, copies ──────────────────────────────────────────────────────────────────────────────
def test_equal_lines_of_one_file_are_two_charges_and_a_copy_of_the_file_is_none(house):
    text = lines(("2026-06-01", "Domain", "hub", 12), ("2026-06-01", "Domain", "hub", 12))
    put(house, "a.csv", text)
    put(house, "old/a.csv", text)
    sheet(house)

    assert total(house) == 24
    assert replaced(house) == [
        ("bills/old/a.csv", "bills/a.csv", "2026-06-01", "2026-06-01", "USD", 24, "the same file"),
    ]  # fmt: skip


# ── Answers ────────────────────────────────────────────────────────────────────────────────────
def teams(house, *months):
    for name in months:
        last = "2026-08-01" if name == "2026-07" else "2026-09-01"
        for team, usd in (("a", 310), ("b", 62)):
            first = f"{name}-01"
            put(house, f"team-{team}-{name}.csv", droplets(("Droplets", "hub", first, last, usd)))
    house.entries = []
    house.bill("do", "bills")


def test_an_answer_holds_for_its_files_and_for_those_of_later_months(house):
    teams(house, "2026-07")
    [question] = questions(house)
    house.put("bills.toml", question.answer)
    assert (total(house), questions(house), asked(house)) == (372, [], [])

    teams(house, "2026-08")
    assert (total(house), questions(house), asked(house)) == (744, [], [])


def test_an_answer_names_the_file_that_counts(house):
    teams(house, "2026-07")
    answer = questions(house)[0].answer.replace('counts = "both"', 'counts = "team-b-2026-07.csv"')
    house.put("bills.toml", answer)

    assert (total(house), questions(house)) == (62, [])
    assert replaced(house)[0][-1] == "bills.toml"


def test_unknown_rests_a_question_until_there_is_new_evidence(house):
    teams(house, "2026-07")
    house.put("bills.toml", questions(house)[0].answer.replace('"both"', '"unknown"', 1))
    assert ([q.resting for q in questions(house)], asked(house)) == ([True], [])

    teams(house, "2026-08")
    assert [q.resting for q in questions(house)] == [False]
    assert [unit for unit, _ in asked(house)] == ["bills/team-b-2026-08.csv"]


def test_an_answer_that_fits_no_file_any_more_is_listed(house):
    teams(house, "2026-07")
    house.put("bills.toml", '[[answer]]\nfiles = ["x.csv", "y.csv"]\ncounts = "both"\n')

    assert [r for r in house.rejects() if r.source_file == "bills.toml"] == [
        Reject(
            "billing", "bills.toml", None, "x.csv and y.csv", "this answer fits no file any more"
        )
    ]


def test_answers_that_cannot_be_read_are_a_mistake_of_their_own(house):
    teams(house, "2026-07")
    house.put("bills.toml", "[[answer]\n")

    [run] = [r for r in house.runs() if r.status == "failed"]
    assert (run.unit, run.passing) == ("bills.toml", False)
    assert len(questions(house)) == 1


# ── Two files of one text ──────────────────────────────────────────────────────────────────────
REPORTS = (
    "Service description,Service ID,Cost ($),Savings programs ($),Other savings ($),"
    "Unrounded subtotal ($),Subtotal ($)\nCompute Engine,6F81,31.00,0,0,31.00,31.00\n"
)


def test_two_files_of_one_text_of_which_the_names_say_two_months_are_two_bills(house):
    put(house, "Reports, 2026-05-01 — 2026-05-31.csv", REPORTS)
    put(house, "Reports, 2026-07-01 — 2026-07-31.csv", REPORTS)
    house.bill("gcp", "bills")

    assert house.rows("strftime(day, '%Y-%m') as m, sum(billed)::double") == [
        ("2026-05", 31), ("2026-07", 31),
    ]  # fmt: skip
    assert replaced(house) == []


def test_one_of_two_copies_that_is_deleted_is_not_taken_for_moved(house):
    put(house, "Reports, 2026-05-01 — 2026-05-31.csv", REPORTS)
    gone = put(house, "Reports, 2026-07-01 — 2026-07-31.csv", REPORTS)
    house.bill("gcp", "bills")
    house.read()
    gone.unlink()

    assert total(house) == 62
    assert [(r.unit[-14:], r.status) for r in house.runs() if r.status != "ok"] == [
        ("2026-07-31.csv", "stale")
    ]


DROPLET = "Droplets,,{0},720,{1} 00:00:00 +0000,{2} 00:00:00 +0000,{3},web,iaas\n"


@pytest.mark.parametrize("credit", ["-$0.50", "-$40.00", "$1.20"])
def test_a_line_of_the_month_before_in_an_invoice_is_an_adjustment_on_its_own_day(house, credit):
    may = DO + DROPLET.format("a", "2026-05-01", "2026-06-01", "$31.00")
    june = DO + DROPLET.format("a", "2026-06-01", "2026-07-01", "$60.00")
    june += DROPLET.format("a", "2026-05-20", "2026-05-21", credit)
    house.put("bills/invoice-a.csv", may)
    house.put("bills/invoice-b.csv", june)
    house.bill("ocean", "bills")
    money = Decimal(credit.replace("$", ""))

    assert (total(house), questions(house), asked(house)) == (91 + money, [], [])

    house.put("bills/invoice-b (1).csv", june)
    assert (total(house), questions(house), asked(house)) == (91 + money, [], [])


def test_a_credit_of_an_older_invoice_of_linode_replaces_nothing(house):
    header = "Description,From,To,Quantity,Region,Unit Price,Amount,Tax,Total\n"
    line = "Nanode,{0} 00:00:00,{1} 23:59:59,700,eu,0.01,{2},0.00,{2}\n"
    house.put("bills/one.csv", header + line.format("2026-05-01", "2026-05-31", "31.00"))
    house.put(
        "bills/two.csv", header + line.format("2026-06-01", "2026-06-30", "30.00")
        + line.format("2026-05-10", "2026-05-10", "-2.00"),
    )  # fmt: skip
    house.bill("lin", "bills")

    assert (total(house), questions(house), asked(house)) == (59, [], [])
