"""Pages without a usable text layer: when to recognise one, how its picture is cleaned, and what is read from it."""

from pipeline.read.scan.decision import Decision, decide
from pipeline.read.scan.recognize import PageImage, recognize, recognize_all
from pipeline.read.scan.tesseract import missing_ocr, ocr_available

__all__ = ["Decision", "PageImage", "decide", "missing_ocr", "ocr_available", "recognize", "recognize_all"]
