"""Many new notes are read by several processes, and nobody can tell by what they say."""

import os
from pathlib import Path

import pytest
from notes_house import house

from pipelines import notes
from pipelines.notes import ahead
from pipelines.notes.shelf import read_once
from warehouse.records import ActionItem, Reject

FILES: dict[str, str | bytes] = {
    **{
        f"2031-01-{day:02}.md": f"Present: Ilse Marn, Tobi Okafor\n\n- Ilse to mend sail {day}\n"
        for day in range(1, 9)
    },
    "2031-01-20.pdf": b"%PDF-1.4",
    "2031-01-21.md": b"Present: \xff\xfe\x00\n" * 3,
}


@pytest.mark.process
def test_several_processes_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    alone = list(notes.read(house(tmp_path / "alone", FILES)))
    monkeypatch.setattr(ahead, "FEW", 3)  # enough for three processes
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    together = house(tmp_path / "together", FILES)
    files = [(tmp_path / "together" / "notes" / name, name) for name in sorted(FILES)]
    shelf = together.cache / "notes"
    shelf.mkdir(parents=True)
    assert ahead.read_ahead([*files, (tmp_path / "gone.md", "gone.md")], shelf) == 2
    assert len(list(shelf.iterdir())) == len(FILES)
    assert ahead.read_ahead(files, shelf) == 0, "all of them stand on the shelf"
    assert list(notes.read(together)) == alone
    owners = [action.owners for action in alone if isinstance(action, ActionItem)]
    assert (owners, sum(isinstance(r, Reject) for r in alone)) == ([["Ilse"]] * 8, 1)


def test_few_notes_start_no_process(tmp_path: Path):
    file = tmp_path / "2031-01-01.md"
    file.write_text("Present: Ilse Marn\n")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    assert ahead.read_ahead([(file, file.name)] * (2 * ahead.FEW - 1), shelf) == 0
    assert list(shelf.iterdir()) == []


def test_a_few_new_notes_among_many_that_were_read_start_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ahead, "FEW", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    files = [(tmp_path / f"2031-01-{day:02}.md", f"2031-01-{day:02}.md") for day in range(1, 9)]
    for day, (file, path) in enumerate(files):
        file.write_text(f"Present: Ilse Marn\n\n- sail {day}\n")
        if day < 3:
            read_once(file.read_bytes(), path, shelf)
    assert ahead.read_ahead(files, shelf) == 0  # five are less than twice three
    assert len(list(shelf.iterdir())) == 3
