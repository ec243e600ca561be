"""Plans as offices send them: each annotated text printed as DOCX, PDF or scan, read again, and scored."""

from __future__ import annotations

from pipeline.evaluate.rendering.build import Kind, Rendered, render, require
from pipeline.evaluate.rendering.run import STEPS, RenderingScores, evaluate_rendering

__all__ = ["STEPS", "Kind", "Rendered", "RenderingScores", "evaluate_rendering", "render", "require"]
