"""Ten notes in the styles of ten communities, written and labelled before they were read.

At first sight on 2026-11-29: attendance F1 0.800 (11 of 11 meetings and days, handles 9 of 9,
affiliations 7 of 8), actions 0.909 (owners 22 of 25), decisions 0.788, claims 0.848. What was
missed is read since: a count behind the names, an agenda right below the table of people, names in
a row above everything, "Who's around", "ACTION - Ivo: …", states on a line of their own, elections,
months left of money, ids like RFC 2119, sums of motions that failed, "83, down from 91". What is
still misread stands here as such.
"""

from pathlib import Path
from typing import Any

import pytest

from pipelines.notes.note import Part
from pipelines.notes.reading import read_note

NOTES = Path(__file__).resolve().parents[1] / "data" / "newcomers"

# File → its meetings: day, who came (name, handle, affiliation), actions (line, owners, done),
# lines of decisions, claims (line, value).
WANTED: dict[str, list[Any]] = {
    "gridql-wg/2031-02-06.md": [
        ("2031-02-06",
         [("Lene Bakke", "lenebakke", "GridQL TSC"), ("Ivo Marinov", "ivo-m", "Plover Systems"),
          ("Matteo Grasso", "grasso", None), ("Wanjiru Kimani", "wkimani", "Sandgrouse Labs")],
         [(38, "Ivo", None), (39, "Lene", None), (40, "", None)], [36, 37], [(41, 8600)]),
    ],
    "heron-viewer/2031-03-10.md": [
        ("2031-03-10", ["Draga", "Chi-Lin", "Anders P.", "Juno", "Ziying"],
         [(27, "Draga", None), (28, "Chi-Lin, Ziying", None), (29, "", None)],
         [16], [(10, 41), (10, 17), (15, 150_000)]),
    ],
    "kettle-brew/2031-agm-minutes.md": [
        ("2031-04-08", ["Petra Novotna", "Iain Lockhart", "Samira El-Amin", "Joost van Rijn"],
         [], [18, 21, 25, 26], [(12, 38_400), (13, 4100), (13, 2900)]),
    ],
    "loom-forge/2031-04-17.md": [
        ("2031-04-17", ["Mirela Vasile", "Jonah Tremblay", "Kwame Ofori", "Sunniva Dahl"],
         [(18, "JT", False), (19, "KO", True), (25, "", None), (26, "MV", None), (27, "MV", None),
          (34, "SD", None), (36, "", None), (37, "Jonah", None)],
         [40], [(27, 760), (33, 14_000), (33, 60), (39, 22_000), (39, 4), (40, 1500)]),
    ],
    "lumen-sig/2031-07-22-meeting-notes.md": [
        ("2031-07-22",
         [("Jasna", None, "Splinter"), ("Gregor Feldmann", None, "Graphite"),
          ("Hana Oh", None, "Embers"), ("Mustafa Qureshi", None, "Beehive"),
          ("Jairo", None, "beehive")],
         [(20, "Hana", None), (21, "Jasna", None)], [22], [(17, 38)]),
    ],
    "pinion-net/2031-11-10-all-hands.md": [
        ("2031-11-10",
         [("rlittle", "rlittle", None), ("haakond", "haakond", None), ("larsg", "larsg", None),
          ("keks-w", "keks-w", None), ("emberly", "emberly", None)],
         [(33, "rlittle", False), (34, "rlittle, haakond", False), (35, "emberly", True)],
         [], [(29, 312)]),
    ],
    "quarry-soft/board_minutes_2031_05_21.txt": [
        ("2031-05-21",
         ["Amara Diallo", "Frantisek Kolar", "Noor Haddad", "Silje Aas", "Gwen Pryce",
          "Oren Baruch", "Yuki Matsuda"],
         [(76, "Frantisek", None), (79, "Noor", True)], [43, 63],
         [(49, 212_000), (49, 2), (54, 1_400_000), (54, 95_000)]),
    ],
    "slate-vm/Meeting 61.md": [
        ("2031-05-09", ["Alex Berezin", "Danica Ferro", "Lena Sjöberg", "Martti Holm"],
         [(10, "Danica Ferro", None), (12, "", None), (15, "Martti Holm, Alex Berezin", None),
          (18, "Martti Holm", True)],
         [23, 25], [(42, 15), (43, 12)]),
    ],
    "tin-shed/Trustees_2031-03-04.txt": [
        ("2031-03-04",
         ["Agnes Okoro", "Bill Tranter", "Ruth Sugden", "Dai Llewellyn", "Theo"],
         [(15, "Bill", None), (20, "Theo, Ruth", None), (27, "Dai", None), (27, "Agnes", None)],
         [8, 19], [(12, 6212.4), (12, 1150), (12, 1240), (13, 5), (14, 83), (14, 91), (18, 480),
                   (18, 515)]),
    ],
    "tram-infra/weekly.rst": [
        ("2031-06-17", ["Odile Perrin", "Xabier Otxoa", "Ngozi Umeh", "Pim de Groot"],
         [(35, "Xabier", None), (38, "Odile, Ngozi", None)], [23, 24],
         [(16, 99.7), (16, 2), (17, 118), (17, 23), (18, 30_000), (18, 5)]),
        ("2031-06-10", [], [], [], []),
    ],
}  # fmt: skip
# File → rows that are not read, and rows that are read and wrong.
MISREAD: dict[str, tuple[list[Any], list[Any]]] = {
    "loom-forge/2031-04-17.md": (
        [("action", 18, "JT", False), ("action", 19, "KO", True),  # boxes on an agenda
         ("action", 34, "SD", None),  # "SD: get a quote" is as good as said by SD
         ("claim", 33, 14_000)],
        [],
    ),
    "quarry-soft/board_minutes_2031_05_21.txt": ([], [("decision", 66)]),  # of one resolution, two
}  # fmt: skip


@pytest.mark.parametrize("name", WANTED)
def test_a_note_in_a_style_that_no_rule_was_written_for_is_read(name: str) -> None:
    file = NOTES / name
    parts = read_note(file.read_bytes(), file.name).parts
    assert [(str(part.day), people_of(part)) for part in parts] == [
        (day, [who if isinstance(who, tuple) else (who, None, None) for who in people])
        for day, people, *_ in WANTED[name]
    ]
    read = {row for part in parts for row in rows_of(part)}
    wanted = {row for _, _, *said in WANTED[name] for row in wanted_rows(*said)}
    missed, wrong = MISREAD.get(name, ([], []))
    assert (wanted - read, read - wanted) == (set(missed), set(wrong))


def people_of(part: Part) -> list[tuple[str, str | None, str | None]]:
    """Who signed, as WANTED has it."""
    return [(s.signature.name, s.signature.handle, s.signature.affiliation) for s in part.signed]


def rows_of(part: Part) -> list[tuple[object, ...]]:
    """Actions, decisions and claims of a meeting that was read."""
    return [
        *(("action", a.line, ", ".join(a.owners), a.done) for a in part.actions),
        *(("decision", d.line) for d in part.decisions),
        *(("claim", c.line, c.value) for c in part.claims),
    ]


def wanted_rows(
    actions: list[tuple[int, str, bool | None]],
    decisions: list[int],
    claims: list[tuple[int, float]],
) -> list[tuple[object, ...]]:
    """The same of a meeting in WANTED."""
    return [
        *(("action", *action) for action in actions),
        *(("decision", line) for line in decisions),
        *(("claim", *claim) for claim in claims),
    ]
