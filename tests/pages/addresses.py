"""Every address of the product, and which requests it takes."""
import inspect
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Address:
    """A pattern of the resolver: its name with the app's, the view behind it, the names of its arguments."""

    name: str
    view: object
    arguments: tuple

    @property
    def methods(self):
        """What the view says it takes (require_GET and its like, or the methods of its class); None when it says nothing."""
        of_class = getattr(self.view, "view_class", None)
        if of_class is not None:
            return {method.upper() for method in of_class.http_method_names if hasattr(of_class, method)}
        said = inspect.getclosurevars(self.view).nonlocals.get("request_method_list")
        return None if said is None else set(said)


def every():
    """All of them, in the order of the resolver."""
    return list(_of(get_resolver(), ()))


def _of(resolver, namespaces):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield Address(":".join([*namespaces, pattern.name or str(pattern.pattern)]), pattern.callback, tuple(pattern.pattern.converters))
        else:
            yield from _of(pattern, (*namespaces, pattern.namespace) if pattern.namespace else namespaces)
