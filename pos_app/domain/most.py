"""The most that a sale may hold."""

MOST_LINES, MOST_OF_ONE = 500, 9_999
