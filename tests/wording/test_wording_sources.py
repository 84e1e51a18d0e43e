"""The Sources page, the strip and the pages before anything is read, in golden files."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from bill_facts import QUESTIONS, REFUSED, REPLACED
from golden import check, plain

from metrics.briefing.queue import Asked
from metrics.data_quality.arrivals import Cause
from metrics.data_quality.coverage import Difference
from metrics.data_quality.rejects import Account, Bill
from metrics.data_quality.sources import Freshness, Info, Run, Summary
from metrics.spending.missing_days import Gap
from wording import bill_doubts, questions, shell, sources, standing
from wording.page import Note, Table
from wording.sources import Facts, MoreFacts

DAY = date(2026, 9, 17)
AT = datetime(2026, 9, 17, 6, 10)
INFO = Info(AT, DAY, "Fernhollow", "USD", "UTC", "dashboard.toml", False, "0.1.0")
JULY = Gap("hub", date(2026, 7, 1), date(2026, 7, 31))
SUMMER = Gap("hub", date(2026, 7, 1), date(2026, 8, 31))
WINTER = Gap("hub", date(2025, 12, 30), date(2026, 1, 9))
NOTHING = pd.DataFrame({"source": [], "first_on": [], "last_on": [], "days": []})
REASONS = pd.DataFrame({
    "source": ["billing", "notes", "github"],
    "reason": ["no readable day", "no date", "no number"], "lines": [4, 2, 1],
    "first": ["bills/2.csv:2", "notes/a.md:9", "docs"],
})  # fmt: skip
NO_REASONS = pd.DataFrame({"source": [], "reason": [], "lines": [], "first": []})
REJECTS = pd.DataFrame({"source": [], "place": [], "reason": [], "text": []})


def run(source: str, unit: str = "", status: str = "ok", **rest: object) -> Run:
    values = {"as_of": AT, "rows": 6, "rejected": 0, "message": None, "remedy": None, **rest}
    return Run(source, unit, status, **values)  # type: ignore[arg-type]


def facts(**rest: object) -> Facts:
    values = {
        "info": INFO, "summary": Summary(0, (), 0, 0, (), None), "runs": (),
        "reasons": NO_REASONS, "rejects": REJECTS, **rest,
    }  # fmt: skip
    return Facts(**values)  # type: ignore[arg-type]


def more_facts(**rest: object) -> MoreFacts:
    values = {
        "info": INFO, "summary": Summary(0, (), 0, 0, (), None), "coverage": NOTHING,
        "accounts": (), "bills": (), "differences": None, **rest,
    }  # fmt: skip
    return MoreFacts(**values)  # type: ignore[arg-type]


COVERED = pd.DataFrame(
    {"source": ["notes"], "first_on": [date(2025, 1, 2)], "last_on": [DAY], "days": [30]}
)
FIRST, LAST = date(2026, 8, 1), date(2026, 8, 31)
WHOLE = facts(
    summary=Summary(
        3, (Freshness("github", "failed", AT, False),), 19, 7, (JULY, WINTER), ("billing", LAST)
    ),
    runs=(
        run("notes", "team", rejected=2), run("github", "hub"), run("github", "docs", rejected=1),
        run("billing", "hub", as_of=datetime(2026, 8, 31), rows=1, rejected=4),
        run("github", "gone", "failed", as_of=None, rows=0, message="404.", remedy="fix the name"),
        run("usage", "", "not_set_up", as_of=None, rows=0),
    ),
    reasons=REASONS,
)  # fmt: skip
MORE = more_facts(
    summary=WHOLE.summary,
    coverage=COVERED,
    accounts=(Account("hub", 2, ("focus", None), FIRST, LAST, 2, 1, 1),
              Account("rack", 1, (None,), None, None, 3, 0, 3)),
    bills=(Bill("b.csv", "hub", "focus", FIRST, LAST, 10, 9, 1, 1, True),),
    differences=(Difference("billing", "hub", "changed", 4, -1), Difference("funds", "", "new"),
                 Difference("github", "x", "gone")),
)  # fmt: skip


DEAD = "the host does not answer"
SILENT = Cause("billing", ("skyhook",), "silent", date(2026, 6, 18), 91)
LATE = Cause("notes", ("cafe",), "late", date(2026, 8, 1), 47)
UNRENEWED = Cause("build", (), "silent", date(2026, 9, 5), 12)


def fresh(
    source: str, status: str = "ok", newest: datetime | None = AT, whole: bool = True
) -> Freshness:
    return Freshness(source, status, newest, whole)


def answers() -> dict[str, str]:
    broken = (fresh("billing", "failed", AT, False), fresh("github", "stale"))
    silent = (replace(fresh("billing"), cause=SILENT), fresh("github", "stale"))
    many = tuple(Gap(f"a{n}", FIRST + timedelta(days=n), LAST) for n in range(40))
    return {
        "answer: nothing set up": sources.answer(Summary(0, (), 0, 0, (), None)),
        "answer: all read": sources.answer(Summary(4, (), 9, 0, (), None)),
        "answer: one line left out": sources.answer(Summary(4, (), 9, 1, (), None)),
        "answer: a bill missing": sources.answer(Summary(4, (), 9, 0, (SUMMER,), None)),
        "answer: 40 bills missing": sources.answer(Summary(4, (), 9, 1200, many, None)),
        "answer: broken": sources.answer(Summary(4, broken, 9, 1, (), None)),
        "answer: bills are silent": sources.answer(Summary(4, silent, 9, 0, (), None)),
        "answer: nobody renewed the build": sources.answer(
            Summary(4, silent, 9, 0, (), None, UNRENEWED)
        ),
        "answer: broken and missing": sources.answer(Summary(4, broken, 9, 0, (WINTER,), None)),
    }


def failed(source: str, *units: str, kept: bool = True, message: str = DEAD) -> Cause:
    day = DAY if kept else None
    return Cause(source, units, "failed", day, None, message, "wait for it", is_kept=kept)


def notes() -> dict[str, list[Note]]:
    sites = failed("docs_builds", *(f"site-{n}" for n in range(60)))
    gone = failed("docs_builds", "x", kept=False, message="404")
    return {
        "note: one old unit": standing.notes([failed("billing", "hub")]),
        "note: sixty sites, one host": standing.notes([sites]),
        "note: not read, no unit": standing.notes([failed("funds", kept=False)]),
        "note: two causes": standing.notes([sites, gone]),
        "note: silent, and late, of which no note is made": standing.notes([SILENT, LATE]),
    }


def strips() -> dict[str, str]:
    all_kinds = [
        fresh("notes"), fresh("billing", "ok", datetime(2025, 12, 31)),
        fresh("github", "stale", AT, False), fresh("docs_builds", "failed"),
        fresh("usage", "failed", AT, False), fresh("funds"), fresh("launches", "ok", None),
    ]  # fmt: skip
    sample = Info(AT, DAY, "Fernhollow", "USD", "UTC", "dashboard.toml", True, "0.1.0")
    since = datetime.combine(SILENT.since, datetime.min.time())
    bills = [
        replace(fresh("billing", newest=since), cause=SILENT),
        replace(fresh("billing"), cause=SILENT), replace(fresh("notes"), cause=LATE),
    ]  # fmt: skip
    return {
        "strip: nothing": plain(shell.strip(INFO, [], None)),
        "strip: every kind": plain(shell.strip(sample, all_kinds, None)),
        "strip: nobody renewed the build": plain(shell.strip(INFO, [fresh("notes")], UNRENEWED)),
        "strip: all bills silent, some bills silent, notes late": str(
            shell.strip(INFO, bills, None)
        ),
    }


def test_the_link_to_sources_never_stands_alone_on_a_line() -> None:
    """It is part of the last item: a break may come before that item's last word, not after it."""
    failing = [fresh("notes"), fresh("docs_builds", "failed", whole=False)]
    for each in ([], [fresh("notes")], failing):
        shown = str(shell.strip(INFO, each, None))
        assert shown.endswith('</span>&nbsp;<a href="sources">sources</a></span></div>')


def test_the_sources_page_in_english(write_golden: bool) -> None:
    pages = {
        "page: nothing": sources.page(facts()),
        "page: whole": sources.page(WHOLE),
        "page: silent bills": sources.page(
            facts(
                runs=(run("billing", "skyhook"), run("notes", "cafe")),
                causes=(SILENT, LATE),
                summary=Summary(
                    2,
                    (replace(fresh("billing"), cause=SILENT),),
                    12,
                    0,
                    (),
                    ("billing", SILENT.since),
                ),
            )
        ),
        "page: all is well": sources.page(
            facts(
                runs=(run("notes", "team"),),
                summary=Summary(1, (), 6, 0, (), ("notes", DAY)),
            )
        ),
        "behind More: nothing": sources.more(more_facts()),
        "behind More": sources.more(MORE),
        "behind More: no change": sources.more(more_facts(coverage=COVERED, differences=())),
        "bills: replaced, asked, refused": bill_doubts.blocks((REPLACED,), QUESTIONS, REFUSED),
        "the queue, for a reader": questions.blocks(
            [Asked(each, (), n) for n, each in enumerate(QUESTIONS) if each.is_open],
            can_answer=False,
        ),
        "bills: nothing": bill_doubts.blocks((), (), ()),
    }
    cases = {**answers(), **notes(), **strips(), **pages}
    check("sources", cases, write=write_golden)  # type: ignore[arg-type]


ONE_REASON = pd.DataFrame({
    "source": ["billing"], "reason": ["no readable day"], "lines": [1], "first": ["bills/2.csv:7"],
})  # fmt: skip
TWO_REASONS = pd.concat(
    [ONE_REASON.assign(lines=[1200]), ONE_REASON.assign(reason="no amount")], ignore_index=True
)


@pytest.mark.parametrize(
    ("rejected", "others", "reasons", "said"),
    [
        (1, (0,), ONE_REASON, "1 line left out: no readable day (bills/2.csv:7)."),
        (1201, (), TWO_REASONS, "1,201 lines left out: no readable day (1,200), 1 more reason "
         "below."),
        (1, (1, 0), TWO_REASONS, "1 line left out: the reasons are listed below."),
        (0, (1,), ONE_REASON, ""),
        (3, (), NO_REASONS, ""),
    ],
)  # fmt: skip
def test_a_source_that_lacks_lines_says_why(
    rejected: int, others: tuple[int, ...], reasons: pd.DataFrame, said: str
) -> None:
    """A message that a unit has already stands before it."""
    shown = [
        run("billing", "hub", rejected=rejected, message="its costs add up to 0"),
        *(run("billing", f"rack {n}", rejected=n, message="old") for n in others),
        run("notes", "team", rejected=9, message="old"),
    ]
    assert sources.why_left_out(shown[0], shown, reasons) == said
    table = next(
        each for each in sources.page(facts(runs=tuple(shown), reasons=reasons)).blocks
        if isinstance(each, Table) and each.key == "sources"
    )  # fmt: skip
    (own,) = [row[-1] for row in table.rows if "<small>hub</small>" in str(row[0])]
    assert plain(own).endswith(f"its costs add up to 0. {said}".rstrip())


def test_each_row_with_lines_left_out_begins_with_what_to_do_and_comes_first() -> None:
    every = (
        run("docs_builds", "hub"), run("billing", "odd", message="its costs add up to 0."),
        run("github", "gone", "failed", message="404.", remedy="fix the name.", rejected=2),
        *(run(source, "x", rejected=1) for source in standing.LABELS if source != "docs_builds"),
        run("usage", "", "not_set_up", as_of=None, rows=0),
    )  # fmt: skip
    blocks = sources.page(facts(runs=every, reasons=REASONS, causes=(SILENT,))).blocks
    shown, why = [each for each in blocks if isinstance(each, Table)]
    said = [plain(row[-1]) for row in shown.rows]
    fixed = [text.startswith("Fix: ") for text in said]
    assert fixed == sorted(fixed, reverse=True)  # nothing to do comes after all that is
    assert sum(fixed) == 1 + len(standing.LABELS) - 1 + 1  # and the silent bills without a reject
    assert "Fix: fix the name. 404. 2 lines left out" in " ".join(said)
    assert said[-1] == ""
    assert [row[-1] for row in why.rows] == [
        "Correct the line in the bill, or export it again", "Correct the line in the note",
        "Run python -m pipelines again, or correct the entry in claims.toml",
    ]  # fmt: skip


def test_an_old_balance_in_use_does_not_contradict_sources_that_are_up_to_date() -> None:
    may = date(2026, 5, 31)
    tiles = sources.page(facts(summary=Summary(6, (), 9, 0, (), ("funds", may)))).blocks[:4]
    assert [(each.label, each.value, each.delta) for each in tiles[::3]] == [
        ("Sources up to date", "6 of 6", "none late or unread"),
        ("Oldest balance in use", "31 May 2026", "until its next statement"),
    ]


def test_the_pages_before_anything_is_read(write_golden: bool) -> None:
    check(
        "shell",
        {
            "nothing read": shell.nothing_read("Docs builds", "data"),
            "another version": shell.other_version(),
            "a mistake": shell.mistaken(["dashboard.toml: projet: unknown key. Fix: project"]),
            "line of the build": shell.build_line(INFO),
        },
        write=write_golden,
    )


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ([], ""),
        (["a.md:9"], "To correct: a.md:9."),
        (["b.csv:2", "a.md:9"], "To correct: b.csv:2 and a.md:9."),
        (["b.csv:2", "a.md:9", "docs", "c.md:1"], "To correct: b.csv:2, a.md:9 and 2 more, below."),
        (["", None], ""),  # a reason without a place
    ],
)
def test_the_page_begins_with_the_places_to_correct(first, said):
    assert sources.to_fix(pd.DataFrame({"first": first})) == said
