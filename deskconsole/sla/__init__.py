"""The clock engine: calendars, agreements, clocks; pure, imports core only."""
