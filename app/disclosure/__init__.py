"""What may be shown: thresholds applied to counts."""
