"""How it is said: typed facts become the sentences, tiles and tables of a Page."""
