"""Definitions of the metrics in metrics/data_quality."""

from wording.definitions.definition import Definition

DEFINITIONS = (
    Definition(
        "data_quality.runs",
        "Sources read",
        "How each unit of each source was read at the last ingest: a series of notes, an account's "
        "bills, a repository, a documentation site.",
        caveats=(
            "Old means that the last fetch failed and the data of an earlier one are used.",
            "A note, balance, bill or count dated in the future counts only from that day on.",
        ),
    ),
    Definition(
        "data_quality.freshness",
        "Reach of a source",
        "The newest day that a source has data for.",
        caveats=("A source is as good as its worst unit and as new as its newest one.",),
    ),
    Definition(
        "data_quality.summary",
        "Can I trust these figures?",
        "Whether every source that is set up was read, and how many lines could not be.",
        caveats=(
            "A line left out is counted and listed, never guessed; its amount is in no figure.",
            "A week or more without a bill between two bills is named, too.",
        ),
    ),
    Definition(
        "data_quality.coverage",
        "Days covered",
        "The first and the last day that each source has a record for, and the days with one.",
    ),
    Definition(
        "data_quality.counts",
        "Rows by unit",
        "How many rows and lines left out each unit has, to compare with the build before.",
    ),
    Definition(
        "data_quality.rejects",
        "Lines left out",
        "Every line that could not be read, with its file, its line and the reason.",
    ),
    Definition(
        "data_quality.reasons",
        "Reasons for lines left out",
        "How many lines each reason left out, and the first place where it did.",
    ),
    Definition(
        "data_quality.replaced",
        "Bills replaced",
        "Days of a bill that another bill of the same money replaces, with both amounts.",
        caveats=(
            "A bill replaces another only on the days that both cover; nothing is left unlisted.",
        ),
    ),
    Definition(
        "data_quality.questions",
        "Questions about bills",
        "Bills that may be the same money, or of which nobody can say which is right: both "
        "readings, and how much lies between them.",
        caveats=(
            "Days of spending are the difference divided by the account's mean daily cost of the "
            "last 92 days.",
            "Below 25 in the bill's currency, or half a percent of a month, nothing is asked and "
            "the higher cost counts.",
        ),
    ),
    Definition(
        "data_quality.other_days",
        "Other reading, day by day",
        "What the other reading of an open question adds to the bills of each day and category.",
        caveats=("Negative where the other reading costs less.",),
    ),
    Definition(
        "data_quality.refused",
        "Refused money",
        "Amounts on lines of bills that could not be read, by file and reason.",
        caveats=("They are in no figure of any page.",),
    ),
    Definition(
        "data_quality.billing_files",
        "Bills, line by line",
        "Each bill with the lines it has, those that count and those left out.",
        caveats=("Headers, preambles and total rows are no lines; totals serve as a check sum.",),
    ),
    Definition(
        "data_quality.accounts",
        "Bills by account",
        "The bills of each account added up: lines read, lines that count, lines left out.",
    ),
)
