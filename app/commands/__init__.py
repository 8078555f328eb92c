"""What people type: the `flask` command, one module per noun."""
