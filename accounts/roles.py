"""Roles: what a post may do. One user acts through one post at a time."""
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    VILLAGE_WORKER = "village_worker", _("村专干")
    TOWNSHIP_CLERK = "township_clerk", _("乡镇经办")
    TOWNSHIP_REVIEWER = "township_reviewer", _("乡镇审核")
    COUNTY_PREPARER = "county_preparer", _("县级初核")
    COUNTY_REVIEWER = "county_reviewer", _("县级复核")
    COUNTY_SIGNER = "county_signer", _("县级签发")
    FINANCE = "finance", _("财务代发")
    AUDITOR = "auditor", _("审计人员")
    VIEWER = "viewer", _("查询人员")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("系统管理员")
    SECURITY_ADMINISTRATOR = "security_administrator", _("安全管理员")
    AUDIT_ADMINISTRATOR = "audit_administrator", _("审计管理员")


# 三员分立: the three administrators do no business and see no household.
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})
BUSINESS = frozenset(Role) - ADMINISTRATORS
CLERKS = frozenset({Role.VILLAGE_WORKER, Role.TOWNSHIP_CLERK})
COUNTY = frozenset({Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER})
