"""The language of a search: free words, and terms such as `type:model -decision:approved created:30d`."""

from lineage_viz.search.asked import Asked, asked
from lineage_viz.search.fields import FIELDS
from lineage_viz.search.offers import Offer, offers
from lineage_viz.search.vocabulary import Vocabulary, vocabulary

__all__ = ["FIELDS", "Asked", "Offer", "Vocabulary", "asked", "offers", "vocabulary"]
