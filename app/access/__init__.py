"""Who may: permissions, roles and respondents' access codes."""
