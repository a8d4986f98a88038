"""The policy values of benefits/policies as one table, which runs, the entry page and trials read."""
