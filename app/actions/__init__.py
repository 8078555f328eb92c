"""What people do: one function, one transaction, one audit record."""
