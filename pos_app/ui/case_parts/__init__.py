"""What the page of cases is built of: each part draws its share of a CasesScreen, and reports."""
