"""追回: what was paid beyond what is due, how it comes back, and why it may not."""
