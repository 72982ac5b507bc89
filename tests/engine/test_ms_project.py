"""MS Project's own files get MS Project's own dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.exchange import msproject
from milepost.forecast import snapshot
from scripts import oracle
from tests.data import needs_data, plans


@needs_data
@pytest.mark.parametrize("path", plans("msproject/*.xml"), ids=lambda path: path.name.removesuffix(".mspdi.xml"))
def test_every_leaf_task_of_a_real_file_has_the_dates_ms_project_saved(path: Path) -> None:
    saved = oracle.saved_rows(path)
    assert saved is not None
    draft = msproject.read(path)
    tally = oracle.tallied(draft, snapshot.conclude(draft, as_of=draft.start.date()), saved)
    assert tally.tasks >= 10
    assert tally.differences == []


@needs_data
@pytest.mark.parametrize("path", plans("msproject/*.xml"), ids=lambda path: path.name.removesuffix(".mspdi.xml"))
def test_a_data_date_long_before_the_plan_changes_nothing(path: Path) -> None:
    draft = msproject.read(path)
    then = snapshot.conclude(draft, as_of=draft.start.date().replace(year=draft.start.year - 1))
    assert then.columns.packed() == snapshot.conclude(draft, as_of=draft.start.date()).columns.packed()
