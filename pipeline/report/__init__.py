"""A comparison written down: one content (`types.py`), and a writer for each kind of file."""
