"""actions.toml: what a person settled about actions, with or without mistakes."""

from datetime import date

from notes_house import only, read

from warehouse.records import ActionAnswer, Reject

SETTLED = """
[[actions]]
text = "moor the boat"
state = "done"
on = 2026-03-01
note = "by Ada Fenwick"

[[actions]]
text = "sing"
state = "dropped"
"""


def settled(tmp_path, text, extra=""):
    (tmp_path / "actions.toml").write_text(text, encoding="utf-8")
    return read(tmp_path, {"2026-02-09.md": "# Call\n\nPresent: Ada Fenwick\n"}, extra)


def test_answers_are_read_and_name_nobody_who_opted_out(tmp_path):
    answers = only(ActionAnswer, settled(tmp_path, SETTLED))
    assert answers == [
        ActionAnswer("moor the boat", "done", date(2026, 3, 1), "by Ada Fenwick"),
        ActionAnswer("sing", "dropped", None, None),
    ]
    people = '[[people]]\nname = "Ada Fenwick"\nopt_out = true\n'
    (tmp_path / "people.toml").write_text(people, encoding="utf-8")
    extra = '[people]\nfile = "people.toml"\n'
    assert only(ActionAnswer, settled(tmp_path, SETTLED, extra))[0].note == "by [name withheld]"


def test_a_mistake_is_reported_with_its_key_and_the_rest_stands(tmp_path):
    wrong = SETTLED + '\n[[actions]]\ntext = "paint"\nstate = "late"\n'
    records = settled(tmp_path, wrong)
    assert [a.text for a in only(ActionAnswer, records)] == ["moor the boat", "sing"]
    assert [(r.source_file, r.reason) for r in only(Reject, records)] == [
        ("actions.toml", "state: Input should be 'done', 'dropped' or 'open'")
    ]


def test_a_file_that_is_no_toml_is_reported(tmp_path):
    (reject,) = only(Reject, settled(tmp_path, "[[actions"))
    assert (reject.source_file, reject.reason[:22]) == ("actions.toml", "not readable as TOML: ")
