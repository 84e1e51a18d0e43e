"""The address of a figure's rows, in names that no control of a page has.

Streamlit drops from an address every name that a control of the page before is bound to:
`project=hub`, followed from a page that is filtered by project, would open the rows of all
projects. Such an argument is written with a prefix, `of_project=hub`.
"""

from collections.abc import Mapping, Sequence

from wording.page import Address

PREFIX = "of_"
CONTROLS = frozenset({
    "active", "award", "between", "bots", "burn", "by", "category", "count", "currency", "fund",
    "kind", "label", "months", "per", "preset", "project", "provider", "q", "repos", "rows",
    "scenario", "series", "show", "site", "until", "window",
})  # fmt: skip


def written(opens: Address) -> Address:
    """The figure and its arguments as the address of the page of rows has them."""
    return {f"{PREFIX}{name}" if name in CONTROLS else name: opens[name] for name in opens}


def read(query: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The figure and its arguments of an address; without the page's own control, `rows`."""
    return {name.removeprefix(PREFIX): query[name] for name in query if name != "rows"}
