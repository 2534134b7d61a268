"""Mail: what comes in and goes out, what is held back, and the files that came with it."""
