"""Keeping a store: a copy of it in one file, a store made from such a copy, and whether it is whole."""
