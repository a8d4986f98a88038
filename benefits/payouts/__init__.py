"""Payouts 发放: positive balances become a run, an equation, three approvals, a hand-over to the bank, and what came back."""
