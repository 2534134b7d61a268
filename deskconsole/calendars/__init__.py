"""Calendar files: what others plan, read as instants; knows no desk."""
