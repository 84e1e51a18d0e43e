"""Definitions of the metrics in metrics/funds."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "funds.register",
        "Funds",
        "Every fund with its available balance today, its terms and its state. The fund that ends "
        "first comes first.",
        "Spent: {spent_share} of the award. Period gone: {elapsed_share} of its days.",
        (
            "A balance without a statement is unknown, never zero.",
            "Spent is the award minus the balance, so income into the fund lowers it.",
            "A cap counts as the amount still available: bills don't say which fund paid them.",
        ),
    ),
    Definition(
        "funds.derived",
        "Credits by the bills",
        "What is left of credits whose host states no balance: the newest stated balance, or the "
        "award where there is none, less the credits in the bills since, to their last complete "
        "day.",
        caveats=(
            "It is never confirmed, and no sponsor sees it.",
            "Over days that the bills leave out, or in another currency, nothing is derived.",
            "The next stated balance is compared with it and takes its place.",
        ),
    ),
    Definition(
        "funds.left",
        "Left today, by kind",
        "What can be spent from tomorrow: unrestricted cash, restricted cash, credits and help in "
        "kind, each with its oldest statement and the part that lapses if nothing changes.",
        caveats=(
            "Cash is restricted if it is a grant, has a last day or names the costs it may pay.",
            "The four are never added: credits buy only their provider's services, and help in "
            "kind is a value, not money. In-kind value is in no balance.",
            "A fund that has not begun or has ended is not counted.",
        ),
    ),
    Definition(
        "funds.holdings",
        "Funds by their statements",
        "Each fund in its own currency: awarded, received by its ledger, spent, encumbered and "
        "available, by its newest statement.",
        caveats=(
            "Spent is the award less the newest stated balance; available is that balance less "
            "what is encumbered. Both are of the statement's day, not of today.",
            "Encumbered is what the settings of the fund say, and what a collective approved and "
            "has not paid by the same answer as its balance. An expense on hold, or in another "
            "currency than the fund, is not in it.",
            "A fund that has not begun or has ended has nothing available.",
            "Cash, credits and help in kind are never added, and no currency to another.",
        ),
    ),
    Definition(
        "funds.calls",
        "Calls of funders",
        "The calls entered in [[calls]]. Ask by: the last that decides before the money may end, "
        "which is the day that the money outlasts in 9 of 10 simulated futures.",
        caveats=(
            "Only calls that somebody entered are known; a call without a decision day is not "
            "known to be in time.",
        ),
    ),
    Definition(
        "funds.due",
        "Due dates",
        "Last days of funds, days by which to ask for an extension, and the day to start looking "
        "for the next money.",
        "",
        (
            "A funder's notice and the length of a search that nobody entered are not known: no "
            "date is made up for them, and nothing is overdue.",
            "Red is kept for a date that a source states, such as the award letter.",
            "The last day to pay commitments of a grant is 120 days after its end "
            "(2 CFR 200.344); your award may say 90.",
        ),
    ),
    Definition(
        "funds.movements",
        "Stated balances",
        "Every balance that somebody stated for a fund, the newest first, in the fund's own "
        "currency.",
    ),
    Definition(
        "funds.confirmed",
        "Spent, by confirmed statement",
        "The amount spent of each fund: the award less the balance of its newest confirmed "
        "statement, and nothing else.",
        caveats=("Without a confirmed statement, the amount spent is shown as not confirmed.",),
    ),
)
