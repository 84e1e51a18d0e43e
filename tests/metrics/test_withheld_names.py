"""The sentences of the notes without names, where `[people] names` is not "full"."""

import pandas as pd
import pytest

from config import names
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
W = names.WITHHELD


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Will Moss will pay in 5 min", f"{W} will pay in 5 min"),
        ("Zoe\u0308's list, by @will and zoeang", f"{W}'s list, by {W} and {W}"),
        ("Ask @a.stranger, not min-p", f"Ask {W}, not {W}"),
        ("Petronella keeps moss", f"{W} keeps moss"),
        ("Willow and Mossy stay", "Willow and Mossy stay"),
        ("notes_Zoë_Ångström.md", f"notes_{W}.md"),
    ],
)
def test_a_sentence_keeps_all_but_the_names(build, said, shown):
    known = withheld_names.known(build(SIGNED))
    assert withheld_names.withhold(said, known, ["Petronella", "team"]) == shown


def test_rows_keep_their_counts_and_a_meeting_without_a_title_stays_without_one():
    frame = pd.DataFrame({"title": [None, "Zoë's day"], "owners": [["Ada", "Bo"], []], "n": [1, 2]})
    shown = withheld_names.without_names(frame, frozenset({"Zoë"}))
    assert shown.to_dict("records") == [
        {"title": None, "owners": [W, W], "n": 1},
        {"title": f"{W}'s day", "owners": [], "n": 2},
    ]
    assert withheld_names.without_names(frame.iloc[:0], frozenset()).empty


def test_by_handle_owners_are_named_and_whoever_has_none_is_somebody():
    frame = pd.DataFrame({"text": ["Zoë asks Bo"], "owners": [["Zoë", "Bo"]]})
    shown = withheld_names.without_names(frame, frozenset({"Zoë", "Bo"}), {"zoë": "@zoeang"})
    assert shown.to_dict("records") == [
        {"text": f"{W} asks {W}", "owners": ["@zoeang", "somebody"]}
    ]
