"""A page on which nobody asked for names says what the notes say, without them."""

import pandas as pd
import pytest

from metrics.meetings import withheld_names
from tests.metrics.test_attendance import meeting
from warehouse.records import Attendance

SIGNED = [
    meeting("2022-06-01"),
    *(
        Attendance("team-2022-06-01", handle, name, handle, None, "a.md", 2)
        for name, handle in (("Will Moss", "will"), ("Zoë Ångström", "zoeang"), ("min", "min-p"))
    ),
]
W = withheld_names.WITHHELD


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Will Moss will pay in 5 min", f"{W} will pay in 5 min"),
        ("Zoe\u0308's list, by @will and zoeang", f"{W}'s list, by {W} and {W}"),
        ("Ask @a.stranger, not min-p", f"Ask {W}, not {W}"),
        ("Petronella mends moss", f"{W} mends moss"),
        ("Willow and Mossy stay", "Willow and Mossy stay"),
    ],
)
def test_a_sentence_keeps_all_but_the_names(build, said, shown):
    known = withheld_names.known(build(SIGNED))
    assert withheld_names.hidden(said, known, ["Petronella", "team"]) == shown


def test_rows_keep_their_counts_and_a_meeting_without_a_title_stays_without_one():
    frame = pd.DataFrame({"title": [None, "Zoë's day"], "owners": [["Ada", "Bo"], []], "n": [1, 2]})
    told = withheld_names.without(frame, frozenset({"Zoë"}))
    assert told.to_dict("records") == [
        {"title": None, "owners": [W, W], "n": 1},
        {"title": f"{W}'s day", "owners": [], "n": 2},
    ]
    assert withheld_names.without(frame.iloc[:0], frozenset()).empty
