"""What the documents say, as data: a folder a place, a file a scheme; the path is the name. `README.md` is the runbook of a new year.

`<code>-<name>/<scheme>.yaml` holds the values of a scheme (`rate` there is `rural_reward.rate`); a file that is no scheme's (`choices.yaml`) holds
plain names. `citations.yaml` says what each document is, `clauses.yaml` what its clauses say word for word.
"""
from __future__ import annotations

from benefits.policies.checking import check
from benefits.policies.reading import FOLDER, Citation, clauses, read

__all__ = ["FOLDER", "Citation", "check", "clauses", "read"]
