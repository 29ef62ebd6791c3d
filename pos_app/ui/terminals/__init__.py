"""The terminals of this till: what each is doing, and whose charge it shows."""
