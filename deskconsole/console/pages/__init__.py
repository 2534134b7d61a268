"""What screens show, as lines: each page can be printed, tested and read without a terminal."""
