"""The front door: page list and "as of" line. No query, no number."""
