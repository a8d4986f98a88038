from households.models.base import Fact, PersonFact, Placed
from households.models.draft import Draft
from households.models.family import Marriage, Parentage
from households.models.household import Household, HouseholdStatus, Membership, Relation, Statement
from households.models.person import (
    Account,
    Admission,
    Certificate,
    Complication,
    Death,
    Disability,
    Hukou,
    Marital,
    Pension,
    Person,
    Residence,
    Schooling,
    Sex,
    VillagePost,
)

__all__ = [
    "Account", "Admission", "Certificate", "Complication", "Death", "Disability", "Draft", "Fact", "Household", "HouseholdStatus",
    "Hukou", "Marital", "Marriage", "Membership", "Parentage", "Pension", "Person", "PersonFact", "Placed", "Relation", "Residence",
    "Schooling", "Sex", "Statement", "VillagePost",
]  # fmt: skip
