"""From answers to numbers: estimators on columns and a design."""
