from beritasearch.language.people.remembered import Remembered


def test_a_value_is_made_once():
    made = []
    lengths = Remembered(lambda word: made.append(word) or len(word))
    assert [lengths["kota"], lengths["kota"], lengths["desa"]] == [4, 4, 4]
    assert made == ["kota", "desa"]


def test_no_more_values_are_kept_than_allowed():
    lengths = Remembered(len, 2)
    assert [lengths[word] for word in ("a", "bb", "ccc", "a")] == [1, 2, 3, 1]
    assert len(lengths) == 2
