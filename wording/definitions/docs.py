"""Definitions of the metrics in metrics/docs."""

from wording.definitions.definition import Definition

KEPT = "Builds are kept here longer than at the host, so older ones stay known."
DEFAULT = "Only the default version of each site counts; pull-request previews do not."

DEFINITIONS = (
    Definition(
        "docs.versions",
        "State of a version",
        "The state of each version of each documentation site, by its last build that passed or "
        "failed.",
        caveats=(
            "A cancelled or skipped build changes nothing. One that runs too long, or never "
            "starts, does.",
            "“Out of date” means that the branch has commits that the last good build lacks, or "
            "that a workflow has not run for 180 days.",
            "Ages are those at the time of the last check.",
            "Pull-request previews never count.",
        ),
    ),
    Definition(
        "docs.strips",
        "Last builds",
        "The last twenty builds of the default version of each site.",
        caveats=(KEPT,),
    ),
    Definition(
        "docs.durations",
        "Duration of a build",
        "The minutes that each successful build took, as the host counts them, and the median of "
        "the last ten.",
        caveats=("Failed builds end early and are left out.", DEFAULT),
    ),
    Definition(
        "docs.failing_by_week",
        "Sites failing by week",
        "The number of sites whose last finished build had failed at the end of each week.",
        caveats=(DEFAULT, KEPT),
    ),
)
