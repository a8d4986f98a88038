from benefits.models.adjustments import AdjustedValue, Adjustment, AdjustmentGap, AdjustmentPaper, AdjustmentRow, AdjustmentSample
from benefits.models.changes import Change, Confirmation, Heir
from benefits.models.entitlements import Claim, Entitlement, EntitlementLine
from benefits.models.evidence import Basis, Evidence, FactLayout
from benefits.models.funds import Fund, FundGrant, FundLine, FundReceipt
from benefits.models.hand_overs import HandOver
from benefits.models.money import MoneyLine
from benefits.models.openings import OpeningBalance, OpeningEntry
from benefits.models.payouts import Payout, PayoutPart, PayoutRun
from benefits.models.policies import Citation, CitationFile, Opening, PolicyConfirmation, PolicySimulation, PolicyUse, PolicyValue, Quality, RunValue
from benefits.models.recoveries import Recovery, RecoveryNotice, RecoveryPlan
from benefits.models.registrations import Department, InsuranceClaim, InsuredPerson, Referral, Registration
from benefits.models.rosters import Roster
from benefits.models.runs import Reconciliation, Run, RunBlocker, RunLine, RunQuestion
from benefits.models.simulated import SimulationRow
from benefits.models.wrong_payments import ReceiverNote, WrongPayment

__all__ = [
    "AdjustedValue",
    "Adjustment",
    "AdjustmentGap",
    "AdjustmentPaper",
    "AdjustmentRow",
    "AdjustmentSample",
    "Basis",
    "Change",
    "Citation",
    "CitationFile",
    "Claim",
    "Confirmation",
    "Department",
    "Entitlement",
    "EntitlementLine",
    "Evidence",
    "FactLayout",
    "Fund",
    "FundGrant",
    "FundLine",
    "FundReceipt",
    "HandOver",
    "Heir",
    "InsuranceClaim",
    "InsuredPerson",
    "MoneyLine",
    "Opening",
    "OpeningBalance",
    "OpeningEntry",
    "Payout",
    "PayoutPart",
    "PayoutRun",
    "PolicyConfirmation",
    "PolicySimulation",
    "PolicyUse",
    "PolicyValue",
    "Quality",
    "ReceiverNote",
    "Reconciliation",
    "Recovery",
    "RecoveryNotice",
    "RecoveryPlan",
    "Referral",
    "Registration",
    "Roster",
    "Run",
    "RunBlocker",
    "RunLine",
    "RunQuestion",
    "RunValue",
    "SimulationRow",
    "WrongPayment",
]
