"""What has no memory: tick, heartbeat, seal."""
