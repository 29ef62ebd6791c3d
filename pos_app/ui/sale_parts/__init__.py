"""What the sale page is built of: each part draws its share of a SaleScreen, and reports."""
