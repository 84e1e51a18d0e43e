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
)
