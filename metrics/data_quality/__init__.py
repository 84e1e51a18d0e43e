"""Data quality: sources, coverage, lines left out, setup."""
