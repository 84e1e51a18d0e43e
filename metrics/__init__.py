"""What it means: database in, DataFrame or frozen dataclass out; a number is defined only here."""
