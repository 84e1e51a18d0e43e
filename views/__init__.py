"""What the team sees: one file per page, one question each."""
