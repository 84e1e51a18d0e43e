"""How long the script of each page works on the sample, the first time and again; no browser."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

from streamlit.testing.v1 import AppTest

from bench import Figure
from config import HOME, SAMPLE
from views import PAGES


def figures() -> Iterator[Figure]:
    """One line a page, in processor time: other work on the machine hardly inflates it.

    The Briefing is opened before, to start the app; its first time is not told by this.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = ["-m", "pipelines", "--config", str(SAMPLE), "--data", folder, "--no-fetch"]
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        os.environ |= {"QUARTERDECK_CONFIG": str(SAMPLE), "QUARTERDECK_DATA": folder}
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=300).run()
        for view in PAGES:
            page = app.switch_page(f"views/{view.file}.py")
            first, again = _worked(page.run), min(_worked(page.run) for _ in range(3))
            yield Figure(f"{view.file}, first and again", f"{first:.0f} ms, {again:.0f} ms")


def _worked(work: Callable[[], object]) -> float:
    """Milliseconds of processor time of one call."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000
