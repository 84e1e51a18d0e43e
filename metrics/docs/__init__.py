"""Docs builds: the state of each version and its history."""
