"""Definitions of the metrics in metrics/runway."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "runway.outlook",
        "How long the money lasts",
        "The days between which the money is 80 % likely to run out, the most likely day, which "
        "fund pays for which spending until then, and how much of each fund lapses. We simulate "
        "5,000 ways the spending may go, from the last 12 months of bills, and allocate each one "
        "to the funds exactly.",
        "Earliest: 10 % of the simulated paths are out of money by {low}. Most likely: half of "
        "them by {likely}. Latest: 90 % by {high}.",
        (
            "With fewer than three complete months of bills, this is arithmetic at a constant "
            "rate, not a forecast.",
            "A pending award counts only in a scenario that includes it. On each path it is won "
            "or lost as a whole, never its amount times its chance.",
            "An extension buys the time that the money left on the fund's last day lasts at the "
            "mean cost of the six months after it, up to its longest. All the money ends later by "
            "other months than these, since other funds pay meanwhile: the headline has those.",
            "Payments may move between funds that are allowed to pay; a team that moves none may "
            "run out earlier.",
            "A cost to come that a split or a rule covers is paid by its fund first, as far as the "
            "fund is inside its days and has money; no plan moves it. What the fund cannot pay is "
            "for any fund that may.",
            "A category is taken to be made up as its newest month was. Credits come off a bill "
            "before a rule says who pays the rest.",
            "The range is made narrower or wider by how far past forecasts were off: those of "
            "eight public series, and those of your own bills once twelve months have an outcome.",
            "Replayed on past bills of four projects, 81 to 82 % of the ranges contained the day "
            "the money ended.",
        ),
    ),
    Definition(
        "runway.with_income",
        "With recurring income",
        "The end of the money if income goes on as in the last twelve months, and the first day "
        "from which a month costs more than that. It stands next to the answer of committed money "
        "only and never replaces it.",
        "",
        (
            "Income is what ledgers record, net of fees; an instalment of an award is none.",
            "The range also covers how far six months of income strayed from the year before them "
            "on the ledgers of four public teams: from 0.53 to 1.86 times, 8 times in 10.",
            "It is unknown where ledgers do not cover the last twelve months.",
        ),
    ),
    Definition(
        "runway.inputs",
        "Money available and past spending",
        "The balance of each fund today, the spending per day, planned costs and pending "
        "awards: everything that the runway rests on.",
        "Balance today: the last stated balance, plus income since, minus bills and planned "
        "costs since.",
        (
            "A fund without a stated balance counts as nothing.",
            "Amounts in a currency without an exchange rate are left out and have a runway of "
            "their own.",
            "Past bills are at the exchange rate of their own day; balances and the future are at "
            "the newest rate.",
            "The newest two days of bills are left out, because bills for them are still coming "
            "in.",
        ),
    ),
    Definition(
        "runway.compared",
        "Changes that would move the date",
        "For each scenario in your settings, the days between which the money is 80 % likely to "
        "run out, next to those of the plan.",
        "",
        ("All scenarios use the same simulated paths, so a difference is never chance.",),
    ),
    Definition(
        "runway.movers",
        "Changes that move it most",
        "By how many days the most likely end moves if one thing changes: 10 % more or less of a "
        "category, the longest extension of a fund, or pending awards included.",
        "Moved by {days} days: the most likely end with the change, less that of the plan.",
        ("A change of 10 % is a round number, not an expectation.",),
    ),
    Definition(
        "runway.failing",
        "If a pending award fails",
        "The end of the money if one pending award is not won, while all others keep the chances "
        "that the team assumes. Every row uses the same simulated months and the same luck.",
        "Moved by {days} days: the most likely end without the award, less that with all of them.",
        (
            "An award of a call that is won as a whole takes the others of that call with it.",
            "Of more than three awards each trial has fewer simulated months, so it is rougher.",
            "Money that is not committed is in no other figure of this page.",
        ),
    ),
    Definition(
        "runway.other_readings",
        "The end by the other reading of a bill",
        "While a question about bills is open: the end of the money if the other reading is right.",
        "Moved by {days} days: the most likely end by the other reading, less that of this page.",
        (
            "Each other question is as it is assumed meanwhile.",
            "While a question is open, the range of the page covers every answer, and all else on "
            "it is by the answer with the earlier end.",
        ),
    ),
    Definition(
        "runway.published",
        "End dates published so far",
        "The range and the most likely end of the money that each ingest published, one line per "
        "day.",
        "",
        ("Of several ingests on one day, only the last is shown.",),
    ),
    Definition(
        "runway.statements",
        "Stated balances",
        "Every balance that somebody stated, with its day, its source and whether it was "
        "confirmed.",
        "",
        ("A balance can be stated as unknown; that is not zero.",),
    ),
    Definition(
        "runway.accuracy",
        "Accuracy of the forecast",
        "How close the forecast would have been on your own past bills, 1, 3, 6 and 12 months "
        "ahead.",
        "Error: the sum of all misses over the sum of all spending. Coverage: the share of months "
        "inside the 80 % range, which should be 80 %.",
        (
            "Each forecast, and the width of its range, sees only the months before it.",
            "A category with six complete months of bills or fewer is left out.",
        ),
    ),
)
