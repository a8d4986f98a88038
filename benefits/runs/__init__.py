"""Runs 核算批次: what a county owes is computed family by family, looked at, approved by its hash and published into the first book."""
