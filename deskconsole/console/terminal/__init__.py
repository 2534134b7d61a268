"""The terminal itself: keys and frames, the first page, the clipboard, editors, browsers, and being told to end."""
