"""What is said of a charge, wherever it is shown."""
