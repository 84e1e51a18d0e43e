"""The sections about who sees what: presets for sponsors, alerts and access."""

import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from config.kinds import Section

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Preset(Section):
    """One [[presets]]: who gets a sponsor pack, and how much of the money they see.

    audience  funder | credits | public: which columns may leave (share/audience.py)
    funds     fund ids that may be named; the others are other funders' business
    public    words that may leave although a member or an account is called so
    amounts   exact, rounded to two or three figures, or indexed (the first full month is 100)
    project_runway   how long all the money lasts, other sources included; else these funds alone
    """

    name: Name
    recipient: str
    audience: Literal["funder", "credits", "public"] = "funder"
    funds: list[str] = []
    public: list[str] = []
    months: int = Field(default=12, ge=3, le=36)
    amounts: Literal["exact", "rounded", "indexed"] = "exact"
    words: str | None = None
    extension: bool = False
    project_runway: bool = False


class Alerts(Section):
    """[alerts]: the alerts worth a digest, and where it goes besides stdout.

    …_env name environment variables that hold an address: who knows it can post in your name
    """

    docs_days: int = Field(default=7, ge=0)
    runway_months: int = Field(default=6, ge=0)
    file: str | None = None
    webhook_env: str = "QUARTERDECK_WEBHOOK"
    ping_env: str = "QUARTERDECK_PING"


class Journal(Section):
    """[journal]: what happens to a change that was saved in the browser or by a command.

    git             commit it, where dashboard.toml is in a repository
    private_remote  also where the repository has a remote: only the team can read that
    """

    git: bool = False
    private_remote: bool = False


class Access(Section):
    """[access]: who may see the pages, by the e-mail their sign-in provider has verified.

    hosts    names under which the dashboard answers, besides localhost
    editors  those of them who may change settings in the browser, by their e-mail
    """

    emails: list[str] = []
    domains: list[str] = []
    hosts: list[str] = []
    editors: list[str] = []

    @model_validator(mode="after")
    def _somebody(self) -> "Access":
        is_list = not self.hosts or {"emails", "domains"} & self.model_fields_set
        if is_list and not self.names_people:
            raise ValueError("nobody is named; write emails = [...] or domains = [...]")
        if shut_out := [email for email in self.editors if not self.admits(email)]:
            raise ValueError(f"editor {shut_out[0]!r} may not enter; add the address to emails")
        for host in self.hosts:
            if not re.fullmatch(r"[\w.-]+|[0-9a-fA-F:]+", host):
                raise ValueError(f"{host!r} is no host; write one like 'team.example.org'")
        if odd := [domain for domain in self.domains if "@" in domain or "." not in domain]:
            raise ValueError(f"{odd[0]!r} is no domain; write one like 'example.org'")
        return self

    @property
    def names_people(self) -> bool:
        """Whether there is a list of people; without one whoever reaches the host may enter."""
        return bool(self.emails or self.domains)

    def lets_edit(self, email: str) -> bool:
        """Whether the address is that of an editor who may enter; case does not count."""
        return self.admits(email) and email.casefold() in map(str.casefold, self.editors)

    def admits(self, email: str) -> bool:
        """Whether the address, or exactly its domain, is on the list; case does not count."""
        address = email.casefold()
        return address in map(str.casefold, self.emails) or address.rpartition("@")[2] in map(
            str.casefold, self.domains
        )
