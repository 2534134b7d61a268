"""Pre-flight of escalations: who would hear, when, how and where to, if nobody acted. Nothing is written or sent."""
