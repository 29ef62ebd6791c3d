"""Copies of the ledger: made while it is open, proved, kept, and put in its place when it broke."""
