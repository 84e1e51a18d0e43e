"""Words of the static site around its pages."""

from datetime import date, datetime

from wording import numbers

EXPLAIN = "Explain these numbers"
TO_THE_CENT = "Show to the cent, explain"
AS_TABLE = "Show as table, explain"
OPEN_ROWS = "Open the rows of"
TABLE = "Table"
YES, NO = "yes", "no"
TEAM_ONLY = "For the team only"
SKIP = "Skip to the page"
NO_SCRIPT = "Charts and sorting need JavaScript; the same figures are in the tables."
BEGIN = "To set one up, run:"
SEARCH_NO_SCRIPT = "Search needs JavaScript."
CONTENTS, METHOD, ORIGIN = "Pages", "How these figures are made", "What this was made from"
SILENT = "Nothing was read since {}: these figures end there, and nobody has renewed this site."
LOCKED, PASSPHRASE, OPEN = "Locked pages", "Passphrase", "Open"
PROTECTS = (
    "The pages are encrypted in this file, and your browser opens them with the passphrase. That "
    "keeps them from whoever has the file alone; it does not keep out somebody who guesses the "
    "passphrase, nor hides how large they are or when they were made."
)
LOCK_STATES = {
    "opening": "Opening …",
    "wrong": "That is not the passphrase.",
    "unable": "This browser cannot decrypt here, so nothing is shown. It needs JavaScript and "
    "WebCrypto, which a page has over https, on localhost or from a folder.",
}
NO_LIBRARY = (
    "cryptography is not installed, so nothing can be encrypted. "
    "Fix: pip install 'quarterdeck[locked]'"
)
PUBLIC_LOCKED = "--passphrase-env: the public site is for everybody. Fix: --audience team"
BY_SERVICE = "By service"
SERVICES = {"category": "Category", "service": "Service", "gross": "Before credits"}
PUBLIC_TITLES = {
    "use": "Launches", "spend": "Cost", "community": "Meetings", "backlog": "Issues",
    "docs": "Documentation",
}  # fmt: skip
TOTAL = "Total, equal to the figure"


def more_rows(count: int, place: str = "the app") -> str:
    """Rows that a page leaves out."""
    return f"{numbers.number(count)} more in {place}."


def older_lines(searched: int, left: int) -> str:
    """Lines that the search within the site leaves out."""
    return (
        f"The newest {numbers.count(searched, 'line')} are searched here; the app searches "
        f"{numbers.count(left, 'older line')} as well."
    )


def made(now: datetime, as_of: date, version: str) -> str:
    """The line at the foot of every page; `now` in naive UTC."""
    day = numbers.day(now.date())
    return f"Data of {numbers.day(as_of)}. Made {day}, {now:%H:%M} UTC, with Quarterdeck {version}."


def services_title(month: date, unit: str) -> str:
    """The title of the rows behind a month's cost."""
    return f"Cost of {numbers.month(month)} by category and service, {unit}"


def unwritten(folder: str) -> str:
    """A folder that holds something else than a site."""
    return f"{folder}: holds files, but no site of ours (site.json). Fix: name another folder"


NO_PUBLIC = (
    "no preset has the audience public, so nothing may leave. "
    'Fix: add [[presets]] with audience = "public" to dashboard.toml'
)


def short_passphrase(variable: str, shortest: int) -> str:
    """A passphrase that is missing, or too easy to guess."""
    return (
        f"{variable}: holds no passphrase of at least {shortest} characters. "
        "Fix: put one of several words into that environment variable"
    )
