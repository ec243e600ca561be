"""A model of sentences that the user has on disk, as a further measure of likeness. Off unless named.

Nothing is downloaded and nothing is required: sentence-transformers (https://sbert.net) is used where it is installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from models.errors import UsageError
from pipeline.compare.similarity import Embedding

_MARKS = ("modules.json", "config.json")
"""What the folder of a model holds, one or the other: of sentence-transformers, of a bare transformer."""


def load(folder: Path) -> Embedding:
    """The model in a folder: texts to rows of unit length.

    Raises UsageError where the library is not installed, or the folder holds no model that it can read.
    """
    if not any((folder / mark).is_file() for mark in _MARKS):
        raise UsageError(f"{folder}: no model here; name the folder that holds its modules.json or config.json")
    try:
        library = import_module("sentence_transformers")
    except ImportError as error:
        raise UsageError(
            "a model needs the library sentence-transformers; install it with: pip install sentence-transformers"
        ) from error
    try:
        model = library.SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:  # The library lets through whatever its parts raise on a broken file.
        raise UsageError(f"{folder}: the model cannot be read ({type(error).__name__})") from error
    return _Model(model)


class _Model:
    """Each text once: a plan says the same wording in several places."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __call__(self, texts: Sequence[str]) -> Any:
        import numpy

        rows = numpy.asarray(
            self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False), dtype=float
        )
        lengths = numpy.linalg.norm(rows, axis=1, keepdims=True) if len(rows) else numpy.ones((0, 1))
        return rows / numpy.maximum(lengths, 1e-9)
