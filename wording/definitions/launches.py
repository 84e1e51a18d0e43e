"""Definitions of the metrics in metrics/launches."""

from wording.definitions.definition import Definition

CREDITS = "The cost is before credits: a credit does not make a launch cheaper."
COMMON = "A day counts only where both its cost and its whole count are known."
CLOCK = "Days are those of the bill's time zone."

DEFINITIONS = (
    Definition(
        "launches.unit_costs",
        "Cost of one, all days",
        "The cost of one launch, user, session or download over all days on which both the cost "
        "and the count are known.",
        "{cost} ÷ {amount} = {each}",
        (CREDITS, COMMON, CLOCK, "The page names the hosts that count and the bills that pay."),
    ),
    Definition(
        "launches.cost_per",
        "Cost of one, by month or week",
        "The cost of one launch, user, session or download in each month or week.",
        caveats=(
            CREDITS,
            COMMON,
            CLOCK,
            "A period with a missing day is partial. Weeks begin on Monday.",
        ),
    ),
    Definition(
        "launches.paid_for",
        "Launches that were paid for",
        "The launches of a period, and the cost of one, on days on which both the cost and the "
        "count are known: one numerator and one denominator.",
        "{cost} ÷ {amount} = {each}",
        (CREDITS, COMMON, "Launches on machines without a bill are not counted."),
    ),
    Definition(
        "launches.latest",
        "Cost of one, last whole month",
        "The cost of one launch, user, session or download in the last month of which every day's "
        "cost and count are known.",
        "{month_cost} ÷ {month_amount} = {each}",
        (CREDITS, COMMON, "Only the currency with the largest count is shown."),
    ),
    Definition(
        "launches.amounts",
        "Amount of use",
        "The number of launches, users, sessions or downloads, whether or not their cost "
        "is known. Every host counts.",
        caveats=(
            "A period without any count is unknown, not zero.",
            "A missing day makes its period partial.",
        ),
    ),
    Definition(
        "launches.a_day",
        "Use per day",
        "The mean of a day in the newest month of which every day is counted, whether or not its "
        "cost is known. Every host counts.",
        "{amount} ÷ {days} days with a count = {each}",
        ("Without such a month it is of the newest one, over the days that have a count.",),
    ),
    Definition(
        "launches.by_member",
        "Launches by member",
        "The launches that each member of the federation ran, and its share of all of them.",
        caveats=("Early launches name no member and are listed as not recorded.",),
    ),
    Definition(
        "launches.top_repositories",
        "Repositories launched most",
        "The repositories launched most in the last twelve months.",
        caveats=(
            "It is only collected when dashboard.toml asks for it.",
            "Gists are left out, because they are named after people.",
        ),
    ),
    Definition(
        "launches.gaps",
        "Days not counted",
        "Days whose count is missing or known to be too low. They are in no figure.",
    ),
)
