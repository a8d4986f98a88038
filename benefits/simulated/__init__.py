"""What two books of values give the same families, person by person: shown alike for an adjustment and for a proposed value."""
