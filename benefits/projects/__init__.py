"""What a poverty project needs the rules and the books for: who comes first and why, the least of a grant, and the cash that becomes due."""
