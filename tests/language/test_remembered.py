from beritasearch.language.people.remembered import Remembered


def test_a_value_is_made_once():
    made = []
    lengths = Remembered(lambda word: made.append(word) or len(word))
    assert [lengths["kota"], lengths["kota"], lengths["desa"]] == [4, 4, 4]
    assert made == ["kota", "desa"]


def test_no_more_values_are_kept_than_twice_the_limit():
    lengths = Remembered(len, 2)
    assert [lengths["a" * length] for length in range(1, 8)] == [*range(1, 8)]
    assert len(lengths) <= 2


def test_what_is_asked_for_again_is_not_made_again():
    made = []
    lengths = Remembered(lambda word: made.append(word) or len(word), 2)
    for word in ("a", "bb", "ccc", "a", "dddd", "a"):
        assert lengths[word] == len(word)
    assert made == ["a", "bb", "ccc", "dddd"]
