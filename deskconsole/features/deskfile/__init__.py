"""The desk file: everything a desk is set up with, in one TOML text that can be checked, compared and written back."""
