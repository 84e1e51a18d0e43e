"""Definitions of the metrics in metrics/awards."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "awards.awards",
        "Register of awards",
        "What is known of each award: funder, number, period, restriction, budget with its "
        "revisions, payments and reports, as somebody read it on the day that is named.",
        caveats=("A term that nobody entered is not known. No rule has a default.",),
    ),
    Definition(
        "awards.costs",
        "Costs",
        "All that was spent up to today, by books, ledgers and bills. What a bill says is two "
        "costs: what was payable in cash, and what credits paid.",
        caveats=("A planned cost is no cost, and no currency is converted.",),
    ),
    Definition(
        "awards.charges",
        "Costs by award",
        "Every cost by the award that paid it. The code that the books give it decides first, then "
        "a split that a person entered, then a stated rule over the cost alone.",
        caveats=(
            "No rule looks at what an award has left: a cost never moves to where money is left "
            "(2 CFR 200.405).",
            "Cash is charged to cash, and what credits paid to those credits.",
            "A cost outside its award's days, in another currency or without a rule is charged to "
            "no award. It is listed with that reason.",
            "In a month in which books hold a category, its bills are not charged a second time.",
            "Where a bill states its credits apart, nobody knows what was payable in cash of one "
            "project or service. A rule by project or service then charges nothing.",
        ),
    ),
    Definition(
        "awards.claiming",
        "To claim now",
        "Of an award that pays costs back: what it was charged up to a day, less all claims that "
        "were sent for it, as a person entered them.",
        caveats=(
            "What is charged is booked, entered or by rule. A planned cost is never claimed.",
            "Charges that came or changed after the claim of their days are in the next claim.",
            "It is not known without a file of claims, while a line of it cannot be read, where "
            "more was paid than claimed, and for a day before the last claim's.",
            "Below zero, more is claimed than is charged: one of the two is to be corrected.",
        ),
    ),
    Definition(
        "awards.interest",
        "Interest earned",
        "What money that was paid in advance earned up to a day, entered or booked, and what of "
        "it is above the amount a year that the award lets the team keep.",
        caveats=(
            "2 CFR 200.305(b) lets a team keep up to 500 USD a year. The award's own rule counts, "
            "and one that nobody entered is not known.",
            "The amount may be shared by several awards of a team, so at least this much goes "
            "back.",
            "Interest in another currency than the award's, or that the books give to none of two "
            "awards, is not known.",
        ),
    ),
    Definition(
        "awards.disagreements",
        "Reports that no longer agree",
        "The newest report sent to each funder, with every month that is charged otherwise now: by "
        "how much all its lines together differ from what was reported.",
        caveats=("What a report said of an earlier report is in its own adjustments.",),
    ),
    Definition(
        "awards.position",
        "Budget and charged, by line",
        "One award line by line: the approved budget, what was charged up to the newest "
        "statement, and what remains.",
        caveats=(
            "Booked is a code of the books, entered a person's split, by rule a stated rule or a "
            "rate of other lines.",
            "Not explained is the award less the stated balance, less all that was charged to that "
            "day. Above 1 % of it or above 100 the figures are provisional.",
            "A line above its budget stays above it.",
            "A line that pays fewer than three people, or nobody said how many, is shown to "
            "editors alone. For others it is one with another line.",
        ),
    ),
)
