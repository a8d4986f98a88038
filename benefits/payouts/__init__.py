"""Payouts 发放: positive balances collected into a run, looked at as an equation, approved by three people, handed to the bank, confirmed or returned."""
