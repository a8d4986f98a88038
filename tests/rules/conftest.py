"""Records of a county and its own values, as the tests of benefits make them."""
from tests.benefits.conftest import an_official_value  # noqa: F401
