"""The settings and the team's own files, written: proven before they are saved, kept in a journal.

Views and commands come here to change a file; nobody else writes next to dashboard.toml.
"""
