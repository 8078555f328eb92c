"""From numbers to documents: tables, figures and notes as values."""
