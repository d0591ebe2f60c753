from pathlib import Path

import pytest
import yaml

from beritasearch.language.people import persons

CASES = yaml.safe_load(Path(__file__).with_name("people.yaml").read_text(encoding="utf-8"))
SEED = Path(__file__).parents[3] / "shared/data/seed/000_744b9ab053297659.txt"


@pytest.mark.parametrize("name", CASES)
def test_people_of_a_text_are_read_with_their_full_names(name):
    case = CASES[name]
    assert list(persons(case.get("title", ""), case["text"])) == case["persons"]


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="../shared is absent")
def test_the_two_officials_of_the_seed_article_are_its_persons():
    _, title, body = SEED.read_text(encoding="utf-8").split("\n\n", 2)
    assert persons(title, body) == ("Jerrold HY Kumontoy", "Timotius Suryadi")
