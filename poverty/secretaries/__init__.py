"""第一书记: who was sent to a village, of which unit, entered and ended on the village's page."""
