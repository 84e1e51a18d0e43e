"""Real servers on loopback, where node is there: a GitHub with a clock, its OpenAPI, its records.

emulate keeps issues and pull requests like GitHub, prism holds questions and answers to GitHub's
own OpenAPI description, octokit's fixtures replay what GitHub once answered. Free ports only.
"""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from tests.servers import programs

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
OPENAPI = HERE.parents[1].parent / "shared" / "data/api/fixtures/github/openapi-subset.json"
TOKEN = "test_token_admin"


def install():
    """Install the pinned packages once."""
    programs.need("node", "nodejs", "servers of the tests run on it")
    programs.need("npm", "npm", "it brings servers of the tests")
    with FileLock(HERE / "node_modules.lock"):
        wanted, had = (HERE / "package.json").read_text(), MODULES / "installed"
        if not had.is_file() or had.read_text() != wanted:
            subprocess.run(
                ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"],
                cwd=HERE, check=True, timeout=300,
            )  # fmt: skip
            had.write_text(wanted)


def free_port():
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


@contextmanager
def node(arguments, url, log, **environment):
    """A node process, once `url` answers; ended by its own id."""
    with log.open("w") as out:
        process = subprocess.Popen(
            ["node", *arguments], cwd=HERE, stdout=out, stderr=subprocess.STDOUT,
            env={**os.environ, "NO_COLOR": "1", **environment},
        )  # fmt: skip
        try:
            _wait(url, process, log)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(url, process, log):
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    pytest.fail(f"the server of {url} did not start: {log.read_text()[-2000:]}")


@contextmanager
def emulated(folder):
    """An Emulated world; its clock stands where the test puts it."""
    install()
    clock, port = folder / "now.txt", free_port()
    clock.write_text("2018-08-01T12:00:00Z")
    url = f"http://127.0.0.1:{port}"
    program = str(MODULES / "emulate/dist/index.js")
    seed = str(HERE / "emulate-seed.yaml")
    arguments = ["--import", str(HERE / "preload.mjs"), program, "start", "-s", "github"]
    arguments += ["-p", str(port), "--seed", seed]
    with node(arguments, f"{url}/meta", folder / "emulate.log", FAKE_NOW_FILE=str(clock)):
        yield Emulated(url, clock)


@contextmanager
def prism(upstream, folder):
    """The address of a prism proxy in front of `upstream`, and the file it logs to."""
    install()
    if not OPENAPI.is_file():
        pytest.skip("it reads GitHub's OpenAPI description (../shared), which may not be kept here")
    port, log = free_port(), folder / "prism.log"
    program = str(MODULES / "@stoplight/prism-cli/dist/index.js")
    arguments = [program, "proxy", "-h", "127.0.0.1", "-p", str(port), str(OPENAPI), upstream]
    with node(arguments, f"http://127.0.0.1:{port}/rate_limit", log):
        yield f"http://127.0.0.1:{port}", log


@contextmanager
def recorded(folder):
    """The address of octokit's fixtures server."""
    install()
    port = free_port()
    program = str(HERE / "fixtures-server-loopback.mjs")
    url = f"http://127.0.0.1:{port}"
    with node([program], f"{url}/ping", folder / "fixtures.log", PORT=str(port), TTL="600000"):
        yield url


class Emulated:
    """The emulator as a world a front can show (see front.py), and the acts of its users."""

    def __init__(self, url, clock):
        self.url, self.clock = url, clock

    def at(self, stamp):
        self.clock.write_text(stamp)

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {TOKEN}", "User-Agent": "tests"}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def every(self, path):
        rows, page = [], 1
        while True:
            joint = "&" if "?" in path else "?"
            found = self.ask("GET", f"{path}{joint}per_page=100&page={page}")
            part = found["items"] if isinstance(found, dict) else found
            rows, page = rows + part, page + 1
            if len(part) < 100:
                return rows

    def all_repos(self):
        return _whole_seconds(self.every("/search/repositories?q=org:jupyterhub"))

    def rows(self, name):
        issues = self.every(f"/repos/{name}/issues?state=all")
        pulls = [self._pull(name, row) for row in self.every(f"/repos/{name}/pulls?state=all")]
        return _whole_seconds(issues + pulls)

    def _pull(self, name, row):
        """The emulator lists pulls apart; GitHub lists them among issues, pared like this."""
        number = row["number"]
        whole = self.ask("GET", f"/repos/{name}/pulls/{number}")
        model = self.ask("GET", f"/repos/{name}/issues?state=all&per_page=1")[0]
        merged = {"merged_at": whole.get("merged_at")}
        links = {key: whole.get(key) for key in ("url", "html_url", "diff_url", "patch_url")}
        same = {key: whole.get(key, model[key]) for key in model}
        own = {"id": 10_000_000 + whole["id"], "state_reason": None}
        return {**same, **own, "pull_request": {**links, **merged}}

    def history(self, name, number, kind):
        return _whole_seconds(self.ask("GET", f"/repos/{name}/issues/{number}/{kind}?per_page=100"))

    def tell_the_story(self, *, issues=120, closed=50, until="2018-09-19"):
        """Issues on 1 August, some closed on 18 September, the third reopened the day after."""
        place = "/repos/jupyterhub/jupyterhub/issues"
        self.at("2018-08-01T12:00:00Z")
        for number in range(issues):
            self.ask("POST", place, {"title": f"issue {number}"})
        self.at("2018-09-18T09:00:00Z")
        for number in range(1, closed + 1):
            self.ask("PATCH", f"{place}/{number}", {"state": "closed"})
        if until == "2018-09-19":
            self.reopen()

    def reopen(self):
        self.at("2018-09-19T09:00:00Z")
        self.ask("PATCH", "/repos/jupyterhub/jupyterhub/issues/3", {"state": "open"})

    def tell_of_pulls(self):
        """Four pull requests: one merged, one closed unmerged."""
        place = "/repos/jupyterhub/jupyterhub"
        self.at("2018-09-18T10:00:00Z")
        for n in range(4):
            body = {"title": f"pull {n}", "head": f"b{n}", "base": "main"}
            number = self.ask("POST", f"{place}/pulls", body)["number"]
            if n == 1:
                self.at("2018-09-19T10:00:00Z")
                self.ask("PUT", f"{place}/pulls/{number}/merge", {})
            elif n == 2:
                self.ask("PATCH", f"{place}/pulls/{number}", {"state": "closed"})


def _whole_seconds(value):
    """GitHub tells times to the second, the emulator to the millisecond."""
    if isinstance(value, dict):
        return {key: _whole_seconds(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_whole_seconds(held) for held in value]
    is_time = isinstance(value, str) and len(value) == 24 and value[10] == "T" and value[-1] == "Z"
    return f"{value[:19]}Z" if is_time else value
