"""错发: money that reached somebody it was never due to is owed again to whom it was, and asked back from whoever has it."""
