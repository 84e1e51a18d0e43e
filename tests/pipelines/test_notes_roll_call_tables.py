# ruff: noqa: E501 - a text is one line
"""Whole roll calls of small texts that take each branch of the rules, and of parts put together.

See test_notes_tables.py for how the golden files are made.
"""

from dataclasses import astuple

import pytest
from notes_tables import row

from pipelines.notes.roll_call.fields import fields_of
from pipelines.notes.roll_call.names import initials, is_name, shape
from pipelines.notes.roll_call.roll_call import roll_call
from pipelines.notes.roll_call.roster import is_person
from pipelines.notes.roll_call.signature import Order, is_remark, is_template, read
from pipelines.notes.text.markdown import read_page


def read_from(text, listed=()):
    """All that is read of one roll call, each part on a line."""
    found = roll_call(read_page(text).blocks, listed)
    yield f"{text!r}: {found.state} {sorted(found.lines)} {list(found.absent)}"
    yield from (f"  {row(s.line, *astuple(s.signature), s.source)}" for s in found.signed)
    yield from (f"  {row(u.line, u.text, u.reason)}" for u in found.unread)


PLACES = {
    "labels between the names": (
        "Present:\n\n- Ada Moss\n- Oslo: Bo Reed, Cy Quill",
        "Present:\n\n- Oslo: Bo Reed, Cy Quill\n- Ada Moss\n- Leith: Dee Marsh, Eve Lund",
        "Present:\n\n- Scribe: Ada Moss\n- Oslo: Bo Reed, Cy Quill",
        "Present:\n\n- Ada Moss\n- Oslo: Bo Reed",
        "Present:\n\n- Ada Moss\n- BR: Bo Reed\n- CQ: Cy Quill, Dee Marsh",
        "Present:\n\n- Ada Moss\n- Members: Bo Reed, Cy Quill\n- Timekeeper: Dee Marsh",
        "Present:\n\n- Ada Moss\n- Oslo: bo, Cy Quill\n- On leave: Dee Marsh",
        "Present:\n\n- On leave: Dee Marsh\n- Ada Moss\n- On the phone: Eve Lund",
        "Present:\n\n- Ada Moss\n- Oslo:\n  - Bo Reed\n  - Cy Quill\n- Dee Marsh",
        "Present:\n\n- Oslo:\n  - Bo Reed\n  - Cy Quill\n- Dee Marsh\n  - Eve Lund",
        "Present:\n\n- Oslo:\n  - Bo Reed\n  - the crew\n- Dee Marsh",
        "Present:\n\n- Oslo:\n- Bo Reed\n- Cy Quill",
        "Present:\n\n- Ada Moss\n\nOslo:\n\n- Bo Reed\n- Cy Quill\n\nLeith: Dee Marsh, Eve Lund",
        "## Present\n\n- Ada Moss\n\nOslo:\n\n- Bo Reed\n- Cy Quill\n\n- Dee Marsh",
        "## Present\n\nAda Moss\n\nOslo: the crew\n\nBo Reed",
        "## Present\n\n- Ada Moss\n\nOslo: Bo Reed, Cy Quill\n\n- Dee Marsh",
        "## Present\n\n- Ada Moss\n- Oslo:\n  - Bo Reed\n- Leith: Cy Quill\n- Dee Marsh",
        "## Present\n\nOslo:\n\nBo Reed",
        "Present: Ada Moss, Bo Reed\n\nOslo: the crew\n\n- Cy Quill",
        "Present:\n\n- Ada Moss: late\n- Bo Reed: from Oslo\n- Board Member: Cy Quill",
        "Present:\n\n- Members:\n  - Ada Moss\n- Oslo: Bo Reed, Cy Quill\n- Dee Marsh",
        "- Present:\n  - Ada Moss\n  - Oslo: Bo Reed, Cy Quill\n- Boats: Dee Marsh, Eve Lund",
        "## Present\n\n- Members:\n  - Ada Moss\n- Oslo: Bo Reed, Cy Quill\n- Dee Marsh",
        "Present:\n\n- Ada Moss\n- Came by boat: Bo Reed and the dog\n- Cy Quill",
        "Present:\n\n- All of us who came in a boat from Oslo: Bo Reed, Cy Quill",
        "## Present\n\n- Missing on the way from Oslo to the old weir: Ada Moss\n- Bo Reed",
        "Missing on the way from Oslo to the old weir: Ada Moss",
        "Present:\n\n- Ada Moss\n- Missing Person: here\n- Board Guest: Bo",
    ),
    "who has a task": (
        "Present: Ada Moss, Bo Reed\n\nScribe: Cy Quill",
        "Present: Ada Moss\nScribe: Cy Quill (Heron), Dee Marsh",
        "Present: Ada Moss\nScribe: Ada, Cy Quill, Dee Marsh",
        "Present: Ada Moss\nScribe: Ada Moss, who came late and left",
        "Present: Ada Moss\nScribe:\nBo Reed",
        "Present: Ada Moss\nScribe: -\nHost: b",
        "Scribe: Cy Quill\n\nPresent: Ada Moss",
        "Present: Ada Moss\nThe scribe of the day before this one was: Bo Reed, Cy Quill",
        "## Present\n\n- Chair: Ada Moss\n- Ada Moss / Heron\n- Scribes: Bo\n- Bo Reed",
        "Present: Ada Moss\nScribe: TBD\nChair: Ada Moss + 1",
        "Present: Ada Moss\nScribe: Bo Reed; Cy Quill\nHosts: Dee Marsh and Eve Lund",
    ),
    "who did not come": (
        "Present: Ada Moss\nAbsent: Bo Reed (ill), Cy, Dee Marsh",
        "Absent:\n\n- Bo Reed\n- Cy\n- the crew\n\n- Dee Marsh",
        "- Absent: Bo Reed\n  - Regrets: Cy Quill\n    - Regrets: Dee Marsh",
        "> Absent: Bo Reed",
        "Absent Bo Reed, Cy Quill",
        "**Absent:**\n\n- Bo Reed\n- Cy Quill",
        "**Absent**: Bo Reed<br>**Present**: Ada Moss, Cy Quill",
        "Present: [Ada Moss](https://github.com/adam)\nRegrets: [Bo Reed](https://github.com/bor)",
        "Those who could not come to this call of ours: Bo Reed",
        "Regrets: Bo Reed (Heron) and Cy Quill, Moss Lab",
        "# Absent: Bo Reed\n\n| Absent: Cy Quill | x |\n|---|---|",
        "Present: Ada Moss; absent: Bo Reed",
        "Present: Ada Moss | Regrets: Bo Reed | Host: Cy Quill",
        "Present: Ada Moss, Bo Reed | *Host*: Cy Quill | dinner",
        "Ada Moss | Bo Reed\nRegrets: Cy Quill | Present: Dee Marsh",
        "Notes\nPresent: Ada Moss\n  Bo Reed\nRegrets: Cy Quill\nBoats: two",
        "Boats: two\nRope: one\nThe gauge: mended",
        "Boats: two<br>\nPresent: Ada Moss, Bo Reed<br/>\nRegrets: Cy Quill",
        "_Present_: Ada Moss\n_Absent_: Bo Reed",
        "## Present\n\n- Ada Moss\n\n## Absent\n\n- Bo Reed\n- Cy Quill\n\n### Guests\n\n- Dee Marsh",
        "## Present\n\n### Absent\n\n- Bo Reed\n\n### Guests\n\n- Dee Marsh\n\n## Board\n\n- Eve Lund",
        "### Present\n\n- Ada Moss\n\n## Absent\n\n- Bo Reed\n\n## Members\n\n- Dee Marsh",
        "## Who of us all did not come and why not\n\n- Bo Reed\n\n## Present\n\n- Ada Moss",
        "Present:\n\n- Ada Moss\n- Absent:\n  - Bo Reed\n- Cy Quill",
        "Present:\n\n- Ada Moss\n- Not Here: Bo\n- Cy Quill",
        "Present: Ada Moss\nMembers Missing: Cy Quill\nBo Knot: late",
        "Present:\n\n- Bo Knot: late\n- Ada Moss",
        "## Present\n\nAda Moss, Bo Reed\nRegrets\nCy Quill\nDee Marsh",
        "Present\nAda Moss\nBo Reed\nAbsent\nCy Quill",
        "## Present\n\nAda Moss, Bo Reed, Eve Lund\n\n*Regrets*\n\nCy Quill\n\nGuests: Dee Marsh",
        "- Present\n  - Ada Moss\n- Regrets\n  - Bo Reed",
        "## Absent\n\n- Bo Reed\n\nPresent\n\n- Ada Moss",
        "## Absent\n\n- Bo Reed\n\nPresent: Ada Moss\n\n- Cy Quill",
        "## Present\n\n- Ada Moss\n\n---\n\nPresent: Bo Reed\n\n- Cy Quill",
        "## Present\n\n| Name | Org |\n|---|---|\n| Ada Moss | Heron |\n\n---\n\nPresent: Bo Reed\n\n- Cy Quill",
    ),
    "what divides a list": (
        "## Present\n\n- Ada Moss\n\nAbsent\n\n- Bo Reed",
        "## Present\n\n- Ada Moss\n\nNot here now\n\n- Bo Reed",
        "## Present\n\n- Ada Moss\n\nBy boat from Oslo now\n\n- Bo Reed\n- Cy Quill",
        "## Present\n\n- Ada Moss\n\nBy boat at 5\n\n- Bo Reed\n- Cy Quill",
        "## Present\n\n- Ada Moss\n\nBy boat,\nlate\n\n- Bo Reed\n- Cy Quill",
        "## Present\n\n- Ada Moss\n\n> Absent\n\n- Bo Reed",
        "## Present\n\n- Ada Moss\n\nBy boat\n\n- Bo Reed\n- Cy Quill\n\nfin",
        "## Present\n\n- Ada Moss\n\nBy boat\n\n- Bo Reed\n- the dog",
        "## Present\n\n- Ada Moss\n\nGuests\n\n- Bo Reed",
        "## Present\n\n- Ada Moss\n\nDee Marsh\n\n- Bo Reed",
        "## Present\n\n- Ada Moss\n\nAdd yourself, sign in\n\n- Bo Reed",
        "## Present\n\n- Ada Moss\n\nSign in to attend\n\n- Bo Reed\n- Cy Quill",
        "## Present\n\nAbsent\n\n- Bo Reed",
        "## Present\n\n- Ada Moss\n\nAbsent\n\nBo Reed",
        "## Present\n\n- Ada Moss\n\nAbsent",
        "- Absent\n\nBy boat\n\n- Bo Reed\n- Cy Quill",
        "## Present\n\n- Ada Moss\n\n---\n\n- Bo Reed\n\n---\n\n- Cy Quill",
        "Present:\n\n---\n\n- Bo Reed",
        "## Present\n\n---\n\n- Bo Reed",
        "## Absent\n\n- Ada Moss\n\n---\n\n- Bo Reed\n\n## Guests\n\n- Cy Quill",
    ),
    "headings": (
        "## Present: Ada Moss, Bo Reed\n\n## Boats: Cy Quill",
        "## Guests: Ada Moss\n\n## Present\n\n- Bo Reed\n\n## Guests: Cy Quill\n\n## Boats: Dee Marsh",
        "## Boats: who was present and in which of them\n\n- Ada Moss\n- Bo Reed",
        "## Present and signed in for this call: Ada Moss, Bo Reed",
        "## Present:\n\n- Ada Moss\n\n## Absent: Bo Reed\n\n- Cy Quill",
        "**Attendees**\n\n- Ada Moss\n\n**Ada Moss**\n\n**Boats**\n\n- Bo Reed",
        "**Attendees**\n\n**Ada Moss**\n\n**Bo**\n\n- Cy Quill",
        "__Attendees__\n\n- Ada Moss\n\n**Guests:**\n\n- Bo Reed",
        "**Attendees** of the call\n\n- Ada Moss",
        "- **Attendees**\n\n  Ada Moss, Bo Reed",
        "## Attendees\n\n- Ada Moss\n\n#### Guests\n\n- Bo Reed\n\n### Boats\n\n- Cy Quill",
        "## Attendees\n\n- Ada Moss\n\n## Guests\n\n- Bo Reed\n\n## Boats\n\n- Cy Quill",
        "## Attendees\n\n- Ada Moss\n\n### From Oslo\n\n- Bo Reed\n- Cy Quill\n\n### Dogs\n\n- a dog\n- Rex",
        "## Attendees\n\n### From Oslo\n\n- Bo Reed\n- Cy Quill\n\n### Out\n\n- Dee Marsh\n\n### Leith\n\n- Eve Lund",
        "## Attendees\n\n### Present at the weir\n\n- Ada Moss\n\n## Absent\n\n- Bo Reed\n\n## Attended\n\n- Cy Quill",
        "## Boats\n\n- x\n\n### Attendees\n\n- Ada Moss\n\n## Notes\n\n- Bo Reed\n\n### Members\n\n- Cy Quill",
        "## Break-out\n\n### Attendees\n\n- Ada Moss\n\n## Attendees\n\n- Bo Reed",
        "## Attendees and regrets\n\n- Ada Moss", "## Present: [Ada Moss](https://github.com/adam), [Bo Reed](https://github.com/bor)",
        "## Regrets and attendees\n\n- Ada Moss",
        "## Attendees\n\n- Bo Reed\n\n## Break-out\n\n- Dee Marsh\n\n### Attendees\n\n- Ada Moss\n\n# Attendees\n\n- Cy Quill",
        "## Introductions\n\n- Ada Moss\n- Bo Reed",
        "## Please all of you sign in here as present now\n\n- Ada Moss\n- Bo Reed\n- the dog",
        "## Please all of you sign in here as present now\n\n- Ada Moss\n- a dog\n- the dog",
        "## We spoke of what is present in the weir today\n\n- Ada will mend it\n- a dog",
        "## " + "Please " * 11 + "sign present\n\n- Ada Moss\n- Bo Reed",
        "## " + "Please " * 12 + "sign present\n\n- Ada Moss\n- Bo Reed",
        "## Please all of you sign in here as present now\n\n| a | b |\n|---|---|\n| Ada Moss | x |",
        "## Please all of you sign in here as present now\n\nWe spoke.\n\n- Ada Moss\n- Bo Reed",
        "## Please all of you sign in here as present now\n\n- x\n- y\n  - Ada Moss\n  - Bo Reed\n  - Cy Quill",
        "## Please all of you sign in here as present now\n\n- Ada Moss\n\ntext\n\n- x\n- y\n- z",
        "## Who is around\n\n- Ada Moss\n- Bo Reed",
        "## Who is around\n\n- Ada Moss\n- a dog",
        "## Present\n\n- Dee Marsh\n\n## Who is around\n\n- Ada Moss\n- Bo Reed",
        "## Who else of ours is around\n\n- Ada Moss\n- Bo Reed",
        "## Attendees\n\n- Ada Moss\n\n## Notes\n\n- x\n\n## Attendees\n\n- Bo Reed",
        "## Attendees\n\nPresent: Ada Moss\n\n- Bo Reed\n\n## Attendees of the dinner\n\nPresent: Cy Quill",
    ),
    "labels that open": (
        "Present: Ada Moss\n\n# Boats\n\nPresent: Bo Reed",
        "Present: Ada Moss\n\nPresent online: Bo Reed\n\n- Cy Quill",
        "# Day\n\nPresent: Ada Moss\n\nNotes: x\n\nPresent: Bo Reed\n\n## Boats\n\nPresent: Cy Quill",
        "Who is here: Ada Moss, Bo Reed",
        "Who is here: Ada Moss",
        "Who is here: Ada Moss, bo",
        "# Break-out\n\nPresent: Ada Moss",
        "Present Member: Ada\n\nPresent Guest: Bo, Cy",
        "Present (add yourself to the list, please (really)): Ada Moss, Bo Reed",
        "- a\n  - b\n    - Present: Ada Moss",
        "- a\n  - Present: Ada Moss",
        "- a\n\n  Present: Ada Moss, Bo Reed",
        "> Present: Ada Moss, Bo Reed",
        "> - Present: Ada Moss, Bo Reed",
        "Present: Ada Moss\n\n> Scribe: Bo Reed\n\n- > Cy Quill",
        "**Present** Ada Moss, Bo Reed",
        "- **Present** Ada Moss, Bo Reed\n- Cy Quill",
        "Present:\n\n- Ada Moss\n- a\n  - b\n    - Members: Bo Reed, Cy Quill",
        "Present - Ada Moss, Bo Reed",
        "Members: Ada Moss, Bo Reed\n\nPresent: Cy Quill\n\nMembers: Dee Marsh",
        "The members of the board in a boat: Ada Moss\n\nPresent: Cy Quill\n\nThe members of the board in a boat: Dee Marsh",
        "Present: Ada Moss\n\nGuests:\n\n- Bo Reed\n\n- Cy Quill\n\ntext\n\n- Dee Marsh",
        "- Present:\n  - Ada Moss\n- Guests:\n  - Bo Reed\n- Dee Marsh\n- Boats:\n  - Eve Lund",
        "## Present\n\n- Ada Moss\n\n- Guests:\n\n  - Bo Reed\n\n- Cy Quill",
        "Present:\n\n- Ada Moss\n\n1. Bo Reed\n2. Cy Quill",
        "Present:\n\n- Ada Moss\n  - Bo Reed\n- Cy Quill",
    ),
    "sentences and requests": (
        "Ada Moss, Bo Reed were present.",
        "Ada Moss was present.",
        "Ada Moss and bo were present.",
        "Ada Moss and Bo Reed were present.\n\nCy Quill and Dee Marsh were present.\n\n- Eve Lund",
        "Directors present were Ada Moss and Bo Reed; Cy Quill was absent.",
        "> Ada Moss, Bo Reed were present.",
        "- Ada Moss, Bo Reed were present.",
        "# Break-out\n\nAda Moss, Bo Reed were present.",
        "Please sign in: roll call\n\n- Ada Moss\n- Bo Reed",
        "Please sign in to the roll call.\n\nAda Moss, Bo Reed\n\ntext",
        "## Present\n\nPlease add yourself.\nAda Moss\nBo Reed",
        "## Present\n\nPlease add yourself\nAda Moss\nBo Reed",
        "## Present\n\nPlease add yourself.\nNow!\nAnd then:\nall\nof you.\nAda Moss\nBo Reed",
        "## Present\n\nPlease add yourself.\nNow!\nAnd then:\nall\nof\nyou.\nAda Moss\nBo Reed",
        "## Present\n\nPlease add yourself.\nAda Moss",
        "## Present\n\nPlease add yourself.\nAda Moss\nand the dog that came",
        "## Present\n\nAda Moss\n\nBo Reed, Heron",
        "## Present\n\nAda Moss, Heron\n\nBo Reed, Moss Lab",
        "## Present\n\nAda Moss, Heron",
        "## Present\n\nAda Moss, Heron\n\nBoats: all of them, Oslo",
        "## Present\n\nAda Moss\nBo Reed",
        "## Present\n\nAda @adam Bo @bor",
        "## Present\n\n@adam Ada @bor Bo",
        "## Present\n\nAda Moss, Bo Reed, Cy Quill",
        "## Present\n\nWe spoke of boats, of rope and of gauges.\n\nAda Moss",
        "Present:\n\nAda Moss, Bo Reed\n\nWe spoke.",
        "Present:\n\n@adam\n\ntext",
        "Present:\n\nmail @adam who wrote the text\n\n- Bo Reed",
        "Present:\n\nWe spoke.\n\n- Ada Moss\n\nWe spoke.\n\n- Bo Reed",
        "Present:\n\n- Ada Moss\n\n  Bo Reed, Cy Quill\n\n- Dee Marsh",
        "## Present\n\n- Ada Moss\n\n  Bo Reed, Cy Quill\n\nDee Marsh, Eve Lund, Hal Ives\n\n> Fay Orr, Gil Tarn, Jon Bell",
        "- Present:\n\n  Ada Moss, Bo Reed",
    ),
    "above those who did not come": (
        "Crew: Ada Moss, Bo Reed\n\nMissing: Cy",
        "Crew: Ada Moss, Bo Reed\n\ntext\n\nMissing: Cy",
        "Crew: Ada Moss, Bo Reed\nMissing - Cy",
        "Crew: Ada Moss, Bo Reed\n\nMissing\n\n- Cy",
        "Crew: Ada Moss, Bo Reed\nMissing: Cy\n\nHands: Dee Marsh, Eve Lund\nMissing: Fay",
        "## Present\n\n- Gil Tarn\n\n## Boats\n\nCrew: Ada Moss, Bo Reed\nMissing: Cy",
        "Guests: Ada Moss, Bo Reed\nMissing: Cy",
        "Regretted: Ada Moss, Bo Reed\nMissing: Cy",
        "Crew: Ada Moss and Bo Reed\nMissing: Cy",
        "Crew - Ada Moss, Bo Reed\nMissing: Cy",
        "Crew: Ada Moss, b\nMissing: Cy",
        "Crew: Ada Moss, Bo Reed, the dog that came\nMissing: Cy",
        "- Crew: Ada Moss, Bo Reed\n- Missing: Cy\n- Dee Marsh",
        "Crew: Ada Moss, Bo Reed\nMissing: Cy\n\n- Dee Marsh",
        "## Absent\n\nCrew: Ada Moss, Bo Reed\nMissing: Cy",
    ),
    "no head at all": (
        "@adam @bor",
        "# Day\n\n:boat: @adam, @bor @cyq\n\ntext",
        "# Day\n\n@adam and Bo Reed",
        "# Day\n\n> @adam @bor",
        "# Day\n\n- @adam @bor",
        "text\n\n@adam @bor",
        "@adam",
        "## Day\n\n@adam @bor\n\n## Present\n\n- Ada Moss",
        "Ada, Bo, Cy\n\nAda: a\n\nBo: b\n\n[Cy] c",
        "Ada, Bo, Cy\n\nAda: a\n\nBo: b",
        "Ada, Bo, Cy, Dee\n\nAda: a\n\nBo: b\n\nCy: c",
        "Ada, Bo, Cy, Dee, Eve\n\nAda: a\n\nBo: b\n\nCy: c",
        "Ada, Bo, Cy, Dee, Eve, Fay\n\nAda: a\n\nBo: b\n\nCy: c",
        "Ada, Bo, Cy, the dog\n\nAda: a\n\nBo: b\n\nCy: c",
        "- Ada Moss: present\n- Bo Reed: absent\n- Cy Quill: yes",
        "- Ada Moss: present",
        "- Ada Moss: present\n- Bo Reed: perhaps",
        "- Ada Moss: present\n- Boats: none\n- Bo Reed: yes\n\ntext\n\n1. Cy Quill: yes\n2. Dee Marsh: hm",
        "- Ada: present\n- Bo: present",
        "Ada Moss: present\n\nBo Reed: present",
    ),
    "lists that we do not know": (
        "## Crew\n\n- Ada Moss\n- Bo Reed",
        "## Crew\n\n- Ada Moss",
        "## Crew\n\n- AM: Ada Moss\n- BR: Bo Reed",
        "## Crew\n\n- Ada Moss\n- a dog",
        "## Crew of the old boat that sank here\n\n- Ada Moss\n- Bo Reed",
        "## Out sick and absent\n\n- Ada Moss\n- Bo Reed",
        "## Break-out\n\n- Ada Moss\n- Bo Reed",
        "Crew: Ada Moss, Bo Reed",
        "- Crew: Ada Moss, Bo Reed",
        "- Crew:\n  - Ada Moss\n  - Bo Reed",
        "- Boats: two\n\nCrew: Ada Moss, Bo Reed",
        "> Crew: Ada Moss, Bo Reed",
        "| Crew: Ada Moss, Bo Reed |\n|---|",
        "- the weir\n\nCrew: Ada Moss, Bo Reed",
        "Crew\n\n- Ada Moss\n- Bo Reed",
    ),
    "tables": (
        "| Present | Ada Moss, Bo Reed |\n|---|---|\n| Absent | Cy Quill |",
        "| Present: | Ada Moss | x |\n|---|---|---|",
        "| Present of us | Ada Moss |\n|---|---|",
        "## Present\n\n| a | b |\n|---|---|\n| Ada Moss | Heron |\n| Bo Reed | Moss |",
        "| a | b |\n|---|---|\n| Ada Moss | Heron |\n| Bo Reed | Moss |",
        "| Name | GitHub |\n|---|---|\n| Ada Moss | adam |\n\n| Name | GitHub |\n|---|---|\n| Bo Reed | bor |",
        "## Absent\n\n| Name | GitHub |\n|---|---|\n| Ada Moss | adam |",
        "## Break-out\n\n| Name | GitHub |\n|---|---|\n| Ada Moss | adam |",
        "Present:\n\n| Name | Organisation |\n|---|---|\n| Ada Moss | Heron |\n\n- Bo Reed",
        "## Present\n\n| Name | Organisation |\n|---|---|\n| Ada Moss | Heron |\n\n- Bo Reed",
        "## Present\n\n| Name | Organisation |\n|---|---|\n| Ada Moss | Heron |\n\n---\n\n- Bo Reed",
        "# A\n\n| Name | GitHub |\n|---|---|\n| Ada Moss | adam |\n\nPresent: Bo Reed\n\n# B\n\nPresent: Cy Quill",
        "| x | y |\n|---|---|\n" + "| a | b |\n" * 17 + "| Name | GitHub |\n| Ada Moss | adam |",
        "| x | y |\n|---|---|\n" + "| a | b |\n" * 19 + "| Name | GitHub |\n| Ada Moss | adam |",
        "## Present\n\n| Name | Present |\n|---|---|\n| Ada Moss | yes |\n| Bo Reed | no |\n| Cy Quill | |",
        "| Name | Present |\n|---|---|\n| Ada Moss | ✓ |\n| Bo Reed | 10 |\n| Cy Quill | 1 |",
        "| Name | Vote present |\n|---|---|\n| Ada Moss | yes |",
        "| Name of the person who is here | Present |\n|---|---|\n| Ada Moss | yes |",
        "## Present\n\n| | |\n|---|---|\n| Ada Moss | AM |\n| Bo Reed | BR |",
        "## Present\n\n| Ada Moss | AM |\n|---|---|\n| Bo Reed | BR |",
        "## Present\n\n| Ada Moss | Heron |\n|---|---|\n| Bo Reed | Moss Lab |\n| Cy Quill | |",
        "## Present\n\n| Country | Who |\n|---|---|\n| Norway | Ada Moss |\n| Ghana | Bo Reed |",
        "## Present\n\n| | Ada Moss | x |\n|---|---|---|\n| | Bo Reed | |\n| 3 | | x |",
        "## Present\n\n| Ada Moss | yes |\n|---|---|\n| Bo Reed | no |\n| Cy Quill | yes |",
        "## Present\n\n| Ada Moss | no |\n|---|---|\n| Bo Reed | absent |",
        "## Present\n\n| Ada Moss | x |\n|---|---|\n| Bo Reed | - |\n| Cy Quill | Absent |\n| Dee Marsh | 0 |\n| Eve Lund | N |",
        "## Present\n\n| Ada Moss | yes |\n|---|---|\n| Bo Reed | Norway |",
        "## Present\n\n| Ada Moss | yes |\n|---|---|\n| Bo Reed | y |\n| Cy Quill | |",
        "## Present\n\n| GitHub | Organisation |\n|---|---|\n| @adam | Heron |\n| bo reed | Moss |\n| | x |",
        "## Present\n\n| Name | GitHub | Organisation | Present |\n|---|---|---|---|\n| Ada Moss | adam | Heron | x |\n| | bor | Moss | x |\n| Cy Quill | | | |",
        "## Present\n\n| Ada Moss |\n|---|\n| the weir |",
        "## Present\n\n| Ada Moss |\n|---|\n| |",
        "## Present\n\n| what | said |\n|---|---|\n| a dog | x |",
    ),
    "lists in one line": (
        "Present: Ada Moss, Bo Reed + 2", "Present: Ada Moss, Bo Reed plus 3 others",
        "Present: Ada Moss and 3 others", "Present: Ada Moss, Bo Reed, and eleven members", "Present: Ada Moss, and bob Jones",
        "Present: Ada Moss and the rest", "Present: Ada Moss, Bo Reed [apologies: Cy Quill]", "Present: Ada Moss（欠席：Bo Reed）、Cy Quill",
        "Present: Ada Moss | x", "Present: Ada Moss | Bo Reed | cy", "Present: Ada Moss / Bo Reed", "Present: Ada Moss / Bo Reed / cy dog",
        "Present: Ada Moss / Bo Reed / Cy Quill / Dee Marsh", "Present: Ada Moss · Bo Reed · Cy Quill", "Present: Ada Moss • Bo Reed (Heron)",
        "Present: Ada Moss / Heron · Bo Reed / Moss", "Present: Ada Moss · the dog", "Present:\nAda Moss\nBo Reed",
        "Present:\n[x] Ada Moss, Heron\n[ ] Bo Reed, Moss\n[x] Cy Quill", "Present:\nAda Moss,\nBo Reed,\nCy Quill\nDee Marsh",
        "Present:\nAda Moss,\nBo Reed\nCy Quill\nDee Marsh", "Present:\nAda Moss,\nBo Reed\nCy Quill", "Present: Ada Moss,\nBo Reed",
        "Present: Ada Moss (Heron, chair), Bo Reed (Moss,\nOslo)", "Present: Ada M., Bo Reed Jr., Cy Quill.",
        "Present: Lund, Pia; Okafor", "Present: Lund, Pia; Moss, Pia", "Present: Lund, PIA; Moss, ADA", "Present: Lund, Chair; Moss, Host",
        "Present: Lund, Pia (Heron); and Okafor, Tobi @tobi; Ada Moss", "Present: van der Lund, Pia; Okafor, Tobi K.", "Present: Ada Moss, Heron; Bo Reed, Moss", "Present: Ada Moss, Bo Reed; Cy Quill, Heron\n\n- Bo will mend it",
        "Present: @adam @bor", "Present: Ada @adam Bo @bor", "Present: @adam Ada @bor Bo", "Present: @adam @bor Bo", "Present: @adam Ada @bor",
        "Present: Ada @adam and Bo @bor", "Present: Ada @adam", "Present: Ada / @adam / Bo @bor", "Present: @adam and @bor", "Present: Ada (@adam) Bo (@bor) Cy",
        "Present: mail x@y.example, @adam", "Present: and, -, Ada Moss", "Present: Ada Moss & Bo Reed, and Cy Quill",
        "Present: Ada Moss,\n\n\nBo Reed", "- Present: Ada Moss\n  Bo Reed,\n  Cy Quill", "- Present: -",
        "Present: 名前 太郎、田中 花子",
    ),
    "items of a list": (
        "Present:\n\n- Ada Moss\n  Bo Reed / Heron\n  more words", "Present:\n\n- Ada Moss\n  @adam", "Present:\n\n- [x] Ada\n  [ ] Bo\n  [x] Cy",
        "Present:\n\n- Ada Moss and Bo Reed", "Present:\n\n- Ada and Bo\n- Cy and dee", "Present:\n\n- Ada Moss - Heron and Moss",
        "Present:\n\n- Ada Moss; Bo Reed\n- Cy; Dee", "Present:\n\n- Ada Moss @adam, Bo Reed @bor\n- Cy", "Present:\n\n- Ada Moss | Heron; Oslo\n- Bo | x",
        "Present:\n\n- Ada Moss, Bo Reed, Cy Quill\n- Dee Marsh", "- Present:\n  - Ada Moss, Bo Reed, Cy Quill\n  - Dee Marsh, Eve Lund, Fay Orr, Gil Tarn",
        "- Present:\n  - Ada Moss, Bo", "- Present:\n  - Ada Moss, the dog", "Present:\n\n- Ada Moss, Bo Reed", "Present:\n\n- Ada, Bo (Heron), Cy",
        "Present:\n\n- Ada Moss, Bo Reed\n- Cy Quill\n\n# Notes\n\n- Bo will mend it", "Present:\n\n- Ada Moss, Bo Reed\n- Cy Quill\n\n# Notes\n\n- Bo Reed to mend it",
        "Present:\n\n- Ada Moss, Bo Reed\n- Cy Quill\n\n# Notes\n\n- the Bo will mend it", "Present:\n\n- Ada Moss, Bo Reed\n- Cy Quill\n\n# Notes\n\n- Bo reed to mend it\n- Bob will mend",
        "Present:\n\n- Ada Moss, Bo Reed (Heron)\n- Cy Quill, Dee Marsh (Moss)\n- Eve Lund, Fay Orr\n\n# Notes\n\n- Bo will mend it",
        "Present:\n\n- Ada Moss, Bo Reed (heron)\n- Cy Quill, Dee Marsh (Moss)\n\n# Notes\n\n- Bo will mend it",
        "Present:\n\n- Ada Moss, Bo\n- Cy Quill\n\n# Notes\n\n- Bo will mend it", "Present:\n\n- Ada, Bo Reed\n- Cy Quill\n\n# Notes\n\n- Bo will mend it",
        "Present:\n\n- Ada Moss, Bo Reed, Oslo\n- Cy Quill\n\n# Notes\n\n- Bo will mend it",
        "Present:\n\n- Ada Moss (AMS)\n- Bo Reed (BR)", "Present:\n\n- Ada Moss (AMS)\n- Bo Reed (NASA)\n- Cy Quill (ESA)", "Present:\n\n- Ada Moss (AM)\n- Amy Mill (AM)",
        "Present:\n\n- Ada Moss (AM)\n- Bo Reed [BR]\n- Cy Quill (NASA)\n- Dee Marsh (ESA)", "Present:\n\n- Ada Moss (AM)\n- Bo Reed (BR)\n- Cy Quill (NASA)\n- Dee Marsh (ESA)\n- Eve Lund (CERN)",
        "Present:\n\n- ada moss\n- bo reed", "Present:\n\n- ada moss", "Present:\n\n- ada moss\n- bo reed\n- Cy Quill\n- Dee", "Present:\n\n- ada moss\n- bo reed\n- cy quill\n- Dee",
        "Present:\n\n- Ada moss\n- Bo Reed", "Present:\n\n- Ada moss\n- Bo reed\n- Cy Quill", "Present:\n\n- moorbot\n- Moor Bot\n- Ada Moss",
        "Present:\n\n- We mend the old gauge now and here / soon\n- Ada Moss", "Present:\n\n- We mend the old gauge / soon\n- Ada Moss", "Present:\n\n- We mend the old gauge together / soon\n- Ada Moss",
        "Present:\n\n- We who sent our regrets for this / soon\n- Ada Moss", "Present:\n\n- Name and your name and last name please / GitHub\n- Ada Moss",
        "Present:\n\n- " + "Ada Moss / " + "x" * 389, "Present:\n\n- " + "Ada Moss / " + "x" * 390,
        "Present:\n\n- Name / Organisation / GitHub handle\n- Ada Moss / Heron / zed\n- Bo Reed / Moss / Yex", "Present:\n\n- Name / GitHub / Organisation\n- Ada Moss / zed / Heron\n- Bo Reed / Yex / Moss",
        "Present:\n\n- Name / GitHub / Organisation\n- Name / Organisation / GitHub\n- Ada Moss / zed / Heron", "Present:\n\n- Name / Organisation / GitHub\n- Name / GitHub / Organisation\n- Ada Moss / zed / Heron",
        "Present:\n\n- Name / GitHub\n- Ada Moss / zed / Heron", "Present:\n\n- Ada Moss / Heron / GitHub\n- Bo Reed / zed / Moss", "Present:\n\n- GitHub / Name / Organisation\n- zed / Ada / Heron",
        "Present:\n\n- Ada Moss / @adam / Heron\n- Bo Reed / Moss / @bor\n- Cy Quill / zed / Oslo", "Present:\n\n- Ada Moss / @adam / Heron\n- Bo Reed / Moss / @bor\n- Dee / Moss / @dee\n- Cy Quill / Oslo / zed",
        "Present:\n\n- Ada Moss / (@adam) / Heron\n- Cy Quill / zed / Oslo", "Present:\n\n- Ada Moss / Heron / @adam\n- Bo Reed / Oslo / heron\n- Cy Quill / adam",
        "Present:\n\n- Ada Moss / Heron\n- bo@x.example, Heron\n- cy@x.example, Cy Quill", "Present:\n\n- bo@x.example, Heron\n- cy@x.example, Cy Quill", "Present:\n\n- bo@x.example / Bo Reed / Heron",
        "Present:\n\n- Ada Moss (Heron)\n- Bo Reed (heron)", "Present:\n\n- Ada Moss (heron)\n- Bo Reed (moss)", "Present:\n\n- Ada Moss (adam)\n- Bo Reed (bor)\n- Cy Quill (zzq)",
        "Present:\n\n- Ada Moss (adam)\n- Bo Reed (brw)\n- Cy Quill (zzq)", "Present:\n\n- Ada Moss (adm9)\n- Bo Reed (zzq)", "Present:\n\n- Ada Moss (@zzq)\n- Bo Reed (@xxv)\n- Cy Quill (wwk)", "Present:\n\n- Ada Moss (adam)\n- Bo Reed (adam)\n- Cy Quill (zzq)",
        "Present:\n\n- Ada Moss (ADM)\n- Bo Reed (@bor)\n- Cy Quill (zzq)", "Present:\n\n- Ada Moss\n- Ada Moss / Heron\n- ada moss / Moss / @adam", "Present:\n\n- Ada Moss / Heron\n- Ada Moss / @adam\n- Ada Moss / @ada",
        "Present:\n\n- Scribe: Ada\n- Ada Moss\n- Host: BR\n- Bo Reed @bor", "Present:\n\n- Scribe: @adam\n- Ada Moss @adam\n- Chair: bor\n- Bo Reed @bor", "Present:\n\n- Ada Moss @adam\n- Scribe: A\n- Chair: AM\n- Host: Adam",
        "Present:\n\n- Ada Moss ✗\n- Bo Reed ✔\n- Cy Quill ❌", "Present:\n\n- [ ] Ada Moss\n- [ ] Bo Reed", "Present:\n\n- [X] Ada Moss\n- [] Bo Reed\n- [ ] Cy Quill\n- Dee Marsh",
        "Present:\n\n- Name\n- Your name here", "Present:\n\n- Name\n- the weir sticks again", "Present:\n\n- Ada Moss, regrets\n- Bo Reed (not attending)\n- Cy Quill isn't here", "Present:\n\nNobody\n\nCrew:\n\n- Ada Moss\n- Bo Reed",
    ),
}  # fmt: skip


LISTED = ("Ada Moss", "Bo Reed / Heron", "the dog that came")


@pytest.mark.parametrize(
    ("text", "names", "state"),
    [
        ("text\n", ["Ada Moss", "Bo Reed"], "read"),
        ("Present: Cy Quill\n", ["Cy Quill"], "read"),
        ("Present:\n\ntext\n", ["Ada Moss", "Bo Reed"], "read"),
        ("Crew: Cy Quill, Dee Marsh\n", ["Ada Moss", "Bo Reed"], "read"),
    ],
)
def test_the_people_of_front_matter_came_where_the_text_names_nobody(text, names, state):
    found = roll_call(read_page(text).blocks, LISTED)
    assert [each.signature.name for each in found.signed] == names
    assert (found.state, found.unread) == (state, [])


def test_two_thousand_lines_of_a_roll_call_are_read_and_the_next_one_is_named():
    items = [
        f"- Ada M{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}{chr(97 + n // 676)}"
        for n in range(2_002)
    ]
    read, cut = (
        roll_call(read_page("\n".join(["Present:", "", *items[:n]])).blocks) for n in (2_000, 2_002)
    )
    assert (len(read.signed), read.unread, len(cut.signed)) == (2_000, [], 2_000)
    assert [(u.line, u.text) for u in cut.unread] == [(2_003, items[2_000][2:])]


@pytest.mark.parametrize("kind", PLACES)
def test_the_roll_call_of_every_text_about(kind, holds):
    holds(line for text in PLACES[kind] for line in read_from(f"{text}\n"))


SIGNED = (
    "Ada Moss - The Long Name Of A Lab In Oslo", "Ada Moss - The Long Name Of A Lab Oslo", "Ada Moss - heron", "Ada Moss - heron lab", "Ada Moss - Heron!",
    "Ada Moss - Heron?", "Ada Moss - Heron :)", "Ada Moss - Heron :o", "Ada Moss / heron lab", "Ada Moss | heron lab", "Ada Moss / Heron (chair)",
    "Ada Moss / Heron (late)", "Ada Moss / Heron (Oslo)", "Ada Moss / (Heron)", "Ada Moss / (Heron (Oslo))", "Ada Moss / –", "Ada Moss / … / Heron",
    "Ada Moss / na / ... / Heron", "Ada Moss / Oslo, NY / @adam", "Ada Moss / Oslo, NY, USA", "Ada Moss / she / Heron", "Ada Moss / Heron / Moss / @adam",
    "Ada Moss / chair / Heron", "Ada Moss Adam Heron Works", "Ada Moss zzq Heron Works", "Ada adam Heron Works Oslo", "Ada Moss Lund Orr adam Heron", "Ada Moss Lund adam Heron",
    "Ada Q. Moss adam Heron", "Ada Moss adam zed mossy", "Ada Moss [adam]", "Ada Moss (@adam) (Heron)", "Ada Moss (Heron) (Oslo)", "Ada Moss ()", "Ada Moss (heron)", "Ada Moss (AMS)",
    "Ada Moss (AM", "Ada Moss (AXM)", "Ada Moss (Heron) plus a guest", "Ada Moss (Heron) Oslo", "Ada Moss (MSc)", "Ada Moss (MEng)", "Ada Moss (BSc, Heron)", "Ada Moss (3)", "Ada Moss (Heron, 2nd row)",
    "Ada Moss (one of us; Heron)", "Ada Moss (moss9) (zed)", "Ada Moss (9moss)", "Ada Moss (Adam)", "Ada Moss (x-y)", "(Heron) Ada Moss", "** Ada Moss", "1) Ada Moss",
    "Ada Moss.", "Ada Moss Sr.", "Ada chair host", "Ada Chair", "chair host", "Ada chair (Heron)", "Ada + 2", "Ada Moss + 2 more", "Bo's iPad", "Bo’s MacBook", "Bo's boat", "Prof. Dr. Ada Moss", "Prof. Ada",
    "Profs. Ada Moss", "ada@moss.example Ada Moss", "Heron, ada@moss.example", "ada@moss.example / Heron Works", "ada@moss.example, Ada Moss / Heron", "ada@moss.example, Heron Works",
    "Ada Moss / ada@moss.example / Heron", "Ada Moss, ada@moss.example, Heron", "@heron/team Ada", "Ada Moss / adam / Heron / Oslo", "Ada Moss / - / Heron / Oslo", "Ada Moss / - / Heron", "Ada Moss / Heron / -",
    "Ada Moss / @adam / Heron / Oslo", "Ada Moss / Heron / @adam / Oslo", "Ada Moss / Heron / Oslo / @adam", "/ @adam / Heron", "/ - / Heron", "/ @adam", "/ @your-handle", "- / Heron / @github_username", "- / @bor", "@adam / Ada / Heron", "Ada Moss / (@adam) / Heron", "Ada Moss / @adam (Heron)",
    "Ada Moss / @ada.moss", "Ada Moss / `@adam`", "Ada Moss / @ / Heron", "Ada Moss / @Ada Moss / Heron", "Ada Moss / Heron / @Ada Moss / @adam", "Ada @adam / Heron", "Ada (@adam) / Heron", "Ada (@adam) Moss / Heron", "Ada Moss / x / Heron",
    "Ada Moss / " + "x" * 39 + " / Heron", "Ada Moss / " + "x" * 40 + " / Heron", "Ada Moss / Heron / moss9", "Ada Moss / moss9 / adam", "Ada Moss / Zed / Heron", "Ada Moss / zed / Heron", "Ada Moss / 9zed / Heron", "Ada Moss / Heron / ZED", "Ada Moss / Heron / Zed",
    "Ada Moss / Heron / zed", "Ada Moss / Heron / none", "Ada Moss / Heron / heron", "Ada Moss / heron / Oslo", "Ada Moss / Heron Works / Oslo", "Ada Moss / zed", "Ada Moss / MOSS", "Ada Moss / adam", "Ada Moss (Heron, Oslo), Moss Lab", "Ada Moss (Heron, Oslo",
    "Ada: Moss", "Ada Moss: @adam", "@adam: Ada", "@adam, Heron", "@adam (Heron)", "@adam Heron Works", "Ada Moss ( @adam )", "Ada Moss [@adam], Heron", "Ada Moss, @adam", "Ada Moss, Heron, @adam", "Ada Moss, the one who came",
    "Ada Moss, heron",
    "Ada Moss, the Turing Lab", "Ada Moss (@adam, @ada2)",
    "Ada Moss, one of the crew",
    "Ada Moss, inIT- Moss IT, OWL", "Ada Moss (late), Heron", "Ada Moss (chair), Heron", "Ada Moss (Heron), chair", "Ada Moss (none)", "Ada Moss, none", "team / Heron", "the board / Heron", "Ada Moss Bo Reed Cy Quill Dee / Heron", "Ada 1234 / Heron", "Ada? / Heron", "A / Heron", "all / Heron", "TBD / Heron",
    "Name / @adam", "Name / @your-handle", "Name / @username", "Name (yours) / Heron", "(name) / Heron", "- / Heron", "... / Heron", "Your Name, Heron", "Ada's / Heron", "名前", "名", "李 明 / 会社", "O’Hara", "d’Arc Ada", "Ada of Oslo", "Ada van Moss", "Ada moss Lund Orr", "Ada moss Orr", "ada Moss", "ada_moss", "Ada of",
    "she/her / Heron", "Ada Moss (she/they) (Heron)", "Ada Moss she/her, Heron", "Ada Moss / he/him / Heron", "Ada Moss, she, Heron", "Ada Moss ze/zir/zirs", "Ada Moss (xe/xem", "Ada Moss (pronouns: they)", "ada [at] x [dot] example, Ada Moss", "Ada Moss gh: adam", "Ada Moss https://x.example", "Ada Moss @adam:x.example.org",
    "Ada Moss/Heron/@adam", "Ada Moss /Heron", "Ada Moss/ Heron", "Ada Moss/", "Ada Moss|Heron", "Ada Moss | Heron / Oslo", "Ada Moss | Heron | Moss / Oslo", "Ada Moss (Heron/Oslo) / @adam", "Ada Moss - Heron / Oslo", "Ada Moss - Heron/Oslo", "Ada Moss, Heron/Oslo, Rye",
    "Ada Moss, Heron - Oslo", "Ada Moss – Heron", "Ada Moss– Heron", "Ada Moss- Heron", "Ada-Moss", "Ada Moss / N/A", "Ada Moss / Heron/@adam", "Heron/Ada / Moss", "1. Ada Moss", "* Ada Moss", "[X] Ada Moss", "[ ] Ada Moss",
)  # fmt: skip
ORDERS = {
    "none": Order(),
    "second": Order(handle=1),
    "third": Order(handle=2, known=frozenset({"heron", "zed"})),
    "named homes in brackets": Order(homes=frozenset({"heron", "zed"}), brackets=True, named=True),
}


@pytest.mark.parametrize("order", ORDERS)
def test_whom_every_line_names_in_an_order(order, holds):
    read_as = ((text, read(text, ORDERS[order])) for text in SIGNED)
    holds(row(text, *(astuple(said) if said else ("nobody",))) for text, said in read_as)


def test_what_every_line_of_a_roll_call_is(holds):
    holds(
        row(
            text, shape(text), is_person(text), is_person(text, full=True), is_template(text),
            is_remark(text), is_name(text), fields_of(text), initials(text),
        )
        for text in SIGNED
    )  # fmt: skip
