"""What people need when the desk itself is down: a sheet in a second place, and the way back from paper."""
