from benefits.models.entitlements import Claim, Entitlement, EntitlementLine
from benefits.models.policies import Citation, Opening, PolicyConfirmation, PolicyUse, PolicyValue, Quality
from benefits.models.runs import Reconciliation, Run, RunBlocker, RunLine, RunQuestion

__all__ = [
    "Citation", "Claim", "Entitlement", "EntitlementLine", "Opening", "PolicyConfirmation", "PolicyUse", "PolicyValue", "Quality",
    "Reconciliation", "Run", "RunBlocker", "RunLine", "RunQuestion",
]  # fmt: skip
