"""The digest by mail, over a real SMTP server with STARTTLS."""

import email
from collections.abc import Callable, Iterator
from datetime import datetime
from email import policy
from pathlib import Path
from typing import Any

import chromium
import pytest
from servers.smtp import PASSWORD, USER, Inbox, mail_server

from config import ConfigError, House
from share import mail, post
from share.__main__ import main
from warehouse.read import open_newest
from wording import digest as wording

NOW = datetime(2026, 9, 17, 7)
Run = Callable[..., int]
ALL = {
    "QUARTERDECK_SMTP_HOST": "localhost", "QUARTERDECK_MAIL_FROM": "deck@team.example",
    "QUARTERDECK_MAIL_TO": "Ada <ada@team.example>, bo@team.example",
}  # fmt: skip


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    with mail_server(tmp_path) as found:
        monkeypatch.setenv("SSL_CERT_FILE", found.certificate)
        monkeypatch.setenv("BROWSER_PATH", "/nowhere")
        yield found


@pytest.fixture
def run(sample_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """python -m share digest over the sample's build, with variables; the port comes first."""
    data = tmp_path / "data"
    data.mkdir()
    newest = open_newest(sample_house.data)[0]
    (data / newest.name).hardlink_to(newest)

    def digest(port: int, **variables: str) -> int:
        login = {"QUARTERDECK_SMTP_USER": USER, "QUARTERDECK_SMTP_PASSWORD": PASSWORD}
        for name, value in {**ALL, **login, "QUARTERDECK_SMTP_PORT": str(port)}.items():
            monkeypatch.setenv(name, variables.get(name, value))
        settings = str(sample_house.config.file)
        return main(["--config", settings, "--data", str(data), "digest"])

    return digest


def test_it_is_mailed_once_with_the_chart_in_the_text_and_as_plain_text(
    run: Run, inbox: Inbox, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("BROWSER_PATH", chromium.executable())
    assert run(inbox.port) == 0
    printed = capsys.readouterr()
    assert run(inbox.port) == 0
    (taken,) = inbox.taken
    sent = email.message_from_bytes(taken, policy=policy.default)
    news = printed.out.count("\n▲") + printed.out.count("\n✕")
    assert (sent["From"], sent["To"], sent["Subject"]) == (
        "deck@team.example", "ada@team.example, bo@team.example",
        f"Fernhollow, 17 Sep 2026: {news} new alerts",
    )  # fmt: skip
    assert [part.get_content_type() for part in sent.walk()] == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
    ]  # fmt: skip
    plain, page, picture = (part for part in sent.walk() if not part.is_multipart())
    assert plain.get_content().replace("\r\n", "\n") == printed.out
    assert picture.get_content_disposition() == "inline"
    assert f"cid:{picture['Content-ID'].strip('<>')}" in page.get_content()
    assert "The middle path" in page.get_content().split('alt="')[1].split('"')[0]
    png = picture.get_content()
    assert (png[:8], int.from_bytes(png[16:20], "big")) == (b"\x89PNG\r\n\x1a\n", 1360)


def test_what_was_refused_is_news_next_time_and_without_a_chrome_the_lines_go_alone(
    run: Run, inbox: Inbox, capsys: Any
) -> None:
    assert run(inbox.port, QUARTERDECK_SMTP_PASSWORD="wrong") == 78
    printed = capsys.readouterr()
    assert (printed.out, "server refused user and password with 535" in printed.err) == ("", True)
    assert run(inbox.port, QUARTERDECK_MAIL_TO="") == 78
    assert "QUARTERDECK_MAIL_TO is not set" in capsys.readouterr().err
    assert run(inbox.port) == 0
    assert capsys.readouterr().err == "digest: the mail has no chart: no Chrome was found\n"
    assert (len(inbox.taken), b"image" in inbox.taken[0]) == (1, False)


def sent(inbox: Inbox, **variables: str) -> str:
    """What keeps a mail from being sent, with its kind; empty where it is sent."""
    login = {"QUARTERDECK_SMTP_USER": USER, "QUARTERDECK_SMTP_PASSWORD": PASSWORD}
    port = {"QUARTERDECK_SMTP_PORT": str(inbox.port)}
    try:
        server = mail.server({**ALL, **login, **port, **variables})
        assert server is not None
        mail.send(server, mail.message(server, "A line.\n", "s", (b"", ""), now=NOW))
    except (ConfigError, post.Unsent) as trouble:
        return f"{type(trouble).__name__}: {trouble}"
    return ""


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({}, ""),
        ({"QUARTERDECK_SMTP_PASSWORD": "wrong"}, "Refused: mail: the server refused user and"),
        ({"QUARTERDECK_MAIL_TO": "no@team.example"}, "Refused: mail: the server refused an add"),
        ({"QUARTERDECK_MAIL_TO": "ada@team.example, later@team.example"},
         "Unsent: mail: the server refused an address with 450"),
        ({"QUARTERDECK_MAIL_TO": "ada"}, "QUARTERDECK_MAIL_TO is no address"),
        ({"QUARTERDECK_MAIL_TO": "a da@team.example"}, "QUARTERDECK_MAIL_TO is no address"),
        ({"QUARTERDECK_MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "_FROM is no address"),
        ({"QUARTERDECK_SMTP_HOST": "127.0.0.1"}, "Refused: mail: the server's certificate is not"),
        ({"QUARTERDECK_SMTP_PORT": "1"}, "Unsent: mail: not reached (ConnectionRefusedError)"),
        ({"QUARTERDECK_SMTP_PORT": "0"}, "QUARTERDECK_SMTP_PORT is no port"),
    ],
)  # fmt: skip
def test_what_keeps_a_mail_says_who_must_act_and_no_secret(
    inbox: Inbox, variables: dict[str, str], says: str
) -> None:
    inbox.refuses = {"no@team.example": "550 nobody", "later@team.example": "450 later"}
    said = sent(inbox, **variables)
    assert (says in said, bool(said)) == (True, bool(says)), said
    assert not [secret for secret in (PASSWORD, "wrong") if secret in said]


def test_no_mail_and_no_password_goes_over_a_line_in_the_clear(tmp_path: Path) -> None:
    with mail_server(tmp_path, has_tls=False) as inbox:
        assert sent(inbox).startswith("Refused: mail: the server offers no STARTTLS")
        assert inbox.taken == []


def test_a_server_is_named_whole_or_not_at_all() -> None:
    assert mail.server({}) is None
    named = mail.server({**ALL, "QUARTERDECK_SMTP_USER": "u", "QUARTERDECK_SMTP_PASSWORD": "p-7"})
    assert named is not None
    assert (named.port, named.to) == (587, ("ada@team.example", "bo@team.example"))
    assert "p-7" not in repr(named)
    with pytest.raises(ConfigError) as missing:
        mail.server({"QUARTERDECK_SMTP_PASSWORD": "p-7"})
    assert [line.split()[2] for line in missing.value.lines] == [
        "QUARTERDECK_SMTP_HOST", "QUARTERDECK_MAIL_FROM", "QUARTERDECK_MAIL_TO",
        "QUARTERDECK_SMTP_USER",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("port", "found"), [("1", 1), ("65535", 65535), ("65536", 0), ("0", 0), ("-1", 0), ("x", 0)]
)
def test_a_port_is_one_of_a_server(port: str, found: int) -> None:
    variables = {**ALL, "QUARTERDECK_SMTP_PORT": port}
    if found:
        named = mail.server(variables)
        assert named == mail.Server(
            "localhost", "deck@team.example", ("ada@team.example", "bo@team.example"), found
        )
    else:
        with pytest.raises(ConfigError, match="QUARTERDECK_SMTP_PORT is no port"):
            mail.server(variables)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@b", ("a@b",)), ("Ada <a@b>, c@d", ("a@b", "c@d")), ("a@b\r", ()), ("a@b\n", ()),
        ("@b", ()), ("a@", ()), ("a", ()), ("ä@b", ()), ("a@b, c", ()), ("a\x07@b", ()),
    ],
)  # fmt: skip
def test_an_address_has_two_parts_and_no_other_line(text: str, found: tuple[str, ...]) -> None:
    if found:
        assert mail._addresses(text, "X") == found
    else:
        with pytest.raises(ConfigError, match="X is no address"):
            mail._addresses(text, "X")


@pytest.mark.parametrize("picture", [(b"", ""), (b"png", "A line")])
def test_a_mail_is_whole(picture: tuple[bytes, str]) -> None:
    server = mail.server(ALL)
    assert server is not None
    made = mail.message(server, "A line.\n▲ Two <b>.\n", "News", picture, now=NOW)
    heads = {name: value for name, value in made.items() if name not in ("Content-Type",)}
    assert heads.pop("Message-ID").endswith("@team.example>")
    assert heads == {
        "From": "deck@team.example", "To": "ada@team.example, bo@team.example", "Subject": "News",
        "Date": "Thu, 17 Sep 2026 07:00:00 +0000", "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
    }  # fmt: skip
    parts = [part for part in made.walk() if not part.is_multipart()]
    shapes = [
        (part.get_content_type(), part["Content-ID"], part["Content-Disposition"]) for part in parts
    ]
    inline = 'inline; filename="runway.png"'
    drawn = [("image/png", "<runway@quarterdeck>", inline)] if picture[0] else []
    assert shapes == [("text/plain", None, None), ("text/html", None, None), *drawn]
    assert parts[0].get_content() == "A line.\n▲ Two <b>.\n"
    assert parts[1].get_content().strip() == str(
        wording.as_html(parts[0].get_content(), mail.PICTURE if drawn else "", picture[1])
    ).strip()  # fmt: skip
    assert ("cid:runway@quarterdeck" in parts[1].get_content()) is bool(drawn)
    assert [part.get_content() for part in parts[2:]] == [each for each in picture[:1] if each]


def test_a_code_of_a_server_says_whether_a_person_must_act() -> None:
    kinds = {code: type(mail._by_code("it", code)) for code in (450, 499, 500, 550)}
    assert kinds == {450: post.Unsent, 499: post.Unsent, 500: post.Refused, 550: post.Refused}
    assert str(mail._by_code("it", 450)) == "mail: the server refused it with 450"


def test_without_a_runway_there_is_no_chart() -> None:
    assert mail.chart(None) == (b"", "")


def test_markup_of_a_name_stays_text_in_the_mail() -> None:
    text = "<b>Moss</b>, 1 Sep 2026: no.\n▲ <img src=x onerror=alert(1)>\n"
    server = mail.server(ALL)
    assert server is not None
    made = mail.message(server, text, "s", (b"png", 'a "b"'), now=NOW)
    page = next(part for part in made.walk() if part.get_content_type() == "text/html")
    assert "<b>" not in page.get_content()
    assert page.get_content().count("<img") == 1
    assert 'alt="a &#34;b&#34;"' in page.get_content()
