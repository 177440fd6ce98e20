"""What of a page can be folded."""

from __future__ import annotations

from devserver.language.folding import Fold, folds
from devserver.language.writing import Writing
from devserver.model import SourcePath
from devserver.site.dialect import native

PAGE = """\
---
title: x
---
# One

text

## Two

```py
code
```

<!-- not
shown -->

# Three
"""


def test_sections_code_comments_and_front_matter_fold() -> None:
    assert folds(Writing.of(SourcePath("a.md"), PAGE, native())) == [
        Fold(1, 3),
        Fold(4, 15),
        Fold(8, 15),
        Fold(10, 12),
        Fold(14, 15, "comment"),
    ]


def test_one_line_does_not_fold() -> None:
    assert folds(Writing.of(SourcePath("a.md"), "# A\n\n`x`\n", native())) == [Fold(1, 3)]
    assert not folds(Writing.of(SourcePath("a.md"), "# A\n# B\n", native()))
