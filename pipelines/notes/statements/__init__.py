"""The words of a meeting: agenda, actions, decisions, claims and citations."""
