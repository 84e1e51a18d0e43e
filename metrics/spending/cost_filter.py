"""What of the bills is left in: one condition for every figure that can be told of a part."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from metrics.spending.cost_tables import table

NOT_NAMED = "not named"
COLUMNS = {"category": "category", "project": "sub_account", "provider": "provider"}


@dataclass(frozen=True)
class Only:
    """The lines of one category, project and provider; None: of every one."""

    category: str | None = None
    project: str | None = None
    provider: str | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by its name."""
        return {name: value for name in COLUMNS if (value := getattr(self, name)) is not None}

    def table(self, *columns: str) -> str:
        """The smallest table that tells of what was chosen and has these columns."""
        return table(*(COLUMNS[name] for name in self.chosen), *columns)

    @property
    def lines(self) -> str:
        """The condition on a row of `table`; its `?` are the values of `chosen`."""
        named = (f"coalesce({COLUMNS[name]}, '{NOT_NAMED}') = ?" for name in self.chosen)
        return " and ".join(["true", *named])

    @property
    def sql(self) -> str:
        """`lines` of one currency; its `?` are `values`."""
        return f"coalesce(currency, ?) = ? and {self.lines}"

    @property
    def told(self) -> str:
        """Whether the bill that tells of such lines speaks of a day; its `?` are `values`.

        A day without such a line is a day without cost only where the bill of that account
        speaks of it: another account's bill says nothing about it. Of the whole bill every day
        with a line is told, and no account has to be looked for.
        """
        if not self.chosen:
            return self.sql
        return f"account in (select distinct account from {self.table()} where {self.sql})"

    def values(self, currency: str) -> list[str]:
        """What stands for the `?` of `sql` and of `told`."""
        return [currency, currency, *self.chosen.values()]

    @property
    def words(self) -> str:
        """`category cloud within project hub`, as the bills name them; empty: everything."""
        return " within ".join(f"{name} {value}" for name, value in self.chosen.items())

    @property
    def suffix(self) -> str:
        """What a heading adds: `, only project hub`; empty: everything."""
        return f", only {self.words}" if self.chosen else ""


EVERYTHING = Only()


def choices(db: DuckDBPyConnection) -> dict[str, list[str]]:
    """What can be left in: every category, project and provider the bills name.

    Rows     names, the costliest first; a line without one is "not named"
    Source   tables spend, spend_project
    """
    return {name: _names(db, column) for name, column in COLUMNS.items()}


def _names(db: DuckDBPyConnection, column: str) -> list[str]:
    rows = db.execute(
        f"""
        select coalesce({column}, ?) as name
        from {table(column)}
        group by name
        order by sum(abs(billed)) desc, name
        """,
        [NOT_NAMED],
    ).fetchall()
    return [name for (name,) in rows]
