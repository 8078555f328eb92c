"""How it is said: catalogues, numbers, dates and half-up rounding."""
