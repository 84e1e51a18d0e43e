"""The sign-in in a real browser, against a real OpenID Connect provider on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from servers.running import dashboard, free_port, provider

from warehouse import build
from warehouse.records import BuildInfo, Reject, SourceRun

expect.set_options(timeout=30_000)
pytestmark = [pytest.mark.heavy, pytest.mark.browser]

SECRET = "Zwischenspiel"  # a meeting series, so a word of the Sources page
FOLDED = "Nachspiel"  # a line left out, so a cell of a folded table
ANSWER = "h1"  # a list of one text waits until the page before is gone, too
NOT_LISTED = "The team, and this address is not on its list."
PEOPLE: dict[str, dict[str, object]] = {
    "ada": {"email": "Ada@Team.example", "email_verified": True},
    "guest": {"email": "guest@elsewhere.example", "email_verified": True},
    "stranger": {"email": "stranger@elsewhere.example", "email_verified": True},
    "sub": {"email": "someone@sub.team.example", "email_verified": True},
    "forger": {"email": "ada@team.example", "email_verified": False},
    "nameless": {},
}
UNFOLD = """() => [...document.querySelectorAll('summary')]
    .find(each => each.textContent.includes('Show every line'))?.click()"""
RULE = '[access]\nemails = ["guest@elsewhere.example"]\ndomains = ["team.example"]\n'


# The clock of a dashboard, moved on by as many seconds as a file says.
CLOCK = """
import time
from pathlib import Path

_real, _ahead = time.time, Path(__file__).with_name("ahead")
time.time = lambda: _real() + float(_ahead.read_text())
"""


@contextmanager
def _house(folder: Path, rule: str, auth: bool, **environment: str) -> Iterator[str]:
    settings = folder / "dashboard.toml"
    settings.write_text(rule, encoding="utf-8")
    moment = datetime(2018, 9, 20, 6, 10)
    info = BuildInfo(moment, date(2018, 9, 20), "Test", "USD", "UTC", "dashboard.toml", False, "0")
    run = SourceRun("notes", SECRET, as_of=moment, rows=1)
    left_out = Reject("notes", "notes/a.md", 3, FOLDED, "no date")
    build.publish([info, run, left_out], folder / "data", built_at=moment)
    port = free_port()
    with provider(PEOPLE) as issuer:
        secrets = folder / "secrets.toml"
        secrets.write_text(_auth(issuer, port) if auth else "", encoding="utf-8")
        option = f"--secrets.files={secrets}"
        with dashboard(settings, folder / "data", port, option, **environment) as address:
            yield address


def _auth(issuer: str, port: int) -> str:
    return f"""
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "only for this test, of no use elsewhere"
client_id = "quarterdeck"
client_secret = "of no use elsewhere"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _house(tmp_path_factory.mktemp("house"), RULE, auth=True) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def _gone(page: Page, text: str) -> None:
    """Waits until nothing of a page holds a text: its last elements go after its heading."""
    page.wait_for_function("text => !document.documentElement.outerHTML.includes(text)", arg=text)


def _sign_in(visitor: BrowserContext, house: str, name: str) -> Page:
    page = visitor.new_page()
    page.goto(f"{house}/runway")
    page.get_by_role("button", name="Sign in").click()
    page.locator(
        f'button[name="sub"][value="{name}"]'
    ).click()  # its label is not that of each version
    return page


@pytest.mark.parametrize("name", ["ada", "guest"])
def test_who_is_on_the_list_sees_the_pages_and_deep_links(
    house: str, visitor: BrowserContext, name: str
) -> None:
    page = _sign_in(visitor, house, name)
    expect(page.locator(".qd-strip")).to_contain_text("Quarterdeck")
    page.goto(f"{house}/sources")
    expect(page.get_by_text(SECRET).first).to_be_attached()
    expect(page.get_by_role("navigation").get_by_role("button", name="Data")).to_be_visible()


def test_nobody_sees_anything_before_signing_in(house: str, visitor: BrowserContext) -> None:
    page = visitor.new_page()
    frames: list[bytes | str] = []

    def listen(frame: bytes | str) -> None:
        frames.append(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", listen))
    for path in ("", "/sources", "/briefing", "/nowhere"):
        page.goto(house + path)
        expect(page.locator(ANSWER)).to_have_text(["The team, after signing in."])
        assert page.locator(".qd-strip").count() == 0
        assert page.get_by_role("navigation").get_by_role("button", name="Data").count() == 0
        assert SECRET not in page.content()
    assert frames
    assert not [f for f in frames if SECRET.encode() in (f if isinstance(f, bytes) else f.encode())]


@pytest.mark.parametrize("name", ["stranger", "sub", "forger", "nameless"])
def test_a_stranger_sees_nothing_and_may_sign_out(
    house: str, visitor: BrowserContext, name: str
) -> None:
    page = _sign_in(visitor, house, name)
    expect(page.locator(ANSWER)).to_have_text([NOT_LISTED])
    page.goto(f"{house}/sources")
    expect(page.locator(ANSWER)).to_have_text([NOT_LISTED])
    assert page.locator(".qd-strip").count() == 0
    assert SECRET not in page.content()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_forged_cookie_opens_nothing(house: str, visitor: BrowserContext) -> None:
    visitor.add_cookies(
        [{"name": "_streamlit_user", "value": "eyJlbWFpbCI6ICJhZGEifQ.x.y", "url": house}]
    )
    page = visitor.new_page()
    page.goto(house)
    expect(page.locator(ANSWER)).to_have_text(["The team, after signing in."])


@pytest.mark.parametrize(("rule", "auth"), [(RULE, False), ("", True)])
def test_a_sign_in_that_is_half_set_up_keeps_the_door_shut(
    tmp_path: Path, visitor: BrowserContext, rule: str, auth: bool
) -> None:
    with _house(tmp_path, rule, auth) as address:
        page = visitor.new_page()
        page.goto(f"{address}/runway")
        # a headline does not break behind a short hyphenated word: a joiner stands there
        expect(page.locator(ANSWER)).to_have_text(["Nobody yet: the sign-\u2060in is half set up."])
        assert SECRET not in page.content()


@contextmanager
def _open_page(folder: Path, visitor: BrowserContext, **environment: str) -> Iterator[Page]:
    """Sources as a guest on the list sees it, nothing unfolded yet."""
    with _house(folder, RULE, auth=True, **environment) as address:
        page = _sign_in(visitor, address, "guest")
        expect(page.locator(".qd-strip")).to_be_visible()
        page.goto(f"{address}/sources")
        expect(page.get_by_text("Show every line with its place")).to_be_visible()
        yield page


def test_who_is_taken_off_the_list_unfolds_no_table_of_an_open_page(
    tmp_path: Path, visitor: BrowserContext
) -> None:
    frames: list[bytes | str] = []

    def listen(frame: bytes | str) -> None:
        frames.append(frame)

    visitor.on("page", lambda page: page.on("websocket", lambda s: s.on("framereceived", listen)))
    with _open_page(tmp_path, visitor) as page:
        (tmp_path / "dashboard.toml").write_text(RULE.replace("guest@", "other@"), encoding="utf-8")
        page.evaluate(UNFOLD)  # nothing to click if the page went before the hand came down
        expect(page.locator(ANSWER)).to_have_text([NOT_LISTED])
        assert page.locator(".qd-strip").count() == 0
        _gone(page, SECRET)
    seen = [f if isinstance(f, bytes) else f.encode() for f in frames]
    assert any(SECRET.encode() in each for each in seen)
    assert not any(FOLDED.encode() in each for each in seen)


def test_an_identity_that_expires_opens_no_table_of_an_open_page(
    tmp_path: Path, visitor: BrowserContext
) -> None:
    frames: list[bytes | str] = []

    def listen(frame: bytes | str) -> None:
        frames.append(frame)

    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    (clock / "ahead").write_text("0", encoding="utf-8")
    visitor.on("page", lambda page: page.on("websocket", lambda s: s.on("framereceived", listen)))
    with _open_page(tmp_path, visitor, PYTHONPATH=str(clock)) as page:
        (clock / "ahead").write_text("86400", encoding="utf-8")  # the provider gives less
        page.evaluate(UNFOLD)
        expect(page.locator(ANSWER)).to_have_text(["The team, after signing in."])
        assert page.locator(".qd-strip").count() == 0
        _gone(page, SECRET)
        page.reload()
        expect(page.locator(ANSWER)).to_have_text(["The team, after signing in."])
    seen = [f if isinstance(f, bytes) else f.encode() for f in frames]
    assert any(SECRET.encode() in each for each in seen)
    assert not any(FOLDED.encode() in each for each in seen)


def test_an_open_page_goes_by_itself_once_its_reader_is_off_the_list(
    tmp_path: Path, visitor: BrowserContext
) -> None:
    with _open_page(tmp_path, visitor) as page:
        (tmp_path / "dashboard.toml").write_text(RULE.replace("guest@", "other@"), encoding="utf-8")
        expect(page.locator(ANSWER)).to_have_text([NOT_LISTED])


SEND = """() => [...document.querySelectorAll('main button')]
    .find(each => each.textContent.trim() === 'Save')?.click()"""
FORMS = (
    '\n[project]\nname = "Fernhollow"\ncurrency = "USD"\n[funding]\nbalances = "balances.csv"\n'
    '[[funds]]\nid = "gift"\nname = "Gifts"\nkind = "donation"\n'
)
ENDS = {
    "after a sign-out in another tab": None,
    "by who is no editor any more": ("editors", "editors = []"),
    "by who is off the list": ("emails", "emails = []"),
}  # fmt: skip


def _fill(page: Page, amount: str) -> None:
    # a planned cost has an Amount, too, which may be drawn first; an old field goes after its heir
    form = page.get_by_test_id("stForm").filter(has_text="Where you saw it")
    field = form.get_by_label("Amount, USD")
    expect(field).to_have_count(1)
    field.fill(amount)
    form.get_by_label("Where you saw it").fill("the portal")


@pytest.mark.parametrize("end", ENDS)
def test_a_form_that_is_sent_again_saves_nothing(
    tmp_path: Path, visitor: BrowserContext, end: str
) -> None:
    guest = '["guest@elsewhere.example"]'
    rule = f"[access]\nemails = {guest}\neditors = {guest}\n{FORMS}"
    with _house(tmp_path, rule, auth=True) as address:
        page = _sign_in(visitor, address, "guest")
        page.goto(f"{address}/setup")
        _fill(page, "40")
        page.get_by_role("button", name="Save", exact=True).first.click()
        expect(page.get_by_text("Saved: balances.csv")).to_be_visible()
        before = (tmp_path / "balances.csv").read_text()
        assert before.count("\n") == 2
        expect(page.get_by_placeholder("40 USD on")).to_be_visible()
        _fill(page, "999999")
        if changed := ENDS[end]:
            key, line = changed
            settings = tmp_path / "dashboard.toml"
            settings.write_text(rule.replace(f"{key} = {guest}", line), encoding="utf-8")
        else:
            other = visitor.new_page()
            other.goto(f"{address}/auth/logout")
        page.evaluate(SEND)  # nothing to click if the form went before the hand came down
        expect(page.get_by_label("Amount, USD")).to_have_count(0)
        assert (tmp_path / "balances.csv").read_text() == before
