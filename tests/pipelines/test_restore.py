"""Config, the files it names and data/raw, on an empty machine, give the same build."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import config
from pipelines.command import main
from warehouse.read import connect, newest

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
    return folder


def _ingest(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of a new build, as rows."""
    data = folder / "data"
    settings = str(folder / "dashboard.toml")
    place = ["--config", settings, "--data", str(data), "--no-fetch"]
    assert main(place, now=lambda: NOW) == 0
    with connect(newest(data)) as db:
        tables = db.execute("select table_name from information_schema.tables order by all")
        names = [name for (name,) in tables.fetchall()]
        return {name: db.execute(f'from "{name}" order by all').fetchall() for name in names}


def test_settings_and_raw_files_alone_bring_back_the_same_build(tmp_path: Path) -> None:
    """The backup is what docs/deploy.md names; cache and builds are left behind."""
    lived_in = _house(tmp_path / "before")
    _ingest(lived_in)
    before = _ingest(lived_in)
    saved = shutil.make_archive(str(tmp_path / "backup"), "gztar", lived_in, "data/raw")
    restored = tmp_path / "after"
    restored.mkdir()
    shutil.unpack_archive(saved, restored)
    for part in lived_in.iterdir():
        if part.name != "data":
            (shutil.copytree if part.is_dir() else shutil.copy)(part, restored / part.name)
    assert sorted(p.name for p in (restored / "data").iterdir()) == ["raw"]
    after = _ingest(restored)
    assert sum(map(len, before.values())) > 5_000
    assert [name for name in before if before[name] != after[name]] == []
