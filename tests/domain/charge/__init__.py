"""Tests of the attempt and of what to do next about it."""
