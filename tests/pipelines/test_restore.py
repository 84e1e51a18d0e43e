"""Config, the files it names and data/raw, on an empty machine, give the same build."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

import config
from pipelines.commands import main
from warehouse.read import connect, newest

pytestmark = pytest.mark.heavy

NOW = datetime(2026, 9, 17, 6, tzinfo=UTC)


def _house(folder: Path) -> Path:
    """The sample as a team would have it: its files, and what was fetched in data/raw."""
    sample = config.SAMPLE.parent
    shutil.copytree(sample / "raw", folder / "data" / "raw")
    for part in sample.iterdir():
        if part.name in ("notes", "bills", "sponsors"):
            shutil.copytree(part, folder / part.name)
        elif part.suffix in (".toml", ".csv"):
            shutil.copy(part, folder)
    settings = folder / "dashboard.toml"
    told = settings.read_text()
    assert "[people]" not in told
    settings.write_text(told + '\n[people]\nfile = "people.toml"\n')
    (folder / "people.toml").write_text('[[people]]\nname = "Nobody Known"\n')
    return folder


def _command(start: str) -> str:
    """The line of docs/deploy.md that begins so."""
    lines = (config.HOME / "docs" / "deploy.md").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(start))
    return line


def _in(folder: Path, command: str) -> None:
    subprocess.run(["sh", "-ec", command], cwd=folder, check=True)


def _ingest(folder: Path, ending: int = 0) -> dict[str, list[tuple[object, ...]]]:
    """Every table of a new build, as rows."""
    data = folder / "data"
    settings = str(folder / "dashboard.toml")
    place = ["--config", settings, "--data", str(data), "--no-fetch"]
    assert main(place, now=lambda: NOW) == ending
    with connect(newest(data)) as db:
        tables = db.execute("select table_name from information_schema.tables order by all")
        names = [name for (name,) in tables.fetchall()]
        return {name: db.execute(f'from "{name}" order by all').fetchall() for name in names}


def _restored(lived_in: Path, restored: Path) -> Path:
    """A new folder with the backup of the docs, and the bills and notes as they are now."""
    _in(lived_in, _command("tar -czf"))
    (saved,) = lived_in.glob("*.tar.gz")
    restored.mkdir()
    _in(restored, f"tar -xzf {saved}")
    for part in ("notes", "bills"):
        shutil.copytree(lived_in / part, restored / part)
    return restored


def test_the_backup_of_the_docs_brings_back_the_same_build(tmp_path: Path) -> None:
    """Bills and notes are kept by whatever keeps them now; cache and builds are left behind."""
    lived_in = _house(tmp_path / "before")
    _ingest(lived_in)
    before = _ingest(lived_in)
    restored = _restored(lived_in, tmp_path / "after")
    assert sorted(p.name for p in (restored / "data").iterdir()) == ["raw"]
    after = _ingest(restored)
    assert sum(map(len, before.values())) > 5_000
    assert [name for name in before if before[name] != after[name]] == []
    assert len(after["invoice"]) > 1
    own = {file.name for file in lived_in.iterdir() if file.suffix != ".gz"}
    assert {file.name for file in restored.iterdir()} == own


def test_a_restore_has_every_row_of_a_bill_that_vanished(tmp_path: Path) -> None:
    """Nobody can read it again: its roll-up and what is known of it are raw files."""
    lived_in = _house(tmp_path / "before")
    whole = _ingest(lived_in)
    bill = max((lived_in / "bills").rglob("*.csv"), key=lambda file: file.stat().st_size)
    bill.unlink()
    at_once = _ingest(_restored(lived_in, tmp_path / "at once"), ending=75)
    before = _ingest(lived_in, ending=75)
    after = _ingest(_restored(lived_in, tmp_path / "after"), ending=75)
    assert [name for name in before if before[name] != after[name]] == []
    assert [name for name in before if before[name] != at_once[name]] == []
    assert whole["cost_daily"] == after["cost_daily"]
    shutil.rmtree(lived_in / "data" / "cache")
    assert _ingest(lived_in, ending=75)["cost_daily"] == whole["cost_daily"]
