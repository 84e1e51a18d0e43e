"""Roll calls in clothes not met before: every row that signed, its line, and nobody else."""

import pytest
from notes_house import only, read

from warehouse.records import Attendance, Meeting, Reject

# What is written below the title (line 1) → name, handle, affiliation, line
SHAPES = {
    "a remark between the label and the colon": (
        "\n**Present** *(add your name: and @handle / team)*: Ada Moss (@adam), Bo Reed",
        [("Ada Moss", "adam", None, 3), ("Bo Reed", None, None, 3)],
    ),
    "a remark in square brackets behind the label": (
        "\nAttendees [add yourself]:\n- Ada Moss\n- Bo Reed",
        [("Ada Moss", None, None, 4), ("Bo Reed", None, None, 5)],
    ),
    "a heading that says by whom": (
        "\n## Attended by\n\n- Ada Moss\n- Bo Reed\n\n## Topics\n\n- Gauges",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "a heading that asks who": (
        "\n## Who attended?\n\nAda Moss, Bo Reed and Cy\n\n## Topics\n\n- Gauges",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 5), ("Cy", None, None, 5)],
    ),
    "in the call as a label": (
        "\nIn the call: Ada Moss, Bo Reed\nRegrets: Cy Quill\n\n- Gauges",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3)],
    ),
    "joined as a label": (
        "\nJoined: Ada Moss, Bo Reed\n\n- Gauges",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3)],
    ),
    "those who were not able to come, whatever the word": (
        "\nPresent: Ada Moss, Bo Reed\nUnable to attend: Cy Quill\nNon-attending: Dee Marsh\n"
        "Scribe: TBD",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3)],
    ),
    "a line between two lists, of those who could not come": (
        "\n## Present\n\n- Ada Moss\n- Bo Reed\n\nUnable to attend\n\n- Cy Quill\n- Dee Marsh\n"
        "\n## Topics\n\n- Gauges",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "a line of one word between two lists": (
        "\n## Attendees\n\n- Ada Moss\n- Bo Reed\n\nAbsent\n\n- Cy Quill\n\n## Topics\n\n- Gauges",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "a line between two lists that asks to sign, and one of a group": (
        "\n## Attendees\n\n- Ada Moss\n\nAdd yourself if not listed\n\n- Bo Reed\n\nOnline\n\n"
        "- Cy Quill\n\n## Topics\n\n- Gauges",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 9), ("Cy Quill", None, None, 13)],
    ),
    "who as a label": (
        "\nWho's around: Ada Moss, Bo Reed\n\n- Gauges",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3)],
    ),
    "a sentence of the past": (
        "\nAda Moss, Bo Reed and Cy Quill attended. Dee Marsh sent her apologies.\n\nText.",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3), ("Cy Quill", None, None, 3)],
    ),
    "on the call as a bold line": (
        "\n**On the call**\n\n- Ada Moss\n- Bo Reed\n\n**Agenda**\n\n- Gauges\n- River Levels",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "an introduction of those who attend": (
        "\n### Introduction of attendees\n\n* Ada Moss\n* Bo Reed\n\n### Phases\n\n* Gauges",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "a sentence of directors": (
        "\nDirectors present were Ada Moss, Bo van Reed and Cy Quill.\n\nGauges were read.",
        [("Ada Moss", None, None, 3), ("Bo van Reed", None, None, 3), ("Cy Quill", None, None, 3)],
    ),
    "a sentence that names them first": (
        "\nAda Moss, Bo Reed, and Cy Quill were present. Dee Marsh sent her apologies.\n\nText.",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3), ("Cy Quill", None, None, 3)],
    ),
    "sub-headings are groups until the agenda": (
        "\n## Attendees\n\n### Engine\n\n- Ada Moss\n\n### Hull and Deck\n\n- Bo Reed (@boreed)\n\n"
        "### Regrets\n\n- Cy Quill\n\n### Agenda\n\n- Gauges\n- River Levels",
        [("Ada Moss", None, None, 7), ("Bo Reed", "boreed", None, 11)],
    ),
    "groups of the level of the head": (
        "\n## Present\n\n- Ada Moss\n\n## Guests\n\n- Bo Reed\n\n## Members approved\n\n- Cy Quill",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 9)],
    ),
    "rooms, one a line": (
        "\n## Attendance\n\nOslo room: Ada Moss, Bo Reed\nBy phone: Cy Quill (until 15:30)\n"
        "Absent: Dee Marsh\nQuorum: 4 of 5 present",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 5), ("Cy Quill", None, None, 6)],
    ),
    "rooms as items of the list": (
        "\n**Participants:**\n\n- Oslo: Ada Moss, Bo Reed\n- Bergen: Cy Quill, Dee Marsh\n"
        "- Slides: Deck, Handout\n- Next: see the wiki",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 5), ("Cy Quill", None, None, 6),
         ("Dee Marsh", None, None, 6)],
    ),
    "handles parted by blanks": (
        "\nattending: @adam @boreed @cyq",
        [("adam", "adam", None, 3), ("boreed", "boreed", None, 3), ("cyq", "cyq", None, 3)],
    ),
    "handles parted by blanks and commas": (
        "\n_attending_: @adam @boreed, @cyq @dee Eli Stone",
        [("adam", "adam", None, 3), ("boreed", "boreed", None, 3), ("cyq", "cyq", None, 3),
         ("dee", "dee", None, 3), ("Eli Stone", None, None, 3)],
    ),
    "names and handles without a comma": (
        "\nPresent: Ada Moss @adam Bo Reed @boreed, Cy Quill @cyq",
        [("Ada Moss", "adam", None, 3), ("Bo Reed", "boreed", None, 3),
         ("Cy Quill", "cyq", None, 3)],
    ),
    "chips of a word processor": (
        "\nAttendees: [Ada Moss](mailto:a@example.org) [Bo Reed](mailto:b@example.org)",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3)],
    ),
    "addresses as links behind names": (
        "\n## Present\n\n* Ada Moss <mailto:ada@example.org>\n* Bo Reed <bo@example.org> (@boreed)",
        [("Ada Moss", None, None, 5), ("Bo Reed", "boreed", None, 6)],
    ),
    "a table with initials": (
        "\n## Attendees\n\n| Organisation | Initials | Name |\n|---|---|---|\n"
        "| Heron | AM | Ada Moss |\n| Moss Lab | BR | Bo Reed |\n| | | |",
        [("Ada Moss", None, "Heron", 7), ("Bo Reed", None, "Moss Lab", 8)],
    ),
    "a table with a column of those present": (
        "\n| Member | Company | Present |\n|---|---|---|\n"
        "| Ada Moss | Heron | Yes |\n| Bo Reed | Moss Lab | no |\n| Cy Quill | Heron | x |",
        [("Ada Moss", None, "Heron", 5), ("Cy Quill", None, "Heron", 7)],
    ),
    "a table without a head": (
        "\n<table><tr><td>Ada Moss</td><td>✓</td></tr>\n<tr><td>Bo Reed</td><td></td></tr>\n"
        "<tr><td>Cy Quill</td><td>✓</td></tr></table>",
        [("Ada Moss", None, None, 3), ("Cy Quill", None, None, 5)],
    ),
    "a name a paragraph": (
        "\n## Attendees\n\nAda Moss\n\nBo Reed\n\nCy Quill, Heron\n\n## Topics\n\nRiver Levels",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 7), ("Cy Quill", None, "Heron", 9)],
    ),
    "names in any script": (
        "\n## Attendees\n\n- 鈴木 一郎 / 東京\n- Анна Кузнецова\n- 이서연\n- Ada Moss",
        [("鈴木 一郎", None, "東京", 5), ("Анна Кузнецова", None, None, 6),
         ("이서연", None, None, 7), ("Ada Moss", None, None, 8)],
    ),
    "ticked boxes in plain lines": (
        "\n## Attendees\n\n[ ] Ada Moss\n[x] Bo Reed\n[X] Cy Quill",
        [("Bo Reed", None, None, 6), ("Cy Quill", None, None, 7)],
    ),
    "ticked boxes as items": (
        "\n## Attended\n\n- [x] Ada Moss\n- [ ] Bo Reed\n- [x] Cy Quill",
        [("Ada Moss", None, None, 5), ("Cy Quill", None, None, 7)],
    ),
    "present+ of a scribe": (
        "\n14:02:11 <adam> present+\n14:02:20 <boreed> Present+ Bo_Reed\n14:03:00 <adam> hello",
        [("adam", None, None, 3), ("Bo_Reed", None, None, 4)],
    ),
    "present+ with several": (
        "\nPresent+ Ada, Bo, Cy\n\nScribe: Ada\n\nAda: hello",
        [("Ada", None, None, 3), ("Bo", None, None, 3), ("Cy", None, None, 3)],
    ),
    "an indented present": (
        "\nAttendees\n   Present:  Ada Moss, Bo Reed\n   Regrets:  Cy Quill\n   Chair: Ada\n",
        [("Ada Moss", None, None, 4), ("Bo Reed", None, None, 4)],
    ),
    "counts are nobody": (
        "\nPresent: Ada Moss, Bo Reed, +1, and two more\n",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3)],
    ),
    "counts in a list are nobody": (
        "\n## Attendees\n\n- Ada Moss +1\n- Bo Reed\n- and 3 others\n- about 20 people in the room",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "agenda items below a head of several things": (
        "\n## Participants and agenda\n\n- Review the open pull requests\n- Budget for next year\n",
        [],
    ),
    "a rule ends a list": (
        "\n## Attendees\n\n- Ada Moss\n- Bo Reed\n\n---\n\n- Gauge Readings\n- River Levels",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "remarks in brackets are no handles": (
        "\n## Attendees\n\n- Ada Moss (treasurer)\n- Bo (visiting)\n- Cy Quill (heron)\n"
        "- Dee Marsh (for Eli Stone)\n- Fay (client)",
        [("Ada Moss", None, None, 5), ("Bo", None, None, 6), ("Cy Quill", None, None, 7),
         ("Dee Marsh", None, None, 8), ("Fay", None, None, 9)],
    ),
    "handles in brackets where handles stand": (
        "\n## Attendees\n\n- Ada Moss (adam)\n- Bo Reed (moonlark)\n- Cy Quill (cyq)",
        [("Ada Moss", "adam", None, 5), ("Bo Reed", "moonlark", None, 6),
         ("Cy Quill", "cyq", None, 7)],
    ),
    "commas part name and organisation in a list": (
        "\n## Attendees\n\n- Ada Moss, Heron Lab, Oslo\n"
        "- Bo Reed, Heron Lab/River Institute, Oslo\n- Cy Quill",
        [("Ada Moss", None, "Heron Lab, Oslo", 5),
         ("Bo Reed", None, "Heron Lab/River Institute, Oslo", 6), ("Cy Quill", None, None, 7)],
    ),
    "names of juniors keep their dot": (
        "\n**Present:** Ada Moss, Bo Reed Jr., Cy Quill Sr.\n",
        [("Ada Moss", None, None, 3), ("Bo Reed Jr.", None, None, 3),
         ("Cy Quill Sr.", None, None, 3)],
    ),
    "handles right below the day": (
        "\n@adam, @boreed, @cyq\n\n## Agenda\n\n- @adam: gauges",
        [("adam", "adam", None, 3), ("boreed", "boreed", None, 3), ("cyq", "cyq", None, 3)],
    ),
    "names set in like code": (
        "\n2. Roll Call\n\n    Directors Present:\n\n      Ada Moss\n      Bo Reed\n\n"
        "    Directors Absent:\n\n      Cy Quill\n\n    Guests:\n\n      Dee Marsh\n",
        [("Ada Moss", None, None, 7), ("Bo Reed", None, None, 8), ("Dee Marsh", None, None, 16)],
    ),
    "a long heading that people stand below": (
        "\n**Staff and guests in attendance for all or part of the meeting**\n\n"
        "* Ada Moss (Vice Chair, by phone)\n* Bo Reed (Heron, chair)",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, "Heron", 6)],
    ),
    "semicolons part people and commas their fields": (
        "\n**Attending**: Ada Moss, Heron; Bo Reed, Moss Lab",
        [("Ada Moss", None, "Heron", 3), ("Bo Reed", None, "Moss Lab", 3)],
    ),
    "bars part people": (
        "\n**Attending:** Ada Moss | Bo Reed | Cy Quill",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3), ("Cy Quill", None, None, 3)],
    ),
    "a bar before the next label": (
        "\nParticipants: Ada, Bo, Cy | Notes: Bo",
        [("Ada", None, None, 3), ("Bo", None, None, 3), ("Cy", None, None, 3)],
    ),
    "a team's handle is nobody": (
        "\n## Present\n\n* Gauge TSC: @gauge/tsc\n* Ada Moss @adam (voting member)",
        [("Ada Moss", "adam", None, 6)],
    ),
    "devices bear their owner's name": (
        "\nAttendees: Ada Moss; Bo Reed's iPad; Zoom Room 2",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3)],
    ),
    "a bold head without a colon": (
        "\n**Attendees** Ada Moss, Bo Reed\n\n**Agenda** Paint, Gauges",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3)],
    ),
    "a sign before each name": (
        "\n### 👥 Present today\n\n🦊 Ada Moss\n🐻 Bo Reed\n\n### 📝 Topics\n\n- Paint Shop",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "the log of a chat": (
        "\n15:00:10 <adam> #topic Roll Call\n15:00:12 <boreed> o/\n15:00:15 <cyq> hello\n"
        "15:01:00 <adam> #topic Gauges\n15:02:00 <dee> hi",
        [("adam", None, None, 3), ("boreed", None, None, 4), ("cyq", None, None, 5)],
    ),
    "Matrix handles of a meeting's bot": (
        "\nPeople Present (lines said)\n---\n* @adam:example.org (40)\n* @zodbot:example.org (9)",
        [("adam", "adam", None, 5)],
    ),
    "a list of a summary": (
        "\nIn attendance were Ada Moss (chair), Bo Reed (Heron), and Cy Quill.\n\nPaint.",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, "Heron", 3), ("Cy Quill", None, None, 3)],
    ),
    "attended by": (
        "\nThe meeting was attended by Ada Moss and Bo Reed. Cy Quill was absent.",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3)],
    ),
    "wide brackets": (
        "\n## 参加者\n\n- 鈴木（Heron）\n- 佐藤 花子 @hanako",
        [("鈴木", None, "Heron", 5), ("佐藤 花子", "hanako", None, 6)],
    ),
    "ticks and crosses behind names": (
        "\n#### Roll Call\n\nQuorum of 2 established.\n\n- Ada Moss ✓\n- Bo Reed ✓\n- Cy Quill ✗",
        [("Ada Moss", None, None, 7), ("Bo Reed", None, None, 8)],
    ),
    "those not attending, under a heading of their own": (
        "\n## In attendance\n\n1. Ada Moss – Heron – @adam\n\n"
        "## Not attending\n\n1. Bo Reed – Heron",
        [("Ada Moss", "adam", "Heron", 5)],
    ),
    "links to pages and profiles": (
        "\n## Participants\n\n- [Ada Moss](https://example.org/ada)\n"
        "- [Cy Quill](https://github.com/cyq) (Heron)\n- https://github.com/deem",
        [("Ada Moss", None, None, 5), ("Cy Quill", "cyq", "Heron", 6), ("deem", "deem", None, 7)],
    ),
    "two first names on a line and a task behind a name": (
        "\n## Attendees\n\n- Ada Moss (AM)\n- Bo Reed (BR) *chair*\n- Eli and Fay",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6), ("Eli", None, None, 7),
         ("Fay", None, None, 7)],
    ),
    "a request right above the names": (
        "\n## Attendees\n*Please add yourself.*\nAda Moss, Bo Reed, Cy Quill\n## Topics\n- Gauges",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 5), ("Cy Quill", None, None, 5)],
    ),
    "a request of two lines above names in lines": (
        "\n## Present\n\nThis is a public call.\nSign here, please:\nAda Moss\nBo Reed\n",
        [("Ada Moss", None, None, 7), ("Bo Reed", None, None, 8)],
    ),
    "two people on a line, of whom the second acts": (
        "\n## Attendees\n\n- Ada Moss, Bo Reed\n- Cy Quill, Heron Works\n\n## Notes\n\n"
        "- Bo to paint the buoy",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 5),
         ("Cy Quill", None, "Heron Works", 6)],
    ),
    "people of a group whose members have one name": (
        "\n## Attendance\n\n* People: Ada, bo, Cy Quill\n\n## Meeting roles\n\n* Scribe: bo",
        [("Ada", None, None, 5), ("bo", None, None, 5), ("Cy Quill", None, None, 5)],
    ),
    "a label we do not know right above the absent": (
        "\nWho: Prof. Ada Moss, Bo Reed (PhD), Cy\nMissing: Di Orr\nNotes: Bo\n",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3), ("Cy", None, None, 3)],
    ),
    "those who wave before the first topic": (
        "\n17:00:01 <ada> #startmeeting x\n17:00:01 <meet> Commands: #action #agreed #help\n"
        "17:00:02 <bo> o/\n17:00:03 <cy> o/\n17:01:00 <ada> #topic Gauges\n17:02:00 <di> late",
        [("ada", None, None, 3), ("bo", None, None, 5), ("cy", None, None, 6)],
    ),
    "German": (
        "\n## Anwesend\n\n- Ada Moß\n- Bo Reed\n\n## Entschuldigt\n\n- Cy Quill",
        [("Ada Moß", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "German, a label": (
        "\n**Teilnehmende:** Ada Moß, Bo Reed\n**Abwesend:** Cy Quill\n**Gäste:** Dee Marsh",
        [("Ada Moß", None, None, 3), ("Bo Reed", None, None, 3), ("Dee Marsh", None, None, 5)],
    ),
    "French": (
        "\n**Présents :** Ada Moss, Bo Reed et Cy Quill\n\n**Excusés :** Dee Marsh",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3), ("Cy Quill", None, None, 3)],
    ),
    "French, a heading": (
        "\n## Personnes présentes\n\n- Ada Moss\n\n## Absentes\n\n- Bo Reed",
        [("Ada Moss", None, None, 5)],
    ),
    "Spanish": (
        "\n## Asistentes\n\n- Ada Moss\n- Bo Reed\n\n## Ausentes\n\n- Cy Quill",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "Spanish, a label": (
        "\nAsistencia: Ada Moss, Bo Reed y Cy Quill\n\nInvitados: Dee Marsh",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3), ("Cy Quill", None, None, 3),
         ("Dee Marsh", None, None, 5)],
    ),
    "Portuguese": (
        "\n## Presenças\n\n- Ada Moss\n- Bo Reed\n\n## Ausências\n\n- Cy Quill",
        [("Ada Moss", None, None, 5), ("Bo Reed", None, None, 6)],
    ),
    "Portuguese, a label": (
        "\nParticipantes: Ada Moss, Bo Reed e Cy Quill\nFaltas: Dee Marsh",
        [("Ada Moss", None, None, 3), ("Bo Reed", None, None, 3), ("Cy Quill", None, None, 3)],
    ),
    "Japanese": (
        "\n## 出席者\n\n- 鈴木 一郎\n- 佐藤 花子\n\n## 欠席者\n\n- 山田 太郎",
        [("鈴木 一郎", None, None, 5), ("佐藤 花子", None, None, 6)],
    ),
    "Japanese, a label": (
        "\n参加者：鈴木 一郎、佐藤 花子、Ada Moss\n欠席：山田 太郎",
        [("鈴木 一郎", None, None, 3), ("佐藤 花子", None, None, 3), ("Ada Moss", None, None, 3)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_everybody_who_signed_and_nobody_else(name, tmp_path):
    text, rows = SHAPES[name]
    records = read(tmp_path, {"2022-02-09.md": f"# Gauge call\n{text}\n"})
    assert [
        (a.name, a.handle, a.affiliation, a.source_line) for a in only(Attendance, records)
    ] == rows


UNREAD = {
    "a head without anybody": ("\n## Attendees\n\n## Topics\n\n- Gauges", 3),
    "everybody": ("\nAttendance: all\n\n- Gauges", 3),
    "links below a head": ("\n## Participants\n\n- Slides: [deck](https://example.org/d)\n", 3),
    "a language we do not know": ("\nObecni: Ada Moss, Bo Reed, Cy Quill\n\n- Poziom rzeki", 3),
    "a script without blanks": ("\n与会者：张伟、李娜、王芳\n\n- 讨论", 3),
    "a script we do not know": ("\n## Присутствовали\n\n- Анна Кузнецова\n- Пётр Орлов\n", 3),
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_roll_call_that_yields_nobody_is_said(name, tmp_path):
    text, line = UNREAD[name]
    records = read(tmp_path, {"2022-02-09.md": f"# Gauge call\n{text}\n"})
    (meeting,) = only(Meeting, records)
    assert (meeting.roll_call, meeting.has_roll_call) == ("not_read", False)
    assert [r.source_line for r in only(Reject, records) if "roll call" in r.reason] == [line]
    assert only(Attendance, records) == []


@pytest.mark.parametrize("text", ["\n- Gauges\n", "\n## Topics\n\n- Ada Moss will read gauges\n"])
def test_a_meeting_without_any_roll_call_has_none(text, tmp_path):
    records = read(tmp_path, {"2022-02-09.md": f"# Gauge call\n{text}\n"})
    (meeting,) = only(Meeting, records)
    assert (meeting.roll_call, only(Reject, records)) == ("none", [])


def test_people_of_the_front_matter_came(tmp_path):
    text = "---\nattendees: [Ada Moss, Bo Reed]\n---\n# Gauge call\n\n- Gauges\n"
    records = read(tmp_path, {"2022-02-09.md": text})
    assert [a.name for a in only(Attendance, records)] == ["Ada Moss", "Bo Reed"]
