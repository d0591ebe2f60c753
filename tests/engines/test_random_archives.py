"""Random small archives, random queries: every embedded engine finds what the reference finds."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from tests.engines.agreement import Batch, agrees, batches, questions, typos
from tests.engines.conftest import Opener

from beritasearch.query.tree import Query


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lived=batches, asked=questions, typo=typos)
def test_finds_what_the_reference_finds(
    embedded_opener: Opener, lived: list[Batch], asked: list[Query], typo: tuple[str, str, int]
) -> None:
    with TemporaryDirectory() as directory, closing(embedded_opener(Path(directory))) as engine:
        agrees(engine, lived, asked, typo)
