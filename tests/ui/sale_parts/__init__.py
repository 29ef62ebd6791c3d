"""Tests of the parts of the sale page."""
