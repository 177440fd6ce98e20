#!/bin/sh
set -eu

# --8<-- [start:test]
python -m pytest
python -m build
# --8<-- [end:test]

git tag "v$1"
