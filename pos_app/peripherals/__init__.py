"""What is plugged in: receipt printer, drawer, sounds, the vault of the system."""
