"""The digest by mail: its lines, with the runway chart in the text, over SMTP with STARTTLS."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, make_msgid

from charts import runway as charts
from charts.theme import LIGHT
from config import ConfigError
from metrics.runway.outlook import Outlook
from share import browser
from share.html import unmarked
from share.post import SECONDS, Refused, Unsent
from wording import digest as wording
from wording import runway_charts

SERVER = ("QUARTERDECK_SMTP_HOST", "QUARTERDECK_MAIL_FROM", "QUARTERDECK_MAIL_TO")
LOGIN = ("QUARTERDECK_SMTP_USER", "QUARTERDECK_SMTP_PASSWORD")
PORT = "QUARTERDECK_SMTP_PORT"
PICTURE = "runway@quarterdeck"


@dataclass(frozen=True)
class Server:
    """Where mail goes. User and password are empty where the server asks for none."""

    host: str
    sender: str
    to: tuple[str, ...]
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def server(environment: Mapping[str, str]) -> Server | None:
    """The server that the environment names; None where it names none.

    Raises ConfigError where it names one in part, or something that is no port or address.
    """
    given = {name: environment.get(name, "") for name in (*SERVER, *LOGIN, PORT)}
    if not any(given.values()):
        return None
    missing = [name for name in SERVER if not given[name]]
    if any(given[name] for name in LOGIN):
        missing += [name for name in LOGIN if not given[name]]
    if missing:
        raise ConfigError([f"digest mail: {name} is not set. Fix: set it" for name in missing])
    port = given[PORT] or "587"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise ConfigError([f"digest mail: {PORT} is no port. Fix: 587, or as your provider says"])
    host, sender, to = (given[name] for name in SERVER)
    return Server(host, _addresses(sender, SERVER[1])[0], _addresses(to, SERVER[2]), int(port),
                  *(given[name] for name in LOGIN))  # fmt: skip


def _addresses(text: str, name: str) -> tuple[str, ...]:
    found = tuple(address for _, address in getaddresses([text]))
    if "\n" in text or "\r" in text or not all(_is_address(each) for each in found):
        raise ConfigError([f"digest mail: {name} is no address. Fix: team@example.org"])
    return found


def _is_address(text: str) -> bool:
    name, _, domain = text.rpartition("@")
    return bool(name and domain) and text.isascii() and text.isprintable() and " " not in text


def chart(found: Outlook | None) -> tuple[bytes, str]:
    """The Runway page's chart as (PNG, the sentence for whoever cannot see it).

    No picture where the runway is not known, or no Chrome draws it: then the sentence says why.
    """
    if found is None or not found.balance:
        return b"", ""
    block = runway_charts.balance(found, "runway", "")
    chrome = browser.find()
    if not chrome:
        return b"", wording.NO_CHROME
    figure = unmarked(charts.balance_range(**block.facts, ink=LIGHT))
    try:
        return browser.pictures({"runway": figure}, chrome)["runway"][1], str(block.alt)
    except browser.Failed as trouble:
        return b"", wording.not_drawn(str(trouble))


def message(
    to: Server, text: str, subject: str, picture: tuple[bytes, str], *, now: datetime
) -> EmailMessage:
    """The mail: plain text, and the same as HTML with the picture in it. `now` is naive UTC."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = to.sender, ", ".join(to.to), subject
    mail["Date"] = format_datetime(now.replace(tzinfo=UTC))
    mail["Message-ID"] = make_msgid(domain=to.sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    png, alt = picture
    mail.set_content(text)
    page = wording.as_html(text, PICTURE if png else "", alt)
    mail.add_alternative(str(page), subtype="html")
    if png:
        (_, html) = mail.iter_parts()
        html.add_related(
            png, "image", "png", cid=f"<{PICTURE}>", filename="runway.png", disposition="inline"
        )
    return mail


def send(to: Server, mail: EmailMessage) -> None:
    """Send by STARTTLS, with the server's certificate checked.

    Raises post.Unsent for a passing reason, post.Refused where a person must act; neither holds
    anything of what was sent.
    """
    try:
        with smtplib.SMTP(to.host, to.port, timeout=SECONDS) as smtp:
            smtp.starttls(context=ssl.create_default_context())
            if to.user:
                smtp.login(to.user, to.password)
            refused = smtp.send_message(mail)
    except smtplib.SMTPNotSupportedError:
        raise Refused("mail: the server offers no STARTTLS, or not this sign-in") from None
    except ssl.SSLCertVerificationError:
        raise Refused("mail: the server's certificate is not that of its name") from None
    except smtplib.SMTPRecipientsRefused as error:
        raise _by_code("an address", max(code for code, _ in error.recipients.values())) from None
    except smtplib.SMTPAuthenticationError as error:
        raise _by_code("user and password", error.smtp_code) from None
    except smtplib.SMTPResponseException as error:
        raise _by_code("the mail", error.smtp_code) from None
    except (OSError, smtplib.SMTPException) as error:
        raise Unsent(f"mail: not reached ({type(error).__name__})") from None
    if refused:
        raise _by_code("an address", max(code for code, _ in refused.values()))


def _by_code(what: str, code: int) -> Unsent:
    """RFC 5321: codes of 5xx stay as they are until somebody changes something."""
    kind = Refused if code >= 500 else Unsent
    return kind(f"mail: the server refused {what} with {code}")
