"""More like this: the articles that share an article's most telling words."""

import heapq
import math
from collections import Counter

from beritasearch.article import Article
from beritasearch.document import document
from beritasearch.engine import Engine
from beritasearch.language.analysis import Language
from beritasearch.query.tree import Boost, Not, Nothing, Query, Term, all_of, any_of

TELLING_WORDS = 25
"""How many of its words are searched for."""
COMMONEST = 0.1
"""Words in more than this share of all articles tell nothing."""


def like(article: Article, engine: Engine, language: Language) -> Query:
    """What asks for other articles like this one."""
    often = Counter(document(article, language).stems)
    articles = engine.count()
    weights: dict[str, float] = {}
    for stem, times in often.items():
        holding = engine.search(Term("stems", stem), limit=0).total
        # In this article alone it finds no other; in very many it tells none from the rest.
        if 1 < holding <= max(COMMONEST * articles, 2):
            weights[stem] = math.log1p(times) * math.log(articles / holding)
    telling = heapq.nlargest(TELLING_WORDS, weights, key=lambda stem: (weights[stem], stem))
    if not telling:
        return Nothing()
    most = weights[telling[0]] or 1.0
    words = (Boost(Term("stems", stem), max(weights[stem] / most, 0.01)) for stem in telling)
    return all_of(any_of(*words), Not(Term("id", article.id)))
