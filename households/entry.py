"""A family as somebody described it: one shape for the entry page, the Excel import and a record read back.

Three things can be said of a kind of fact, and they are kept apart:
- UNRECORDED: nothing was said. Evaluated as unknown; an amendment leaves what is recorded as it is.
- an empty tuple (for death: None): somebody stated that there is none.
- values: complete. An amendment withdraws recorded facts that are not among them.

Whoever makes an entry has checked shapes (numbers parsed by identity.parse, existing days, known codes);
`households.checks` looks at the family as a whole.
"""
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum


class Unrecorded(Enum):
    """The type of UNRECORDED, for annotations."""

    UNRECORDED = "unrecorded"

    def __repr__(self):
        return "UNRECORDED"


UNRECORDED = Unrecorded.UNRECORDED


@dataclass(frozen=True)
class DeathEntry:
    """A death as one fact (households.commands.record_fact); a PersonEntry says only its day."""

    since: date
    confirmed_by_unit: str = ""


@dataclass(frozen=True)
class HukouEntry:
    """户口性质 over a period. since None: from birth. place None: the family's own county."""

    kind: str  # models.Hukou.Kind
    since: date | None = None
    until: date | None = None
    place: str | None = None  # 12 digits


@dataclass(frozen=True)
class DisabilityEntry:
    """残疾 from the day of the assessment. None in the last three: not stated."""

    grade: int  # 1–4
    since: date
    until: date | None = None
    kind: str | None = None  # models.Disability.Kind
    lost_labour: bool | None = None
    certified: bool | None = None


@dataclass(frozen=True)
class ComplicationEntry:
    """手术并发症 appraisal."""

    grade: int  # 1–4
    since: date
    until: date | None = None
    certified: bool | None = None


@dataclass(frozen=True)
class SchoolingEntry:
    stage: str  # models.Schooling.Stage
    since: date
    until: date | None = None


@dataclass(frozen=True)
class AdmissionEntry:
    level: str  # models.Admission.Level
    since: date
    full_time: bool | None = None


@dataclass(frozen=True)
class PostEntry:
    """村级任职."""

    kind: str  # models.VillagePost.Kind
    since: date
    until: date | None = None


@dataclass(frozen=True)
class ExamEntry:
    """升学考试 on a day."""

    kind: str  # models.Exam.Kind
    since: date


@dataclass(frozen=True)
class ResidenceEntry:
    """现居住地, when it is not where the hukou is."""

    place: str  # 12 digits
    since: date
    until: date | None = None


@dataclass(frozen=True)
class PensionEntry:
    """参保类型."""

    kind: str  # models.Pension.Kind
    since: date
    until: date | None = None


@dataclass(frozen=True)
class AccountEntry:
    """收款账户. number None: the one on record stays (a page opened again shows a mask)."""

    holder: str  # key of a person
    holder_name: str
    bank: str
    number: str | None  # digits only
    since: date | None = None  # None: from the day it is recorded


@dataclass(frozen=True)
class PersonEntry:
    """One person. `key` names them inside this entry; `person_id` when they are a person already on record."""

    key: str
    name: str
    relation: str  # models.Relation: how they stand to the householder
    number: str | None = None  # 18 characters; None: not recorded, or unchanged when person_id is given
    sex: str | None = None  # models.Sex; what the number says wins
    born: date | None = None  # likewise
    born_in_hukou_book: date | None = None
    marital: str = ""  # models.Marital as stated; "" not recorded. Marriages themselves are in FamilyEntry.couples
    death: date | Unrecorded | None = UNRECORDED  # None: stated to be alive
    hukou: tuple[HukouEntry, ...] | Unrecorded = UNRECORDED
    disability: tuple[DisabilityEntry, ...] | Unrecorded = UNRECORDED
    complication: tuple[ComplicationEntry, ...] | Unrecorded = UNRECORDED
    school: tuple[SchoolingEntry, ...] | Unrecorded = UNRECORDED
    admission: tuple[AdmissionEntry, ...] | Unrecorded = UNRECORDED
    exams: tuple[ExamEntry, ...] | Unrecorded = UNRECORDED
    post: tuple[PostEntry, ...] | Unrecorded = UNRECORDED
    residence: tuple[ResidenceEntry, ...] | Unrecorded = UNRECORDED
    pension: tuple[PensionEntry, ...] | Unrecorded = UNRECORDED
    person_id: int | None = None
    has_number: bool = False  # of a person on record: whether an ID number is recorded (it stays sealed)
    home: bool = True  # of a person on record: whether this is the family their own claims are calculated in; a new one's is decided when recorded


@dataclass(frozen=True)
class CoupleEntry:
    """A marriage. since UNRECORDED: the wedding day is not known. ended None: still married; UNRECORDED: over, the day not known."""

    husband: str
    wife: str
    since: date | Unrecorded = UNRECORDED
    ended: date | Unrecorded | None = None
    how: str | None = None  # models.Marriage.Ending, None while it lasts


@dataclass(frozen=True)
class ChildEntry:
    """A parent–child relation, the same for all `parents`. A stepchild has two rows: birth to one, step to the other."""

    child: str
    parents: tuple[str, ...]
    origin: str | Unrecorded = UNRECORDED  # models.Parentage.Origin
    since: date | None = None  # the day of adoption
    within_policy: bool | Unrecorded = UNRECORDED
    custody: str | None = None  # the parent the child went with


@dataclass(frozen=True)
class CertificateEntry:
    """独生子女父母光荣证."""

    holder: str
    issued: date | Unrecorded = UNRECORDED
    until: date | None = None
    number: str = ""


@dataclass(frozen=True)
class MinimumLivingEntry:
    """低保 period. Per person and month: line_fen the 保障标准 it was judged by, subsidy_fen the family's own 补差. None, "": not stated."""

    kind: str  # poverty.models.MinimumLiving.Kind
    since: date
    members: tuple[str, ...]
    until: date | None = None
    subsidy_fen: int | None = None
    category: str = ""  # poverty.models.MinimumLiving.Category
    line_fen: int | None = None


@dataclass(frozen=True)
class StatusEntry:
    """Something an authority found about the family."""

    kind: str  # models.HouseholdStatus.Kind
    since: date
    until: date | None = None
    decided_by: str = ""
    document: str = ""


@dataclass(frozen=True)
class IncomeEntry:
    """家庭收入 of a calendar year, fen per person and month, without 奖扶金 and 特扶金."""

    year: int
    other_fen: int


@dataclass(frozen=True)
class HousingEntry:
    """住房 as found on a day. area: urban square metres per person, two decimals. None: not stated."""

    since: date
    until: date | None = None
    area: Decimal | None = None
    middle_lower_income: bool | None = None


@dataclass(frozen=True)
class MedicalEntry:
    """A member's own share of a calendar year's compliant medical costs, in fen."""

    member: str
    year: int
    own_fen: int


@dataclass(frozen=True)
class GrantEntry:
    """What a poverty programme granted on a day. standard_fen: its own 帮扶标准 without any rise, None when not stated."""

    kind: str  # poverty.models.Grant.Kind
    since: date
    standard_fen: int | None = None


@dataclass(frozen=True)
class RegistrationEntry:
    """建档立卡 as the poverty system states it over a period; "" not stated."""

    number: str
    status: str  # poverty.models.PovertyRegistration.Status
    since: date
    until: date | None = None
    attribute: str = ""
    cause: str = ""


@dataclass(frozen=True)
class HelperEntry:
    """Who is answerable for helping the family."""

    kind: str  # poverty.models.Helper.Kind
    unit: str
    name: str
    since: date
    until: date | None = None
    post: str = ""
    phone: str = ""


@dataclass(frozen=True)
class SupportEntry:
    """三结合: what a department gave on a day, cash in fen or goods in words."""

    department: str
    since: date
    cash_fen: int | None = None
    goods: str = ""


@dataclass(frozen=True)
class FamilyEntry:
    """A family; `people` in the order of the page, householder first."""

    village: str  # 12 digits
    people: tuple[PersonEntry, ...]
    group: str = ""
    address: str = ""
    hukou_book: str = ""
    phone: str = ""
    notes: str = ""
    couples: tuple[CoupleEntry, ...] | Unrecorded = UNRECORDED
    children: tuple[ChildEntry, ...] | Unrecorded = UNRECORDED
    certificates: tuple[CertificateEntry, ...] | Unrecorded = UNRECORDED
    minimum_living: tuple[MinimumLivingEntry, ...] | Unrecorded = UNRECORDED
    status: tuple[StatusEntry, ...] | Unrecorded = UNRECORDED
    income: tuple[IncomeEntry, ...] | Unrecorded = UNRECORDED
    housing: tuple[HousingEntry, ...] | Unrecorded = UNRECORDED
    medical: tuple[MedicalEntry, ...] | Unrecorded = UNRECORDED
    poverty_grants: tuple[GrantEntry, ...] | Unrecorded = UNRECORDED
    poverty_register: tuple[RegistrationEntry, ...] | Unrecorded = UNRECORDED
    helpers: tuple[HelperEntry, ...] | Unrecorded = UNRECORDED
    department_support: tuple[SupportEntry, ...] | Unrecorded = UNRECORDED
    accounts: tuple[AccountEntry, ...] = field(default=())

    def person(self, key):
        """The person of this key; KeyError when the entry has none."""
        for person in self.people:
            if person.key == key:
                return person
        raise KeyError(key)
