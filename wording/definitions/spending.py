"""Definitions of the metrics in metrics/spending."""

from wording.definitions.definition import Definition

LATE = "The newest two days of an open bill are left out, because providers write them late."
PARTIAL = "A month that bills do not cover in full is never compared with a whole one."
GROSS = "Amounts are gross: everything billed before credits are taken off."

DEFINITIONS = (
    Definition(
        "spending.daily_spend",
        "Daily spending",
        "The cost of each day by spending category and currency. A cost belongs to the day "
        "on which the service was used.",
        caveats=(
            "Currencies are never added.",
            "A day without a bill is unknown, not zero.",
            LATE,
        ),
    ),
    Definition(
        "spending.last_complete_day",
        "Last complete day",
        "The last day that the bills of every account in a currency cover in full.",
        caveats=(
            LATE,
            "A closed bill is complete to its last day.",
            "An account that has sent no bill for 62 days holds the others back while it is silent "
            "and was 5 % of the cost or more; every_days = 400 says that it has ended.",
        ),
    ),
    Definition(
        "spending.burn",
        "Bills",
        "The average cost of a month over the last 1, 3, 6 or 12 months that bills cover in full. "
        "Gross is before credits, payable is after them. Planned costs, such as people, are not "
        "in it: the Runway page adds them.",
        "{gross_total} ÷ {covered_days} days with a bill × 30.4375 days a month + {monthly} "
        "charged once a month = {gross_per_month} a month",
        (
            "A plan, its tax or a line that comes once a month counts as its price a month. The "
            "running month counts once it is billed.",
            "The burn is unknown where bills cover fewer than nine tenths of the days: a day "
            "without a bill is not a day without cost.",
            "A day without a line of the part chosen counts as zero, as long as the bill of that "
            "account covers the day.",
            LATE,
            "Currencies are never added.",
        ),
    ),
    Definition(
        "spending.net",
        "Net burn",
        "Gross burn less the income that ledgers record for the same days. It is negative when "
        "more came in than was spent.",
        "{gross_per_month} gross − {income_per_month} income = {net_per_month} net a month",
        (
            "An instalment of an award is not counted as income: the award was counted whole.",
            "Income that may only be spent on some categories counts up to the cost of those "
            "categories, and each cost is paid once.",
            "Income in another currency is not subtracted.",
            "Net burn is unknown without a ledger of these days, and for a part of the bills.",
        ),
    ),
    Definition(
        "spending.monthly",
        "Cost by month",
        "The cost of each calendar month by part. The five largest parts above 2 % have "
        "their own name, the rest is “other”.",
        caveats=(
            "A month is partial where bills miss a tenth of its days or its end.",
            "A month without a line of the part chosen cost nothing, as long as bills cover it.",
            "Amounts paid by credits are shown as positive.",
            "One currency at a time.",
        ),
    ),
    Definition(
        "spending.change",
        "Change from month to month",
        "Why the last whole month cost more or less than the one before, part by part. The parts "
        "add up to the difference of the totals.",
        caveats=(PARTIAL, "It needs two whole months in a row."),
    ),
    Definition(
        "spending.totals",
        "Total of all bills",
        "The sum of all bills, one currency at a time.",
        caveats=("Currencies are never added or converted.",),
    ),
    Definition(
        "spending.invoices",
        "Invoices compared with bills",
        "The sum of a bill's lines less the amount that the invoice, or the bill itself, states.",
        caveats=(
            "A line belongs to the month that its bill names, else to the month of its day.",
            "Credits are taken off.",
            "An invoice is compared once the account's bill reaches two days past the month, or "
            "is closed.",
            "A day that is missing inside the month shows up as a difference.",
        ),
    ),
    Definition(
        "spending.anomalies",
        "Unusual days",
        "Days on which a service cost far more than on the days around it, and days from which "
        "its cost moved to a new level and stayed there.",
        caveats=(
            "A spike is six usual deviations above the median of the 7 days on either side.",
            "A new level moves the median of 21 days by a quarter.",
            "Both must be worth a twentieth of a usual day's cost, so a small service never "
            "raises an alarm.",
            "A fee that returns every month is no spike. Purchases and taxes are left out.",
            GROSS,
        ),
    ),
    Definition(
        "spending.expected",
        "Expected range of a month",
        "The range in which the cost of a month was expected, simulated from the full months "
        "before it.",
        caveats=(
            "The range is 80 % likely, so one month in five is outside it by chance alone.",
            "It needs three full months before the first one.",
            GROSS,
        ),
    ),
    Definition(
        "spending.gaps",
        "Days that no bill covers",
        "A week or more, between two days with a bill, for which an account has no bill.",
        caveats=(
            "The cost of these days is unknown and in no figure.",
            "An account that cost nothing for a week looks the same.",
            "Accounts with a line a month are not checked.",
        ),
    ),
    Definition(
        "spending.billed_monthly",
        "Bills with one line a month",
        "Accounts whose bill has a single line a month, dated to one day, so that the whole "
        "month's cost falls on that day.",
        caveats=("Only bills read through a column mapping are checked.",),
    ),
    Definition(
        "spending.team_budget",
        "The team's budget and its bills",
        "The cost that each line of the team's own budget allows in a whole month, next to the "
        "bills of the account, category or service of the same name.",
        caveats=(
            "A line that no bill is named like has no bill here.",
            "Credits are not deducted from the bills, and other currencies are left out.",
        ),
    ),
    Definition(
        "spending.planned",
        "Planned costs of a month",
        "What the team planned that each month costs, such as people: no bill shows it.",
        caveats=(
            "A plan that begins or ends within a month counts by its days.",
            "A first guess made by `start` counts no more once its category has a bill.",
            "Other currencies are left out.",
        ),
    ),
    Definition(
        "spending.by_category",
        "Cost by month and category",
        "The cost of each spending category in each whole month.",
        caveats=("Days count up to the last complete one.", "Other currencies are left out."),
    ),
    Definition(
        "spending.other_currencies",
        "Cost in other currencies",
        "The cost of the same months in other currencies, before credits.",
        caveats=("Currencies are never added or converted.",),
    ),
    Definition(
        "spending.services",
        "Services that cost most",
        "The five dearest services of the bills in the period; all others together are “other”.",
        caveats=(GROSS, "No account, project or resource is named."),
    ),
)
