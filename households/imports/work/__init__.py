"""Steps of the jobs that work on an import: read and check the file, take families in, take them back."""
