"""Lines of money and of payouts are kept in no more indexes than are asked; what few of them name is indexed for those few."""
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT

from accounts import rls

_FACTS = ("confirmation", "heir", "insuredperson", "insuranceclaim")
_LINKS = [
    ("entitlementline", "evidence", models.ForeignKey(
        "benefits.evidence", PROTECT, null=True, related_name="+", db_index=False, help_text="null before facts were kept",
    )),
    ("moneyline", "by", models.ForeignKey("accounts.post", PROTECT, related_name="+", db_index=False)),
    ("moneyline", "entitlement", models.ForeignKey("benefits.entitlement", PROTECT, related_name="money_lines", db_index=False)),
    ("moneyline", "opening", models.ForeignKey(
        "benefits.openingbalance", PROTECT, null=True, related_name="money_lines", db_index=False, help_text="期初结转",
    )),
    ("moneyline", "plan", models.ForeignKey("benefits.recoveryplan", PROTECT, null=True, related_name="money_lines", db_index=False)),
    ("moneyline", "recovery", models.ForeignKey("benefits.recovery", PROTECT, null=True, related_name="money_lines", db_index=False)),
    ("moneyline", "wrong_payment", models.ForeignKey(
        "benefits.wrongpayment", PROTECT, null=True, related_name="money_lines", db_index=False, help_text="错发",
    )),
    ("payout", "decided_by", models.ForeignKey("accounts.user", PROTECT, null=True, related_name="+", db_index=False)),
    ("payout", "run", models.ForeignKey("benefits.payoutrun", PROTECT, related_name="payouts", db_index=False)),
    ("payoutpart", "entitlement", models.ForeignKey("benefits.entitlement", PROTECT, related_name="payout_parts", db_index=False)),
    ("payoutpart", "follows", models.ForeignKey(
        "benefits.payoutpart", PROTECT, null=True, blank=True, related_name="followed_by", db_index=False,
        help_text="the part of the previous run it is compared with",
    )),
    ("payoutpart", "payout", models.ForeignKey("benefits.payout", PROTECT, related_name="parts", db_index=False)),
    ("payoutpart", "plan", models.ForeignKey(
        "benefits.recoveryplan", PROTECT, null=True, blank=True, related_name="parts", db_index=False, help_text="扣回所依据的办法",
    )),
]  # fmt: skip


def _clerk(**options):
    return models.ForeignKey("accounts.post", PROTECT, null=True, related_name="+", db_index=False, **options)


def _of_those_that_name_one(model, field, name):
    return migrations.AddIndex(model, models.Index(fields=[field], condition=Q(**{f"{field}__isnull": False}), name=name))


class Migration(migrations.Migration):
    dependencies = [("benefits", "0027_the_dead_are_handed_nothing"), ("households", "0006_no_index_nobody_asks")]
    operations = [
        rls.DrawnOnce([
            migrations.RemoveConstraint("entitlementline", "an_opening_balance_books_an_entitlement_once"),
            migrations.RemoveConstraint("moneyline", "a_wrong_payment_moves_a_key_once"),
            migrations.RemoveIndex("payoutpart", "part_by_followed"),
            # By name, in the script: Django would drop whatever stands on the column alone, the unique ones with a condition too.
            migrations.SeparateDatabaseAndState(state_operations=[
                *(migrations.AlterField(*link) for link in _LINKS),
                *(operation for kind in _FACTS for operation in (
                    migrations.AlterField(kind, "person", models.ForeignKey("households.person", PROTECT, related_name="%(class)s_facts", db_index=False)),
                    migrations.AlterField(kind, "recorded_by", _clerk()),
                    migrations.AlterField(kind, "withdrawn_by", _clerk(blank=True)),
                )),
            ]),
            _of_those_that_name_one("moneyline", "recovery", "money_by_recovery"),
            _of_those_that_name_one("moneyline", "plan", "money_by_plan"),
            _of_those_that_name_one("moneyline", "opening", "money_by_opening"),
            _of_those_that_name_one("moneyline", "wrong_payment", "money_by_wrong_payment"),
            _of_those_that_name_one("payoutpart", "follows", "part_by_followed"),
            _of_those_that_name_one("payoutpart", "plan", "part_by_plan"),
            migrations.AddIndex("insuredperson", models.Index(fields=["person"], name="insured_by_person")),
            migrations.AddIndex("insuranceclaim", models.Index(fields=["person"], name="insurance_claim_by_person")),
            migrations.AddConstraint("entitlementline", models.UniqueConstraint(
                fields=["opening", "entitlement"], condition=Q(opening__isnull=False), name="an_opening_balance_books_an_entitlement_once",
            )),
            migrations.AddConstraint("moneyline", models.UniqueConstraint(
                fields=["entitlement", "wrong_payment"], condition=Q(reverses__isnull=True, wrong_payment__isnull=False),
                name="a_wrong_payment_moves_a_key_once",
            )),
        ]),
        rls.script(__file__),
    ]  # fmt: skip
