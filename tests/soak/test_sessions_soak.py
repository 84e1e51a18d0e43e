"""Twenty people click for half an hour while an ingest runs every minute: memory stays flat.

SOAK_SESSIONS and SOAK_MINUTES set the size; the first sixth of the time is not compared.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import median

import psutil
import pytest
from servers.running import dashboard, free_port

from config import HOME, SAMPLE
from tests.soak.browsing import PATIENCE, Session
from warehouse.read import newest

pytestmark = pytest.mark.soak
SESSIONS = int(os.environ.get("SOAK_SESSIONS", "20"))
MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
EVERY = float(os.environ.get("SOAK_EVERY", "60"))  # seconds from ingest to ingest
SAMPLING = 5  # seconds


def _laid_out(folder: Path) -> Path:
    """A copy of the sample that an ingest may change; its settings."""
    for part in SAMPLE.parent.iterdir():
        if part.name in ("notes", "bills", "sponsors"):
            shutil.copytree(part, folder / part.name)
        elif part.name == "raw":
            shutil.copytree(part, folder / "data" / "raw")
        elif part.suffix in (".toml", ".csv"):
            shutil.copy(part, folder)
    return folder / "dashboard.toml"


class Ingests(threading.Thread):
    """A run every minute as cron starts it, each over notes that say something new."""

    def __init__(self, settings: Path, ended: threading.Event) -> None:
        super().__init__(daemon=True)
        self.settings, self.data, self.ended = settings, settings.parent / "data", ended
        self.builds, self.trouble = set[str](), list[str]()

    def run(self) -> None:
        """Until the others end."""
        began = time.monotonic()
        while not self.ended.wait(max(0.0, began + EVERY - time.monotonic())):
            began = time.monotonic()
            self.ingest()

    def ingest(self) -> None:
        """One run."""
        note = next((self.settings.parent / "notes" / "monthly").glob("*.md"))
        with note.open("a") as text:
            text.write(f"\n- We have {1_000 + len(self.builds)} users.\n")
        places = ["--config", str(self.settings), "--data", str(self.data), "--no-fetch"]
        command = [sys.executable, "-m", "pipelines", *places]
        done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
        if done.returncode:
            self.trouble.append(f"an ingest ended with {done.returncode}: {done.stderr}")
        self.builds.add(newest(self.data).name)


def _memory(server: psutil.Process) -> float:
    """Resident memory of the server alone, in MB."""
    return float(server.memory_info().rss) / 1e6


def test_twenty_sessions_and_an_ingest_a_minute_leave_memory_flat(tmp_path: Path) -> None:
    ended = threading.Event()
    ingests = Ingests(_laid_out(tmp_path), ended)
    ingests.ingest()
    with dashboard(ingests.settings, ingests.data, free_port()) as address:
        server = next(c for c in psutil.Process().children() if "streamlit" in c.cmdline())
        people = [Session(address, seed, ended) for seed in range(SESSIONS)]
        began, samples, shown = time.monotonic(), list[tuple[float, float]](), 0.0
        for thread in (ingests, *people):
            thread.start()
        while (at := time.monotonic() - began) < 60 * MINUTES:
            samples.append((at, _memory(server)))
            if at >= shown:
                shown += 60
                pages = sum(person.pages for person in people)
                print(f"{at / 60:.0f} min: {samples[-1][1]:.0f} MB, {pages} pages, "
                      f"{len(ingests.builds)} builds", flush=True)  # fmt: skip
            ended.wait(SAMPLING)
        ended.set()
        for thread in (ingests, *people):
            thread.join(timeout=PATIENCE)
    trouble = [each for thread in (ingests, *people) for each in thread.trouble]
    assert not trouble, trouble[:10]
    assert all(person.pages for person in people)
    settled = [mb for at, mb in samples if 10 * MINUTES <= at < 12 * MINUTES]
    last = [mb for at, mb in samples if at >= 58 * MINUTES]
    pages, loads = (sum(getattr(p, name) for p in people) for name in ("pages", "reloads"))
    print(
        f"{SESSIONS} sessions, {MINUTES:g} minutes, {len(ingests.builds)} builds, {pages} pages, "
        f"{loads} reloads: {median(settled):.0f} MB after {MINUTES / 6:.1f} minutes, "
        f"{median(last):.0f} MB at the end, most {max(mb for _, mb in samples):.0f} MB"
    )
    assert median(last) <= 1.1 * median(settled)
