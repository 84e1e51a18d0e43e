"""The settings and the team's own files, written: proven before they are saved, kept in a journal.

Views and commands come here to change a file; nobody else writes next to dashboard.toml.
"""

# Tables that are edited as a whole (grids.py); the command line knows them without its libraries.
GRIDS = ("balances", "planned_costs", "budget_lines", "payments", "claims")
