"""What a person sees on the terminal, in the language chosen. Nothing is decided here."""
