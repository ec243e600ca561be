"""Milestones on a calendar: the day each falls on, what recurs and when, how that is said, and the file of it."""
