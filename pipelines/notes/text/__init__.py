"""The text of a file: its blocks, its days and its meetings."""
