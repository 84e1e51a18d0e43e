"""What is decided of several bills, from their roll-ups to the rows that count: each answer whole.

`pytest tests/pipelines/test_billing_decided.py --write-golden` writes data/golden/decided.txt anew.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import config
from config.bills import Answer
from pipelines.billing import arrears, counted, questions, unfinished
from pipelines.billing.rollup import Summary
from pipelines.billing.supersede.answers import Answers
from pipelines.billing.supersede.deliveries import Bill
from pipelines.billing.supersede.replaced import Doubt, Drop, settle

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "decided.txt"
AMOUNT = pa.decimal128(38, 20)
TEXTS = ("provider", "billing_account", "sub_account", "service", "region", "category",
         "charge_category", "credit_kind", "currency")  # fmt: skip
SCHEMA = pa.schema([
    ("day", pa.date32()), ("billing_period", pa.date32()), ("assumed_until", pa.date32()),
    *((name, pa.string()) for name in TEXTS),
    *((name, AMOUNT) for name in ("billed", "effective", "list")), ("lines", pa.int64()),
])  # fmt: skip
Row = tuple[str, str, str, str]  # day or days, project, service, cost of each day and its currency


def _hash(place: str) -> str:
    return hashlib.sha256(place.encode()).hexdigest()


def _rows(text: str, facts: dict[str, object]) -> Iterator[dict[str, object]]:
    """`2026-07-01..03 hub Rack 2.50` for each line; a fifth word is the kind of charge."""
    for line in text.strip().splitlines():
        days, project, service, cost, *more = line.split()
        first, _, last = days.partition("..")
        begin = date.fromisoformat(first)
        for n in range(int(last or begin.day) - begin.day + 1):
            yield {
                "day": begin + timedelta(days=n), "sub_account": project, "service": service,
                "billed": D(cost), "charge_category": more[0] if more else "Usage", "lines": 1,
            } | facts  # fmt: skip


def rolled(folder: Path, place: str, text: str, **facts: object) -> Bill:
    """A bill with its roll-up; `facts` are of the bill, its summary or all of its rows."""
    of_bill = {k: facts.pop(k) for k in ("changed", "account", "before", "manifest") if k in facts}
    final, kind = facts.pop("final", None), str(facts.pop("kind", "focus"))
    stated = bool(facts.pop("stated", False))
    usual: dict[str, object] = {"provider": "aws", "billing_account": "1", "currency": "USD"}
    found = list(_rows(text, usual | facts))
    file = folder / f"{place.replace('/', '-')}.parquet"
    pq.write_table(pa.Table.from_pylist(found, schema=SCHEMA), file)
    months: dict[tuple[object, str], list[dict[str, object]]] = {}
    for row in found:
        period = str(row.get("billing_period") or f"{row['day']:%Y-%m}-01")
        months.setdefault((row["billing_account"], period), []).append(row)
    streams = [
        [own[0]["provider"], account, period, str(min(r["day"] for r in own)),
         str(max(r["day"] for r in own)), sorted({str(r["sub_account"]) for r in own}),
         str(sum(max(r["billed"], D(0)) for r in own)), len(own)]
        for (account, period), own in months.items()
    ]  # fmt: skip
    said = Summary(kind, final=final, streams=streams, states_period=stated)
    bill = Bill(place, "us", "cloud", False, _hash(place), file, said)
    return replace(bill, **of_bill)


JULY = "2026-07-01..31 hub Rack 2.50\n2026-07-01..31 docs Disk 1.25"
JUNE = JULY.replace("2026-07", "2026-06").replace("31", "30")
BEGUN = JULY.replace("..31", "..10")
OTHERS = "2026-07-01..31 wiki Rack 2.50\n2026-07-01..31 shop Disk 1.25"
HIGHER = "2026-07-01..31 hub Rack 2.60\n2026-07-01..31 docs Disk 1.25"
BILLS = dict[str, tuple[str, dict[str, object]]]
NOON = {"changed": datetime(2026, 8, 1, 12, tzinfo=UTC)}
LATER = {"changed": datetime(2026, 8, 3, 12, tzinfo=UTC)}
NAMED = [f"{place} {_hash(place)[:12]}" for place in ("a.csv", "b.csv")]
READ = datetime(2026, 10, 7, tzinfo=UTC)
CASES: dict[str, tuple[BILLS, list[Answer]]] = {
    "a later download": ({"a.csv": (BEGUN, {}), "a (1).csv": (JULY, {})}, []),
    "a later download of less": ({"a.csv": (JULY, {}), "a (1).csv": (BEGUN, {})}, []),
    "a correction": ({"a.csv": (JULY, {}), "a (1).csv": (HIGHER, {})}, []),
    "three downloads": (
        {"a.csv": (BEGUN, {}), "a (1).csv": (JULY, {}), "a (2).csv": (HIGHER, {})}, []),
    "other months": (
        {"a.csv": (JULY, {}), "b.csv": (JULY.replace("2026-07", "2026-08"), {})}, []),
    "another account of the provider": (
        {"a.csv": (JULY, {}), "b.csv": (JULY, {"billing_account": "2"})}, []),
    "another entry": ({"a.csv": (JULY, {}), "b.csv": (JULY, {"account": "them"})}, []),
    "nothing says which is newer": ({"a.csv": (JULY, {}), "b.csv": (HIGHER, {})}, []),
    "nothing says which is newer, both since": (
        {"a.csv": (HIGHER, NOON), "b.csv": (JULY, NOON)}, []),
    "the same by its days": (
        {"a.csv": (HIGHER, {"kind": "github_usage"}),
         "b.csv": (JULY, {"kind": "github_usage"})}, []),
    "the same by its days, the lower first": (
        {"a.csv": (JULY, NOON | {"kind": "github_usage"}),
         "b.csv": (HIGHER, NOON | {"kind": "github_usage"})}, []),
    "the same by its days, but for cents": (
        {"a.csv": (JULY, {"kind": "github_usage"}),
         "b.csv": (JULY.replace("2.50", "2.51"), {"kind": "github_usage"})}, []),
    "other projects of one name": (
        {"a.csv": (JULY, NOON | {"stated": True}), "b.csv": (OTHERS, LATER | {"stated": True})},
        []),
    "renamed projects, both counting": (
        {"a.csv": (JULY, {"billing_account": None}), "b.csv": (OTHERS, {"billing_account": None})},
        []),
    "renamed projects, a little": (
        {"a.csv": ("2026-07-01..31 hub Rack 0.50", {"billing_account": None}),
         "b.csv": ("2026-07-01..31 wiki Rack 0.50", {"billing_account": None}),
         "c.csv": ("2026-08-01..31 hub Rack 90", {"billing_account": None})}, []),
    "half of the lines": (
        {"a.csv": (f"{JULY}\n{OTHERS}", NOON | {"billing_account": None}),
         "b.csv": (f"{JULY}\n2026-07-01..31 x Mail 7", LATER | {"billing_account": None})}, []),
    "another amount of one line": (
        {"a 1.csv": (f"{JULY}\n2026-07-15 hub Mail 30", NOON),
         "a 2.csv": (f"{JULY}\n2026-07-15 hub Mail 31", LATER)}, []),
    "two exports alike": (
        {"a.csv": (JULY, {}), "b.csv": (JULY.replace("hub", "-").replace("docs", "-"),
                                        {"kind": "aws_cur"})}, []),
    "two exports that differ": (
        {"a.csv": (HIGHER, NOON), "b.csv": (JULY, LATER | {"kind": "aws_cur"})}, []),
    "a closed month": (
        {"a.csv": (f"{JULY}\n2026-08-02 hub Rack -4 Adjustment",
                   {"kind": "aws_cur", "stated": True, "billing_period": date(2026, 7, 1)}),
         "b.csv": (JULY, {"kind": "aws_cur", "stated": True, "final": True,
                          "billing_period": date(2026, 7, 1)})}, []),
    "an open month": (
        {"a.csv": (f"{JULY}\n2026-08-02 hub Rack -4 Adjustment",
                   NOON | {"kind": "aws_cur", "stated": True,
                           "billing_period": date(2026, 7, 1)}),
         "b.csv": (JULY, LATER | {"kind": "aws_cur", "stated": True,
                                  "billing_period": date(2026, 7, 1)})}, []),
    "a line of another month": (
        {"a.csv": (f"{JULY}\n2026-06-29 hub Rack -1 Credit", NOON),
         "b.csv": (JUNE, LATER)}, []),
    "a part of a line of another month": (
        {"a.csv": (f"{JULY}\n2026-06-29 hub Rack 2.50", NOON),
         "b.csv": (JUNE, LATER)}, []),
    "asked and replaced whole": (
        {"a.csv": (JULY, NOON | {"billing_account": None}),
         "b.csv": (OTHERS, LATER | {"billing_account": None}),
         "b (1).csv": (OTHERS, LATER | {"billing_account": None})}, []),
    "two currencies": (
        {"a.csv": (JULY, {"currency": "EUR"}), "b.csv": (HIGHER, {"currency": "EUR"}),
         "c.csv": (JULY.replace("07-", "09-").replace("31", "30"), {}),
         "d.csv": (HIGHER.replace("07-", "09-").replace("31", "30"), {})}, []),
    "no currency": ({"a.csv": (JULY, {"currency": None}), "b.csv": (HIGHER, {"currency": None})},
                    []),
    "days to come": (
        {"a.csv": ("2026-10-05..20 hub Rack 2.50", {}),
         "b.csv": ("2026-09-01 hub Plan 9\n2026-10-01 hub Plan 9",
                   LATER | {"assumed_until": date(2026, 10, 31)}),
         "c.csv": ("2026-10-01 hub Mail 7", {"changed": READ,
                                             "assumed_until": date(2026, 10, 7)}),
         "d.csv": ("2026-10-01 hub Mail 7", {"changed": READ,
                                             "assumed_until": date(2026, 10, 6)})}, []),
    "answered: both": ({"a.csv": (JULY, {}), "b.csv": (HIGHER, {})},
                       [Answer(files=NAMED, counts="both")]),
    "answered: one": ({"a.csv": (JULY, {}), "b.csv": (HIGHER, {})},
                      [Answer(files=NAMED, counts="a.csv")]),
    "answered: the other": ({"a.csv": (JULY, {}), "b.csv": (HIGHER, {})},
                            [Answer(files=NAMED, counts="b.csv")]),
    "answered: unknown": ({"a.csv": (JULY, {}), "b.csv": (HIGHER, {})},
                          [Answer(files=NAMED, counts="unknown")]),
    "answered: the later": (
        {"a (5).csv": (JULY, {}), "a (6).csv": (OTHERS, {})},
        [Answer(files=[f"a (1).csv {'0' * 12}", f"a (2).csv {'0' * 12}"], counts="a (2).csv")]),
}  # fmt: skip
COUNTED = """
    select source_file, account, category, sub_account, service, charge_category, currency, asked,
           min(day) || '..' || max(day), count(*), sum(billed)::varchar, sum(lines)
    from read_parquet(?) group by all order by all
"""


def _house(folder: Path, more: str = "") -> config.House:
    toml = folder / "dashboard.toml"
    toml.write_text(f"[project]\nas_of = 2026-10-12\n{more}")
    return config.load(toml, folder / "data")


def _drops(name: str, drops: Iterable[Drop]) -> Iterator[str]:
    for d in drops:
        yield (f"{name} {d.account}: {d.place} by {d.by}, {d.billing_account} {d.period} "
               f"{d.first}..{d.last}, {d.reason}")  # fmt: skip


def _doubt(each: Doubt) -> Iterator[str]:
    sides = f"{each.one.place} {each.other.place} {'..'.join(each.days)}"
    yield (f"doubt {each.kind}: {sides}, newer {each.newer}, counts {each.assumed}, "
           f"{each.reason}, resting {each.resting}")  # fmt: skip
    yield f"shared {' '.join(map(str, asdict(each.measure).values()))}"
    for side in (0, 1):
        yield from _drops(f"without {side}", each.drops[side])


def _days(days: Iterable[object]) -> Iterator[str]:
    """The days of questions, those in a row with one difference in one line."""
    begun: dict[object, list[date]] = {}
    for each in days:
        key = (each.question_id, each.account, each.category, each.currency,
               str(each.difference.normalize()))  # fmt: skip
        begun.setdefault(key, []).append(each.day)
    for key, own in begun.items():
        yield f"day {' '.join(map(str, key))}: {min(own)}..{max(own)}, {len(own)}"


def _question(each: object) -> str:
    return "question " + " ".join(f"{k}={v!r}" for k, v in asdict(each).items())


@pytest.fixture(scope="module")
def db():
    with duckdb.connect() as opened:
        yield opened


def decided(name: str, folder: Path, db: duckdb.DuckDBPyConnection) -> str:
    """Every answer about the bills of a case."""
    named, answers = CASES[name]
    bills = [rolled(folder, place, text, **facts) for place, (text, facts) in named.items()]
    house = _house(folder)
    said = Answers(answers)
    found = settle(bills, said, house.cache)
    again = settle(bills[::-1], said, house.cache)  # as another order of files, and what was kept
    assert (again.drops, len(again.doubts)) == (found.drops, len(found.doubts))
    asked = questions.weighed(house, bills, found.drops, found.doubts)
    dropped, today = [*found.drops, *asked.gone], date(2026, 10, 12)
    counts, gone, later = counted.write(house, bills, dropped, asked.touched, today)
    waiting, sentences = unfinished.left_out(later)
    lines = [
        *_drops("drop", found.drops), *(line for each in found.doubts for line in _doubt(each)),
        *map(_question, asked.questions), *_days(asked.days), *_drops("gone", asked.gone),
        *_drops("touched", asked.touched),
        *(f"counts {row}" for row in db.execute(COUNTED, [str(counts)]).fetchall()),
        *(f"replaced {row}" for row in db.execute(
            "select * from read_parquet(?) order by all", [str(gone)]).fetchall()),
        *map(str, waiting), *(f"{key}: {each}" for key, each in sentences.items()),
        f"unused {len(said.unused())}",
    ]  # fmt: skip
    return "\n".join(lines)


ARREARS: dict[str, tuple[str, list[tuple[str, str, bool]], list[Answer]]] = {
    # settings, the bills with their lines and whether they pay for the month before, answers
    "uneven": ("", [("a.csv", "2026-08-01..31 hub Rack 3\n2026-09-01..30 hub Rack 5", True)], []),
    "even": ("", [("a.csv", "2026-08-01..31 hub Rack 3\n2026-09-01..30 hub Rack 3.1", True)], []),
    "of the month of its date": (
        "", [("a.csv", "2026-08-01..31 hub Rack 3\n2026-09-01..30 hub Rack 5", False)], []),
    "of a month to come": (
        "", [("a.csv", "2026-09-01..30 hub Rack 3\n2026-11-01..30 hub Rack 31", False)], []),
    "both kinds": (
        "", [("a.csv", "2026-08-01..31 hub Rack 3\n2026-09-01..30 hub Rack 5", True),
             ("b.csv", "2026-08-01..31 docs Rack 1\n2026-09-01..30 docs Rack 9", False)], []),
    "over the end of a fund": (
        '[[funds]]\nid = "g"\nname = "G"\nkind = "grant"\nends_on = 2026-08-31\n',
        [("a.csv", "2026-07-01..31 hub Rack 9\n2026-08-01..31 hub Rack 9\n"
          "2026-09-01..30 hub Rack 9.3", True)], []),
    "over the end of a fund that has not ended": (
        '[[funds]]\nid = "g"\nname = "G"\nkind = "grant"\nends_on = 2026-10-12\n',
        [("a.csv", "2026-08-01..31 hub Rack 9\n2026-09-01..30 hub Rack 9.3", True)], []),
    "out of a report": (
        '[[presets]]\nname = "p"\nrecipient = "p"\nmonths = 3\n',
        [("a.csv", "2026-06-01..30 hub Rack 1\n2026-07-01..31 hub Rack 9\n"
          "2026-08-01..31 hub Rack 9\n2026-09-01..30 hub Rack 9.3", True)], []),
    "a little": ("", [("a.csv", "2026-08-01..31 hub Rack 3\n2026-09-01..30 hub Rack 3.2", True)],
                 []),
    "resting": ("", [("a.csv", "2026-08-01..31 hub Rack 3\n2026-09-01..30 hub Rack 5", True)],
                [Answer(account="us", counts="unknown")]),
}  # fmt: skip


def paid_for(name: str, folder: Path) -> str:
    """What is asked of invoices of one line a month."""
    settings, named, answers = ARREARS[name]
    house = _house(folder, settings)
    bills = [
        rolled(folder, place, text, before=before, changed=READ) for place, text, before in named
    ]
    asked = arrears.asked(house, bills, [], Answers(answers), date(2026, 10, 12))
    lines = [*map(_question, asked.questions), *_days(asked.days),
             *_drops("touched", asked.touched)]  # fmt: skip
    return "\n".join(lines) or "nothing"


def _golden() -> dict[str, str]:
    parts = GOLDEN.read_text(encoding="utf-8").split("## ")[1:] if GOLDEN.is_file() else []
    return dict(part.rstrip("\n").split("\n", maxsplit=1) for part in parts)


EVERY = [*CASES, *(f"paid for: {name}" for name in ARREARS)]


@pytest.mark.parametrize("name", EVERY)
def test_what_is_decided_of_bills_is_decided_whole(name, tmp_path, db, write_golden):
    of_invoices = name.startswith("paid for: ")
    found = (paid_for(name.removeprefix("paid for: "), tmp_path) if of_invoices
             else decided(name, tmp_path, db))  # fmt: skip
    if write_golden:
        parts = _golden() | {name: found}
        GOLDEN.write_text("".join(f"## {n}\n{parts[n]}\n\n" for n in EVERY if n in parts))
    assert found == _golden()[name]
    assert write_golden or [*_golden()] == EVERY
