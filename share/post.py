"""The requests a digest may make: a webhook, and a ping after a success (mail: share/mail)."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

SECONDS = 15


class Unsent(Exception):
    """An address did not take what was sent; the message holds no address, which is a secret."""


class Refused(Unsent):
    """A person must act: run again, it will be refused again."""


def webhook(address: str, text: str) -> None:
    """Post a text in the JSON that Slack, Mattermost and Zulip's Slack-compatible hook take."""
    body = json.dumps({"text": text}).encode()
    ask("webhook", urllib.request.Request(checked("webhook", address), body, JSON))  # noqa: S310 - http and https only


def ping(address: str) -> None:
    """Ask an address, so that whoever watches it knows that the cron job is alive."""
    ask("ping", urllib.request.Request(checked("ping", address)))  # noqa: S310 - http and https only


JSON = {"Content-Type": "application/json; charset=utf-8"}


def checked(what: str, address: str) -> str:
    """The address, if it is one of the web. Raises Unsent."""
    if urllib.parse.urlsplit(address).scheme not in ("http", "https"):
        raise Unsent(f"{what}: its address must begin with https://")
    return address


class _Stays(urllib.request.HTTPRedirectHandler):
    """A redirect is a refusal: the address is a secret of the host it names."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stays)


def ask(what: str, request: urllib.request.Request) -> bytes:
    """The answer of an address. Raises Unsent."""
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            raise Unsent(f"{what}: refused with {refused.code}") from None
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise Unsent(f"{what}: not reached ({type(reason).__name__})") from None
