"""Definitions of the metrics in metrics/briefing."""

from wording.definitions.definition import Definition

DEFINITIONS = (
    Definition(
        "briefing.pairs",
        "Meetings to compare",
        "Each meeting with the one before it, and today with the last one.",
        caveats=(
            "A cancelled meeting counts as none.",
            "The usual gap between its meetings decides which series meets next; without any "
            "meeting the last 30 days are compared.",
        ),
    ),
    Definition(
        "briefing.changes",
        "Since the last meeting",
        "Spending, income, issues, attendance and launches after the earlier meeting, up to the "
        "end of the later one's day.",
        caveats=(
            "Spending is before credits and counts only days that the bills of its currency cover "
            "in full; the label says to which day.",
            "The cost of one launch is that of the whole month that ended in between, next to the "
            "month before it.",
        ),
    ),
    Definition(
        "briefing.briefing",
        "The Briefing",
        "The alerts, figures and changes that the Briefing shows for two meetings.",
        caveats=(
            "Alerts are always those of today; fund figures are not known for past meetings.",
        ),
    ),
    Definition(
        "briefing.queue",
        "Questions, in order",
        "All that a person is asked: first the question whose answer moves the end of the money by "
        "most days, then by money; counts of the notes without a repository last.",
        caveats=(
            "Days of runway are those between the likely ends by the two readings, every other "
            "question as assumed.",
            "Counts of the notes are asked about for 92 days.",
        ),
    ),
    Definition(
        "briefing.waiting",
        "Questions waiting",
        "How many questions are open, the money between their readings, and the age of the oldest.",
        caveats=(
            "Money in several currencies is listed, never added.",
            "A question about bills is as old as the newer of its files.",
        ),
    ),
)
