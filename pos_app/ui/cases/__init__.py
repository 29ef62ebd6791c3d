"""The page of what a person has to see to: what the till knows of it, and the one next step."""
