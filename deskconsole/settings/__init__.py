"""What a person sets once: read at start from flags, environment and config.toml, then handed in, never looked up."""
