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
        "The newest day that a source has data for, and its age on the day of looking.",
        caveats=("A source is as good as its worst unit and as new as its newest one.",),
    ),
    Definition(
        "data_quality.units",
        "Age of each unit",
        "The newest day of each account, series, repository, site and count, and of the build, "
        "with the usual gap between its arrivals.",
        caveats=(
            "The usual gap is every_days of dashboard.toml, else the median of the last six "
            "arrivals; before three arrivals it is 2 days for daily exports, 35 for monthly files "
            "and notes, 7 for trackers and builds.",
            "A build's usual gap is that of the days on which a headline was published, else 1.",
        ),
    ),
    Definition(
        "data_quality.causes",
        "Why data are old",
        "What failed, what is silent and what is late on the day of looking, one row per cause.",
        caveats=(
            "Late: new data are overdue, by ten days after the usual gap; for bills by half of it, "
            "at least three days. Silent: twice the usual gap, at least ten days after it.",
            "A build is silent after twice its usual gap; the age of all else is then that of the "
            "day of the build.",
            "A unit that carries less than 5 % of its source is no cause; one that ended a year "
            "before the others is none either.",
        ),
    ),
    Definition(
        "data_quality.standing",
        "How a figure stands",
        "The oldest day that a figure rests on, how it is known, and why not better: unknown, "
        "asked, estimated, partial, measured.",
        caveats=(
            "A balance is estimated where nobody confirmed it, or where bills since its statement "
            "come to more than a tenth of it; until then it is of the day of its statement.",
            "Asked: a question about bills moves the figure. Partial: a unit was not read, or "
            "much of a bill was refused.",
        ),
    ),
    Definition(
        "data_quality.summary",
        "Can I trust these figures?",
        "Whether every source that is set up brings data, and how many lines could not be read.",
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
