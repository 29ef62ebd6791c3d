"""Tests of what is said of a charge."""
