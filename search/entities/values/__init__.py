"""Amounts, dates, addresses and identifiers in a text, and one form for each of them."""
