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
CONTENTS, METHOD, ORIGIN = "Pages", "How these figures are made", "What this was made from"
SILENT = "Nothing was read since {}: these figures end there, and nobody has renewed this site."
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
