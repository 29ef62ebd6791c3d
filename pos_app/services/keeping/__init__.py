"""The book is kept: its backups."""
