# ruff: noqa: E501 - a text is one line
"""What the rules of notes answer to many inputs at once: small texts put together in every way.

`pytest tests/pipelines/test_notes_tables.py --write-golden` writes data/golden/notes_tables anew;
read the difference like code. A table shows what is, not what ought to be: a wrong answer in it is
to be put right.
"""

from dataclasses import astuple
from datetime import date
from itertools import combinations, permutations, product

import pytest
from notes_tables import row

from config import traces
from config.people import Person
from pipelines.notes.persons import asked
from pipelines.notes.persons.identity import Persons, Signing
from pipelines.notes.persons.likeness import (
    fits,
    handles_alike,
    is_short_for,
    may_be_one,
    names_alike,
    without_initials,
)  # fmt: skip
from pipelines.notes.persons.opt_out import withheld
from pipelines.notes.reading import read_note
from pipelines.notes.roll_call.fields import fields_of
from pipelines.notes.roll_call.heads import bold_label, is_group, label_of, opens, sentence_head
from pipelines.notes.roll_call.names import forms_of, is_code, is_like_name, shape
from pipelines.notes.roll_call.roster import is_person
from pipelines.notes.roll_call.signature import Order, is_remark, is_template, read

HEADS = {
    "heading": "## Attendees\n\n{}",
    "label": "Present: {}",
    "label over a list": "Present:\n\n{}",
    "bold": "**Attendees**\n\n{}",
    "item": "- Present:\n{}",
    "remark": "**Roll call** (please sign):\n{}",
    "heading and label": "## Attendance\n\nPresent: {}",
    "sub-headings": "## Attendees\n\n### Board\n\n{}",
    "sentence": "Members present were {}",
    "request": "Please add your name to the roll call below.\n\n{}",
    "long": "Please add your name, and the name of your boat and of its harbour, to the roll call that stands right here:\n\n{}",
    "unknown": "### Crew\n\n{}",
    "unknown, deep": "###### Crew\n\n{}",
    "people who speak": "{}\n\nAda: hm. [Bo] yes",
    "none": "{}",
}


LISTS = (
    "- Ada Moss, Bo Reed, Cy Quill",
    "- Ada Moss, Bo Reed",
    "  - Ada Moss, Bo Reed",
    "  - Ada Moss, Bo Reed, Cy Quill, Dee Marsh\n  - Eve Lund",
    "Ada Moss, Bo Reed\nScribe: AM",
    "Ada Moss, Bo Reed\nScribe: A",
    "Ada Moss, Bo Reed\nScribes: BR, Cy Quill\nHost: Ada (Heron), Fay Orr",
    "Ada Moss, Bo Reed\nChair: Ada, Cy Quill\nModerator: Dee Marsh, who was late",
    "Ada Moss, Bo Reed\nChair: Ada, b, Cy Quill\nScribe: the crew",
    "- Bo Reed (Heron)\n- bo reed / Moss / @bor\n- Bo Reed / Moss / @bor2\n- Bo Reed @bor",
    "- Ada Moss - a remark that goes on and on, so that the line is longer than any name that we know of / x",
    "Skippers: Ada Moss, Bo Reed, Cy Quill, Dee Marsh, Eve Lund, Fay Orr, Gil Tarn, Hal Ives, Ida Holm, Jon Bell",
    "- Ada Moss - Heron and Cy Quill\n- Dee Marsh and Bo Reed - Heron\n- Eve Lund and Fay Orr",
    "- Ada Moss\n\n### Guests: Eve Lund\n\n### Boats: Fay Orr, Gil Tarn\n\n- Hal Ives",
    "Crew: Ada Moss, Bo Reed\nMissing: Cy Quill",
    "Crew: Ada Moss, bo, cy\nRegrets: Dee Marsh",
    "Crew: Ada Moss, Bo Reed, Cy, Dee\nMissing: Eve",
    "Crew: Ada Moss, Bo Reed, Cy, Dee, Fay\nMissing: Eve",
    "Crew of this old boat of ours now: Ada Moss, Bo Reed\nMissing: Eve",
    "- Crew: Ada Moss, Bo Reed\n- Missing: Cy Quill\n- Later: Dee Marsh, Eve Lund",
    "Crew: [Ada Moss](https://github.com/adam), [Bo Reed](https://github.com/bor)\nMissing: Cy",
    "Chair: Ada Moss, Bo Reed\nMissing: Cy Quill",
    "Crew: Ada Moss, Bo Reed\nMissing things: Cy Quill",
    "Crew: Ada Moss, Bo Reed\n\nAbsent: Cy Quill\n\n- Dee Marsh",
    "- Ada Moss\n- Bo Reed",
    "- Ada Moss (Heron Works)\n- Bo Reed (@bor), Brackwater\n- Cy Quill - Moss Lab",
    "- Ada Moss (@zzq)\n- Eve Lund (@xxv)\n- Bo Reed (@qqz)\n- Cy Quill (wwk)\n- Dee Marsh (Heron)",
    "- Ada Moss / Heron / @adam\n- @bor / Bo Reed\n- Name / Organisation / @handle",
    "1. Ada\n2. Bo\n3. cy",
    "  - Ada Moss\n  - Bo Reed\n    - late",
    "Ada Moss, Bo Reed and Cy Quill",
    "Ada Moss, Bo Reed,\nCy Quill.",
    "Ada Moss; Bo Reed (Heron, chair); Cy Quill, Moss Lab",
    "Ada Moss\nBo Reed\nCy Quill",
    "@adam @bor, @cyq",
    "Ada Moss @adam, Bo Reed @bor",
    "- [x] Ada Moss\n- [ ] Bo Reed\n- [X] Cy Quill",
    "- Ada Moss\n\nRegrets:\n\n- Cy Quill",
    "- Ada Moss\n- Bo Reed\n- Regrets: Cy Quill\n- Scribe: Dee Marsh",
    "- Ada Moss\n\n### Guests\n\n- Eve Lund\n\n### Absent\n\n- Fay Orr\n\n## Topics\n\n- Gil Tarn",
    "- Ada Moss\n\n---\n\n- Gil Tarn",
    "| Name | Org |\n|---|---|\n| Ada Moss | Heron |\n\n---\n\n- Gil Tarn",
    "- Ada Moss\n\n### Absent\n\n- Fay Orr\n\n---\n\n- Gil Tarn",
    "- Ada Moss\n\nWe began late.\n\n- Gil Tarn",
    "| Name | GitHub | Org |\n|---|---|---|\n| Ada Moss | adam | Heron |\n| Bo Reed | | |",
    "| Ada Moss | x |\n|---|---|\n| Bo Reed | |\n| Cy Quill | yes |",
    "Chair: Ada Moss\nScribe: Bo Reed\nMembers: Cy Quill, Dee Marsh\nMissing: Fay Orr",
    "Ada Moss (Heron), Bo Reed (Heron)\nApologies: Cy Quill (Moss Lab)",
    "> - Ada Moss\n> - Bo Reed",
    "- The gauge sticks again.\n- We paint it (@bor will).",
    "- name\n- your name / affiliation / @handle",
    "None",
    "- We mend the old gauge / soon\n- We will mend the old gauge / soon",
    "  - Moor room: Ada Moss, Bo Reed\n  - Oslo: Cy Quill, Dee Marsh",
    "- Ada Moss\n  - Oslo: Cy Quill, Dee Marsh\n- Oslo: Eve Lund, Fay Orr",
    "- Ada Moss\n\n## Break-out\n\nPresent: Gil Tarn, Hal Ives\n\n### Who\n\n- Ida Holm",
    "- Ada Moss\n\n## Boats\n\nPresent: Gil Tarn, Hal Ives",
    "Ada Moss, Bo Reed\n\nSkippers: Gil Tarn, Hal Ives\n\nText: all of it",
    "- Ada Moss, Bo Reed\n- Cy Quill, Dee Marsh, Eve Lund, Fay Orr",
    "Ada Moss | Bo Reed | Cy Quill",
    "Ada Moss / Bo Reed / Cy Quill",
    "Ada Moss · Bo Reed",
    "Lund, Pia; Okafor, Tobi; Reed, Bo (Heron)",
    "Ada Moss, Bo Reed + 2 guests, and three members by proxy",
    "Ada Moss, Bo Reed (regrets: Cy Quill)",
    "@adam Ada Moss @bor Bo Reed",
    "- Ada Moss: present\n- Bo Reed: no\n- Cy Quill: regrets",
)


@pytest.mark.parametrize("head", HEADS)
def test_every_list_below_a_head_of_roll_calls(head, holds):
    def called(names):
        text = f"# 2026-02-09\n\n{HEADS[head].format(names)}\n\n## Notes\n\n- Ada will mend it\n"
        note = read_note(text.encode(), "note.md")
        part = note.parts[0]
        yield f"{names!r}: {part.roll_call}"
        for each in part.signed:
            yield f"  {row(each.line, *astuple(each.signature), each.source)}"
        yield from (f"  {row(each.line, each.text, each.reason)}" for each in note.unread)
        yield from (f"  line {line.line}" for line in part.lines if line.kind == "roll call")
        yield from (f"  action {action.owners}" for action in part.actions)

    holds(line for names in LISTS for line in called(names))


SIGNED = (
    "Ada Moss", "Ada", "ada", "Ada M.", "A. Moss", "Ada Moss Jr.", "Dr. Ada Moss", "van Ada Moss",
    "@adam", "@adam Ada Moss", "Ada Moss @adam", "Ada Moss (@adam)", "Ada Moss (@adam, Heron)",
    "Ada Moss (Heron)", "Ada Moss [Heron]", "Ada Moss (AM)", "Ada Moss (chair)",
    "Ada Moss (late)", "Ada Moss (adam)", "Ada Moss (PhD)", "Ada Moss (12)",
    "Ada Moss (Heron, chair)", "Ada Moss (", "Ada Moss, Heron", "Ada Moss, chair",
    "Ada Moss, Heron, Oslo", "Ada Moss, Oslo, NY", "Ada Moss / Heron", "Ada Moss / @adam / Heron",
    "Ada Moss / Heron / @adam", "Ada Moss / - / -", "Ada Moss / adam / Heron",
    "Ada Moss / Heron / adam", "Ada Moss / Heron / Oslo / adam", "Ada Moss / Heron / HQ",
    "Ada Moss / / Heron", "Ada / Heron", "/ Heron / @adam", "@adam / Heron",
    "Ada Moss | Heron / Oslo | @adam", "Ada Moss / Heron | Oslo / @adam", "Ada Moss | Heron / @adam",
    "Ada Moss | Heron | @adam", "Ada Moss - Heron", "Ada Moss - will be late",
    "Ada Moss - regrets", "Ada Moss — Heron — @adam", "Ada Moss/Heron", "Ada Moss (she/her)",
    "Ada Moss she/her / Heron", "Ada Moss (they/them, Heron)", "Ada Moss <ada@moss.example>",
    "ada@moss.example, Heron", "ada@moss.example", "https://github.com/adam",
    "Ada Moss https://github.com/adam Heron", "Ada Moss adam Heron Works", "Ada Moss +1",
    "Ada's iPhone", "Ada Moss: Heron", "gh: adam / Ada", "Ada Moss#1234", "@heron/team",
    "everyone", "All", "TBD", "chair", "Scribe: Ada", "Heron team",
    "the gauge sticks and we paint it", "Ada Moss (absent)", "Ada Moss (not attending)",
    "名前 太郎",
    "Ada Moss / N/A / @adam", "Ada Moss / none", "Ada Moss / @Ada Moss",
    "Ada Moss (Heron) plus two", "[x] Ada Moss", "- Ada Moss", "name / handle", "Ada Moss!",
    "Ada Moss lead", "Ada Moss host", "ada moss host", "Ada Moss Host", "host", "Ada host chair", "Cy Q. Quill",
)  # fmt: skip


ORDERS = {
    "none": Order(),
    "handle second": Order(handle=1),
    "handle third, known": Order(handle=2, known=frozenset({"adam", "heron"})),
    "homes": Order(homes=frozenset({"heron", "late"}), brackets=True),
    "brackets, named": Order(handle=2, brackets=True, named=True, homes=frozenset({"adam"})),
}


@pytest.mark.parametrize("order", ORDERS)
def test_every_signature_in_an_order_of_fields(order, holds):
    read_as = ((text, read(text, ORDERS[order])) for text in SIGNED)
    holds(row(text, *(astuple(said) if said else ("nobody",))) for text, said in read_as)


def test_what_every_text_of_a_roll_call_may_be(holds):
    holds(
        row(
            text, shape(text), is_person(text), is_person(text, full=True), is_template(text),
            is_remark(text), fields_of(text), sorted(forms_of(text)),
        )
        for text in SIGNED
    )  # fmt: skip


LABELS = (
    "Present", "Present:", "Present: Ada", "**Present** Ada, Bo", "__Present:__ Ada",
    "Attendees (8)", "Attendees (add yourself): Ada", "Who's here?", "Who is with us:", "Who is with us now:", "Who else of the other boats came",
    "who came and what for now:", "In attendance - Ada Moss", "To present: Ada", "Ada to present",
    "Ada Moss: late", "Regrets: Bo", "Absent", "Attendees and regrets", "Regrets and attendees",
    "Timekeeper: Ada", "Other: Bo", "Zoom: https://zoom.example", "Time: 10:00",
    "Unable to attend: Bo", "Attendees 12", "Present // x", "Ada Moss and Bo Reed were present.",
    "Directors present were Ada Moss; absent: Bo Reed", "Ada, Bo attended. Cy did not.",
    "In the call: ***", "Guests", "On the phone", "Online", "Anwesend:",
)  # fmt: skip


def test_what_every_label_opens(holds):
    def heads(text):
        for head in (label_of(text), bold_label(text), sentence_head(text)):
            yield (head.label, head.rest, head.is_short) if head else None

    holds(row(text, opens(text), is_group(text), *heads(text)) for text in LABELS)


NAMES = (
    "ada moss", "ada mosss", "ada m moss", "ada k moss", "ada moss heron", "ada fenwick",
    "ada fenwik", "ada fenwcik", "ada fenwicks", "ada fenvikk", "adalia moss", "ad moss",
    "a moss", "ada m", "ada", "am", "adamoss", "bo moss", "bo reed", "bo read", "bo li", "bo lo",
    "bo de reed", "adaf", "amoss91", "f", "fenwick ada", "ada 李",
)  # fmt: skip


def test_which_of_two_names_are_alike(holds):
    homes = frozenset({"heron", ""})

    def said(one, two):
        full = " " in one and " " in two
        if full and names_alike(one, two, homes):
            yield "alike"
        if fits(one, "", two):
            yield "fits"
        if fits(one, "adaf", two):
            yield "fits with adaf"
        if is_short_for(one, two, frozenset({"adaf"})):
            yield "short, adaf"
        if is_short_for(one, two, frozenset()):
            yield "short"
        if full and one != two and may_be_one(one, two):
            yield "may be one"
        if handles_alike(one, two):
            yield "handles"
        if is_like_name(one, two):
            yield "like"
        if is_code(one.upper(), two):
            yield "code"

    pairs = ((one, two, [*said(one, two)]) for one, two in product(NAMES, NAMES))
    short = (row(name, *without_initials(name)) for name in NAMES)
    holds([*short, *(row(*pair) for pair in pairs if pair[2])])


SPELLINGS = (
    ("team", "Ada Moss", "adam"), ("team", "Ada Moss", None), ("team", "Ada", None),
    ("team", "Ada", "adam"), ("other", "Ada", None), ("team", "AM", None), ("team", "adam", None),
    ("team", "Ada M. Moss", None), ("team", "Ada Fenwick", "adam"), ("team", "Bo Reed", "bo-reed"),
    ("other", "Bo Reed", "bo-reid"), ("team", "Bo", "bo-reed"), ("team", "Ada Fenwik", None),
)  # fmt: skip


PEOPLE = [
    Person(name="Ada Moss", aliases=["AM"], handles=["@adam"]),
    Person(name="Bo Reed", opt_out=True),
    Person(name="@adam"),
]


def persons(signed, people):
    """The ids, whom nobody can tell, and what people.toml says of a team."""
    found = Persons(signed, people, frozenset({"heron"}))
    ids = found.ids()
    return row(
        *((*s.spelling, sorted(s.meetings), ids[s.spelling]) for s in signed),
        sorted((root, sorted(others)) for root, others in found.ambiguous()),
        sorted(found.borrowed), sorted(found.opted_out()), sorted(found.staying()),
        sorted(found.called().values()),
    )  # fmt: skip


def test_who_is_who_among_two_spellings(holds):
    apart, together = ({1, 2}, {3}), ({1, 2}, {2, 3})
    holds(
        persons([Signing(*one, a), Signing(*two, b)], people)
        for one, two in combinations(SPELLINGS, 2)
        for a, b in (apart, together)
        for people in ([], PEOPLE[:2])
    )


def test_who_is_who_among_three_spellings(holds):
    holds(
        persons([Signing(*s, {n, 10 * (n == 1)}) for n, s in enumerate(three)], people)
        for three in permutations(SPELLINGS[:8], 3)
        for people in ([], PEOPLE[2:])
        if people or f"{three[0]}" < f"{three[1]}"
    )


LEAVING = [
    Person(name="Ada Moss", aliases=["AM"], handles=["@adam"], opt_out=True),
    Person(name="Bo Reed"),
]


NAMED = (
    "Ada", "Ada Moss", "@adam", "Bo", "Bo Reed", "bo-reed", "AM", "Ada Fenwik", "Ada Fenwick",
    "Ada M. Moss",
)  # fmt: skip


def test_who_is_left_out_and_asked_about_among_two_spellings(holds):
    def told(one, two, met):
        signed = [Signing(*one, {1, 2}), Signing(*two, met)]
        found = Persons(signed, LEAVING)
        ids, gone = found.ids(), found.opted_out()
        left = withheld(gone, LEAVING, signed, ids, found.staying())
        days = {1: date(2026, 2, 2), 2: date(2026, 2, 9), 3: None, 4: date(2026, 2, 16)}
        known = asked.settled([], ["bo"], [])
        every = [
            *asked.questions(
                found, signed, days=days, people=LEAVING[1:], unknown=["bo"], left=traces.of([])
            ),
            *asked.questions(
                found, signed, days=days, people=[], unknown=[], left=left.traces
            ),
            *asked.nameless(found, signed, days=days, known=known, left=traces.of([])),
        ]  # fmt: skip
        yield row(one, two, sorted(met), sorted(left.person_ids), sorted(left.namesakes))
        yield f"  {row(*(text for text in NAMED if left.traces.found(text)))}"
        yield from (f"  {row(*astuple(question))}" for question in every)

    pairs = combinations(SPELLINGS, 2)
    holds(
        line for one, two in pairs for met in ({3, 4}, {2, 4}, {4}) for line in told(one, two, met)
    )


@pytest.mark.parametrize(
    ("unknown", "people", "asks"),
    [
        ([], [], 1),
        (["Bo Reed"], [], 0),
        (["bo  read"], [], 0),
        ([], [Person(name="Ada", aliases=["Bo Reed"])], 0),
        ([], [Person(name="Bo Read")], 0),
    ],
)
def test_two_names_are_asked_about_unless_either_is_settled(unknown, people, asks):
    signed = [Signing("team", "Bo Read", None, {1, 2}), Signing("team", "Bo Reed", None, {3, 4})]
    days = dict.fromkeys(range(1, 5), date(2026, 2, 9))
    found = asked.questions(
        Persons(signed, []),
        signed,
        days=days,
        people=people,
        unknown=unknown,
        left=traces.of([]),
    )
    assert len([*found]) == asks


CHATS = (
    "#topic Roll call\n<ada> here\n<bo> hi\n#x",
    "17:00:01 <ada> #topic Roll call\n17:00:02 <bo> here\n17:00:03 <ada> #topic weir\n17:00:04 <cy> x",
    "17:00:01 <ada> o/\n17:00:02 <bo> hello\n17:00:03 <ada> #topic weir\n17:00:04 <cy> x",
    "17:00:01 <ada> o/\n17:00:02 <bo> \\o/\n17:00:03 <cy> x\n17:00:04 <ada> #topic weir\n17:00:05 <dee> o/",
    "17:00:01 <ada> #topic weir\n17:00:02 <bo> o/\n17:00:03 <cy> o/",
    "17:00:01 <ada> #topic who is here?\n17:00:02 <@bo> me\n17:00:03 * cy waves",
    "17:00:01 <ada> #topic Hellos\n17:00:02 <bo> .hello\n17:00:03 <moorbot> Bo Reed\n"
    "17:00:04 <cy> .hi\n17:00:05 <zodiac> #info #action #agreed\n17:00:06 <ada> #topic weir\n17:00:07 <dee> .help",
    "<ada> present+\n<bo> Present+ Bo Reed, Cy Quill\n<dee> presents",
    "[17:00] ada: present +\nPresent+: Ada Moss\npresent+",
)  # fmt: skip


def test_who_signs_in_every_log_of_a_chat(holds):
    def signed(chat):
        note = read_note(f"# 2026-02-09\n\n{chat}\n".encode(), "note.txt")
        yield row(repr(chat), note.parts[0].roll_call)
        yield from (f"  {row(s.line, *astuple(s.signature))}" for s in note.parts[0].signed)
        yield from (f"  {row(u.line, u.text, u.reason)}" for u in note.unread)

    holds(line for chat in CHATS for line in signed(chat))
