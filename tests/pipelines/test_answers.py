"""An answer is one click: it is appended, proven, kept in the journal, and settles the question."""

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from billing_house import House

from config import load
from editing import answers, journal
from editing.changes import By
from editing.save import NotSaved
from editing.undo import undo
from pipelines.commands import main
from pipelines.github import settled
from warehouse.records import BillingQuestion, ClaimAnswer, SourceRun

pytestmark = pytest.mark.slow

BY = By("Ada", datetime(2026, 9, 17, 9, tzinfo=UTC))
MAPPED = {"columns": '{date = "Day", amount = "Cost", service = "Item"}', "currency": '"USD"'}


def bill(month, item, cost=10, days=28):
    lines = (f"2026-{month:02}-{day:02},{item},{cost}\n" for day in range(1, days + 1))
    return "Day,Item,Cost\n" + "".join(lines)


@pytest.fixture
def house(tmp_path, build):
    """Two pairs of files of which nobody knows whether they bill the same money."""
    found = House(tmp_path / "team", build).bill("cloud", "bills", **MAPPED)
    for month in (7, 8):
        found.put(f"bills/hub-{month}.csv", bill(month, "Rack"))
        found.put(f"bills/tools-{month}.csv", bill(month, "Rack").replace("Rack", "Disk", 20))
    return found


def asked(house):
    return [each for each in house.read() if isinstance(each, BillingQuestion)]


def cost(house):
    ((found,),) = house.rows("sum(billed)")
    return found


def give(house, lines, **more):
    return answers.save(house.load().config, lines, {}, BY, **more)


def test_each_reading_gives_its_own_cost_for_all_pairs_at_once(house):
    (question,) = asked(house)
    assert (question.kind, question.pairs, question.resting) == ("overlap", 2, False)
    for lines, amount in ((question.as_assumed, question.assumed_amount),
                          (question.as_other, question.other_amount)):  # fmt: skip
        give(house, lines)
        assert asked(house) == []
        assert cost(house) == amount
        undo(house.folder, who="Ada", now=BY.now)
        assert not (house.folder / "bills.toml").exists()
    assert question.assumed_amount != question.other_amount
    assert asked(house) == [question]


def test_nobody_knows_rests_until_a_new_file_comes(house):
    (question,) = asked(house)
    give(house, question.as_unknown)
    assert [each.resting for each in asked(house)] == [True]
    house.put("bills/more-8.csv", bill(8, "Rack").replace("Rack", "Tape", 20))
    assert [each.resting for each in asked(house)] == [False]


def test_the_day_since_which_it_is_asked_is_that_of_the_newer_file(house):
    (question,) = asked(house)
    assert question.since == datetime.now(UTC).date()


def test_an_answer_goes_behind_what_is_there_and_changes_none_of_it(house):
    (question,) = asked(house)
    before = '# ours\n[[answer]]\naccount = "x"\ncounts = "unknown"'  # without an end of line
    file = house.put("bills.toml", before)
    saved = give(house, question.as_unknown)
    assert file.read_text() == f"{before}\n\n{question.as_unknown}"
    assert (saved.entry.who, saved.entry.file) == ("Ada", "bills.toml")
    assert answers.is_given(house.load().config, question.as_unknown, {})
    assert not answers.is_given(house.load().config, question.as_other, {})
    undo(house.folder, who="Ada", now=BY.now)
    assert file.read_text() == before
    assert len(journal.read(house.folder)) == 2


@pytest.mark.parametrize(
    ("held", "lines"),
    [
        ("[[answer]\n", "u"),  # cannot be read
        ('[answer]\ncounts = "both"\n', "u"),  # no list
        ("", "u\n[people]\nopen = true\n"),
        ("", '[[answer]]\nfiles = ["a", "b"]\n'),  # says nothing
        ("", '[[answer]]\ncounts = "both"\ncolour = "red"\n'),
    ],
)
def test_what_cannot_be_proven_is_not_written(house, held, lines):
    (question,) = asked(house)
    file = house.put("bills.toml", held) if held else house.folder / "bills.toml"
    with pytest.raises(NotSaved):
        give(house, lines.replace("u", question.as_unknown, 1) if lines[0] == "u" else lines)
    assert (file.read_text() if file.exists() else "") == held


def test_a_credit_needs_its_day(tmp_path, build):
    house = House(tmp_path / "team", build)
    house.bill("rack", "bills", columns='{date = "Day", amount = "Cost"}', currency='"EUR"')
    lines = "".join(f"2026-06-{day:02},Rack,50\n" for day in range(1, 21))
    house.put("bills/a.csv", f"Day,Item,Cost\n{lines},Credit,-80\n")
    (question,) = asked(house)
    with pytest.raises(NotSaved, match="needs a day"):
        give(house, question.as_other)
    for given, day, amount in ((question.as_other, date(2026, 6, 30), 920),
                               (question.as_assumed, None, 1000),
                               (question.as_unknown, None, 1000)):  # fmt: skip
        give(house, given, day=day)
        assert (asked(house), cost(house)) == ([], Decimal(amount))
        undo(house.folder, who="Ada", now=BY.now)


def test_a_file_whose_name_is_toml_itself_says_no_more_than_its_name(house):
    odd = 'x"]\ncounts = "both"\n#'
    shutil.move(house.folder / "bills/tools-8.csv", house.folder / f"bills/{odd}-8.csv")
    (question,) = asked(house)
    give(house, question.as_other)
    assert asked(house) == []
    assert not [each for each in house.runs() if isinstance(each, SourceRun) and each.status ==
                "failed"]  # fmt: skip


def test_an_answer_about_a_count_of_the_notes_is_read_by_the_next_ingest(house):
    values = {"meeting": "team-2026-08-20", "quote": 'Closed "50" issues', "repo": "lab/hub"}
    config = house.load().config
    answers.save(config, "", values, BY)
    assert answers.is_given(config, "", values)
    assert list(settled.read(house.load())) == [
        ClaimAnswer("team-2026-08-20", 'Closed "50" issues', "lab/hub", None, None, True, None)
    ]
    undo(house.folder, who="Ada", now=BY.now)
    assert not (house.folder / "claims.toml").exists()


def test_by_command_the_queue_is_listed_and_answered(house, capsys):
    words = ["--config", str(house.folder / "dashboard.toml"), "--data", str(house.folder / "data")]
    house.load()
    main([*words, "--no-fetch"])
    capsys.readouterr()
    assert main([*words, "answer"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed[0].startswith("1. Do bills/hub-7.csv, bills/hub-8.csv and 2 more bill the same")
    assert [line.strip()[:5] for line in listed[2:]] == ["1 1  ", "1 2  ", "1 3  "]
    assert listed[4].endswith("I don't know")
    assert main([*words, "answer", "1", "4"]) == main([*words, "answer", "2", "1"]) == 78
    assert main([*words, "answer", "1", "3", "--who", "Ada"]) == 0
    assert [each.resting for each in asked(house)] == [True]
    assert load(words[1]).config.file.parent == house.folder
