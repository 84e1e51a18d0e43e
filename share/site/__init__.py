"""The pages as a static site: HTML files that open anywhere, from a folder as from a host."""
