"""The web application, which refuses to serve as a database role that row-level security does not bind."""
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from accounts import checks  # noqa: E402  (the apps have to be loaded first)

checks.refuse_unbound_role()
