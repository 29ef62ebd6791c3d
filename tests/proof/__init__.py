"""The proof that no money is lost, doubled or made up, as one command."""
