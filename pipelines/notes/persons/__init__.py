"""Who the signatures are, and who is left out."""
