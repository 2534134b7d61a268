"""Files that people write in TOML: read key by key, every mistake told with file, line, key and a way out."""
