"""Which addresses git is asked for, what of them is a secret, and how git is asked.

A value of dashboard.toml never becomes an option of git or the name of a program that git runs.
User and password reach git through its environment alone: not its arguments, which every user of
the machine may list, and not .git/config.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from config import House

SCHEMES = ("https", "http", "ssh", "git", "file")
SAFE = (
    "core.symlinks=false",
    "core.hooksPath=/dev/null",
    "advice.detachedHead=false",
    "init.defaultBranch=main",
    "fetch.recurseSubmodules=false",
    "http.followRedirects=false",
)
# Asked by git where a server wants a user; keeps nothing, whatever helpers the machine has.
LOGIN = (
    "credential.helper=",
    'credential.helper=!login() { test "$1" = get && '
    'printf "username=%s\\npassword=%s\\n" "$QUARTERDECK_GIT_USER" "$QUARTERDECK_GIT_PASSWORD"; }; '
    "login",
)
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


def command(*words: str, login: Address | None = None) -> list[str]:
    """Git and these words, under settings that run no hook, follow no redirect and keep nothing."""
    settings = [*SAFE, *(LOGIN if login and login.secrets else ())]
    return ["git", *(part for setting in settings for part in ("-c", setting)), *words]


def variables(login: Address | None = None, *, patience: float = 15) -> Mapping[str, str]:
    """The environment in which git is asked: it never waits for a person.

    patience  seconds until a host that ssh asks counts as silent
    """
    secrets = {
        "QUARTERDECK_GIT_USER": login.user,
        "QUARTERDECK_GIT_PASSWORD": login.password,
    } if login and login.secrets else {}  # fmt: skip
    return {
        "GIT_SSH_COMMAND": f"ssh -o ConnectTimeout={patience:.0f}", **os.environ,
        "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": ":".join(SCHEMES), **secrets,
    }  # fmt: skip


def reason(stderr: str, address: Address) -> str:
    """The line in which git says what went wrong, without a secret."""
    lines = [line for line in stderr.splitlines() if line.strip()]
    faults = [line for line in lines if line.startswith(("fatal:", "error:"))]
    said = (faults or lines or ["git failed"])[0]
    said = said.removeprefix("fatal: ").removeprefix("error: ")
    for secret in address.secrets:
        said = said.replace(secret, "…")
    return said
