"""What stands in a store is brought up to date: with the rules of today, or with the form of its tables."""
