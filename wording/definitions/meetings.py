"""Definitions of the metrics in metrics/meetings."""

from wording.definitions.definition import Definition

SIGNED = "Whoever came without signing is not counted."
DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "meetings.year", "People in twelve months",
        "How many people came to a meeting in the last twelve months, and the fewest of them who "
        "make half of all visits (CHAOSS: contributor absence factor).",
        "{people} in {roll_calls}, each counted once",
        (SIGNED, "Who opted out is in no figure.",
         "The absence factor knows attendance, not work.",
         "A meeting without a roll call is not known to be empty; it is in no median.",
         "More or fewer people, larger or smaller meetings: the people and the median of a "
         "meeting next to those of the year before. A change of less than a tenth is none, and "
         "with fewer than three roll calls in a year nothing is compared."),
    ),
    Definition(
        "meetings.attendance", "People at each meeting",
        "How many people signed the roll call of each meeting, how many of them for the first "
        "time, and the median of the last six meetings with a roll call.",
        caveats=(
            SIGNED,
            "In the half-year after the first roll call nobody is called new: whoever signs may "
            "have come before.",
            "A meeting without a roll call has no number, and a cancelled one has no people.",
        ),
    ),
    Definition(
        "meetings.cadence", "Months with a meeting",
        "For each series and month: held, cancelled, or missing. A series ends three months after "
        "its last meeting.",
        caveats=("Missing means that no note mentions a meeting; it may have taken place.",),
    ),
    Definition(
        "meetings.series_names", "Series",
        "The series of meetings, the one with most meetings first.",
    ),
    Definition(
        "meetings.people_flow", "New, returning and lapsed people",
        "For each month: the people who signed for the first time, those who signed before, and "
        "those whose last signature is now six months old (lapsed).",
        caveats=(
            SIGNED,
            "In the half-year after the first roll call nobody is called new or returning.",
            "A month without a roll call shows nobody, though people may have come.",
        ),
    ),
    Definition(
        "meetings.first_timers", "First-timers who returned",
        "Of the people who signed for the first time at least six months ago, how many signed "
        "again within six months.",
        "{people} signed for the first time from {first} to {last}; of these {back} signed again "
        "within six months",
        (SIGNED, "Nobody is called new in the half-year after the first roll call."),
    ),
    Definition(
        "meetings.organisations", "Organisations",
        "The organisations of the people who came in the last twelve months, as they typed them.",
        caveats=(
            "Each person counts for the last organisation given. Two spellings count as two, "
            "unless they differ only in case or blanks.",
            "People who gave none are in no row. Nothing is inferred from an address.",
        ),
    ),
    Definition(
        "meetings.signatures", "Names",
        "Everybody who signed a roll call in the last twelve months, with the number of meetings. "
        "Names are shown only to those who ask for them.",
        caveats=("Nobody who opted out is listed.",),
    ),
    Definition(
        "meetings.who_is_who", "Who is who",
        "Spellings in the roll calls of the last year that only the team knows: a first name "
        "that may be two people, two full names that may be one, a handle that never stands with "
        "a name.",
        caveats=(
            "At most five are asked at once, those who signed most first, handles last.",
            "A handle is asked about once it signed three meetings, or while it has an open "
            "action.",
            "Nobody who opted out is in a question.",
        ),
    ),
    Definition(
        "meetings.following", "Next meeting",
        "The likely day of a series' next meeting: the last one and the usual number of weeks.",
        caveats=(
            "The usual number of weeks is the median of the last six gaps.",
            "A cancelled meeting does not count.",
        ),
    ),
    Definition(
        "meetings.actions", "Actions",
        "The actions that the notes of these months raise, in their own words, each once however "
        "often it is repeated. Age counts from the meeting that raised it first.",
        caveats=(
            "An action without any mark counts as open, though it may be done. It is done by the "
            "record when the issue or pull request it is to close, fix, merge or finish was closed "
            "as completed, or merged, after the meeting.",
            "One that was not raised for six meetings of its series and six months is probably "
            "dropped and counts neither as open nor as done; actions.toml settles it.",
            "Two wordings of one action count as two.",
            "Notes that are no meeting have no date and are excluded.",
        ),
    ),
    Definition(
        "meetings.put_off", "Put off",
        "The items of an agenda that were punted or not discussed.",
    ),
    Definition(
        "meetings.decisions", "Decisions",
        "The decisions in the notes, the newest hundred.",
        caveats=("Only those that the notes mark or word as a decision are found.",),
    ),
    Definition(
        "meetings.decision_count", "Number of decisions",
        "How many decisions the notes hold.",
        caveats=("Only those that the notes mark or word as a decision are counted.",),
    ),
)  # fmt: skip
