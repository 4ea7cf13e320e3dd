"""The servers of the tests of commands serve here as well."""

from tests.config.conftest import filled, make_site, model, packed, site  # noqa: F401 - fixtures are found by their names
