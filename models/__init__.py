"""What the system knows: frozen types and the error tree. No I/O, nothing of ours imported."""
