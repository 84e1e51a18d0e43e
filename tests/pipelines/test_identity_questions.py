"""Who is who, asked where only the team knows: few, last in the queue, answered for good."""

from datetime import UTC, date, datetime

import pytest
from notes_house import house as made
from notes_house import only

import config
from editing import answers, journal
from editing.changes import By
from editing.save import NotSaved
from editing.undo import undo
from metrics.briefing.queue import named, queue, waiting
from metrics.meetings.identity import MOST, who_is_who
from pipelines import notes
from warehouse.records import Attendance, IdentityQuestion
from wording import questions

BY = By("Ada", datetime(2026, 9, 17, 9, tzinfo=UTC))
AS_OF = date(2026, 3, 31)


class Team:
    """Calls one day after another, read again after each change."""

    def __init__(self, folder, calls, extra=""):
        self.folder = folder
        texts = ("# Sync\n\n## Attendees\n\n" + "".join(f"- {n}\n" for n in call) for call in calls)
        files = {f"2026-03-{day:02}.md": text for day, text in enumerate(texts, start=1)}
        made(folder, files, extra)

    @property
    def config(self):
        return config.load(self.folder / "dashboard.toml", self.folder / "data")

    def read(self):
        return list(notes.read(self.config))

    def asked(self):
        return only(IdentityQuestion, self.read())

    def people(self):
        return len({row.person_id for row in only(Attendance, self.read())})

    def queue(self, build):
        return queue(build(self.read()).cursor(), as_of=AS_OF)

    def give(self, asked, number, name=""):
        values = dict(named(asked, asked.choices[number], name).values)
        assert not answers.is_given(self.config.config, "", values)
        saved = answers.save(self.config.config, "", values, BY)
        assert answers.is_given(self.config.config, "", values)
        return saved


BENS = [("Ben North", "Kim Vale"), ("Ben Mills", "Kim Vale"), ("Ben",), ("Ben", "Kim Vale")]
SLIP = [("Ada Moss",), ("Ada Moss (@amoss)",), ("Ada Ross",)]
LONGER = [("Tim Reed",), ("Tim Reed",), ("Timothy Reed",)]
WHICH = IdentityQuestion(
    "which", "Ben", None, ["Ben Mills", "Ben North"], ["", ""], 2, date(2026, 3, 4)
)


def test_a_first_name_that_may_be_two_people_is_asked_with_both(tmp_path):
    assert Team(tmp_path, BENS).asked() == [WHICH]


@pytest.mark.parametrize(
    ("calls", "only_one"),
    [
        (SLIP, IdentityQuestion("same", "Ada Moss", "amoss", ["Ada Ross"], [""], 2,
                                date(2026, 3, 2))),
        (LONGER, IdentityQuestion("same", "Tim Reed", None, ["Timothy Reed"], [""], 2,
                                  date(2026, 3, 2))),
    ],
    ids=["a slip in a short last name", "a longer first name"],
)  # fmt: skip
def test_two_full_names_that_may_be_one_person_are_asked_about(tmp_path, calls, only_one):
    assert Team(tmp_path, calls).asked() == [only_one]


NOT_ASKED = {
    "who met is not one": [*SLIP, ("Ada Moss", "Ada Ross")],
    "a last name two letters apart": [("Ada Fenwick",), ("Ada Fenwick",), ("Ada Fenrich",)],
    "signed once": [("Ben North",), ("Ben Mills",), ("Ben",)],
    "five people of one first name": [*[(f"Ben {n}",) for n in ("Ash", "Birch", "Cole", "Dunn",
                                                                "Ebb")], ("Ben",), ("Ben",)],
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_ASKED)
def test_what_needs_no_answer_is_not_asked(tmp_path, name):
    assert Team(tmp_path, NOT_ASKED[name]).asked() == []


def test_nothing_is_asked_where_pages_may_not_name_people(tmp_path):
    for names in ("handles", "hidden"):
        assert Team(tmp_path / names, BENS, f'[people]\nnames = "{names}"\n').asked() == []


@pytest.mark.parametrize("who", ["Ben Mills", "Ben North"])
def test_nobody_who_opted_out_is_in_a_question(tmp_path, build, who):
    team = Team(tmp_path, [*BENS, *[(name,) for (name, *_) in SLIP]],
                '[people]\nfile = "people.toml"\n')  # fmt: skip
    (tmp_path / "people.toml").write_text(f'[[people]]\nname = "{who}"\nopt_out = true\n')
    assert [each.name for each in team.asked()] == ["Ada Moss"]
    assert who.split()[1] not in str(team.queue(build))
    (tmp_path / "people.toml").write_text('[[people]]\nname = "Ben"\nopt_out = true\n')
    assert "Ben" not in str(team.asked())


def test_an_answer_joins_two_spellings_and_its_undoing_parts_them(tmp_path, build):
    team = Team(tmp_path, BENS)
    (asked,) = team.queue(build)
    assert questions.question(asked) == "Is Ben the same person as Ben Mills or Ben North?"
    assert questions.detail(asked) == (
        "Signed in 2 meetings, last on 4 Mar 2026. Until then they count as different people."
    )
    assert [questions.answer(asked, choice) for choice in asked.choices] == [
        "Ben Mills", "Ben North", "Somebody else", "I don't know",
    ]  # fmt: skip
    assert team.people() == 4
    team.give(asked, 1)
    assert (tmp_path / "people.toml").read_text() == (
        '[[people]]\nname = "Ben North"\naliases = ["Ben"]\n'
    )
    assert (team.people(), team.asked()) == (3, [])
    for _ in journal.read(tmp_path):
        undo(tmp_path, who="Ada", now=BY.now)
    assert (team.asked(), (tmp_path / "people.toml").exists()) == ([WHICH], False)


def test_a_person_who_is_listed_gets_one_alias_more_and_all_else_stays(tmp_path, build):
    team = Team(tmp_path, BENS, '[people]\nfile = "people.toml"\n')
    before = '# ours\n[[people]]\nname = "Ben Mills"   # since 2019\nhandles = ["bmills"]\n'
    (tmp_path / "people.toml").write_text(before)
    (asked,) = team.queue(build)
    team.give(asked, 0)
    after = (tmp_path / "people.toml").read_text()
    assert after == before + 'aliases = ["Ben"]\n'
    assert (team.people(), team.asked()) == (3, [])


@pytest.mark.parametrize("number", [-2, -1], ids=["somebody else", "nobody knows"])
def test_a_question_that_was_answered_otherwise_is_not_asked_again(tmp_path, build, number):
    for name, calls in (("bens", BENS), ("slip", SLIP)):
        team = Team(tmp_path / name, calls)
        before = team.people()
        (asked,) = team.queue(build)
        team.give(asked, number)
        assert (team.people(), team.asked()) == (before, [])


def test_a_file_that_cannot_be_read_is_not_touched(tmp_path, build):
    team = Team(tmp_path, BENS)
    (asked,) = team.queue(build)
    (tmp_path / "people.toml").write_text("[[people]\n")
    with pytest.raises(NotSaved, match="cannot be read"):
        answers.save(team.config.config, "", dict(asked.choices[0].values), BY)
    assert (tmp_path / "people.toml").read_text() == "[[people]\n"


def test_never_more_than_five_at_once_and_last_of_all(build):
    many = [
        IdentityQuestion("which", f"A{n}", None, ["B"], [""], n, date(2026, 3, 1))
        for n in range(2, 12)
    ]
    old = IdentityQuestion("which", "Old", None, ["B"], [""], 99, date(2024, 3, 1))
    db = build([*many, old]).cursor()
    assert [each.name for each in who_is_who(db, as_of=AS_OF)] == ["A11", "A10", "A9", "A8", "A7"]
    assert waiting(db, as_of=AS_OF).count == MOST == 5


def test_who_may_not_answer_sees_no_name(tmp_path, build):
    asked = Team(tmp_path, BENS).queue(build)
    assert questions.blocks(asked, can_answer=False) == []
    assert len(questions.blocks(asked, can_answer=True)) == 2


LONE = [("@kei-x", "Ada Moss (@amoss)")] * 2 + [("@kei-x",), ("Lu Vale",), ("Lu Vale",)]
WHO = IdentityQuestion("handle", "@kei-x", "kei-x", [], [], 3, date(2026, 3, 3))
PROMISE = "\n## Actions\n\n- [ ] @{} to write the plan\n"


def test_a_handle_that_never_had_a_name_is_asked_with_those_whom_it_never_met(tmp_path, build):
    team = Team(tmp_path, LONE)
    assert team.asked() == [WHO]
    (asked,) = team.queue(build)
    assert questions.question(asked) == "Who is @kei-x?"
    assert questions.detail(asked) == (
        "Signed in 3 meetings, last on 3 Mar 2026, never with a name. Until then pages show the "
        "handle."
    )
    assert questions.names(asked) == ["Lu Vale"]
    assert questions.listed([asked])[2:] == [
        "   1 1  It is this person (--name NAME)", "   1 2  Nobody we name", "   1 3  I don't know",
    ]  # fmt: skip
    assert not asked.has_likely


MATTERS = {
    "three meetings": (["@kei-x"] * 3, "", ["@kei-x"]),
    "two meetings": (["@kei-x"] * 2, "", []),
    "an open action": (["@kei-x"], "kei-x", ["@kei-x"]),
    "an action of who never signed": (["Ada Moss"], "Outsider", ["@outsider"]),
    "a team's handle": (["Ada Moss"], "hub/leads", []),
    "a name beside it once": (["@kei-x"] * 3 + ["Kei Vale (@kei-x)"], "", []),
    "a first name beside it": (["@kei-x"] * 3 + ["Kei (@kei-x)"], "", []),
}


@pytest.mark.parametrize("what", MATTERS)
def test_only_a_handle_that_matters_is_asked_about(tmp_path, build, what):
    calls, owner, asked = MATTERS[what]
    team = Team(tmp_path, [(name,) for name in calls])
    if owner:
        note = tmp_path / "notes" / "2026-03-01.md"
        note.write_text(note.read_text() + PROMISE.format(owner))
    assert [each.fact.name for each in team.queue(build)] == asked


def test_a_promise_that_was_kept_makes_no_handle_matter(tmp_path, build):
    team = Team(tmp_path, [("@kei-x",)])
    note = tmp_path / "notes" / "2026-03-01.md"
    note.write_text(note.read_text() + PROMISE.format("kei-x").replace("[ ]", "[x]"))
    assert team.queue(build) == []


def test_the_name_of_a_handle_joins_it_to_its_person_and_shows_the_name(tmp_path, build):
    team = Team(tmp_path, [*LONE, ("Lu Vale (@luv)",)])
    (asked,) = team.queue(build)
    team.give(asked, 0, " lu  vale ")
    assert (tmp_path / "people.toml").read_text() == (
        '[[people]]\nname = "lu vale"\nhandles = ["luv", "kei-x"]\n'
    )
    rows = only(Attendance, team.read())
    assert {row.person_id for row in rows if row.handle in ("kei-x", "luv")} == {"lu-vale"}
    assert {row.name for row in rows if row.handle == "kei-x"} == {"lu vale"}
    assert (team.people(), team.asked()) == (2, [])


def test_a_handle_goes_to_a_person_who_is_listed_under_another_spelling(tmp_path, build):
    team = Team(tmp_path, LONE, '[people]\nfile = "people.toml"\n')
    before = '[[people]]\nname = "Luisa Vale"\naliases = ["Lu Vale"]\n'
    (tmp_path / "people.toml").write_text(before)
    (asked,) = team.queue(build)
    team.give(asked, 0, "Lu Vale")
    assert (tmp_path / "people.toml").read_text() == f'{before}handles = ["kei-x"]\n'
    assert (team.people(), team.asked()) == (2, [])


@pytest.mark.parametrize("number", [1, 2], ids=["nobody we name", "nobody knows"])
def test_a_handle_that_gets_no_name_is_not_asked_about_again(tmp_path, build, number):
    team = Team(tmp_path, LONE)
    before = only(Attendance, team.read())
    (asked,) = team.queue(build)
    team.give(asked, number)
    person, unknown = (f'[[{each}]]\nname = "@kei-x"\n' for each in ("people", "unknown"))
    written = person + 'handles = ["kei-x"]\n' if number == 1 else unknown
    assert (tmp_path / "people.toml").read_text() == written
    assert (only(Attendance, team.read()), team.asked()) == (before, [])


def test_no_name_is_no_answer(tmp_path, build):
    team = Team(tmp_path, LONE)
    (asked,) = team.queue(build)
    with pytest.raises(NotSaved, match="needs a name"):
        team.give(asked, 0, "  ")
    assert not (tmp_path / "people.toml").exists()


def test_a_handle_that_opted_out_is_not_asked_about_nor_offered(tmp_path, build):
    team = Team(tmp_path, LONE, '[people]\nfile = "people.toml"\n')
    gone = '[[people]]\nname = "{}"\nhandles = ["{}"]\nopt_out = true\n'
    (tmp_path / "people.toml").write_text(gone.format("Lu Vale", "luv"))
    (asked,) = team.queue(build)
    assert questions.names(asked) == []
    note = tmp_path / "notes" / "2026-03-01.md"
    note.write_text(note.read_text() + PROMISE.format("kei-x"))
    (tmp_path / "people.toml").write_text(gone.format("Kei Vale", "kei-x"))
    assert team.queue(build) == []


def test_who_is_at_hand_only_as_a_handle_is_asked_after_names(build):
    many = [
        IdentityQuestion("which", f"A{n}", None, ["B"], [""], n, date(2026, 3, 1))
        for n in range(2, 6)
    ]
    lone = [
        IdentityQuestion("handle", f"@h{n}", f"h{n}", [], [], n, date(2026, 3, 1))
        for n in (2, 30, 40)
    ]
    db = build([*many, *lone]).cursor()
    assert [each.name for each in who_is_who(db, as_of=AS_OF)] == ["A5", "A4", "A3", "A2", "@h40"]
