"""The Issues page as text: a full page, an empty one, and each sentence over its cases."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from metrics.data_quality.source_rows import Tracker
from metrics.issues.citations import Citations, Cited
from metrics.issues.claim import (
    Awarded,
    BilledAmount,
    Claim,
    Finding,
    IssueCount,
    MonthsLeft,
    StatedBalance,
    Unknown,
)
from metrics.issues.claims import Checked
from metrics.issues.counts import BUCKETS, Backlog, Pulse, Window
from metrics.issues.responses import Repository
from metrics.issues.scope import Scope
from tests.wording import golden
from wording import claims, growth, issues
from wording.page import Note, Tile

AS_OF, BEFORE = date(2018, 9, 20), date(2018, 8, 16)
QUARTER = Window(date(2018, 6, 22), AS_OF, 41, 53, 51, 2, 3)
CLAIM = Claim(
    "team-2018-09-20", AS_OF, "team", BEFORE, "issues_closed", 50, None, None, "issues", "",
    "Closed 50 open issues on Hub repo", "notes/2018-09-20.md", 72,
)  # fmt: skip
SEARCH = ("is:issue closed:2018-08-16..2018-09-20", "https://github.com/lab/hub/issues?q=is")
MONTH = date(2018, 8, 1)
USD_3100, USD_21K = Decimal("3100.40"), Decimal(21_000)


def repository(name, **more):
    values = {
        "url": None, "open_issues": 0, "open_pulls": 0, "opened": 0, "closed": 0, "merged": 0,
        "last_change": None, "archived": False, "complete": True, "unreachable_since": None,
    }  # fmt: skip
    return Repository(name, **{**values, **more})


def flow(*rows):
    columns = ["month", "opened", "closed", "open_at_end", "is_partial"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"month": "datetime64[s]", "is_partial": bool})


def backlog(*counts):
    days = pd.date_range(end="2018-09-20", periods=len(counts))
    return pd.DataFrame({"day": days, "open_count": counts})


def ages(*counts):
    return pd.DataFrame({"bucket": BUCKETS, "open_count": counts})


def responses(asked, answered, closed, *hours):
    median, p90, days = (*hours, None, None, None)[:3]
    row = [None, asked, asked, answered, median, p90, closed, days, days]
    columns = ["quarter", "opened", "asked", "answered", "response_median", "response_p90",
               "closed", "close_median", "close_p90"]  # fmt: skip
    frame = pd.DataFrame([row], columns=columns)
    return frame.astype({name: float for name in columns if name.endswith(("median", "p90"))})


def contributors(*rows):
    return pd.DataFrame(rows, columns=["month", "first_time", "returning"])


def cited(number, **more):
    one = Cited(
        "lab/hub", number, False, "Reuse the pool", BEFORE, AS_OF, 2, "open", "open",
        date(2018, 9, 1), None, True, 19,
    )  # fmt: skip
    return replace(one, **more)


NOTHING = issues.Facts(
    scope=Scope(),
    repositories=[repository("lab/hub")],
    pulse=Pulse(0, 0, Window(BEFORE, AS_OF, 0, 0, 0, 0, 0)),
    flow=flow(("2018-09-01", 0, 0, 0, True)),
    responses=responses(0, 0, 0),
    checked=[],
    claimed=0,
    trackers=[],
)
NO_MORE = issues.MoreFacts(
    scope=Scope(),
    repositories=NOTHING.repositories,
    months=1,
    backlog=backlog(0, 0),
    ages=ages(0, 0, 0, 0, 0, 0),
    responses=responses(0, 0, 0),
    contributors=contributors(),
    cited=[],
    citations=Citations(0, 0, 0, 0),
)
FULL = issues.Facts(
    scope=Scope(),
    repositories=[
        repository(
            "lab/hub", open_issues=70, open_pulls=4, opened=41, closed=53, merged=12,
            last_change=AS_OF,
        ),
        repository("lab/kit", archived=True),
        repository("lab/old", unreachable_since=date(2018, 9, 1), complete=False),
        repository("lab/new", complete=False),
    ],
    pulse=Pulse(70, 82, QUARTER),
    flow=flow(
        ("2018-07-01", 20, 2, 100, False), ("2018-08-01", 18, 45, 73, False),
        ("2018-09-01", 3, 6, 70, True),
    ),
    responses=responses(70, 52, 51, 3.4, 61.6, 5.2),
    checked=[
        Checked(
            CLAIM,
            Finding("agrees", IssueCount("closed", "lab/hub", BEFORE, AS_OF, 50), 50, *SEARCH),
        ),
        Checked(
            replace(CLAIM, value=60),
            Finding("differs", IssueCount("closed", "lab/hub", BEFORE, AS_OF, 50), 50, *SEARCH),
            "The sprint.",
        ),
        Checked(replace(CLAIM, meeting_id="", held_on=None), Finding("unknown", Unknown("share"))),
        Checked(CLAIM, Finding("no claim")),
    ],
    claimed=9,
    trackers=[Tracker("lab/hub", "https://github.com/lab/hub/issues")],
)  # fmt: skip
MORE = issues.MoreFacts(
    scope=Scope(),
    repositories=FULL.repositories,
    months=3,
    backlog=backlog(73, 71, 70),
    ages=ages(3, 10, 20, 25, 8, 4),
    responses=FULL.responses,
    contributors=contributors((MONTH, 4, 9), (date(2018, 9, 1), 1, 6)),
    cited=[
        cited(1),
        cited(2, is_carried_over=False, quiet_days=200, meetings=1),
        cited(3, is_carried_over=False, state_now="merged", state_then="open"),
        cited(4, is_carried_over=False, state_now=None, state_then=None, quiet_days=None,
              title=None),
    ],
    citations=Citations(210, 1, 1, 2),
)  # fmt: skip
PULLS = replace(
    FULL,
    scope=Scope(("lab/hub",), "bug", True, True),
    repositories=[
        repository("lab/hub", open_pulls=1, opened=1, closed=1, merged=1, last_change=AS_OF),
        *(repository(f"lab/kit-{n:02}", open_issues=40 - n) for n in range(39)),
    ],
    pulse=Pulse(1, 1, Window(QUARTER.first, AS_OF, 1, 1, 1, 1, 0)),
    flow=flow(("2018-08-01", 1, 1, 1, False)),
    responses=responses(1, 1, 1, 0.2, 0.2, 0.01),
)
PULLS_MORE = replace(
    MORE,
    scope=PULLS.scope,
    repositories=PULLS.repositories,
    months=1,
    backlog=backlog(1),
    ages=ages(0, 0, 0, 0, 0, 1),
    responses=PULLS.responses,
    contributors=contributors((MONTH, 1, 0)),
    citations=Citations(4, 1, 1, 1),
)


def test_the_page(write_golden):
    golden.check(
        "issues",
        {
            "no repository has been read": issues.nothing_read(),
            "no repository, but claims": issues.nothing_read(FULL.checked[:1], 1),
            "nothing has happened": issues.page(NOTHING),
            "an ordinary team": issues.page(FULL),
            "pull requests of one of 40 repositories, bots included": issues.page(PULLS),
            "behind More, nothing has happened": issues.more(NO_MORE),
            "behind More": issues.more(MORE),
            "behind More, pull requests of one of 40 repositories": issues.more(PULLS_MORE),
            "nothing answered yet": issues.response_finding(responses(3, 0, 0)),
            "the answer": "\n".join(
                issues.answer(Pulse(now, before, QUARTER), pulls)
                for now, before in ((70, 82), (83, 82), (1, 1), (0, 5), (1100, 82))
                for pulls in (False, True)
            ),
        },
        write=write_golden,
    )


def count(number, event="closed", **more):
    return replace(IssueCount(event, "lab/hub", BEFORE, AS_OF, number), **more)


ANSWERS = [
    (50, count(50)),
    (50, count(1)),
    (50, count(38, pulls=12)),
    (50, count(49, repo="", last=date(2019, 1, 3))),
    (3, count(2, "open")),
    (1, count(1, "merged")),
    (3100, BilledAmount(USD_3100, "USD", "gross", None, MONTH)),
    (2600, BilledAmount(USD_3100, "USD", "payable", "compute", MONTH)),
    (3100, BilledAmount(USD_3100, "USD", "gross")),
    (142_500, Awarded("Estuary Fund", Decimal(142_500), "USD")),
    (21_000, StatedBalance("The grant", USD_21K, "USD", date(2018, 8, 31))),
    (None, MonthsLeft(USD_21K, Decimal("3043.75"), "USD", Decimal("6.9"))),
]
UNKNOWN = [
    Unknown("share"),
    Unknown("no_dated_meeting"),
    Unknown("no_earlier_meeting"),
    Unknown("no_repository_read"),
    Unknown("repository_not_named"),
    Unknown("repository_not_named", closed=1, repositories=2),
    Unknown("repository_not_named", closed=1050, repositories=40),
    Unknown("repository_ambiguous", ("lab/binderhub", "lab/hub", "lab/kit")),
    Unknown("repository_not_read", ("other/where",)),
    Unknown("reading_incomplete", ("lab/hub",)),
    Unknown("read_before_end", ("lab/hub",), day=date(2018, 9, 1)),
    Unknown("amount_range"),
    Unknown("not_a_currency", unit="hours"),
    Unknown("saving"),
    Unknown("plan"),
    Unknown("part"),
    Unknown("no_bill", day=MONTH),
    Unknown("bills_incomplete", day=AS_OF),
    Unknown("no_balance", day=AS_OF),
    Unknown("no_net_spending"),
    Unknown("no_record"),
]


def checked(verdict, answer, value=None):
    low, high = (6, 8) if value is None else (None, None)
    claim = replace(CLAIM, value=value, low=low, high=high)
    return Checked(claim, Finding(verdict, answer))


@pytest.mark.parametrize(
    ("before", "now", "window", "said", "tile"),
    [
        (87, 103, (41, 26, 25), "+16 in 91 days: 41 opened, 26 closed, 1 of these open again.",
         "1 of these open again"),
        (82, 70, (41, 53, 53), "−12 in 91 days: 41 opened, 53 closed.", "all still closed"),
        (5, 9, (1, 0, 0), "+4 in 91 days: 1 opened, 0 closed, +3 by reopening, moving or deleting "
         "older ones.", ""),
        (5, 5, (0, 0, 0), "", ""),
    ],
)  # fmt: skip
def test_the_counts_of_the_change_add_up_at_sight(
    before: int, now: int, window: tuple[int, int, int], said: str, tile: str
) -> None:
    seen = replace(QUARTER, opened=window[0], closed=window[1], still_closed=window[2])
    pulse = Pulse(now, before, seen)
    assert growth.balance(pulse) == said
    signs = {"opened": 1, "closed": -1, "of these": 1, "by": 1}
    terms = re.findall(r"([+−]?\d+) (opened|closed|of these|by)", said)
    amounts = [int(n.replace("−", "-")) * signs[word] for n, word in terms]
    assert not said or sum(amounts) == pulse.change
    blocks = issues.page(replace(FULL, pulse=pulse)).blocks
    tiles = [each for each in blocks if isinstance(each, Tile)]
    assert [each.delta for each in tiles if each.label == "Closed in 91 days"] == [tile]


def test_the_answers_to_claims(write_golden):
    found = {
        "agrees": [checked("agrees", answer, value) for value, answer in ANSWERS],
        "differs": [checked("differs", answer, 12) for _, answer in ANSWERS],
        "cannot be checked": [checked("unknown", answer) for answer in UNKNOWN],
        "settled": [checked("no claim", None)],
    }
    said = {case: "\n".join(map(claims.finding, each)) for case, each in found.items()}
    one = [checked("differs", count(1), 2)]
    every = [each for group in found.values() for each in group]
    said["how many"] = "\n".join(
        [claims.claims_finding(one, 1), claims.claims_finding(one, 60),
         claims.claims_finding(every, len(every))]
    )  # fmt: skip
    golden.check("claims", said, write=write_golden)


def test_the_table_to_download_has_the_claim_and_the_count_to_the_digit():
    table = claims.claims_table(FULL.checked[:1]).to_dict("records")
    assert table == [
        {
            "meeting": "team-2018-09-20", "quote": CLAIM.quote, "claimed": "50", "counted": 50,
            "verdict": "agrees", "answer": claims.finding(FULL.checked[0]), "query": SEARCH[0],
            "note": "", "place": "notes/2018-09-20.md:72",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "tile"),
    [
        ([Backlog("lab/hub", 41, 9), Backlog("lab/big", 90, -4)],
         ("Grew most: hub", "41 open", "+9", "in 91 days", "53 opened, 2 open again")),
        ([Backlog("lab/hub", 4, 0), Backlog("lab/big", 90, -4)],
         ("Most open: big", "90 open", "", "", "53 opened, 2 open again")),
        ([Backlog("lab/a-hub-with-a-long-name", 41, 9), Backlog("lab/big", 90, -4)],
         ("Grew most, 91 days", "41 open", "+9", "a-hub-with-a-long-name",
          "53 opened, 2 open again")),
        ([Backlog("lab/hub", 0, -3), Backlog("lab/big", 0, -4)],
         ("Opened in 91 days", "53", "", "", "2 of these open again")),
        ([Backlog("lab/hub", 41, 9)],  # the only one needs no name
         ("Opened in 91 days", "53", "", "", "2 of these open again")),
        ([], ("Opened in 91 days", "53", "", "", "2 of these open again")),
    ],
)  # fmt: skip
def test_the_repository_that_grew_most_is_a_tile(
    found: list[Backlog], tile: tuple[str, ...]
) -> None:
    window = replace(QUARTER, opened=53, closed=41, still_closed=39)
    facts = replace(FULL, by_repository=found, pulse=Pulse(70, 58, window))
    _, second, third, *_ = [each for each in issues.page(facts).blocks if isinstance(each, Tile)]
    shown = (second.label, second.value, second.delta, second.delta_note, third.delta)
    assert shown == tile
    repos = [each.repository for each in found if second.label[:4] in ("Grew", "Most")]
    named = [each for each in repos if each.endswith(second.label.rpartition(" ")[2])]
    named = named or [each for each in repos if each.endswith(second.delta_note)]
    assert second.opens.get("repos", ()) == tuple(named[:1])
    assert len(second.label) <= issues.LABEL


DIFFERS = FULL.checked[1]


@pytest.mark.parametrize(
    ("found", "claimed", "said", "lines"),
    [
        ([], 0, "", []),
        ([FULL.checked[2]], 1, "", []),  # none could be checked
        (FULL.checked[:1], 1, "No number in the notes differs from the records.", []),
        (FULL.checked[:1] * 2, 9,
         "None of the newest 2 numbers in the notes differs from the records.", []),
        ([DIFFERS], 1, "One number in the notes differs from the records.",
         ["Differs. Notes 60 closed, GitHub 50, 16 Aug – 20 Sep 2018."]),
        ([DIFFERS, FULL.checked[0], DIFFERS], 3, "Two numbers in the notes differ from the "
         "records.", ["Differ. Notes 60 closed, GitHub 50, 16 Aug – 20 Sep 2018.",
                      "Notes 60 closed, GitHub 50, 16 Aug – 20 Sep 2018."]),
        ([DIFFERS] * 4, 60, "Of the newest 4 numbers in the notes, four differ from the records.",
         ["Differ. Notes 60 closed, GitHub 50, 16 Aug – 20 Sep 2018.",
          "Notes 60 closed, GitHub 50, 16 Aug – 20 Sep 2018.", "2 more"]),
    ],
)  # fmt: skip
def test_claims_that_differ_are_in_the_answer_and_each_has_a_line(found, claimed, said, lines):
    assert claims.verdict(found, claimed) == said
    page = issues.page(replace(FULL, checked=found, claimed=claimed))
    counted = issues.answer(FULL.pulse)
    assert page.answer.claim == f"{counted} {said}".rstrip()
    notes = [each for each in page.blocks if isinstance(each, Note) and each.kind == "partial"]
    shown = [golden.plain(line) for each in notes for line in str(each.text).split("<br>")]
    assert shown == lines
    assert all('href="#claims"' in str(each.text) for each in notes if len(lines) > 2)
    listed = [each for each in page.blocks if getattr(each, "key", "") == "claims-newest"]
    assert all('id="claims"' in str(each.finding) for each in listed)
    assert len(listed) == bool(found)
