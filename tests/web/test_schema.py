"""The API against its own description: schemathesis asks all that OpenAPI allows, and more."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from beritasearch import Archive
from beritasearch.web.app import application

PATHS = ("/api/search", "/api/timeline", "/api/facets", "/api/suggest", "/api/articles/{id}")


@pytest.fixture(scope="module")
def described(index):
    with Archive(index) as archive:
        app = application(archive, index, seconds=30, hosts=("testserver",), write=str)
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app)


def test_every_path_is_asked(described):
    assert sorted(described) == sorted(PATHS)


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(described, path, mode):
    # Not its decorators: they need a pytest older than ours. And what the query language makes
    # of a text no schema can say: a query or date may be well-formed and still be a 400.
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    @settings(max_examples=40, suppress_health_check=HealthCheck)
    def ask(case):
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()
