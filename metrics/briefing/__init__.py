"""The briefing: which meetings are compared, what changed, what needs a decision."""
