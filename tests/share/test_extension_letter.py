"""The letter that asks for an extension: its months, its figures, its blanks, and what stops it."""

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from runway_records import balance, cost, every_day, fund, info, planned
from servers.planting import Planter, person, words_in

import config
from config import ConfigError, House
from metrics.runway.extension_request import (
    NotAsked,
    Paid,
    after,
    extension_request,
    months_between,
)
from share import __main__ as share
from share import docx as words_file
from share import letter
from share.pack import Withheld
from tests.wording import golden
from warehouse.records import (
    ActionItem,
    Award,
    AwardClaim,
    AwardInterest,
    AwardLine,
    BookedCost,
    Decision,
    Issue,
    Meeting,
)
from wording import extension_letter as wording

AS_OF = date(2026, 9, 30)
NOW = datetime(2026, 10, 1, 7)
END = date(2026, 12, 31)
PEOPLE = planned("4000", date(2026, 1, 1), "people")


def grant(**more):
    values = {
        "ends": END, "pays": ["people"], "starts": date(2026, 1, 1), "extension_months": 6,
        "notice_days": 60,
        "work": "Write the handbook", "work_months": Decimal(3), "funder": "Estuary Fund",
    }  # fmt: skip
    return fund("grant", **{**values, **more})


BASE = [info(AS_OF), PEOPLE, balance("grant", AS_OF, "30000")]


def asked(build, *records, to=None, name="grant"):
    return extension_request(build([*BASE, *records]).cursor(), fund=name, to=to)


def test_the_months_asked_are_those_that_the_work_needs_and_the_rule_allows(build):
    found = asked(build, grant())
    assert (found.to, found.asked, found.needed, found.allowed) == (date(2027, 3, 31), 3, 3, 6)


def test_the_rule_cuts_what_the_work_needs(build):
    found = asked(build, grant(extension_months=2))
    assert (found.to, found.asked, found.needed) == (date(2027, 2, 28), 2, 3)


@pytest.mark.parametrize(
    ("changes", "to", "code"),
    [
        ({}, date(2027, 4, 1), "more_than_needed"),
        ({"work_months": Decimal(9)}, date(2027, 7, 1), "too_long"),
        ({"extension_months": 0}, date(2027, 1, 31), "not_allowed"),
        ({}, END, "not_later"),
        ({"work_months": None, "extension_months": None}, None, "not_later"),
        ({"ends": None}, None, "no_end"),
        ({"ends": AS_OF}, None, "ended"),
    ],
)
def test_more_than_the_work_needs_or_the_rule_allows_is_not_asked_for(build, changes, to, code):
    with pytest.raises(NotAsked) as refused:
        asked(build, grant(**changes), to=to)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("why", "to", "said"),
    [
        (NotAsked("too_long", Decimal(6), date(2027, 6, 30)), date(2027, 7, 1),
         "an end on 1 July 2027 is more than the 6 months that its rule allows. "
         "Fix: 30 June 2027 at the latest, or correct months in [funds.extension]"),
        (NotAsked("not_later"), END,
         "an end on 31 December 2026 is not after its last day. Fix: choose a later day"),
        (NotAsked("not_later"), None,
         "how many months the work needs and its rule allows is not known. Fix: choose the "
         "proposed end (--to), or enter work_months in [funds.extension]"),
    ],
)  # fmt: skip
def test_why_there_is_no_letter_is_said_to_who_clicks_and_to_who_types(why, to, said):
    assert wording.not_asked(why, "A hub", to) == f"A hub: {said}"


@pytest.mark.parametrize(
    ("end", "months", "found"),
    [
        (date(2026, 12, 31), 3, date(2027, 3, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 2, 28), 1, date(2027, 3, 31)),
        (date(2026, 11, 14), 3, date(2027, 2, 14)),
    ],
)
def test_the_end_of_a_month_leads_to_the_end_of_a_month(end, months, found):
    assert after(end, months) == found
    assert months_between(end, found) == months


def test_a_part_of_a_month_counts_in_days():
    assert round(months_between(END, date(2027, 2, 15)), 3) == Decimal("1.493")


def month(name, first, last):
    """What a planned cost of 4,000 a month costs from one day to another."""
    return Paid(name, *(Decimal(days) * 4000 / Decimal("30.4375") for days in (first, last)))


def test_what_is_left_pays_for_the_new_period_and_the_rest_stays(build):
    found = asked(build, grant())
    # 92 days to the end and 90 after it, of 4,000 in 30.4375 days; all to the cent.
    expected = month("people", 92, 90)
    assert [(p.category, round(p.to_end, 2), round(p.after, 2)) for p in found.paid] == [
        ("people", round(expected.to_end, 2), round(expected.after, 2))
    ]
    assert round(found.left, 2) == round(30_000 - expected.to_end, 2)
    assert round(found.still_left, 1) == round(30_000 - expected.to_end - expected.after, 1)
    assert found.pays_all
    assert found.lasts == 3


def test_what_is_left_may_pay_for_a_part_of_the_new_period_only(build):
    records = [info(AS_OF), PEOPLE, balance("grant", AS_OF, "18000"), grant()]
    found = extension_request(build(records).cursor(), fund="grant")
    assert not found.pays_all
    assert round(found.lasts, 1) == Decimal("1.5")
    assert found.still_left == 0
    assert round(sum(each.after for each in found.paid), 2) == round(found.left, 2)


def test_credits_that_go_on_pay_their_part_of_the_new_period(build):
    """A grant is not asked to pay what credits pay anyway, and no letter says who they are."""
    cloud = planned("1000", date(2026, 1, 1), "cloud")
    credits = fund("credits", "credits", ends=date(2027, 12, 31), pays=["cloud"])
    records = [cloud, credits, balance("credits", AS_OF, "90000"), grant(pays=["people", "cloud"])]
    found = asked(build, *records)
    assert [each.category for each in found.paid if each.after] == ["people"]


def test_a_balance_that_nobody_knows_gives_no_figure(build):
    db = build([info(AS_OF), PEOPLE, balance("grant", AS_OF, None), grant()]).cursor()
    found = extension_request(db, fund="grant")
    assert (found.left, found.paid, found.still_left, found.lasts) == (None, (), None, None)


# ── The letter ─────────────────────────────────────────────────────────────────────────────────

SETTINGS = """
[project]
name = "Fernhollow"
as_of = 2026-09-30

[[funds]]
id = "grant"
name = "The grant"
kind = "grant"
funder = "Estuary Fund"

[[funds]]
id = "other"
name = "Meadow gift"
kind = "donation"
funder = "Meadow Trust"
"""
WORDS = """
## Why the work is late
The registry was moved in spring, and the move took our only operator.

## Work done
Three of nine images, by 30 June 2026.

## Work remaining
Six images by 31 January 2027; the handbook by 31 March 2027.

## How the rest is paid
Our own reserve pays the rest.

## Earlier extensions
None.
"""
OTHER = [
    fund("other", "donation", funder="Meadow Trust", pays=["people"]),
    balance("other", AS_OF, "77777"),
]


@pytest.fixture
def written(tmp_path, build):
    """Records and the team's words → the letter."""

    def make(records, words="", **more):
        (tmp_path / "dashboard.toml").write_text(SETTINGS)
        (tmp_path / "extensions").mkdir(exist_ok=True)
        (tmp_path / "extensions" / "grant.md").write_text(words)
        house = House(config.load(tmp_path / "dashboard.toml").config, tmp_path / "data")
        db = build([*BASE, *OTHER, *records]).cursor()
        return letter.letter(db, house, "grant", now=NOW, **{"to": None, **more})

    return make


def test_the_letter_asks_by_the_work_and_names_no_other_money(written):
    found = written([grant()], WORDS)
    assert "by 3 months, to 31 March 2027: **no additional funds, no change of scope.**" in (
        found.markdown
    )
    assert "The registry was moved in spring" in found.markdown
    assert "| Total | 11,800 |" in found.markdown  # 90 days of 4,000 a month
    for foreign in ("Meadow", "77,777", "77777", "gift"):
        assert foreign not in found.markdown
    assert found.remarks == ()


LINES = [
    Award("grant", "EF-1", "A _hub_", "Lark Whitlow", "Wren Dale", codes=["EF-1"]),
    AwardLine("grant", 0, "People", "people", Decimal(90_000), ["5100"], persons=4),
    AwardLine("grant", 1, "Travel <far>", "travel", Decimal(10_000), ["5200"]),
    BookedCost(date(2026, 3, 31), "pay", "people", "EF-1", "5100", "USD", Decimal("65000.50"), 1,
               "pay.csv"),
    BookedCost(date(2026, 4, 30), "pay", "people", "EF-1", "5200", "USD", Decimal(5000), 2,
               "pay.csv"),
    BookedCost(date(2026, 5, 31), "pay", "people", "EF-1", "5900", "USD", Decimal(7), 3, "pay.csv"),
]  # fmt: skip


def test_a_letter_is_whole_as_its_template_writes_it(written, build, write_golden):
    awarded = replace(grant(), awarded=Decimal(100_000), extension_source="rule 3")
    explained = [*LINES[:3], replace(LINES[3], amount=Decimal(65_000)), LINES[4]]
    cloud = planned("900", date(2026, 1, 1), "cloud")
    credits = fund(
        "grant",
        "credits",
        ends=date(2026, 11, 14),
        pays=["cloud"],
        extension_months=6,
        notice_days=30,
        work="A trial.",
        work_months=Decimal(3),
        funder="Skyhook",
    )
    cases = {
        "grant": ([grant()], WORDS, {}),
        "by line": ([*LINES, awarded], WORDS + "\n## Change of the budget\nRule 7.\n", {}),
        "by line, all explained": ([*explained, awarded], WORDS, {}),
        "nothing known": ([grant(work=None, work_months=None, notice_days=None, funder=None)], "",
                          {"to": date(2027, 3, 31)}),
        "two costs": ([cloud, grant(pays=["people", "cloud"], work_months=Decimal("2.5"))], WORDS,
                      {}),
        "ticked": ([grant(), *NOTES], WORDS, {"ticks": ["notes/a.md:7", "notes/a.md:8"]}),
        "credits": ([credits, *every_day(date(2026, 1, 1), AS_OF, "100")], "", {}),
    }  # fmt: skip
    whole = {}
    for name, (records, words, more) in cases.items():
        found = written(records, words, **more)
        whole[name] = "\n".join([found.markdown, *found.blanks, *found.remarks])
    golden.check("letters", whole, write=write_golden, folder=Path(__file__).with_name("golden"))


@pytest.mark.parametrize(
    ("reason", "is_remarked"),
    [
        ("Part is unspent.", True),
        ("We underspent.", True),
        ("The left-over sum", True),
        ("It is unused.", True),
        ("Money that is left", True),
        ("The remaining budget", True),
        ("Funds came late. Two left the team.", False),
        ("Two people left.", False),
        ("The remaining work", False),
    ],
)
def test_a_reason_of_money_is_remarked_on(written, reason, is_remarked):
    words = WORDS.replace("The registry was moved in spring, and", f"{reason} And")
    assert bool(written([grant()], words).remarks) is is_remarked


@pytest.mark.parametrize(
    ("said", "found"),
    [("grant", "grant"), ("GRANT", "grant"), ("the grant", "grant"), ("meadow gift", "other"),
     ("ef-9", "other"), ("ef", None), ("", None)],
)  # fmt: skip
def test_an_award_is_named_by_its_id_its_name_or_its_number(tmp_path, said, found):
    (tmp_path / "dashboard.toml").write_text(f'{SETTINGS}number = "EF-9"\n')
    house = House(config.load(tmp_path / "dashboard.toml").config, tmp_path / "data")
    if found:
        assert letter.fund_of(house, said) == found
    else:
        with pytest.raises(ConfigError, match=r"no such award \(grant, other\)"):
            letter.fund_of(house, said)


def test_unknowns_are_blanks_and_make_a_draft(written):
    found = written([grant(work=None, work_months=None, notice_days=None)], to=date(2027, 3, 31))
    assert found.markdown.startswith("> **Draft.**")
    for blank in (
        "why the work is late, in your own words", "the work that remains, with dates",
        "the months that the remaining work needs", "who signs", "where the rule is",
    ):  # fmt: skip
        assert f"[not known: {blank}]" in found.markdown
        assert blank in found.blanks


def test_the_word_file_says_what_the_markdown_says(written):
    found = written([grant()], WORDS)
    page = docx.Document(io.BytesIO(found.docx))
    said = "\n".join(each.text for each in page.paragraphs)
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    assert "no additional funds, no change of scope." in said
    assert [run.text for p in page.paragraphs for run in p.runs if run.bold] == [
        "Draft.", "no additional funds, no change of scope.",
    ]  # fmt: skip
    assert cells[-4:] == ["People", "11,800", "Total", "11,800"]
    assert page.core_properties.author == "Fernhollow"
    assert page.core_properties.created.replace(tzinfo=None) == NOW


def test_money_that_is_left_is_no_reason(written):
    assert written([grant()], WORDS).remarks == ()
    words = WORDS.replace("The registry was moved", "Part of the budget is left, as it moved")
    (remark,) = written([grant()], words).remarks
    assert "no reason for an extension" in remark


@pytest.mark.parametrize(
    "words", ["Thanks to Sorrel Quickwater.", "The Meadow Trust pays.", "Ask @sorrel-q."]
)
def test_a_private_word_in_the_teams_words_means_no_letter(written, words):
    signed = [
        Meeting("m1", "team", date(2026, 8, 5), None, None, False, True, "notes/a.md", 1),
        person("Sorrel Quickwater", "sorrel-q"),
    ]
    with pytest.raises(Withheld):
        written([grant(), *signed], WORDS.replace("None.", words))


def test_no_letter_holds_any_of_three_hundred_planted_strings(written):
    planter = Planter(seed=20261130)
    mine = ("Meeting", "Fund", "FundBalance", "PlannedCost")
    planted = [each for each in planter.every() if type(each).__name__ not in mine]
    planted += [
        AwardClaim("grant", AS_OF, AS_OF, Decimal(5), planter.word()),
        AwardInterest("grant", AS_OF, Decimal(7), "USD", planter.word()),
    ]
    meeting = Meeting("m1", "team", date(2026, 5, 2), None, None, False, True, "notes/a.md", 1)
    numbers = iter(range(2, 1000))
    while len(planter.planted) < 300:
        planted.append(person(planter.word(), planter.word()))
        planted.append(planter.record(Issue, repo_id=1, number=next(numbers)))
    found = written([grant(), meeting, *planted], WORDS)
    said = words_in({"extension.md": found.markdown.encode(), "extension.docx": found.docx})
    assert [word for word in planter.planted if word in said] == []
    assert said.count("no additional funds, no change of scope") == 2


def test_a_value_of_data_is_no_markdown(written):
    found = written([grant(work="Move _all_ | <b>images</b> [x](y)")], "")
    assert r"Move \_all\_ \| \<b\>images\</b\> \[x\](y)." in found.markdown


NOTES = [
    Meeting("m1", "team", date(2026, 8, 5), None, None, False, True, "notes/a.md", 1),
    ActionItem("m1", "[x] Move the third image", [], True, "notes/a.md", 7),
    ActionItem("m1", "Write chapter two", [], False, "notes/a.md", 8),
    Decision("m1", "Keep the old registry read-only", "notes/a.md", 9),
]


def test_a_line_of_the_notes_enters_only_where_a_person_passed_it(written):
    records = [grant(), *NOTES]
    assert "Move the third image" not in written(records, WORDS).markdown
    found = written(records, WORDS, ticks=["notes/a.md:7", "notes/a.md:8"]).markdown
    done, remaining = found.split("## Work remaining")
    assert "- Move the third image (5 August 2026)" in done
    assert "- Write chapter two (noted 5 August 2026)" in remaining
    assert "read-only" not in found
    with pytest.raises(ConfigError, match="no action and no decision is at this line"):
        written(records, WORDS, ticks=["notes/a.md:70"])


def test_an_unknown_heading_in_the_words_is_a_mistake(written):
    with pytest.raises(ConfigError, match="no heading is called 'why late'"):
        written([grant()], "## Why late\nBecause.")


def test_credits_get_half_a_page(written):
    records = [
        fund("grant", "credits", ends=date(2026, 11, 14), pays=["cloud"], extension_months=6,
             notice_days=30, work="The archive's trial", work_months=Decimal(3),
             funder="Skyhook Cloud"),
        *every_day(date(2026, 1, 1), AS_OF, "100"), cost(AS_OF, "0"),
    ]  # fmt: skip
    found = written(records)
    assert "**Expiry:** 14 November 2026" in found.markdown
    assert "What runs on it:** The archive's trial." in found.markdown
    assert len(found.markdown.splitlines()) < 25
    assert "no change of scope" not in found.markdown


def test_headings_of_the_word_file_are_in_its_ink():
    made = words_file.document("# One\n\n## Two\n", title="", author="", made=NOW)
    lines = docx.Document(io.BytesIO(made)).paragraphs
    assert [str(line.style.font.color.rgb) for line in lines] == ["17202B", "17202B"]


def test_the_command_writes_both_files_and_lists_the_blanks(sample_build, tmp_path, capsys):
    where = ["--config", str(config.SAMPLE), "--data", str(sample_build)]
    asked = ["extension", "--award", "estuary fund grant", "--to", "2027-03-31"]
    assert share.main([*where, *asked, "--out", str(tmp_path)], now=lambda: NOW) == 0
    out, err = capsys.readouterr()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["extension.docx", "extension.md"]
    assert "extension.md and extension.docx" in out
    assert "grant: not known: who signs" in err
    assert share.main([*where, *asked[:-1], "2027-06-30"], now=lambda: NOW) == 78
    assert "more than the 3 months that the remaining work needs" in capsys.readouterr().err
