"""What the desk of the demo lives through: two working days that have passed, and a director for what comes next."""
