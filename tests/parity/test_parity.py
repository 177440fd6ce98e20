"""Our sample projects of MkDocs come out as MkDocs builds them: each page, and the navigation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parity.__main__ import told
from tests.parity.comparison import compare

PROJECTS = sorted(path for path in Path(__file__).with_name("projects").iterdir() if path.is_dir())


@pytest.mark.timeout(300)  # The first one waits for the installation of MkDocs.
@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_a_project_comes_out_as_mkdocs_builds_it(project: Path, tmp_path: Path) -> None:
    found = compare(project, tmp_path)
    assert found.urls, found.said
    assert not found.differences, "\n".join(told(project, found))
