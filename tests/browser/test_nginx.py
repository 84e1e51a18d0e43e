"""The nginx block of docs/deploy.md, run by Debian's nginx: password, websocket and subpath."""

import base64
import getpass
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import chromium
import pytest
from playwright.sync_api import Browser, expect
from servers import programs
from servers.running import CHECKOUT, dashboard, free_port, running

from warehouse import build
from warehouse.records import BuildInfo

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
expect.set_options(timeout=30_000)
pytestmark = [
    pytest.mark.heavy,
    pytest.mark.browser,
    pytest.mark.skipif(
        NGINX is None,
        reason=programs.missing("nginx", "nginx-light", "the dashboard is tried behind it"),
    ),
]
NAME = "team.example.org"
AROUND = """
daemon off; user {me}; pid {folder}/nginx.pid; error_log stderr notice;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {block}
}}
"""


def _block(folder: Path, listen: int, port: int) -> str:
    """The block as printed in docs/deploy.md, with ports and files that are free here."""
    paper = (CHECKOUT / "docs" / "deploy.md").read_text(encoding="utf-8")
    found = re.search(r"```nginx\n(.*?)```", paper, re.DOTALL)
    assert found is not None
    changes = {
        "listen 443 ssl;": f"listen 127.0.0.1:{listen};",
        "127.0.0.1:8501": f"localhost:{port}",
        "/etc/nginx/quarterdeck.htpasswd": str(folder / "htpasswd"),
    }
    block = re.sub(r"\n\s*ssl_certificate.*?;", "", found[1])
    for printed, here in changes.items():
        assert printed in block
        block = block.replace(printed, here)
    return block


def _published(data: Path) -> None:
    at = datetime(2018, 9, 20, 6, 10)
    info = BuildInfo(at, date(2018, 9, 20), "Test", "USD", "UTC", "dashboard.toml", False, "0")
    build.publish([info], data, built_at=at)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an nginx with the printed block before a dashboard under /money."""
    folder = tmp_path_factory.mktemp("nginx")
    settings = folder / "dashboard.toml"
    settings.write_text(f'[access]\nhosts = ["{NAME}"]\n', encoding="utf-8")
    _published(folder / "data")
    (folder / "htpasswd").write_text("team:{PLAIN}aye\n", encoding="utf-8")
    listen, port = free_port(), free_port()
    (folder / "nginx.conf").write_text(
        AROUND.format(me=getpass.getuser(), folder=folder, block=_block(folder, listen, port)),
        encoding="utf-8",
    )
    command = [str(NGINX), "-p", str(folder), "-c", "nginx.conf"]
    with (
        dashboard(settings, folder / "data", port, "--server.baseUrlPath=money"),
        running(command, "start worker process"),
    ):
        yield listen


def _ask(port: int, path: str, password: str = "") -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": NAME})
    if password:
        token = base64.b64encode(f"team:{password}".encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def test_no_path_answers_without_the_password(front: int) -> None:
    paths = ["/money/", "/money/sources", "/money/_stcore/health", "/money/_stcore/stream"]
    assert [_ask(front, path) for path in paths] == [401] * 4
    assert _ask(front, "/money/", "nay") == 401
    assert _ask(front, "/money/_stcore/health", "aye") == 200


def test_pages_websocket_and_deep_links_work_below_a_path(front: int, browser: Browser) -> None:
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    chrome = browser.browser_type.launch(
        executable_path=chromium.executable(), args=[*chromium.ARGUMENTS, rules]
    )
    context = chrome.new_context(http_credentials={"username": "team", "password": "aye"})
    page = context.new_page()
    page.goto(f"http://{NAME}:{front}/money/sources")
    expect(page.locator("h1")).to_contain_text("set up")
    page.locator(".st-key-room").get_by_role("link", name="Setup").click()
    expect(page).to_have_url(f"http://{NAME}:{front}/money/setup")
    expect(page.locator(".qd-kicker")).to_be_visible()
    chrome.close()
