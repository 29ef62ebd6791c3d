"""The shop's words and rules: pure values. No clock, no I/O, no Qt."""
