"""The dashboard behind a real JupyterHub and its proxy: who gets in, and who does not."""

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from jupyterhub.services.auth import HubOAuth
from playwright.sync_api import Browser, Page, expect
from servers.hub import SERVICE, Hub, hub
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from views.hub_guard import Guard
from warehouse import build
from warehouse.records import BuildInfo, Reject, SourceRun

expect.set_options(timeout=30_000)
pytestmark = [pytest.mark.browser, pytest.mark.heavy]
SECRET = "Zwischenspiel"  # a meeting series, so a word of the Sources page
FORGED = {"X-Quarterdeck-Identity": 'x {"name": "editor", "scopes": ["custom:quarterdeck:edit"]}'}


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("hub")
    settings, moment = folder / "dashboard.toml", datetime(2018, 9, 20, 6, 10)
    settings.write_text("")
    info = BuildInfo(moment, date(2018, 9, 20), "Test", "USD", "UTC", "dashboard.toml", False, "0")
    run = SourceRun("notes", SECRET, as_of=moment, rows=1)
    left_out = Reject("notes", "notes/a.md", 3, "Nachspiel", "no date")
    build.publish([info, run, left_out], folder / "data", built_at=moment)
    with hub(folder, settings, folder / "data") as found:
        yield found


@pytest.fixture
def guard(there: Hub, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Guard]:
    """(app, clock) → a guard of the same hub, in this process."""
    monkeypatch.setenv("QUARTERDECK_GUARD", "of the test")  # taken back when the test ends

    def made(app: Any, clock: Callable[[], float]) -> Guard:
        oauth = HubOAuth(
            api_url=there.api, api_token=SERVICE, base_url="/services/quarterdeck/",
            oauth_client_id="service-quarterdeck",
        )  # fmt: skip
        return Guard(app, oauth, clock=clock)

    return made


@pytest.fixture
def cookie(guard: Callable[..., Guard]) -> Callable[[str], dict[str, str]]:
    """A token → the Cookie header of a browser that was given it."""
    maker = guard(None, lambda: 0.0)
    name = "service-quarterdeck"
    return lambda token: {"Cookie": f"{name}={maker.sealed(name, token)}"}


def shaken(there: Hub, headers: dict[str, str]) -> int:
    """The status of a websocket's handshake through the proxy."""
    address = there.url.replace("http:", "ws:") + "_stcore/stream"
    try:
        with connect(
            address, origin=there.root, additional_headers=headers, subprotocols=["streamlit"],
            proxy=None,
        ):  # fmt: skip
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def asked(there: Hub, place: str, headers: dict[str, str]) -> int:
    address = there.url + place
    return requests.get(address, headers=headers, timeout=30, allow_redirects=False).status_code


def test_roles_of_the_hub_say_who_may_enter(there: Hub) -> None:
    for name, status, place, says in (
        ("reader", 200, "/services/quarterdeck/", "Streamlit"),
        ("editor", 200, "/services/quarterdeck/", "Streamlit"),
        ("visitor", 403, "/services/quarterdeck/", "your role does not let you read this"),
        ("stranger", 403, "/hub/api/oauth2/authorize", "You do not have permission"),
    ):
        _, page = there.signed_in(name)
        assert (page.status_code, urlsplit(page.url).path) == (status, place)
        assert says in page.text
        assert SECRET not in page.text


def test_pages_media_uploads_and_websockets_are_shut_without_a_token_that_the_hub_knows(
    there: Hub, cookie: Callable[[str], dict[str, str]]
) -> None:
    reader, short = there.token("reader"), there.token("reader", expires_in=1)
    while there.is_known(short["token"]):
        pass  # the hub ends it in a second
    gone = there.token("reader")
    there.ask("DELETE", f"/users/reader/tokens/{gone['id']}")
    raw = {"Cookie": f"service-quarterdeck={reader['token']}"}
    bearer = {"Authorization": f"token {reader['token']}"}
    for headers in (
        {}, FORGED, raw, bearer, cookie(short["token"]), cookie(gone["token"]), cookie("made-up"),
    ):  # fmt: skip
        assert shaken(there, headers) == 403
        assert [asked(there, place, headers) for place in (
            "", "sources", "media/x.csv", "_stcore/host-config", "_stcore/upload_file/a/b",
        )] == [302, 302, 403, 403, 403]  # fmt: skip
    assert shaken(there, cookie(reader["token"])) == 101
    assert asked(there, "media/x.csv", cookie(reader["token"])) == 404  # it is let in, to nothing
    assert asked(there, "_stcore/health", {}) == 200


def test_who_signed_out_at_the_hub_is_out(there: Hub) -> None:
    browser, _ = there.signed_in("reader")
    browser.cookies.clear(domain="127.0.0.1", path="/services/quarterdeck/")

    def on(address: str) -> str:
        answer = browser.get(address, timeout=30, allow_redirects=False)
        assert answer.status_code == 302, answer.text
        return str(requests.compat.urljoin(address, answer.headers["Location"]))

    callback = on(on(there.url))
    stolen = requests.get(callback, timeout=30, allow_redirects=False)
    assert (stolen.status_code, "did not begin in this browser" in stolen.text) == (403, True)
    assert on(callback) == there.url  # with a new token, which nobody has looked up yet
    browser.get(f"{there.root}/hub/logout", timeout=30)
    assert "/hub/api/oauth2/authorize" in on(there.url)
    assert browser.get(callback, timeout=30).status_code == 403, "it is ended twice"


def test_a_token_is_looked_up_again_after_a_minute_on_an_open_websocket_too(
    there: Hub, guard: Callable[..., Guard]
) -> None:
    seen: list[Any] = []

    async def echo(scope: Any, receive: Any, send: Any) -> None:
        seen.append([value for name, value in scope["headers"] if b"identity" in name.lower()])
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})

    async def talk() -> list[Any]:
        now, sent, token = 0.0, [], there.token("reader")
        door = guard(echo, lambda: now)
        name = "service-quarterdeck"
        headers = [(b"cookie", f"{name}={door.sealed(name, token['token'])}".encode())]
        headers += [(name.lower().encode(), value.encode()) for name, value in FORGED.items()]
        scope = {"type": "websocket", "path": "/services/quarterdeck/_stcore/stream",
                 "headers": headers, "query_string": b""}  # fmt: skip
        said = iter(["at once", "revoked, and known for 59 seconds", "after 61 seconds", "later"])

        async def receive() -> Any:
            nonlocal now
            text = next(said, None)
            if text is None:
                return {"type": "websocket.disconnect", "code": 1000}
            if text.startswith("revoked"):
                there.ask("DELETE", f"/users/reader/tokens/{token['id']}")
                now = 59.0
            if text.startswith("after"):
                now = 61.0
            return {"type": "websocket.receive", "text": text}

        async def send(message: Any) -> None:
            sent.append(message)

        await door(scope, receive, send)
        return sent

    with ThreadPoolExecutor(1) as aside:  # a browser of this run has a loop of its own
        said = aside.submit(asyncio.run, talk()).result()
    assert said == [
        {"type": "websocket.accept"},
        {"type": "websocket.send", "text": "at once"},
        {"type": "websocket.send", "text": "revoked, and known for 59 seconds"},
        {"type": "websocket.close", "code": 1008},
    ]
    ((handed,),) = seen
    held = json.loads(handed.partition(b" ")[2])
    assert held["name"] == "reader"
    assert "custom:quarterdeck:edit" not in held["scopes"]


def signed_in(browser: Browser, there: Hub, name: str) -> Page:
    page = browser.new_context(accept_downloads=True).new_page()
    page.goto(f"{there.url}sources?day=2018-09-20")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("any")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{there.url}sources**")
    return page


def test_a_reader_reads_and_downloads_and_an_editor_changes_settings(
    there: Hub, browser: Browser
) -> None:
    page = signed_in(browser, there, "reader")
    expect(page.get_by_text(SECRET).first).to_be_attached()
    with page.expect_download() as download:
        page.get_by_text("Show every line").first.click()
        page.get_by_role("button", name="CSV").first.click()
    address = download.value.url
    assert Path(download.value.path()).stat().st_size > 0
    assert address.startswith(there.url), "it is no file of the server"
    assert requests.get(address, timeout=30, allow_redirects=False).status_code == 403
    page.goto(f"{there.url}setup")
    expect(page.get_by_text("nor a role of the hub makes you an editor").first).to_be_visible()
    page.context.close()
    page = signed_in(browser, there, "editor")
    page.goto(f"{there.url}setup")
    expect(page.get_by_text("Add a fund").first).to_be_visible()
    there.settings.write_text('[access]\nemails = ["ada@team.example"]\n')
    page.goto(f"{there.url}sources")
    expect(page.get_by_text("Nobody yet: two lists say who may enter.")).to_be_visible()
    there.settings.write_text("")
    page.context.close()
