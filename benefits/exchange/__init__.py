"""What goes out to the poverty system and to civil affairs: whom they know, and what the second book says they received."""
