"""What the team sees: one file per page, one question each."""

# (file in views/, title, path); the first is the home page, served at the root.
PAGES = [
    ("briefing", "Briefing", "home"),
    ("burn", "Burn", "burn"),
    ("runway", "Runway", "runway"),
    ("funds", "Funds", "funds"),
    ("people", "People", "people"),
    ("actions", "Actions", "actions"),
    ("issues", "Issues", "issues"),
    ("docs_builds", "Docs builds", "docs"),
    ("launches", "Launches", "launches"),
    ("sponsor_pack", "Sponsor pack", "pack"),
    ("sources", "Sources", "sources"),
    ("setup", "Setup", "setup"),
]
