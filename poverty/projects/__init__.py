"""扶贫项目: consulted on before it is placed, applied for, ranked by published rules, granted by two people, accepted by another."""
