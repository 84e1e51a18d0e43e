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
