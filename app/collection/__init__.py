"""Who is asked and what comes back: frame, wave, response, snapshot."""
