from households.models import lookups  # noqa: F401  (name__starts)
from households.models.base import Fact, PersonFact, Placed
from households.models.draft import Draft
from households.models.family import Marriage, Parentage
from households.models.family_type import FamilyType
from households.models.household import Household, HouseholdStatus, Membership, Relation, Statement
from households.models.means import Housing, Income, MedicalCost
from households.models.person import (
    Account,
    Admission,
    Certificate,
    Complication,
    Death,
    Disability,
    Exam,
    Hukou,
    Marital,
    Pension,
    Person,
    Residence,
    Schooling,
    Sex,
    VillagePost,
)

from households.imports.models import ImportBatch, ImportFamily, ImportRow  # isort: skip  (they stand on the models above)

__all__ = [
    "Account", "Admission", "Certificate", "Complication", "Death", "Disability", "Draft", "Exam", "Fact", "FamilyType",
    "Household", "HouseholdStatus", "Housing", "Hukou", "ImportBatch", "ImportFamily", "ImportRow", "Income", "Marital", "Marriage",
    "MedicalCost", "Membership", "Parentage", "Pension", "Person", "PersonFact", "Placed", "Relation", "Residence", "Schooling", "Sex",
    "Statement", "VillagePost",
]  # fmt: skip
