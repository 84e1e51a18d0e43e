"""Three hundred people opt out, and no output names one; none without names shows anybody."""

import random
import string
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from servers.planting import AS_OF, Planter, costs, fund, meeting, person, statement

import config
from config import ConfigError, House, people, traces
from config.names import WITHHELD
from metrics import __main__ as metrics
from metrics.metric import public
from share import __main__ as share
from warehouse import build, read
from warehouse.records import ActionItem, AgendaItem, Attendance, BuildInfo, Decision, Issue

pytestmark = pytest.mark.heavy

NOW = datetime(2018, 9, 20, 7)
INFO = BuildInfo(NOW, AS_OF, "Binder", "USD", "UTC", "dashboard.toml", False, "0")
AUDIENCES = ["funder", "credits", "public"]
SETTINGS = """
[people]
file = "people.toml"

[alerts]
file = "digest.txt"

[github]
organizations = ["moss"]

[[notes]]
series = "team"
path = "notes"

[[billing]]
account = "cloud"
path = "bills/*.csv"

[docs]
projects = ["moss"]

[[funds]]
id = "estuary"
name = "Estuary Fund grant"
kind = "grant"
funder = "Estuary Fund"
"""
PRINTED = ["issues.backlog", "data_quality.runs"]  # the others are asked below the command
PRESET = """
[[presets]]
name = "{0}"
recipient = "Estuary Fund"
funds = ["estuary"]
audience = "{0}"
"""


class Names(Planter):
    """Plants names of two random words, each of a person of people.toml."""

    def word(self) -> str:
        """A new name."""
        words = ("".join(self.random.choices(string.ascii_lowercase, k=9)) for _ in range(2))
        self.planted.append(name := " ".join(map(str.title, words)))
        return name


def _records(planter: Planter) -> list[Any]:
    """A build with a planted string in every text field of every table, three hundred at least."""
    found = [each for each in planter.every() if not isinstance(each, Attendance)]
    numbers = iter(range(2, 100))
    while len(planter.planted) < 300:
        found.append(planter.record(Issue, repo_id=1, number=next(numbers)))
        found += [planter.record(kind) for kind in (ActionItem, AgendaItem, Decision)]
    own = [fund("estuary", "Estuary Fund grant", funder="Estuary Fund")]
    rows = costs() + costs(account="second", category="compute", sub_account=planter.word())
    kept = [each for each in found if type(each).__name__ != "Meeting"]
    return [meeting(), *own, statement("estuary", 60_000), *rows, *kept, INFO]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("BROWSER_PATH", "none")
    presets = "".join(PRESET.format(audience) for audience in AUDIENCES)
    (tmp_path / "dashboard.toml").write_text(SETTINGS + presets, encoding="utf-8")
    (tmp_path / "people.toml").write_text("", encoding="utf-8")
    return config.load(tmp_path / "dashboard.toml", tmp_path / "data")


def _unpacked(file: Path) -> bytes:
    """A file's bytes; of a document that is a zip file, those of its parts."""
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    with zipfile.ZipFile(file) as parts:
        return b"".join(map(parts.read, parts.namelist()))


def _outputs(house: House, capfdbinary: Any) -> dict[str, str]:
    """Output → everything it says: each file it writes, and what it prints."""
    at = ["--config", str(house.config.file), "--data", str(house.data)]
    written = dict[str, bytes]()

    def run(name: str, main: Any, *arguments: str, **more: Any) -> None:
        code = main([*arguments], **more)
        out, err = capfdbinary.readouterr()
        assert code == 0, (name, err)
        written[name] = out + err

    for audience in AUDIENCES:
        pack = ["pack", "--preset", audience, "--with-old-data"]
        run(f"pack {audience}", share.main, *at, *pack, now=lambda: NOW)
        for file in sorted((house.data / "packs" / audience).rglob("*")):
            if file.is_file():
                written[f"{audience}/{file.name}"] = file.read_bytes()
    for audience in ("public", "team"):
        out = house.data / f"site {audience}"
        site = ["site", "--audience", audience, "--with-old-data", "--out", str(out)]
        run(f"site {audience}", share.main, *at, *site, now=lambda: NOW)
        for file in sorted(file for file in out.rglob("*") if file.suffix in (".html", ".json")):
            written[f"site {audience}/{file.relative_to(out)}"] = file.read_bytes()
    award = ["--award", "estuary", "--out", str(house.data / "award")]
    run("report", share.main, *at, "report", *award, "--period", "2018-05..2018-08",
        now=lambda: NOW)  # fmt: skip
    run("extension", share.main, *at, "extension", *award, "--to", "2019-06-30", now=lambda: NOW)
    for file in sorted((house.data / "award").rglob("*")):
        written[f"award/{file.name}"] = _unpacked(file)
    for name in ("agenda", "digest", "calendar"):
        run(name, share.main, *at, name, now=lambda: NOW)
    written["digest.txt"] = (house.config.folder / "digest.txt").read_bytes()
    for name in PRINTED:
        run(f"metrics {name}", metrics.main, name, "--json", *at)
        run(f"metrics {name} as CSV", metrics.main, name, "--csv", *at)
    with read.connect(read.newest(house.data)) as db:
        for name, metric in public().items():
            with suppress(ConfigError):  # it needs an argument
                written[f"metric {name}"] = repr(metrics.answer(db, metric, {}, AS_OF)).encode()
    return {name: text.decode("utf-8", "replace") for name, text in written.items()}


def test_three_hundred_people_who_opted_out_are_in_no_output(
    house: House, capfdbinary: Any
) -> None:
    planter = Names(seed=16)
    records = _records(planter)
    assert len(set(planter.planted)) >= 300
    listed = (f'[[people]]\nname = "{name}"\nopt_out = true\n' for name in planter.planted)
    (house.config.folder / "people.toml").write_text("\n".join(listed), encoding="utf-8")
    clean = traces.of(people.load(house.config)).without
    build.publish(records, house.data, built_at=NOW, clean=lambda: clean)
    outputs = _outputs(house, capfdbinary)
    last_names = [name.split()[1].casefold() for name in planter.planted]
    found = {
        name: [word for word in last_names if word in text.casefold()]
        for name, text in outputs.items()
    }  # fmt: skip
    assert {name: words for name, words in found.items() if words} == {}
    assert sum(WITHHELD in text for text in outputs.values()) > 20
    assert "compute" in outputs["funder/pack.html"]
    assert "compute" in outputs["site public/spend.html"]
    assert "Machines" in outputs["site team/burn.html"]


def test_the_digest_and_the_calendar_name_none_of_three_hundred_people(
    house: House, capfdbinary: Any
) -> None:
    """Nobody of them opted out: these two promise no names of people, whoever they are."""
    dice = random.Random(16)
    names = ["".join(dice.choices(string.ascii_lowercase, k=12)) for _ in range(300)]
    owners = iter(names[150:])
    records: list[Any] = [person(f"{name} of Moss", name[::-1]) for name in names[:150]]
    records += [
        ActionItem("m1", f"ask {(who := next(owners))} again", [who], False, "notes/a.md", n)
        for n in range(150)
    ]
    own = [fund("estuary", "Estuary Fund grant", funder="Estuary Fund")]
    rows = [meeting(), *own, statement("estuary", 60_000), *costs(), *records, INFO]
    build.publish(rows, house.data, built_at=NOW)
    outputs = _outputs(house, capfdbinary)
    for name in ("digest", "digest.txt", "calendar", "pack public", "public/pack.html",
                 "site public/index.html", "site public/spend.html"):  # fmt: skip
        assert [word for word in names if word in outputs[name].casefold()] == [], name
