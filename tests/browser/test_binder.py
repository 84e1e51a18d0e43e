"""binder/ as a BinderHub uses it: built, then served behind the notebook server's own token."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from playwright.sync_api import Browser, expect
from servers.running import CHECKOUT, free_port, running

expect.set_options(timeout=60_000)
pytestmark = [pytest.mark.browser, pytest.mark.heavy]
TOKEN = "of-this-binder"


@pytest.fixture(scope="module")
def binder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the notebook server of a repository that was built as a BinderHub does."""
    home = tmp_path_factory.mktemp("binder")
    repository = home / "repository"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(listed, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    for name in files.split("\0"):
        if (CHECKOUT / name).is_file() and not name.startswith((".venv", "tests/")):
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CHECKOUT / name, repository / name)
    # The lock is installed already: make leaves an environment alone that is up to date.
    (repository / ".venv").symlink_to(Path(sys.prefix))
    environment = {
        "HOME": str(home), "MAKEFLAGS": "--old-file=.venv/installed",
        "BINDER_LAUNCH_HOST": "https://binder.example/",
    }  # fmt: skip
    subprocess.run(
        ["binder/postBuild"], cwd=repository, check=True, env={**os.environ, **environment}
    )
    port = free_port()
    server = [
        "binder/start", sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root",
        f"--port={port}", "--ServerApp.port_retries=0", "--ServerApp.base_url=/user/visitor/",
        f"--IdentityProvider.token={TOKEN}",
    ]  # fmt: skip
    start = ["env", "-C", str(repository), *server]
    with running(start, "is running at", **environment):
        yield f"http://127.0.0.1:{port}/user/visitor/"


@pytest.mark.soak  # the notebook server once waited for ever for a proxied program that had ended
def test_the_sample_opens_with_the_servers_token_alone_and_says_that_the_machine_vanishes(
    binder: str, browser: Browser
) -> None:
    place = f"{binder}quarterdeck/"
    shut = requests.get(f"{place}_stcore/health", timeout=60, allow_redirects=False)
    assert shut.status_code in (302, 403)
    page = browser.new_context().new_page()
    page.goto(f"{place}runway?token={TOKEN}")
    expect(page.get_by_text("your own figures do not belong here")).to_be_visible()
    expect(page.locator(".qd-strip").first).to_contain_text("sample")
    page.goto(place)
    expect(page.get_by_text("This is a Binder: the machine vanishes")).to_be_visible()
    page.context.close()


def test_the_badge_opens_the_entry_of_the_notebook_server() -> None:
    (badge,) = re.findall(
        r"\((https://mybinder\.org/v2/[^)]+)\)", (CHECKOUT / "README.md").read_text()
    )
    (path,) = parse_qs(urlsplit(badge).query)["urlpath"]
    served = (CHECKOUT / "binder" / "jupyter_server_config.py").read_text()
    assert f'"{path.rstrip("/")}": {{' in served
