"""Steps of the jobs that work on a file that came in: read and match it, register what was found."""
