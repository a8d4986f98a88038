"""One file a scheme; the folder is the list."""
