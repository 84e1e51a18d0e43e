"""A team in a folder: its settings and books, an ingest, and the rows of its reports."""

from decimal import Decimal

from openpyxl import load_workbook

from metrics.awards.charges import charges
from pipelines import commands
from share import __main__ as share
from warehouse.read import open_newest

D = Decimal
HEAD = ["Line", "Budget", "Before", "Adjusted", "This period", "To date", "Remaining",
        "Spent, share"]  # fmt: skip


def line(fund, name, kind, amount, code="", more=""):
    codes = f'codes = ["{code}"]\n' if code else ""
    return (
        f'[[budget_lines]]\nfund = "{fund}"\nname = "{name}"\nkind = "{kind}"\namount = {amount}\n'
        f"{codes}{more}\n"
    )


def books(name, category, path):
    return (
        f'[[funding.ledgers]]\npath = "{path}"\nname = "{name}"\ncategory = "{category}"\n'
        'books = true\ncolumns = { date = "Day", amount = "Amount", service = "Account", '
        'project = "Award" }\n'
    )


def costs(*rows):
    """Books of (day, account, award, amount spent)."""
    lines = [f"{day},{account},{award},-{amount},{{0}}" for day, account, award, amount in rows]
    return "\n".join(["Day,Account,Award,Amount,Currency", *lines, ""]).replace("--", "")


class Team:
    """A folder with a team's files, and what its commands make of them."""

    def __init__(self, folder, currency):
        self.folder, self.currency = folder, currency

    def write(self, **files):
        for name, text in files.items():
            file = self.folder / name.replace("__", ".")
            file.write_text(text.replace("{0}", self.currency))

    def ingest(self):
        """An ingest without a fault, and every cost that no award paid: reason → amount."""
        assert commands.main(self.where()) == 0
        with open_newest(self.folder / "data")[1] as db:
            found = charges(db)
            stated = db.execute("select sum(amount) from booked_cost").fetchone()[0] or 0
            billed = db.execute("select sum(billed) from cost_daily").fetchone()[0] or 0
            of_costs = [each.amount for each in found.charges if each.kind == "cost"]
            assert sum(of_costs) + sum(e.amount for e in found.unassigned) == stated + billed
            return {each.reason: each.amount for each in found.unassigned}

    def report(self, fund, period, template, on, *more):
        """The rows of report.xlsx, to the cent, and report.md."""
        arguments = [*self.where(), "report", "--award", fund, "--period", period, "--template",
                     template, "--out", str(self.folder / "out"), *more]  # fmt: skip
        assert share.main(arguments, now=lambda: on) == 0
        sheet = load_workbook(self.folder / "out" / "report.xlsx").active
        rows = [[_cell(value) for value in row] for row in sheet.values]
        lines, total = rows[1:-2], rows[-2]
        for at in range(2, 6):
            assert sum(row[at] for row in lines) == total[at]
        return rows, (self.folder / "out" / "report.md").read_text()

    def where(self):
        """The arguments of every command."""
        return ["--config", str(self.folder / "dashboard.toml"), "--data",
                str(self.folder / "data")]  # fmt: skip


def _cell(value):
    return D(str(value)) if isinstance(value, int | float) else value


def row(name, *amounts):
    return [name, *(None if each is None else D(each) for each in amounts)]
