"""Dynamic adjustment 动态调整: standards that follow the cost of living, from the index to the values it puts into force."""
