"""A pack as it would be read: every part, sentence, table, claim and mark, for each audience."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from bill_records import days
from runway_records import balance, fund, planned

import config
from config import House, Preset
from share import pack
from share.content import Content, Part, filled
from tests.wording import golden
from warehouse.records import (
    Attendance,
    BuildInfo,
    DocsBuild,
    DocsProject,
    Issue,
    IssueEvent,
    LaunchDaily,
    Meeting,
    Repo,
    UsageBasis,
)

pytestmark = pytest.mark.slow

AS_OF = date(2026, 9, 17)
AT = datetime(2026, 9, 17, 6)
CLOSED = datetime(2026, 7, 3, 9)
RECORDS = [
    BuildInfo(AT, AS_OF, "Tidepool", "USD", "UTC", "dashboard.toml", False, "0"),
    *days(date(2026, 2, 10), 218, "100", service="compute"),
    *days(date(2026, 2, 10), 218, "-40", service="compute", charge_category="Credit"),
    *days(date(2026, 3, 1), 199, "1.5", service="disks", category="storage"),
    *days(date(2026, 6, 1), 60, "10", category="hosting", account="h", currency="EUR"),
    UsageBasis("launches", "launch", [], ["hub"], "bills", "UTC", "the hub"),
    *(LaunchDaily(day, day, "hub", "GitHub", 7, "events")
      for day in (date(2026, 2, 20) + timedelta(days=n) for n in range(190))),
    replace(fund("grant", ends=date(2026, 12, 31), pays=["people"], starts=date(2026, 1, 1),
                 funder="Estuary Fund", extension_months=6, work="six images move",
                 notice_days=60), awarded=Decimal(90_000)),
    fund("credits", "credits", ends=date(2027, 3, 31), pays=["cloud"], funder="Skyhook"),
    balance("grant", date(2026, 8, 31), "60000"), balance("credits", date(2026, 8, 31), "90000"),
    planned("4000", date(2026, 1, 1), "people"),
    Meeting("m1", "team", date(2026, 5, 2), None, None, False, True, "a.md", 1),
    Meeting("m0", "team", date(2025, 5, 2), None, None, False, True, "a.md", 1),
    *(Attendance("m1", f"h{n}", f"N{n} P{n}", f"h{n}", "Here", "a.md", n) for n in range(7)),
    *(Attendance("m0", f"h{n}", f"N{n} P{n}", f"h{n}", "Here", "a.md", n) for n in range(6)),
    Repo(1, "o/hub", False, False, 1, None, None, True, [], None),
    *(Issue(1, n, False, "t", None, False, "closed" if n < 3 else "open", None, [], 0,
            datetime(2026, 3, n + 1, 9), AT, CLOSED if n < 3 else None, *[None] * 2, True,
            *[None] * 4) for n in range(1, 6)),
    *(IssueEvent(1, n, "closed", CLOSED, AT) for n in (1, 2)),
    *(DocsProject(name, "Read the Docs", name, "latest", None, None, None, True, AT, "latest")
      for name in "abc"),
    *(DocsBuild(name, "1", "latest", False, state, None, None, AT, None, 61, "a" * 40, None)
      for name, state in zip("abc", ("passed", "failed", "passed"), strict=True)),
]  # fmt: skip
PRESETS = {
    "funder, to the cent": {"funds": ["grant"], "amounts": "exact", "extension": True},
    "credits, six months, rounded": {
        "audience": "credits", "funds": ["grant", "credits"], "amounts": "rounded", "months": 6,
        "project_runway": True,
    },
    "public, indexed": {"audience": "public", "amounts": "indexed"},
}  # fmt: skip
WORDS = """## What was done
Three *images* moved.
## Answer by
1 November
"""


def lines(content: Content) -> Iterator[str]:
    """All that a pack will say and draw, marks of slots included."""
    yield f"{content.team} for {content.recipient}, {content.period}, {content.as_of}"
    yield content.answer
    yield from (f"figure {value}: {label}" for value, label in content.figures)
    for part in content.parts:
        yield from of_part(part)
    yield from (f"{name}: {said}" for name, said in content.manifest if name[:3] != "SHA")
    yield from (f"old: {each}" for each in content.old)


def of_part(part: Part) -> Iterator[str]:
    yield f"== {part.key}: {part.title}, to {part.data_to}, by {part.metric or 'its own'}"
    yield from part.sentences
    yield from (f"legend {name} {color}" for name, color in part.legend)
    yield from (f"markdown {line}" for line in part.markdown.splitlines())
    if part.table is not None:
        yield part.table.to_csv(index=False).rstrip()
    if part.figure is not None:
        drawn = json.loads(part.figure.to_json())
        for trace in drawn["data"]:
            shown = {name: trace[name] for name in ("name", "x", "y", "text", "base", "mode")
                     if name in trace}  # fmt: skip
            yield f"trace {shown}"
        for kind in ("annotations", "shapes"):
            for each in drawn["layout"].get(kind, ()):
                yield f"{kind} {each.get('text', '')} {each.get('x', each.get('x0'))}"
    yield from (f"claim {claim}" for claim in part.claims)
    yield f"note {part.note}; headline {part.headline}; alt {part.alt}"


def test_a_pack_is_whole_for_each_audience(
    build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_golden: bool
) -> None:
    monkeypatch.setenv("BROWSER_PATH", "none")
    (tmp_path / "sponsors").mkdir()
    (tmp_path / "sponsors" / "x.md").write_text(WORDS)
    (tmp_path / "dashboard.toml").write_text('[project]\nname = "Tidepool"\n')
    house = House(config.load(tmp_path / "dashboard.toml").config, tmp_path / "data")
    db = build(RECORDS).cursor()
    (file,) = (tmp_path / "data").glob("warehouse-*.duckdb")
    whole = {}
    for name, more in PRESETS.items():
        preset = Preset(name="x", recipient="Estuary Fund", **more)
        content = pack.compose(db, house, preset, build=file, now=datetime(2026, 9, 18, 7))
        whole[name] = "\n".join(lines(content)).replace("\ue000", "⟨").replace("\ue002", "⟩")
        whole[name] = whole[name].replace("\ue001", ":")
        slots = [f"{each.place}: {each.slot.kind} {each.slot.text}" for each in filled(content)]
        whole[f"{name}, slots"] = "\n".join(slots)
    golden.check("packs", whole, write=write_golden, folder=Path(__file__).with_name("golden"))
