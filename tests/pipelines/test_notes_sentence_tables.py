# ruff: noqa: E501 - a text is one line
"""What the rules of sentences, days and figures answer to many inputs at once.

See test_notes_tables.py for how the golden files are made.
"""

from dataclasses import astuple
from datetime import date
from itertools import permutations

import pytest
from notes_tables import row

from pipelines.notes.reading import read_note
from pipelines.notes.statements.commitments import committed, is_imperative, promises, proposes
from pipelines.notes.statements.figures import custom_of
from pipelines.notes.statements.marks import is_of_done, mark_of
from pipelines.notes.statements.marks import opens as opens_list
from pipelines.notes.statements.people import People, are_people, split_names
from pipelines.notes.statements.quantities import quantities
from pipelines.notes.statements.sentences import lines_of, speaker_of, split
from pipelines.notes.text import dates

TEXTS = (
    "It works. We ship.", "See e.g. Ada. Then Bo.", "On 25. Juni we meet. Fine", "Dr. Moss came.",
    "Why? Because! Ok", "Run `a. B` now. Done", "終わり。次", "Mend it. **COMPLETED**", "A.",
    "[name=Ada] I will", "[Ada] hm", "**Ada:** yes", "**Ada (5 min):** budget",
    "**Ada** (5m) boat", "Ada (short): boat", "Ada/Bo: boat", "Ada and Bo: boat", "Notes: boat",
    "ada: boat", "@ada: boat", "Ada Moss, Bo Reed: boat", "the old boat: sold", "<ada> hi",
    "10:02 <ada> hi", "… goes on", "first line\nSecond line",
    "first line that is long\nand goes on", "one\n-> two", "a. x\nb. y\nc. z", "Ada: yes\nBo: no",
    "Actions:\nmend it", "long enough to wrap\nShort", "A\nB\nC", "ACTION: mend it",
    "ACTION - Ada - mend it", "ACTION Ada to mend", "AI(Ada): mend", "AI Ada - mend",
    "AI-2 @ada mend", "#action Ada mend", "#agreed the weir", "Resolution", "RESOLVED to meet",
    "Decision with Ada: stay", "Decision on a b c d e f g: stay", "Decision on the weir: stay",
    "TODO (Ada): mend", "ACTION: ", "Proposal: sell", "Action items for Ada:", "Next steps",
    "Ada: her action items:", "For Ada: **next steps:**", "Completed action items", "Decisions made", "Decisions needed", "1. Decisions",
    "Past actions", "Closed actions of a b c d e f g", "Done", "action", "Actionable",
    "In brief ACTION: x", "ACtion mend it", "ACTION mend it", "TODO mend it", "AIS mend it",
)  # fmt: skip


def test_how_every_line_is_parted_and_marked(holds):
    holds(
        row(
            text, split(text), lines_of(text), speaker_of(text),
            (mark := mark_of(text)) and astuple(mark), opens_list(text), is_of_done(text),
        )
        for text in TEXTS
    )  # fmt: skip


DAYS = (
    "2026-03-05", "2026/3/5", "2026.03.05", "2026_03_05", "5 March 2026", "March 5, 2026",
    "5th of May 2026", "5. März 2026", "5 de marzo de 2026", "1er février 2026", "2026年3月5日",
    "05.03.2026", "5.3.26", "03/05/2026", "13/05/2026", "05/13/2026", "5/5/2026", "13/5/26",
    "2026-13-05", "2026-02-30", "Thursday, 5 March 2026", "Friday 5 March 2026",
    "Meeting the 5 March 2026 at ten", "v1.2.26 is out", "March 5", "5 March", "March 2026",
    "2026-03", "1 Marchand 2026", "1969-05-05", "2201-05-05", "call", "2026 March 5",
    "12-05-2026", "2026-03-05 and 2026-03-06", "x2026-03-05", "2026-03-05x",
)  # fmt: skip


PATHS = (
    "2026-03-05.md", "20260305.md", "2026_03_05-call.md", "2026/03/05.md", "2026/03-05.md",
    "26-03-05.md", "03-05.md", "2026/call.md", "2026-03.md", "2026-03-x.md", "notes/2025/2026.md",
    "call.md", "5 March 2026.md", "2026-13-05.md", "2026/13-05.md", "a/2024/b/03_05.md",
    "2026.md", "12026-03-05.md", "2026-0305.md",
)  # fmt: skip


def test_which_day_every_text_and_path_says(holds):
    texts = (
        row(
            text, *(astuple(day) for day in dates.days_in(text)), dates.month_in(text),
            (d := dates.day_of_year(text, 2026)) and astuple(d), dates.day_of_year(text, None),
        )
        for text in DAYS
    )  # fmt: skip
    paths = (
        row(path, dates.day_of_name(path), dates.year_of(path), dates.month_of_name(path))
        for path in PATHS
    )
    holds([*texts, *paths])


def test_which_day_counts_of_a_name_and_the_lines_of_a_note(holds):
    lines = (
        "Date: 2026-03-05", "Friday, 2026-03-06", "Thursday, 2026-03-05", "Created: 2026-03-01",
        "Room: 2026-03-11", "Next meeting: 2026-03-12", "2026-03-04", "no day",
    )  # fmt: skip
    named = (None, date(2026, 3, 5), date(2026, 3, 12), date(2026, 2, 27))
    holds(
        row(day, headed, one, two, dates.held_on(day, [one, two], headed))
        for day in named
        for headed in (None, date(2026, 3, 11))
        for one, two in permutations(lines, 2)
    )


FIGURES = (
    "12 users", "1,234 users", "1.234 users", "1.234,5 €", "12.5k users", "$12.50", "€ 3m",
    "3m users", "5m", "3 million users", "2-4 weeks", "$10k-20k", "from 120 to 85 issues",
    "between 10 and 20 users", "10 and 20", "25%", "25-35 %", "27 300 €", "3 040 users", "0.5 h",
    "half a year", "two and a half years", "in 2026", "2026 users", "v1.2.3", "10:30", "10.30 am",
    "issue 12", "#12", "RFC 2119", "USD 12 per month", "12 USD/month", "12h/week", "5 GB",
    "3 TB/s", "100 万円", "4 & 5 June", "12 kB", "1.234 seconds", "(10 min)", "~20 users",
    "12+ users", "10 CHF", "CHF 10", "1 2 3", "0,5 %", "1.000.000 €", "1,000.50",
    "12,5 Millionen", "2 bn",
)  # fmt: skip


CUSTOMS = {
    "says nothing": ["a note"],
    "point": ["It cost $12.50.", "1,234.5"],
    "comma": ["Es kostet 12,50 €.", "das sind 1.234,5 Euro und die 27 300 Leute"],
    "German": ["Das Boot und die 20 Leser sind da", "es ist das Boot und das"],
}


@pytest.mark.parametrize("custom", CUSTOMS)
def test_what_every_figure_is_in_a_note_of_a_custom(custom, holds):
    own = custom_of(CUSTOMS[custom])
    texts = [text for figure in FIGURES for text in (figure, f"we paid {figure} to Ada in May")]
    found = (row(text, *(astuple(q) for q in quantities(text, own))) for text in texts)
    holds([row(sorted(own.decimal), own.blanks, own.large_nouns), *found])


HEADINGS = ("Notes", "Budget", "Action items", "Decisions", "Topics", "Open issues")


WHO = ("", "Ada ", "@bor ", "We ", "The board ", "Somebody ", "mona ")


WHAT = (
    "will mend the gauge", "to mend the gauge", "is to be sold", "agreed to sell the boat",
    "approved it 5-2", "has 300 users", "closed 12 of 40 issues", "merged 20 PRs",
    "spent $5,000 in May", "can row for 6 months", "mends the gauge by Friday", "did not pass",
    "moved to sell the boat", "has volunteered to row", "needs 12 rings", "will see",
    "has runway of 9 months",
)  # fmt: skip


BARE = (2, 3, 12)  # nobody begins so


TAILS = ("", "?", " (Bo)", " -> Cy", " (done)", ": yes")


@pytest.mark.parametrize("heading", HEADINGS)
def test_what_every_sentence_below_a_heading_says(heading, holds):
    every = [(a + b, who, what) for a, who in enumerate(WHO) for b, what in enumerate(WHAT)]
    said = [f"{who}{what}{TAILS[n % len(TAILS)]}" for n, who, what in every if who or n not in BARE]
    body = "".join(f"- {text}\n" for text in said)
    roll = "Present: Ada Moss (@ada), Bo Reed (@bor), Cy Quill"
    text = f"# 2026-02-09\n\n{roll}\n\n## {heading}\n\n{body}"
    part = read_note(text.encode(), "note.md").parts[0]
    kinds = ("agenda", "actions", "decisions", "claims")
    records = [(kind, record) for kind in kinds for record in getattr(part, kind)]
    holds(
        row(kind, *(getattr(record, f) for f in record.__slots__ if f not in ("line", "subject")))
        for kind, record in records
    )


COMMITTED = (
    "sing to Bo", "agreed to moor it", "Decided to moor it", "agree to moor it", "ada agreed to moor it",
    "Ada’ll moor it", "Bo and Cy'll row it", "We'll row it", "That'll do it", "Ada'll be late", "Ada'll moor it?", "Dell moors it",
    "write to Cy", "write to Cy today", "mona to moor the boat", "Mona to moor the boat", "Ada to moor it", "ADA to moor it", "All to moor it",
    "Ada: moor it", "Open: who moors it?", "Ada - moor it", "Ada -> moor it", "Ada => moor", "-> Ada: moor it", "Ada can you moor it?",
    "Ada, could you moor it?", "Ada, please moor it", "please moor it, Ada", "Ada will moor it", "Ada will not see it", "Ada will be late", "Ada'll moor it",
    "Ada shall then moor it", "So Ada will moor it", "moor it (Ada will)", "Ada and Bo will moor it", "Ada & team will moor it", "Ada (and Bo?) to moor it",
    "Ada is to moor it", "Ada has agreed to moor it", "Ada offered to moor it", "Ada is going to moor it", "Ada took an action to moor it", "Ada action to moor it",
    "Ada moors it", "Ada gives a talk", "Ada gives Bo a talk", "Ada writes on it", "Ada contactera Bo", "Ada s'occupera de Bo", "Ada moors by Friday", "Mona contactera Bo",
    "@cy to moor it", "@cy will moor it", "+1 Ada to moor it", "By May, Ada will moor it", "ok, Ada to moor it", "Ada to moor it; Bo to row; all to sing",
    '"Ada will moor it"', "it is for Ada to moor it", "the crew will moor it", "Ada will moor it?", "Ada to moor it?", "next to Ada", "Ada to the mill", "Ada to a mill",
    "I will moor it", "I'll moor it", "I'm going to moor it", "I can moor it", "I can take it", "I promised", "(I will moor it)", "Will moor it", "Will see it", "Will moor",
    "let's moor it", "let's see it", "Let's not moor it", "so let's rename the gauge", "to be arranged", "it is to be sent.", "to be sent today", "write a letter to Bo",
    "write a letter", "write what it is now", "Write the letter that is there", "write on the wall now", "write the old letter?", "mend the gauge", "Do the thing now",
)  # fmt: skip


def test_whom_every_sentence_commits(holds):
    people = People(frozenset({"ada", "ada moss", "bo", "cy"}), frozenset({"crew", "all"}))
    holds(
        row(
            text, committed(text, people), committed(text, people, anybody=True), promises(text),
            proposes(text), is_imperative(text), split_names(text),
            are_people(text, people, strict=False), are_people(text, people, strict=True),
        )
        for text in (*COMMITTED, "Ada", "Ada Moss", "@adam", "Bo", "bo-reed", "AM", "Ada M. Moss", "Ada/Bo", "Ada, Bo & @dee", "Ada and team", "ADM", "Ada Moss Fenwick", "Dee JupyterCon", "McAda", "dee")
    )  # fmt: skip
