"""`kehoach serve`: what is named in sources.toml, looked at when its time comes."""
