#!/usr/bin/env python
"""Django's commands. They run as the web role, except the few that make or fill tables, which run as the owner."""
import os
import sys

OWNER_COMMANDS = ("migrate", "flush", "sqlflush", "policies", "seed")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    owner_url = os.environ.pop("DATABASE_OWNER_URL", None)
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        if owner_url is None:
            sys.exit(f"manage.py {sys.argv[1]} runs as the owner of the database: set DATABASE_OWNER_URL.")
        os.environ["DATABASE_URL"] = owner_url
        os.environ["LIDAO_DATABASE_ROLE"] = "owner"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
