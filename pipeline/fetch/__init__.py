"""Fetching from sites that belong to others: politely, within bounds, from public addresses only, and remembered."""
