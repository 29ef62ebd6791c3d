"""The tables against the events: told again from the beginning, compared, made again."""
