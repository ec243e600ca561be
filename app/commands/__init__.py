"""The commands of `kehoach`, a module a theme: each parses, calls the pipeline and prints, importing when called."""
