"""Bills of millions of lines: our roll-up, DuckDB's bare group-by and count, polars and pandas.

QUARTERDECK_BENCH_LINES (10,000,000) and QUARTERDECK_BENCH_SCRATCH (a temporary folder) choose the
size and where the bills are written; a bill of that size that stands there is used again.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from bench import Figure, focus_bill, timed
from config.files import replacing

LINES = int(os.environ.get("QUARTERDECK_BENCH_LINES", "10000000"))
MONTHS = [f"2024-{month:02}-01" for month in range(1, 11)]

ROLL_UP = """
import sys
from pathlib import Path
from pipelines.billing.rollup import Rules, Task, roll_up
rolled = roll_up(Task("bench", sys.argv[1], Rules()), folder=Path(sys.argv[2]))
(Path(sys.argv[2]) / "bill.parquet").write_bytes(rolled.rows)
"""
COUNT = """
import csv, sys, duckdb
header = next(csv.reader(open(sys.argv[1])))
columns = {f"c{i}": "VARCHAR" for i in range(len(header))}
settings = "header = true, auto_detect = false, columns = ?, delim = ',', quote = chr(34)"
duckdb.execute(f"select count(*) from read_csv(?, {settings})", [sys.argv[1], columns]).fetchall()
"""
GROUP = """
import csv, sys, duckdb
money = {"BilledCost", "EffectiveCost", "ListCost"}
header = next(csv.reader(open(sys.argv[1])))
columns = {name: "DECIMAL(38, 20)" if name in money else "VARCHAR" for name in header}
settings = "header = true, auto_detect = false, columns = ?, delim = ',', quote = chr(34)"
duckdb.execute("set memory_limit = '300MB'")
duckdb.execute("set enable_progress_bar = false")
duckdb.execute(
    "select left(ChargePeriodStart, 10), BillingCurrency, ProviderName, SubAccountId, ServiceName, "
    "RegionId, ChargeCategory, sum(BilledCost), sum(EffectiveCost), sum(ListCost) "
    f"from read_csv(?, {settings}) group by all", [sys.argv[1], columns]
).fetchall()
"""
MAPPED = ROLL_UP.replace(
    "Rules()",
    """Rules(columns=(
        ("date", "ChargePeriodStart"), ("amount", "BilledCost"), ("service", "ServiceName"),
        ("project", "SubAccountId"), ("region", "RegionId"), ("currency", "BillingCurrency"),
        ("charge_category", "ChargeCategory"), ("provider", "ProviderName"),
    ))""",
)
PANDAS = """
import sys, pandas
keys = ["ProviderName", "SubAccountId", "ServiceName", "RegionId", "ChargeCategory"]
costs = ["BilledCost", "EffectiveCost", "ListCost"]
used = [*keys, *costs, "ChargePeriodStart", "BillingCurrency"]
frame = pandas.read_csv(sys.argv[1], **({"usecols": used} if sys.argv[3:] else {}))
frame["day"] = frame["ChargePeriodStart"].str[:10]
frame.groupby(["day", "BillingCurrency", *keys])[costs].sum()
"""
POLARS = """
import sys, polars
keys = ["ProviderName", "SubAccountId", "ServiceName", "RegionId", "ChargeCategory"]
costs = ["BilledCost", "EffectiveCost", "ListCost"]
bill = polars.scan_csv(sys.argv[1], infer_schema=False)
day = polars.col("ChargePeriodStart").str.head(10).alias("day")
sums = [polars.col(name).cast(polars.Float64).sum() for name in costs]
bill.group_by([day, "BillingCurrency", *keys]).agg(sums).collect(engine="streaming")
"""


def figures() -> Iterator[Figure]:
    """Wall time and peak memory, each in a process of its own, imports included."""
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(os.environ.get("QUARTERDECK_BENCH_SCRATCH", temporary))
        scratch.mkdir(parents=True, exist_ok=True)
        bill = focus_bill.write(scratch, LINES)
        size = bill.stat().st_size / 2**30
        yield Figure("a bill of its own", f"{LINES:,} lines, {size:.1f} GB of CSV")
        codes = (COUNT, GROUP, ROLL_UP, MAPPED, *([POLARS] if find_spec("polars") else []))
        count, group, ours, mapped, *polars = _in_turn(codes, bill, scratch)
        memory = _measured(ROLL_UP, bill, scratch)[1]
        yield Figure("DuckDB's bare group-by in exact decimals", f"{group:.1f} s")
        yield Figure(
            "our roll-up, in turn with it",
            f"{ours:.1f} s, {ours / group:.2f} × the group-by, {ours / count:.2f} × count(*)",
            "≤ 1.15 × the group-by",
        )
        yield Figure("the same by a mapping", f"{mapped:.1f} s, {mapped / group:.2f} ×", "≤ 1.5 ×")
        yield Figure(
            "polars, the same group-by in doubles",
            f"{polars[0]:.1f} s: ours is {ours / polars[0]:.2f} ×"
            if polars
            else 'not measured: pip install "quarterdeck[bench]"',
            "≤ 1.3 ×",
        )
        yield Figure("most memory of our roll-up", f"{memory:.0f} MB", "≤ 320 MB")
        for words, chosen in ((", only the columns it groups", ["chosen"]), ("", [])):
            theirs, most = _measured(PANDAS, bill, scratch, *chosen)
            yield Figure(
                f"pandas.read_csv{words} + groupby, in doubles",
                f"{theirs:.1f} s, {most:,.0f} MB: ours is {theirs / ours:.1f} × faster "
                f"in {memory / most:.0%} of the memory",
                "≥ 2 × faster, a fifth of the memory",
            )
        yield from _other_forms(bill, scratch)
        yield from _ten(scratch)


def _in_turn(codes: Sequence[str], bill: Path, scratch: Path) -> list[float]:
    """The best of three of each, A B A B: the file is in memory for all, a busy machine for all."""
    _measured(codes[0], bill, scratch)
    rounds = [[_measured(code, bill, scratch)[0] for code in codes] for _ in range(3)]
    return [min(walls) for walls in zip(*rounds, strict=True)]


def _other_forms(bill: Path, scratch: Path) -> Iterator[Figure]:
    """The same bill as Parquet and gzip."""
    parquet, zipped = bill.with_suffix(".parquet"), bill.with_suffix(".csv.gz")
    if not parquet.is_file():
        limits: dict[str, Any] = {"memory_limit": "2GB", "preserve_insertion_order": False}
        with replacing(parquet) as out, duckdb.connect(config=limits) as db:
            source = f"select * from read_csv('{bill}', all_varchar = true)"
            db.execute(f"copy ({source}) to '{out}' (format parquet)")
    if not zipped.is_file():
        with replacing(zipped) as out, out.open("wb") as target:
            subprocess.run(["/bin/gzip", "-1", "-c", bill], stdout=target, check=True)
    for name, file in (("Parquet", parquet), ("csv.gz", zipped)):
        wall, memory = _measured(ROLL_UP, file, scratch)
        size = file.stat().st_size / 2**30
        yield Figure(f"the same bill as {name}, {size:.1f} GB", f"{wall:.1f} s, {memory:.0f} MB")


def _ten(scratch: Path) -> Iterator[Figure]:
    """Ten months of a tenth of the lines each: a whole ingest, against an ingest of one."""
    folders = {1: scratch / "one", 10: scratch / "ten"}
    for count, folder in folders.items():
        folder.mkdir(exist_ok=True)
        for month in MONTHS[:count]:
            file = focus_bill.write(scratch, LINES // 10, month=month)
            link = folder / file.name
            link.unlink(missing_ok=True)
            link.hardlink_to(file)
    with tempfile.TemporaryDirectory(dir=scratch) as data:
        one, small = _ingest(folders[1], Path(data) / "1")
        ten, large = _ingest(folders[10], Path(data) / "10")
        again, _ = _ingest(folders[10], Path(data) / "10")
    yield Figure(
        f"ingest of ten files of {LINES // 10:,} lines",
        f"{ten:.1f} s, {large:.0f} MB; one file {one:.1f} s, {small:.0f} MB: "
        f"{ten / one:.1f} × the time, {large / small:.2f} × the memory",
        "≤ 11 × time, ≤ 1.2 × memory",
    )
    yield Figure("ingest of the ten files again, nothing changed", f"{again:.1f} s", "≤ 1.2 s")


def _ingest(bills: Path, data: Path) -> tuple[float, float]:
    data.mkdir(exist_ok=True)
    config = data / "dashboard.toml"
    config.write_text(f'[[billing]]\naccount = "cloud"\npath = "{bills}"\n')
    return timed(["-m", "pipelines", "--config", config, "--data", data, "--no-fetch"])


def _measured(code: str, file: Path, scratch: Path, *words: str) -> tuple[float, float]:
    return timed(["-c", code, file, scratch, *words])
