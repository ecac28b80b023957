"""Amazon SageMaker, as controls see it."""

from __future__ import annotations

from partywall.estate.view import View


class Notebook(View):
    """AWS::SageMaker::NotebookInstance."""

    types = ("AWS::SageMaker::NotebookInstance",)
