"""Where the links of the pages lead in a folder of files."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from urllib.parse import parse_qs

from dateutil.relativedelta import relativedelta

from render import addresses
from wording.markup import Markup
from wording.page import Address

LINK = re.compile(
    r'<a\b(?P<rest>[^>]*?) ?href="(?P<to>[^"]*)"(?P<more>[^>]*)>(?P<words>.*?)</a>', re.DOTALL
)
ELSEWHERE = ("http://", "https://", "mailto:")
CLASS = re.compile(r'class="([^"]*)"')
DAYS = ("month", "day", "week", "quarter", "last")  # arguments of a figure that say when
FINE = ("day", "week")  # of these there are hundreds on a chart; the app has their rows


@dataclass
class Ledgers:
    """The figures whose rows get a page: file by address, filled while pages are drawn."""

    since: date
    files: dict[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def file(self, opens: Address) -> str:
        """The file of a figure's rows, which gets a page."""
        name, query = _addressed(opens)
        self.files[name] = query
        return name

    def known(self, opens: Address) -> str:
        """The file of a figure's rows that has a page already, else empty."""
        name, _ = _addressed(opens)
        return name if name in self.files else ""

    def of_mark(self, opens: Address) -> str:
        """The same for a mark of a chart: of the last twelve months, and of no single day."""
        if any(name in opens for name in FINE):
            return ""
        days = [str(opens[name]) for name in DAYS if name in opens]
        is_old = any(date.fromisoformat(f"{day}-01"[:10]) < self.since for day in days)
        return "" if is_old else self.file(opens)


def _addressed(opens: Address) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The file and the query of an address; the same address has the same file in each build."""
    query = {n: (v,) if isinstance(v, str) else tuple(v) for n, v in opens.items()}
    code = hashlib.sha256(repr(sorted(query.items())).encode()).hexdigest()[:8]
    figure = re.sub(r"[^a-z]+", "-", query["of"][0])
    return f"rows/{figure}-{code}.html", query


def ledgers(as_of: date) -> Ledgers:
    """None yet, for a build of a day."""
    return Ledgers((as_of - relativedelta(months=12)).replace(day=1))


def followed(
    drawn: Markup, pages: Mapping[str, str], rows: Callable[[Address], str], *, up: str = ""
) -> Markup:
    """HTML whose links lead to files of the site, or elsewhere; any other link is words alone.

    pages  file by the address of a page     rows  the file of a figure's rows; empty: none
    up     the way from this page's folder to that of the pages
    """

    def link(found: re.Match[str]) -> str:
        to, rest, more, words = unescape(found["to"]), found["rest"], found["more"], found["words"]
        if to.startswith(ELSEWHERE):
            return f'<a{rest} rel="noreferrer" href="{found["to"]}"{more}>{words}</a>'
        path, _, query = to.partition("?")
        if path == "rows":
            file = rows(addresses.read(parse_qs(query, keep_blank_values=True)))
        else:
            file = to if to.endswith(".html") else pages.get(path, "")
        if file:
            return f'<a{rest} href="{up}{file}"{more}>{words}</a>'
        css = CLASS.search(rest + more)
        return f'<span class="{css[1] if css else ""}">{words}</span>'

    return Markup(LINK.sub(link, drawn))
