"""登记: the register of what a household may claim that is no money in its hand, and what became of it."""
