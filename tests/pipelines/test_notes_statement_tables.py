# ruff: noqa: E501 - a text is one line
"""What a note claims, decides, sets as a task and puts on its agenda, of texts for every rule.

See test_notes_tables.py for how the golden files are made.
"""

from dataclasses import astuple

import pytest
from notes_tables import row

from pipelines.notes.reading import read_note
from pipelines.notes.statements.figures import custom_of, written_alike
from pipelines.notes.statements.sentences import lines_of, speaker_of, split
from pipelines.notes.text.markdown import LONGEST, decoded, read_page, words

CLAIMS = (
    "Do we have 300 users?", "Do we have more of them (now 300 users)?", "Do we have (soon) 300 users?",
    "We asked why it takes 20 seconds? (soon)", "Is it 20 seconds? (no)", "9 of 16 rings are mended", "9 / 16 rings are mended",
    "9 out of the 16 rings are mended", "9 of 16", "a third of the 90 users left", "a third out of the 90 users left",
    "If 300 users come, we sell", "We sell if 300 users come", "for example 300 users", "maybe 300 users", "We do not have 300 users", "There are no more than 300 users",
    "We don't see 300 users", "We have not only 300 users", "No, we have 300 users", "Never in any of these long years 300 users",
    "We paid $5,000 a month", "We paid 5,000 USD/month", "5k left for rope", "We spent 5k", "5k users", "5k rings", "5m for rope", "5m per year", "2-3m.", "5m users", "5m ropes", "5m", "5m (Ada)",
    "5k for the rings", "The budget is 5k", "The budget is 5k rings", "The budget is 5 rings", "the budget of 5k now",
    "100% of users row", "100% done", "99% done", "40% of issues are closed", "We closed 40% of issues", "We closed 40% of boats", "We mended 40% of issues", "25-35% of users",
    "Our money lasts 6 months", "The grant will last 26 weeks", "The grant will last 180 days", "The grant will last 2 years", "The grant will last 3-6 months", "The boat will last 3-6 months", "In the last 6 months we spent $5",
    "We have $5,000, about five months left.", "We have 50 boats, about five months left.", "We have $5,000. About five months left.", "We have $5,000, five months to go.",
    "20 minutes per build", "2 days each week", "the nine month plan", "the 1 month plan takes long", "It takes 2 months", "it takes 1 month", "The build takes 20 minutes", "rope - 10 min", "10 min: rope", "rope, 10 minutes", "20 minutes ago it failed",
    "it takes 6 months ago", "it takes 3 days later", "it takes 3 days before", "it takes place every 3 days", "within 20 seconds", "after the 20 seconds", "3 days", "The build takes 3 days", "The build takes. 3 days",
    "5 GB", "5 kb", "12 kbytes", "12 MiB of logs", "5 Gb",
    "64 as opposed to 260 issues are open", "64 as opposed to 260", "40 of 120 issues closed", "40 of 120 issues", "257 (257) (deck) bugs are open", "2026 users", "1899 boats", "1900 boats", "2100 boats", "2101 boats", "1.9k boats", "1 boats", "2 boats", "1.5 boats",
    "12 people came", "12 people attended", "12 boats came", "12 members were present", "9 students accepted", "9 users accepted", "9 students row", "9 students who accepted",
    "we fixed 12 issues", "we fixed 12 open issues", "open: we fixed 12 issues", "closed 12 and labelled 40 issues", "labelled 12 and closed 40 issues", "merged 12 and reviewed 4 PRs", "reviewed 4 PRs", "merged 4 PRs", "4 PRs are merged, 5 PRs wait",
    "We closed 40% of the issues out of 120 issues", "We closed 40% of the issues out of 120", "We mended 40% out of 120", "We closed 40 issues out of 120", "12 **boats** and 12+ oars", "12 of our boats", "12 very old grey boats", "12 of the very old boats",
    "3x", "the 5th", "n = 12", "(n=12)", "We have 300 users. 40 of them row.", "We have 300 users, 40 are new", "We have $300, 40 of them left", "We had 300 users. 40 on Monday", "We had 300 users. 19 on Monday", "We had 300 users. 20 on Monday", "We had 300 users. Also 40 on Monday",
    "We had 300 users compared with 250", "$300 compared to 250", "We paid $300. 40 on Monday", "We had 300 users. We paid nothing compared with 250",
    "Tickets: 118 open, 23 closed", "Open issues: 45", "Open issues 45", "half of the open issues (currently 15)", "users are at 250", "users are at 19", "users are at 20", "users: 1", "users: 2", "launches now 300", "Closed issues: 12", "Open PRs: 231 (-12)", "Merged PRs: 231 (+12%)", "PRs are at 231",
    "Berths taken so far: 41", "Berth: 41", "Votes cast: 5", "Berths of the old long grey pier: 41", "Berths of the old long grey stone pier: 41", "Berths taken (so far): 41", "Berths taken: 41 of us", "Membership stands at 83, down from 91", "Membership stands at 83", "The crew at 83, down from 91",
    "300 users on the river Moss and its two long weirs", "On Monday: users come, all 300", "300 users", "12 boats, and 3 oars for the rowing club",
    "Pages take 3 seconds, and 2.5 s on phones", "12 oars/boat", "$5/user and 3 USD per boat per day", "CA$12 and 12 EUR", "12 boats + 3 boats", "~40 boats", "40-50 boats", "from 50 to 40 boats", "between 40 and 50 boats", "50-40 boats", "40 to 50 boats",
    "half a year of money left", "two and a half years of runway", "twelve weeks of runway", "a dozen weeks of runway", "3 million users", "3 Mio. users", "3 million USD", "about 3m users", "about 3m of rope", "3 m", "3mn USD",
)  # fmt: skip


@pytest.mark.parametrize("heading", ["Notes", "Budget", "Money for all of our boats"])
def test_what_every_sentence_claims(heading, holds):
    body = "".join(f"- {text}\n" for text in CLAIMS)
    note = read_note(
        f"# 2026-02-09\n\nPresent: Ada Moss, Bo Reed\n\n## {heading}\n\n{body}".encode(), "note.md"
    )
    holds(row(*astuple(claim)) for claim in note.parts[0].claims)


def test_what_claims_of_a_note_below_an_item_and_in_German_are(holds):
    def answers(body):
        note = read_note(f"# 2026-02-09\n\n{body}\n".encode(), "note.md")
        yield repr(body[:60])
        yield from (f"  {row(*astuple(claim)[:6])}" for claim in note.parts[0].claims)
        yield from (f"  {row(u.line, u.text, u.reason)}" for u in note.unread)

    bodies = (
        "- Budget\n  - 5k\n  - 5m",
        "- Budget of the rowing club\n  - 5k",
        "- Boats\n  - 5k\n- Budget\n\n5k",
        "Das Boot und die 87 Mitglieder sind da.\n\nEs sind 12 Kinder, 3 Boote, 40 alte Boote und 7 Rot.",
        "The 87 Mitglieder are here, and 12 boats.",
        " ".join(f"{n} boats," for n in range(10, 50)),
        " ".join(f"{n} boats," for n in range(10, 51)),
        " ".join(f"{n} boats," for n in range(10, 52)) + " which is more than the hall could ever hold",
        "MOTION: spend $500 on rope\n\nThe motion failed 2-5.\n\nWe have 300 users.",
    )  # fmt: skip
    holds(line for body in bodies for line in answers(body))


FIGURES = (
    "12", "1,5", "1.5", "1,55 %", "1.55 €", "1,555 €", "1.555 €", "$1.555", "$1,555", "0.555 €", "$0,555", "1.555", "1,555", "12,555 users", "1234.555 users", "1234,555 €", "1,555 km", "1.555 s", "1.555 GB", "1.555k", "1,555 million",
    "1.555.555", "1,555,555", "1.55.555", "0.555.555", "1234.555.555", "1.555,5", "1,555.5", "1.555,55 €", "1 555", "1 555 €", "0 555 €", "1 055", "1 555,5", "1'555", "1’555,50", "12 345 678", "1 555.5 €",
    "€1.5", "€ 1,5", "EUR 1.555", "1.555 EUR", "1,555 EUR", "1.5 EUR", "1,5 EURO", "1.5m", "1,5 k", "1.5 apples", "1,5 apples", "(1.555 €)", "v1.555", "1.555-2", "-1.555 €", "1.5.5", "10.000", "10,000", "100.000", "1000,000",
)  # fmt: skip
SAYING = {
    "nothing": [], "point": ["$12.50"], "comma": ["12,50 €"], "both": ["12,50 € and $12.50"],
    "blanks": ["27 300 Leute und 27 300 €"], "blanks, plain": ["3 040"],
}  # fmt: skip


def test_how_every_figure_is_written_in_a_note_that_says(holds):
    alone = (row(f, *astuple(custom_of([f]))[:2], *astuple(custom_of([f"we have {f} of it"]))[:2]) for f in FIGURES)  # fmt: skip
    customs = [custom_of(texts) for texts in SAYING.values()]
    written = (row(f, *(written_alike(f"we have {f}, yes", own) for own in customs)) for f in FIGURES)  # fmt: skip
    holds([*alone, *written])


LARGE = ("Die 20 Leser", "20 Leser und das Boot", "und der Leser", "20 leser", "20 alten Leser", "20 READERS")  # fmt: skip


def test_a_note_writes_its_nouns_large(holds):
    pairs = [(one, two) for one in LARGE for two in LARGE]
    holds(row(*pair, custom_of(pair).large_nouns) for pair in pairs)


DECIDED = (
    "DECISION: keep the boat", "DECISION: Ada will sell the boat", "DECISION: carried", "DECISION: approved, Ada to sell it", "DECISION: not yet approved, Ada to sell it", "DECISION: none", "DECISION: keep it?", "DECISION needed: keep it", "DECISION: deferred to May", "DECISION: approved, and deferred to May",
    "DECISION: yes / no / later", "DECISION: **yes** / no / later", "DECISION: boats / oars", "DECISION: yes / no, and all of the boats that lie here", "Decision: …", "=> rejected", "#agreed keep it",
    "Motion: sell the boat\nCarried", "Motion: sell the boat\nResult: failed", "Motion: sell the boat\n\nCarried 5-2", "Motion: sell the boat. Carried 5-2.", "Motion: sell the boat (5 for, 2 against)", "Motion: sell the boat (2 for, 5 against)", "Motion: sell the boat (2 for, 2 against)",
    "- Motion: sell the boat\n  - carried\n- Sell the oar\n  - => approved\n- Sell the rope\n  - -> not approved\n- Sell it\n  - approved", "- Motion: sell the boat\n  - failed 2-5", "- Motion: sell the boat\n  - approved by all of us who came here today",
    "Ada moved to sell the boat.\n\nIt rains.\n\nThe motion carried.", "Ada moved to sell the boat.\n\nThe motion failed.\n\nThe motion carried.", "Ada moved to sell it.\n\n" + "It rains.\n\n" * 6 + "Carried.", "Ada moved to sell it.\n\n" + "It rains.\n\n" * 7 + "Carried.", "Ada moved to sell it.\n\n" + "It rains.\n\n" * 8 + "Carried.",
    "## Motion to sell the boat\n\nCarried.", "## Boats\n\nCarried.", "## Motion\n\nAda moved to row.\n\n## Boats\n\nCarried.",
    "For: 5, against: 2", "For: 2, against: 5", "In favour: 2, opposed: 5, rejected", "5 for, 5 against", "Dee: yes 5, no 2", "For: 5, against: 2?", "We voted: 5 for, 6 against.", "Vote 5-2 on the boat", "The poll passed", "The vote was not carried", "The motion lost", "The motion lost to rain",
    "Straw poll: 5 in favour", "Straw poll: 5 in favour. Approved.", "Straw poll: 5 in favour. DECISION: keep it.", "No decision on the boat", "no decisions", "## Celebrations\n\nThe boat was approved", "## Boats\n\nThe boat was approved",
    "- We will sell the boat", "We will sell the boat", "- We will see it", "- We won't sell the boat", "- Ada: We will sell the boat", "- It rains. We will sell the boat", "- We will not discuss it",
    "No objections", "There were no objections", "If there are no objections we sell", "Hearing none, sold", "nothing heard", "Without any objections it is sold",
    "Ada: agreed to sell the boat", "Dee: agreed to sell the boat", "Dee: I think agreed that it is old", "[Ada] approved", "Approved", "Approved unanimously", "Unanimously approved", "cancelled", "let's do it", "Just do it", "Do it now",
    "The boat is approved", "The boat isn't approved", "The boat may be approved", "The boat was formally approved", "The board approved the boat", "Approved by the board", "Approved by Ada", "Decision made: boat", "The board has not approved the boat", "The board should have approved it",
    "RESOLVED, that we sell", "The vote became unanimous, approved", "-> decided: yes", "We have consensus: it opens in May", "Consensus was to wait", "The conclusion is that we stay", "There is no consensus: it opens",
    "Beta backport accepted (see the poll)", "Ada Moss accepted", "Bo accepted", "The old boat of ours accepted", "The boat would be accepted", "Dee Marsh accepted (yes)",
    "Agreed to sell the boat", "Agree to the charter (5m)", "Agreement to sell the boat", "Everyone agreed to sell the boat", "Ada agreed to sell the boat", "Ada has agreed to sell the boat", "Ada and Bo agreed to sell the boat", "No one agreed to sell the boat", "One two three four five six seven eight nine agreed to sell it", "One two three four five six seven eight nine ten agreed to sell it", "Agreed on: boats", "Agreed that: we sell it now", "They might have agreed to sell",
    "no dissent, passed", "boats passed", "we saw; approved for beta", "It is Approved for beta", "it is approvedly so", "Approved: the boat", "Whether approved for beta", "approved for beta", "not approved for beta", "The gauge. approved with rain", "approved with rain", "agreed", "agreed by all", "accepted 5",
    "ACTION: the board approved the boat", "The board approved the boat?", "PROPOSAL: sell the boat", "PROPOSAL: sell the boat +1 / +1", "PROPOSAL (5 +1): sell", "PROPOSAL: approved", "PROPOSAL: 3 for, 3 against", "PROPOSAL by Ada: carried",
    "The board approved the boat. The board approved the boat for May.", "Vote: 5-2.\n\nVote: 5-2. The boat is sold, approved.",
    "Decision:\n\n- keep it\n- deferred to May\n- none\n- n/a\n\nText\n\n- row it", "Decision:\n\n- keep it\n\n## Boats\n\n- row it", "- Decisions\n  - keep it\n  - => carried\n- Boats\n  - row it", "## Decisions\n\n- keep it\n  - and mend it\n- Sell it\n  - => carried\n- Ada will row it\n- Decision: stay\n- we stay?", "## Decisions\n\n### Boats\n\n- keep it", "**Decision**\n\nkeep it", "Decisions made:\nkeep it\nrow it", "Decisions needed:\nkeep it", "- decision\n  - stay here", "Decision for Ada:\n\n- stay", "ACTION:\n\n- stay",
)  # fmt: skip


NOTHING = (
    "DECISION: none", "DECISION: n/a", "Decision: no decisions", "DECISION: none so far", "No one agreed to sell the boat", "Nobody agreed to sell the boat", "None agreed to sell the boat", "None of us agreed to sell the boat", "There was no agreement to sell it", "No agreement to sell it", "The boat may be approved", "They may have agreed to sell it",
)  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_what_nobody_decided_is_no_decision(text):
    note = read_note(f"# 2026-02-09\n\n{text}\n".encode(), "note.md")
    assert note.parts[0].decisions == []


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("For: 5, against: 2", "For: 5, against: 2"),
        ("Yes: 2, no: 5", "Yes: 2, no: 5 (rejected)"),
        ("For: 5, against: 5", ""),
    ],
)  # fmt: skip
def test_a_count_behind_a_colon_is_a_vote(text, votes):
    note = read_note(f"# 2026-02-09\n\n{text}\n".encode(), "note.md")
    assert "|".join(decision.text for decision in note.parts[0].decisions) == votes


def test_what_every_text_decides(holds):
    def answers(body):
        text = f"# 2026-02-09\n\nPresent: Ada Moss, Bo Reed\n\n## Notes\n\n{body}\n"
        found = read_note(text.encode(), "note.md").parts[0].decisions
        yield row(repr(body), *((d.line, d.text) for d in found))

    holds(line for body in DECIDED for line in answers(body))


TASKS = (
    "AB to mend it", "AB will mend it", "ÄB to mend it", "[AB] mend it", "(AB) mend it", "mend it /AB", "mend it, AB", "mend it; AB", "mend it & AB", "mend it - AB", "mend it @AB", "@AB to mend it", "Trying to mend it", "Mona to mend it", "Mona will mend it", "Mona to mend it with Lena", "[ ] Mona to mend it", "Ada to mend it", "- Mona to mend it", "TBD to mend it", "ADA to mend it", "Adab to mend it", "(Mona) to mend it", "Lena, Mona to mend it", "Mona and AB to mend it", "abc to mend it", "Owner: AB", "mend it. Owner: AB, Mona", "mend it (AB, due in May)", "mend it (Ada, due in May)", "mend it -> AB, Mona", "mend it <- Lena", "Ada: mend it?", "Lena: mend it?", "bo mend it", "dee mend it", "Bo mend it", "**Lena** mend it", "**Lena**: mend it", "mend it @gil @dee @gil", "(x) mend it", "(done) mend it", "(all) mend it", "(Lena/Mona) mend it", "2026-02-09 (gil): mend it", "(Lena)(x) mend it", "Lena", "Lena, Mona", "Lena - mend it", "mend it - Lena", "mend it - Lena - in May", "mend it - Ada (late)", "mend it :heavy_check_mark:", "mend it DONE", "mend it ✅", "COMPLETE: mend it", "COMPLETED mend it", "mend it (done in May)", "[x] mend it", "[X] Ada: mend it", "[ ] mend it DONE", "~~Ada to mend it~~", "~~mend it~~ (Ada) ok", "n/a", "None so far", "Add yours here", "nothing", "Boats; help needed", "help needed", "Ada: status: done",
)  # fmt: skip
LISTS = {
    "of actions": "## Action items\n\n", "of Ada": "## Action items\n\n### Ada\n\n", "of notes": "## Notes\n\n",
    "of two": "Ada and Bo: action items:\n\n",
}  # fmt: skip


@pytest.mark.parametrize("head", LISTS)
def test_whom_every_entry_of_a_list_names(head, holds):
    def answers(body):
        text = f"# 2026-02-09\n\nPresent: Ada Moss, Bo Reed\n\n{LISTS[head]}{body}\n"
        yield from read_note(text.encode(), "note.md").parts[0].actions

    body = "".join(f"- {text.removeprefix('- ')}\n" for text in TASKS)
    marked = "".join(f"ACTION: {text}\n\n" for text in TASKS)
    holds(
        row(a.line, a.text, a.owners, a.done, a.doubtful, a.sure)
        for each in (body, marked)
        for a in answers(each)
    )


AGENDAS = (
    "# Call\n\n## Agenda\n\n> - quoted\n\n- own\n\n  - deeper\n\n    - punt on it\n- next\n  - we punt on it\n- later\n  - to the next\n  - it rains",
    "# Agenda\n\n- own", "# Agenda of the weekly board call\n\n- own\n\n## Topics\n\n- two", "# Agenda of the call\n\n- own", "# Topics of our call\n\n## Boats\n\n- own", "# Meeting\n\n## Agenda\n\n### Present\n\n- Dee Marsh\n\n### Boats\n\n- own", "# x\n\n## Agenda of the call we had in May\n\n- own", "# x\n\n## Agenda of the boats we had in May\n\n- own",
    "# x\n\n## Agenda\n\n### Boats\n\ntext\n\n### Oars\n\ntext\n\n#### Deep\n\n- own", "# x\n\n## Agenda\n\n### Boats\n\ntext", "# x\n\n## Agenda\n\n- own\n\n### Boats\n\n### Oars", "# x\n\n## Agenda\n\n### moss/weir\n\n### Oars", "# x\n\n## Agenda\n\n### Boats (Ada, 5 min)\n\n- a\n\n### Oars\n\n- b\n\n## Notes\n\n- c", "# x\n\n## Agenda\n\n#### Deep\n\n### Boats\n\n### Oars\n\n#### Other",
    "# x\n\n## Not discussed\n\n- own\n\n### Boats\n\n- deep", "# x\n\n## Boats\n\n### Skipped\n\n- own\n- can wait", "# x\n\n## Boats\n\n- defer it\n- we have no time\n- no one has time\n- skipped, it rains\n- skipped it\n- discuss next week\n- (next) week", "- own\n- postpone it",
    "# x\n\n## Agenda\n\n- Host: Ada\n- Links to boats: x\n- Meeting room: x\n- When? x\n- [Ada](x) budget\n- [x](y) budget\n- [ ](x) boat\n- (Ada/Bo) boat\n- (Ada; Dee) boat\n- (boats) boat\n- (Boats) boat\n- Ada/Bo: boat\n- **Ada Moss** boat\n- **Ada Moss and Bo** boat\n- **Boats** boat\n- boat\n  more (Ada)\n- boat (Ada/Bo)\n- boat (Dee, 5 min)\n- boat (5m, Ada)\n- boat (Ada) - 5m\n- boat [Ada: 5m]\n- boat (Ada, short)\n- boat (12345 min)\n- boat 5 min\n- boat (5-10m)\n- boat (5)\n- boat (5 minutes) more\n- Item 1\n- Item: 1\n- your name\n- name = Ada\n- -\n- *.*\n- 5",
    "# x\n\n## Next meeting topics\n\n- own\n\n## Agenda for the next meeting\n\n- two\n\n## Next topics\n\n- three",
)  # fmt: skip


def test_what_every_agenda_holds(holds):
    def answers(body):
        text = f"---\ndate: 2026-02-09\n---\nPresent: Ada Moss, Bo Reed\n\n{body}\n"
        yield repr(body)
        for t in read_note(text.encode(), "note.md").parts[0].agenda:
            yield f"  {row(t.title, t.owners, t.minutes, t.outcome, t.line)}"

    holds(line for body in AGENDAS for line in answers(body))


FILES = (
    ("call.md", "# Log\n\n## 2026-02-09 one two three four five six\n\na\n\n## 2026-02-16 one two three four five six seven\n\nb"),
    ("call.md", "# Log\n\n## Boats 2026-02-09 two three\n\na\n\n## Boats 2026-02-16 two three four\n\nb"),
    ("2026.md", "# Log\n\n## February 9 one two three\n\na\n\n## February 16 one two three four\n\nb"),
    ("call.md", "# Log\n\n## (2026-02-09) one two three four five six\n\na\n\n## 9.2.26 one two three\n\nb\n\n## 16.2.26\n\nc"),
    ("call.md", "# Log 2026-02-09\n\na"), ("call.md", "# Log\n\n## 2026-02-09\n\na"), ("call.md", "text\n\n## 2026-02-09\n\na\n\n# 2026-02-16\n\nb\n\n## 2026-02-23\n\n### 2026-03-02\n\nd"),
    ("call.md", "# 2026-02-09\n\n## 2026-02-16\n\n# 2026-02-23\n\n## 2026-03-02"), ("call.md", "# Log\n\n## Next meeting 2026-02-16\n\na\n\n## Meeting date 2026-02-09\n\nb\n\n## 2026-02-23\n\nc"),
    ("call.md", "# 1999\n\n## 9 March\n\n## 2026\n\n## 10 March\n\n## 2026-04\n\nx\n\n## April 2026\n\ny"), ("index-2026-02-09.md", "# x"), ("my index.md", "# 2026-02-09"), ("indexes.md", "# 2026-02-09"), ("index/call.md", "# 2026-02-09"), ("checklist.2026.md", "Date: 2026-02-09"),
    ("call.md", "---\ndescription: on 2026-02-09\n---\nx"), ("call.md", "---\ntitle: " + "a" * 50 + " 2026-02-09\n---\nx"), ("call.md", "---\ntitle: " + "a" * 49 + " 2026-02-09\n---\nx"), ("call.md", "---\ntitle: 12\n---\n## Two\n\n# One\n\nDate: 2026-02-09"), ("call.md", "---\ntitle: ' '\n---\n## Two\n\nDate: 2026-02-09"), ("call.md", "Date: 2026-02-09"),
    ("call.md", "x\n\n" * 17 + "Date: 2026-02-09"), ("call.md", "x\n\n" * 18 + "Date: 2026-02-09"), ("call.md", "y" * 109 + " 2026-02-09"), ("call.md", "y" * 110 + " 2026-02-09"), ("call.md", "see http://x.example 2026-02-09"),
    ("2026-02-09.md", "# Cancelled"), ("2026-02-09.md", "# Sync\n\nThe call was cancelled.\n\n" + "word " * 70), ("2026-02-09.md", "# Sync\n\nWe cancelled the boat. " + "word " * 54), ("2026-02-09.md", "# Sync\n\nWe cancelled the boat. " + "word " * 55), ("2026-02-09.md", "# Sync\n\nWe cancelled the boat. " + "word " * 56),
    ("call.md", "## 2026-02-09 (merged)\n\n## 2026-02-16 Merged\n\n## 2026-02-23 N/A\n\n## 2026-03-02\n\n## 2026-03-09 - x"), ("call.md", "## 2026-02-09\n\nmerged with the board call\n\n## 2026-02-16\n\nmerged the two old boats with the long board call\n\n## 2026-02-23\n\nmerged the boats with the board\n\n## 2026-03-02\n\nmerged it all with the new board call"), ("call.md", "## 2026-02-09\n\nsee 2026-02-16 one two three four five six\n\n## 2026-02-16\n\nsee 2026-02-23 one two three four five six seven\n\n## 2026-02-23\n\nsee 2026-02-23\n\n## 2026-03-02\n\nnext meeting 2026-03-09"),
    ("2026-02-09.md", "2026-02-09\n\nsee 2026-02-16"), ("2026-02-09.md", "# 2026-02-09\n\nsee 2026-02-16"), ("reports/2026-02-09.md", "# Boats"), ("2026-02-09_report.md", "# Boats"), ("2026-02-09.md", "# Report"), ("2026-02-09.md", "# Reporting"), ("2026-02-09-report.md", "# Meeting"), ("2026-02-09.md", "# Sync 2026-02-15"), ("2026-02-09.md", "# Sync 2026-02-16"), ("2026-02-09.md", "text\n\n# Sync\n\n## Boats 2026-02-10"),
)  # fmt: skip


def test_which_meetings_begin_where(holds):
    def parts(name, text):
        note = read_note(text.encode(), name)
        yield row(name, repr(text[:80]), note.title)
        for p in note.parts:
            yield f"  {row(p.is_meeting, p.day, p.month, p.section, p.line, p.length, p.cancelled)}"
        yield from (f"  {row(u.line, u.text, u.reason)}" for u in note.unread)

    holds(line for name, text in FILES for line in parts(name, text))


LONG = "x" * LONGEST
MARKDOWN = (
    "- a\n\n1. b\n\n- c", "- a\n  1. b\n- c\n\n# d\n\n- e", "- a\n  > b\n  > - c\n- d", "> # a\n> b\n\nc", "- a\n  ## b\n  c", "- a\n\n  ```\n  x\n  ```\n\n  b", "- ---\n- a", "-\n\n  a\n- b", "- a\n  | b | c |\n  |---|---|\n  | d | e |",
    "| a |\n|---|\n| b |\n\n| c |\n|---|\n\n- d", "<table>\n<tr><td>a</td><td>b &amp; c</td></tr>\n\n<tr><td>d</td></tr></table>\n\ne", "a\n\n<table><tr><td>b</td></tr><tr><td>c<br>d\n</td></tr>\n<tr><td>e</td></tr></table>", "<td>a", "<trail>a</trail>", "<p>a</p>\n<!-- b", "x\n\n<!-- a -->b\n\n<p>c <!-- d --> e</p>", "a\n\n    b\n      c\n\nd", "\n\n\ta\n", "a\n\n***\n\n- b\n\n***", "!!! note \"T\"\n    a\n\n    b\nc", "??? note \"T\"\n    a", "???+ note \"T\"\n    a\nb", "---\n1\n---\na", "---\na: " + "b" * 20_000 + "\n---\nc", "---\na: " + "b" * 19_996 + "\n---\nc", "---\na: 2026-13-45\n---\nb", "---\n" + "[" * 400 + "\n---\nb", "---\na: !!x b\n---\nc",
    f"- {LONG}", f"- {LONG}x", f"{LONG[:1000]}\n{LONG[:999]}", f"{LONG[:1000]}\n{LONG[:1000]}\n{LONG[:1000]}", f"- a\n  {LONG}\n  b", f"# {LONG}", f"# {LONG}x", f"| {LONG} | a |\n|---|---|\n| b | c |", f"|{LONG[:1996]}|a|\n|---|---|",
)  # fmt: skip
RAW = (
    "a\\_b", "\\", "a \nb", "a\n b", "[a](b", "a](b)", "<a", "a>", "<b>", "&a", "a;", "&amp;", "*a", "*a*", "**", "a**b**c", "_a", "_a_", "a_b_c", "a _b_ c", "~a", "~~a~~", "~~a~~b~~", "`a", "`a`", "``a``", "a<br/>b", "a<BR>b", "a<i>b</i>", "![a](b)", "![a](b) [c](d)", "[](d)", "~~[a](b)~~ c",
    "[Ada](https://github.com/adam/)", "[Ada](https://www.github.com/adam)", "[ada](https://github.com/Ada)", "[@Ada](https://github.com/ada)", "[Ada @x](https://github.com/ada)", "[https://github.com/ada](https://github.com/ada)", "[Ada](https://github.com/ada/weir)", "[Ada](https://example.org/ada)",
    "Ada [Ada](mailto:a@x.example)", "Bo [Ada](mailto:a@x.example)", "[](mailto:a@x.example)", "[A](mailto:a@x.example) [B](mailto:b@x.example)", "[A](mailto:a@x.example) and [B](mailto:b@x.example)", "[A](mailto:a@x.example)[B](https://x.example)[C](mailto:c@x.example)", "[Ada [x](y)](mailto:a@x.example)",
)  # fmt: skip
BYTES = (
    b"\xff\xfea\0b\0", b"\xfe\xff\0a\0b", b"\xef\xbb\xbfa", b"\xef\xbb\xbfa\nb\xe9", b"ros\xe9\r\nna\xc3\xafve\rx", b"\x81\x8d", b"a\0b\1c\2d\3", "cafÃ©\nnaïve\nSÃ¸ren".encode(), "Ã©\nx".encode(), "x\ny\nâ€™".encode(), "naïve\nfrühe".encode(),
)  # fmt: skip


def test_the_blocks_of_every_page_its_raw_words_and_the_text_of_bytes(holds):
    def short(text):
        return text if len(text) < 80 else f"{text[:20]}… {len(text)}"

    def blocks(text):
        page = read_page(text)
        matter = {key: short(str(value)) for key, value in page.matter.items()}
        yield row(repr(short(text)), matter, page.mistake)
        for b in page.blocks:
            cells = [*map(short, b.cells)]
            yield f"  {row(b.kind, b.level, b.line, short(b.raw), b.parent, b.heading, b.quoted, cells, b.list_id)}"
        yield from (f"  cut {line} {len(raw)}" for line, raw in page.cut)

    pages = (line for text in MARKDOWN for line in blocks(text))
    raw = (row(repr(text), repr(words(text)), repr(words(text, handles=True))) for text in RAW)
    holds([*pages, *raw, *(row(data, repr(decoded(data))) for data in BYTES)])


LINES = (
    "a\nB", "A\nb", "A\nB", "A\nB\nc", "A b c d e f\nBee", "A b c d e f\nBee c d e f g h", "A b c d e f\nBeeeeeeeeeeeeeee", "a  \nb", "a\\\nb", "a\n<ada> b", "a\n... b", "a\n=> b", "a\n-> b", "a\n → b", "Actions:\nb", "a\na. b", "a\nb) c", "a\nACTION: b", "a\nAda: b", "A\n\nB", "A\nBe long enough to it", "A b c\nBe c d", "A b c d\nBe c", "A b c\nBee d", "A b c\nBeee", "a\n@b", "a\n1", "A\n1\n@c", "A\n1\nc",
    "A b. c", "A b. C", "A b. 1", 'A b." C', "A b.) C", "A b? C", "A b!\nc", "A b.\nc", "e.g. Ada", "A. Moss came", "etc. Bo", "vs. Bo", "see the end of Mr. Bo", "AB. Cy", "a。b", "See [a.](x) Bo", "`a. B` c. D", "Am 5. Juni. Dann", "am 25. Juni", "25. Boote", "a25. Juni", "It is 5. June it is", "Do it. DONE", "DONE. Do it", "Do it. done", "Do it. Done", "a! COMPLETED. b", "", " ", " a ", " a. B ",
    "[name=Ada Moss] a", "[name = ] a", "[Ada] a", "[Ada/Bo] a", "[ada] a", "[Ada (x)] a", "Ada (5m) a", "**Ada** (5m) a", "**Ada** (x) a", "**Ada** (5 hours) a", "**Ada** [short] a", "__Ada:__ a", "**Ada a b c d e:** x", "**Ada A B C D E F:** x", "Ada A B C: x", "Ada A B: x", "Ada A B C & Bo D: x", "Ada & bo: x", "Ada and Bo: x", "Ada c/o Bo: x", "Ada + Bo, Cy: x", "Ada van Moss: x", "Notes: x", "Notes (5m): x", "They: x", "ACTION: x", "@ada: x", "ada: x", "Ada", "Ada:", "Ada Abcdefghijklmnopqr Abcdefghijklmnopqrst: x", "Ada Abcdefghijklmnopqr Abcdefghijklmnopqr: x",
)  # fmt: skip


def test_how_every_text_is_parted_into_lines_sentences_and_speakers(holds):
    holds(row(repr(text), lines_of(text), split(text), *speaker_of(text)) for text in LINES)
