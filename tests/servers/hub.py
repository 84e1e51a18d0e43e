"""A real JupyterHub with its proxy on loopback, and Quarterdeck as its service."""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import requests
from servers.running import CHECKOUT, free_port, running

from tests.servers import real

SERVICE, ADMIN = "of-the-service", "of-the-tests"  # tokens of this hub alone
CONFIG = """
import os
load_subconfig({example!r})
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = ["node", {proxy!r}]
c.ConfigurableHTTPProxy.pid_file = {folder!r} + "/proxy.pid"
c.JupyterHub.db_url = "sqlite:///" + {folder!r} + "/hub.sqlite"
c.JupyterHub.cookie_secret_file = {folder!r} + "/cookie_secret"
(service,) = c.JupyterHub.services
service["url"], service["api_token"] = "http://127.0.0.1:{service}", {token!r}
service["environment"].update({environment!r})
c.JupyterHub.services.append({{"name": "tests", "api_token": {admin!r}}})
c.JupyterHub.load_roles += [
    {{"name": "tests", "services": ["tests"],
      "scopes": ["admin:users", "tokens", "access:services", "custom:quarterdeck:read"]}},
    {{"name": "visitors", "scopes": ["access:services!service=quarterdeck"], "users": ["visitor"]}},
]
"""


@dataclass(frozen=True)
class Hub:
    """A running hub; `url` is the dashboard's address."""

    root: str
    api: str
    settings: Path

    @property
    def url(self) -> str:
        return f"{self.root}/services/quarterdeck/"

    def ask(self, method: str, path: str, given: object = None) -> requests.Response:
        headers = {"Authorization": f"token {ADMIN}"}
        return requests.request(method, self.api + path, json=given, headers=headers, timeout=30)

    def token(self, user: str, **more: object) -> dict[str, str]:
        """A new token of a user, with the scopes that a sign-in gets."""
        scopes = ["access:services!service=quarterdeck", "custom:quarterdeck:read"]
        answer = self.ask("POST", f"/users/{user}/tokens", {"scopes": scopes, **more})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def is_known(self, token: str) -> bool:
        headers = {"Authorization": f"token {token}"}
        return requests.get(f"{self.api}/user", headers=headers, timeout=30).ok

    def signed_in(self, name: str) -> tuple[requests.Session, requests.Response]:
        """A browser in which somebody signed in on the way to the dashboard, and where it ended."""
        browser = requests.Session()
        page = browser.get(self.url, timeout=30)
        assert "/hub/login" in page.url, page.url
        form = dict(re.findall(r'name="(_xsrf)" value="([^"]+)"', page.text))
        action = re.search(r'action="(/hub/login[^"]*)"', page.text)
        assert action is not None
        address = urljoin(page.url, action[1].replace("&amp;", "&"))
        given = {"username": name, "password": "any", **form}
        return browser, browser.post(address, given, timeout=30)


@contextmanager
def hub(folder: Path, settings: Path, data: Path) -> Iterator[Hub]:
    """The hub, once the dashboard answers behind it."""
    real.install()
    ports = {name: free_port() for name in ("port", "hub", "api", "service")}
    environment = {
        "QUARTERDECK_CONFIG": str(settings), "QUARTERDECK_DATA": str(data),
        "PYTHONPATH": str(CHECKOUT), "NO_PROXY": "*",
    }  # fmt: skip
    file = folder / "jupyterhub_config.py"
    file.write_text(
        CONFIG.format(
            example=str(CHECKOUT / "examples/jupyterhub/jupyterhub_config.py"), folder=str(folder),
            proxy=str(real.MODULES / "configurable-http-proxy/bin/configurable-http-proxy"),
            token=SERVICE, admin=ADMIN, environment=environment, **ports,
        )
    )  # fmt: skip
    command = [sys.executable, "-W", "ignore", "-m", "jupyterhub", "--config", str(file)]
    with running(command, "JupyterHub is now running", QUARTERDECK_HOME=str(CHECKOUT)):
        found = Hub(
            f"http://127.0.0.1:{ports['port']}",
            f"http://127.0.0.1:{ports['hub']}/hub/api",
            settings,
        )
        _until_healthy(found.url)
        yield found


def _until_healthy(url: str) -> None:
    for _ in range(600):
        if requests.get(f"{url}_stcore/health", timeout=30).text == "ok":
            return
        time.sleep(0.1)
    raise AssertionError("the dashboard did not answer behind the hub")
