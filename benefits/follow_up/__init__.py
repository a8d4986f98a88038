"""待补资料: what stands between families and what they are owed, township by township: facts nobody recorded, accounts that are missing."""
