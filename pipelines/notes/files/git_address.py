"""Which addresses git is asked for, and what of them is a secret.

A value of dashboard.toml never becomes an option of git or the name of a program that git runs.
User and password reach git through its environment alone: not its arguments, which every user of
the machine may list, and not .git/config.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from config import House

SCHEMES = ("https", "http", "ssh", "git", "file")
_SSH = re.compile(r"[\w.][\w.-]*@[\w.\[][\w.:\]-]*:")  # git@github.com:moss/notes.git
_NO_NAME = re.compile(r"[-+^]|.*([\s~^:?*\[\\\x00-\x1f\x7f]|\.\.|@\{)|@$", re.DOTALL)


@dataclass(frozen=True)
class Address:
    """Where a repository is: `url` holds no secret, `user` and `password` are for git alone."""

    url: str
    user: str = ""
    password: str = ""

    @property
    def secrets(self) -> list[str]:
        """What may stand in no message."""
        return [each for each in (self.password, self.user) if each]


def parsed(house: House, written: str) -> Address | None:
    """The address a team wrote, a path being meant from the config's folder.

    None for one that git is not asked for: other ways than `SCHEMES`, a leading dash, a query or
    a password that makes host or path ambiguous.
    """
    if written.startswith("-") or "@-" in written or re.match(r"\w+::", written):
        return None
    if "://" not in written:
        return Address(written if _SSH.match(written) else str(house.config.resolve(written)))
    try:
        parts = urlsplit(written)
        parts.port  # noqa: B018 - raises where it is none
    except ValueError:
        return None
    login, _, host = parts.netloc.rpartition("@")
    user, _, password = (unquote(part) for part in login.partition(":"))
    is_ssh = parts.scheme == "ssh"  # its user is no secret, and it takes no password from here
    is_odd = parts.netloc.startswith("-") or bool(re.search(r"[\r\n\0]", user + password))
    is_odd = bool(is_odd or parts.query or parts.fragment or (is_ssh and password))
    if parts.scheme not in SCHEMES or is_odd or not (host or parts.scheme == "file"):
        return None
    return (
        Address(written)
        if is_ssh
        else Address(f"{parts.scheme}://{host}{parts.path}", user, password)
    )


def refs(branch: str | None) -> list[str] | None:
    """The full names a branch or tag may have, in the order they are tried; None for no name."""
    if not branch:
        return ["HEAD"]
    if _NO_NAME.match(branch):
        return None
    return (
        [branch] if branch.startswith("refs/") else [f"refs/heads/{branch}", f"refs/tags/{branch}"]
    )
