"""The encrypted site: one file that says nothing, opened by the passphrase and by nothing else."""

import base64
import gzip
import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from servers.planting import AS_OF, costs, meeting, person

import config
from config import people, traces
from config.names import WITHHELD
from share import __main__ as share
from share.site import locked
from warehouse import build as warehouse_build
from warehouse.records import ActionItem, BuildInfo, Claim, NoteLine

NOW = datetime(2018, 9, 20, 7)
INFO = BuildInfo(NOW, AS_OF, "Tidepool", "USD", "UTC", "dashboard.toml", False, "0")
NOTE = NoteLine(
    "team", "m1", AS_OF, "item", 'gaffrig: see <a href="../mast">', "Agenda", None, "notes/a.md", 7
)
PHRASE = "seven quiet otters count moss"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """(passphrase, audience) → the exit code; the site is in `site`, next to the data."""
    settings = tmp_path / "dashboard.toml"
    settings.write_text(
        '[[billing]]\naccount = "cloud"\npath = "bills/*.csv"\n'
        '[[notes]]\nseries = "team"\npath = "notes"\n'
        '[[presets]]\nname = "open"\nrecipient = "all"\naudience = "public"\n'
    )
    records = [meeting(), person("Ada Example", "ada"), *costs(), NOTE, INFO]
    warehouse_build.publish(records, tmp_path / "data", built_at=NOW)
    at = ["--config", str(settings), "--data", str(tmp_path / "data"), "site"]

    def make(passphrase: str | None, audience: str = "team") -> int:
        more = ["--out", str(tmp_path / "site"), "--audience", audience]
        if passphrase is not None:
            monkeypatch.setenv("SITE_PASSPHRASE", passphrase)
            more += ["--passphrase-env", "SITE_PASSPHRASE"]
        return share.main([*at, *more], now=lambda: NOW)

    return make


def opened(page: str, passphrase: str) -> dict[str, str]:
    """The pages, as a browser decrypts them. Raises InvalidTag for another passphrase."""
    found = re.search(r'id="sealed">(.*?)</script>', page)
    assert found
    sealed = json.loads(found[1])
    salt, nonce, text = (base64.b64decode(sealed[name]) for name in ("salt", "nonce", "text"))
    key = PBKDF2HMAC(SHA256(), 32, salt, sealed["rounds"]).derive(passphrase.encode())
    return json.loads(gzip.decompress(AESGCM(key).decrypt(nonce, text, None)))


def test_the_pages_are_in_one_file_that_only_the_passphrase_opens(made, tmp_path):
    folder = tmp_path / "site"
    assert made(None) == 0
    plain = {file.relative_to(folder).as_posix() for file in folder.rglob("*.html")}
    assert made(PHRASE) == 0
    files = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    scripts = {"locked.js", "minisearch.js", "plotly.js", "search.js", "site.js"}
    assert files == {"index.html", "site.css", "site.json", *scripts}
    page = (folder / "index.html").read_text()
    said = "".join((folder / name).read_text() for name in files - {"plotly.js"}).casefold()
    words = ("tidepool", "machines", "2018", "burn", "gaffrig")
    assert not [word for word in words if word in said]
    pages = opened(page, PHRASE)
    assert pages.keys() == plain
    assert "Tidepool" in pages["burn.html"]
    assert r"gaffrig: see \u003ca href=\"../mast\"" in pages["search.html"]
    assert not [name for name, text in pages.items() if re.search(r'(src|href)="\.\./', text)]
    with pytest.raises(InvalidTag):
        opened(page, "seven quiet otters count mos")


def test_who_opted_out_is_on_no_page_of_the_teams_site(tmp_path):
    (tmp_path / "people.toml").write_text(
        '[[people]]\nname = "Ada Fenwick"\naliases = ["Fenwick"]\nopt_out = true\n'
    )
    settings = tmp_path / "dashboard.toml"
    settings.write_text(
        '[people]\nfile = "people.toml"\n[[notes]]\nseries = "team"\npath = "notes"\n'
    )
    house = config.load(settings, tmp_path / "data")
    asked = ActionItem("m1", "Ada Fenwick: ask Ivo Moss again", ["Ada Fenwick"], False, "a.md", 3)
    said = replace(NOTE, text="Ada Fenwick: ask Ivo Moss again", source_line=3)
    handed = replace(NOTE, text="over to @adaf", under="Talk by Ada Fenwick", source_line=9)
    claim = Claim("m1", "users", 7.0, None, None, None, None, "Fenwick has 7 users", "a.md", 12)
    # Reading notes makes no record of a person who opted out, and finds the handles of theirs.
    records = [meeting(), person("Ivo Moss", "ivo"), asked, said, handed, claim, INFO]
    clean = traces.of(people.load(house.config), handles=["adaf"]).without
    warehouse_build.publish(records, house.data, built_at=NOW, clean=lambda: clean)
    at = ["--config", str(settings), "--data", str(house.data)]
    assert share.main([*at, "site", "--out", str(tmp_path / "site")], now=lambda: NOW) == 0
    pages = [file.read_text() for file in (tmp_path / "site").rglob("*.html")]
    assert len(pages) > 4
    assert [page for page in pages if re.search("fenwick|adaf", page.casefold())] == []
    assert [page for page in pages if "Ivo Moss" in page]  # the team is named
    lines = (tmp_path / "site" / "search.html").read_text()
    assert [each for each in ("again", "over to", "Talk by", "7 users") if each not in lines] == []
    assert [page for page in pages if "ask" in page and WITHHELD in page]


def test_the_same_site_is_sealed_anew_each_time(made, tmp_path):
    pages = []
    for _ in range(2):
        assert made(PHRASE) == 0
        pages.append((tmp_path / "site" / "index.html").read_text())
    salts = {re.search(r'"salt": "([^"]*)"', page)[1] for page in pages}
    nonces = {re.search(r'"nonce": "([^"]*)"', page)[1] for page in pages}
    assert len(salts) == len(nonces) == 2
    sealed = json.loads(re.search(r'id="sealed">(.*?)</script>', pages[0])[1])
    sizes = {name: len(base64.b64decode(sealed[name])) for name in ("salt", "nonce")}
    assert (sizes, sealed["rounds"]) == ({"salt": 16, "nonce": 12}, 600_000)


def test_a_passphrase_has_sixteen_letters(monkeypatch):
    monkeypatch.setenv("SITE_PASSPHRASE", "sixteen letters!")
    assert locked.passphrase_of("SITE_PASSPHRASE") == "sixteen letters!"


@pytest.mark.parametrize("passphrase", ["", "fifteen letters"])
def test_without_a_long_passphrase_nothing_is_written(made, tmp_path, capsys, passphrase):
    assert made(passphrase) == 78
    assert "SITE_PASSPHRASE: holds no passphrase of at least 16" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_public_site_is_not_locked(made, tmp_path, capsys):
    assert made(PHRASE, "public") == 78
    assert "Fix: --audience team" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()
