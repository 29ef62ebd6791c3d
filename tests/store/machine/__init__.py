"""A machine that tries any acts in any order."""
