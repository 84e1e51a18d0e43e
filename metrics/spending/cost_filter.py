"""Which lines of the bills a figure counts, and the smallest table of a build that has them."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from metrics import rows

NOT_NAMED = "not named"
COLUMNS = {"category": "category", "project": "sub_account", "provider": "provider"}


@dataclass(frozen=True)
class CostFilter:
    """The lines of one category, project and provider; None: of every one."""

    category: str | None = None
    project: str | None = None
    provider: str | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """The values chosen, by name."""
        return {name: value for name in COLUMNS if (value := getattr(self, name)) is not None}

    def table(self, *columns: str) -> str:
        """The smallest of cost_daily and its roll-ups with the chosen columns and these.

        Each has day, account, category, provider, charge_category, credit_kind, currency, billed
        and lines; spend adds service, spend_project adds sub_account, cost_daily has all.
        """
        needed = {*(COLUMNS[name] for name in self.chosen), *columns}
        if "sub_account" not in needed:
            return "spend"
        return "cost_daily" if "service" in needed else "spend_project"

    @property
    def lines(self) -> str:
        """The condition on a row of `table`; its `?` are the values of `chosen`."""
        named = (f"coalesce({COLUMNS[name]}, '{NOT_NAMED}') = ?" for name in self.chosen)
        return " and ".join(["true", *named])

    @property
    def in_currency(self) -> str:
        """`lines` of one currency; its `?` are `values`."""
        return f"coalesce(currency, ?) = ? and {self.lines}"

    @property
    def days_covered(self) -> str:
        """The condition that a row's day is covered by the bills of such lines; `?` as `values`.

        A day without such a line is a day without cost only where the bill of that account
        covers it: another account's bill says nothing about it. Of the whole bill every day
        with a line is covered, and no account has to be looked for.
        """
        if not self.chosen:
            return self.in_currency
        return f"account in (select distinct account from {self.table()} where {self.in_currency})"

    def values(self, currency: str) -> list[str]:
        """The values for the `?` of `in_currency` and of `days_covered`."""
        return [currency, currency, *self.chosen.values()]


EVERYTHING = CostFilter()


def choices(db: DuckDBPyConnection) -> dict[str, list[str]]:
    """Every category, project and provider that the bills name, the costliest first.

    A line without one is "not named". Source: tables spend, spend_project.
    """
    return {
        name: rows.column(
            db,
            f"""
            select coalesce({column}, ?) as name
            from {EVERYTHING.table(column)}
            group by name
            order by sum(abs(billed)) desc, name
            """,
            [NOT_NAMED],
        )
        for name, column in COLUMNS.items()
    }
