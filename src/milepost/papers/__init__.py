"""What is printed: templates of ours, filled with data, as PDF."""

from milepost.papers.pictures import picture
from milepost.papers.typesetting import PAPERS, Paper, pdf

__all__ = ["PAPERS", "Paper", "pdf", "picture"]
