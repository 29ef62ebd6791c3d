"""One attempt to collect one amount on one terminal: what is known, and what comes next."""
