"""Numbers in notes: what is claimed, of what kind, and what claims nothing."""

import pytest
from notes_house import only, read

from warehouse.records import Claim

ROLL = "# Call 2026-02-09\n\n## Attendees\n\n- Ada Fenwick\n- Bo Orlov\n\n## Notes\n\n"


def claimed(tmp_path, text):
    """Every claim of a note: kind, value, low, high and unit."""
    found = only(Claim, read(tmp_path, {"2026-02-09.md": f"{ROLL}{text}\n"}))
    return [(c.kind, c.value, c.low, c.high, c.unit) for c in found]


@pytest.mark.parametrize(
    ("line", "claim"),
    [
        # small letters scale money and what is counted
        ("the fund gives $2.5m", ("money", 2_500_000, None, None, "USD")),
        ("they offer €1.2m over four years", ("money", 1_200_000, None, None, "EUR")),
        ("the second call pays up to £2m", ("money", 2_000_000, None, None, "GBP")),
        ("3m users opened the guide", ("users", 3_000_000, None, None, "users")),
        ("we have 1.5m downloads", ("other", 1_500_000, None, None, "downloads")),
        ("$3–4m are left", ("money", None, 3_000_000, 4_000_000, "USD")),
        # words that only begin like a month
        ("maybe 17 users came back", ("users", 17, None, None, "users")),
        ("we closed 40 separate issues", ("issues_closed", 40, None, None, "separate issues")),
        ("junior 12 users", ("users", 12, None, None, "users")),
        ("marketing 30 visits", ("launches_or_sessions", 30, None, None, "visits")),
        ("decided 14 issues are closed", ("issues_closed", 14, None, None, "issues")),
        ("we merged 20 decent PRs", ("prs_merged", 20, None, None, "decent PRs")),
        # runway in words and years
        ("three months of runway left", ("runway_months", 3, None, None, "months")),
        ("the money lasts 2.5 years", ("runway_months", 30, None, None, "months")),
        ("the grant lasts another two and a half years",
         ("runway_months", 30, None, None, "months")),
        ("our funds cover half a year", ("runway_months", 6, None, None, "months")),
        ("the grant lasts twenty-four months", ("runway_months", 24, None, None, "months")),
        # of issues that somebody did something to, nobody says that they are open
        ("we painted 12 issues", ("other", 12, None, None, "issues")),
        ("we painted 12 issues that are open", ("issues_open", 12, None, None, "issues")),
        # a count may stand behind what it counts
        ("Open issues: 45", ("issues_open", 45, None, None, "issues")),
        ("The gauge has the most open issues (currently 15).",
         ("issues_open", 15, None, None, "issues")),
        ("We used all seats (~150 berths) of the boat", ("other", 150, None, None, "berths")),
        ("Ada has around 2 hours each day", ("other", 2, None, None, "hours/day")),
    ],
)  # fmt: skip
def test_a_number_is_of_its_kind(line, claim, tmp_path):
    assert claimed(tmp_path, f"- {line}") == [claim]


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("we closed 12 issues and labelled 40 issues", [("issues_closed", 12), ("other", 40)]),
        ("we labelled 40 issues and closed 12 issues", [("other", 40), ("issues_closed", 12)]),
        ("we merged 20 PRs and opened 30 PRs", [("prs_merged", 20), ("other", 30)]),
        ("we painted 12 issues, and 13 are open", [("other", 12), ("other", 13)]),
        ("do we have 300 users? (we had 40 users)", [("users", 40)]),
        ("we had 40 users (do we have 300 users?)", [("users", 40)]),
        ("Profiling (why 12 s to start?)", [("other", 12)]),
        ("Wednesdays (why 90 users at noon?) are odd", [("users", 90)]),
    ],
)
def test_each_number_is_of_what_stands_next_to_it(line, kinds, tmp_path):
    assert [claim[:2] for claim in claimed(tmp_path, f"- {line}")] == kinds


def test_two_counts_that_are_compared_are_two_claims(tmp_path):
    assert claimed(tmp_path, "- 64 open issues as opposed to 260+ in spring") == [
        ("issues_open", 64, None, None, "open issues"),
        ("issues_open", 260, None, None, "open issues"),
    ]


def test_a_count_that_is_compared_counts_what_the_sentence_is_about(tmp_path):
    assert claimed(tmp_path, "- Attendance at our calls stands at 35 compared to 29 in spring") == [
        ("other", 35, None, None, "Attendance"), ("other", 29, None, None, "Attendance"),
    ]  # fmt: skip


def test_letters_below_a_heading_of_the_budget_are_money(tmp_path):
    text = "## Budget\n\n- travel 12k\n- salaries 1.2m\n\n## Machines\n\n- travel 12k\n"
    text += "- Budget\n  - rope 3k"
    assert claimed(tmp_path, text) == [
        ("money", 12_000, None, None, None),
        ("money", 1_200_000, None, None, None),
        ("money", 3_000, None, None, None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        # letters that are no money
        "each call burns 200k gas",
        "raise the limit to 30m gas",
        "release 4-0-x is out",
        "the 2-1-0 branch is closed",
        "we agreed on an extension of the charter by 12 months",
        "we have 5m of talking time each",
        "lunch in 10m",
        # questions, examples, conditions and negations
        "do we have 300 users?",
        "did the fund give $5,000?",
        "for example, 500 users would need a bigger boat",
        "if we had 500 users, we would need a bigger boat",
        "e.g. $10k for a boat",
        "we do not have 40 users",
        "there is no $20k for that",
        "unless 30 issues are closed",
    ],
)
def test_a_number_that_states_nothing_is_no_claim(line, tmp_path):
    assert claimed(tmp_path, f"- {line}") == []
