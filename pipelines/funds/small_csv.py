"""What parts the cells of the small files a team writes itself: balances, rates, invoices."""


def delimiter(header: str) -> str:
    """The sign between the names of the first line: a spreadsheet may save semicolons."""
    return ";" if header.count(";") > header.count(",") else ","
