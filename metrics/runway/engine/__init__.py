"""The engine: a case of funds and demand in, a distribution of outcomes out."""
