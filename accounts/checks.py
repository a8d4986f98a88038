"""Refuse to start as a role that row-level security does not bind."""
import os
import sys

from django.core.checks import Error, Tags, register
from django.db import connection


@register(Tags.database)
def web_role_is_bound(app_configs, databases=None, **kwargs):
    return [Error(sentence, id="lidao.E001") for sentence in unbound_reasons()]


def unbound_reasons():
    """Why the current database role must not serve requests; empty when row-level security binds it."""
    if os.environ.get("LIDAO_DATABASE_ROLE") == "owner":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'm') AND pg_has_role(current_user, c.relowner, 'MEMBER')) "
            "FROM pg_roles WHERE rolname = current_user"
        )
        superuser, bypasses, owns = cursor.fetchone()
    reasons = []
    if superuser:
        reasons.append("DATABASE_URL names a superuser: use the role lidao_web.")
    if bypasses:
        reasons.append("DATABASE_URL names a role with BYPASSRLS: use the role lidao_web.")
    if owns and not superuser:
        reasons.append("DATABASE_URL names the owner of the tables: use the role lidao_web.")
    return reasons


def refuse_unbound_role():
    """Stop the process (web, worker, beat) when the role is not bound; called as it starts."""
    reasons = unbound_reasons()
    connection.close()
    if reasons:
        sys.exit("\n".join(reasons))
