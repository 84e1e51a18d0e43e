"""Which of two bills counts, where both cover the same days."""
