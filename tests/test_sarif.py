"""Problems as SARIF: what version 2.1.0 asks for, and the same bytes everywhere."""

from __future__ import annotations

import json

from devserver.model import Problem, SourcePath
from devserver.sarif import SCHEMA, sarif

PROBLEMS = [
    Problem(SourcePath("docs/ä b.md"), 3, 5, "error", "broken-link", "there is no “b.md”"),
    Problem(SourcePath("docs/a.md"), 9, 1, "warning", "duplicate-id", "twice"),
    Problem(SourcePath("docs/a.md"), 1, 1, "hint", "orphan", "nobody"),
]


def test_a_log_has_what_the_standard_requires() -> None:
    log = json.loads(sarif(PROBLEMS, "site/"))
    assert (log["$schema"], log["version"], len(log["runs"])) == (SCHEMA, "2.1.0", 1)
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "devserver"
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids))
    for result, problem in zip(run["results"], PROBLEMS, strict=True):
        assert ids[result["ruleIndex"]] == result["ruleId"] == problem.code
        assert result["message"] == {"text": problem.message}
        ((location,),) = [result["locations"]]
        region = location["physicalLocation"]["region"]
        assert region == {"startLine": problem.line, "startColumn": problem.column}
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]


def test_a_path_is_a_relative_reference_from_the_repository() -> None:
    (run,) = json.loads(sarif(PROBLEMS, "site/"))["runs"]
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "site/docs/%C3%A4%20b.md", "uriBaseId": "%SRCROOT%"}


def test_no_problem_is_a_run_without_results() -> None:
    (run,) = json.loads(sarif([], ""))["runs"]
    assert run["results"] == []
