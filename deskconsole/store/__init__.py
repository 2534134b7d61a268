"""Where the desk is kept: connections, journal, merge, timers, change feed."""
