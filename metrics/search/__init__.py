"""Full text of notes, decisions, actions, claims and issues, found by words, without a model."""
