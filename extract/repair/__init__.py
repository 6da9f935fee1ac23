"""Undo the damage done to a page before it reached us, with every edit logged."""

from extract.repair.edits import original_span, replay, way_back
from extract.repair.stages import repair

__all__ = ["original_span", "repair", "replay", "way_back"]
