"""From a link to what it leads to, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver.language.leading import definition, references
from tests.language.sites import Site

PAGES = {
    "index.md": "# Home\n\n[Tea](guide/tea.md#hot) [it][t] ![cup](cup.png)\n\n[t]: guide/tea.md\n",
    "guide/tea.md": '# Tea\n\n--8<-- "part.txt"\n\n## Hot\n\n[top](#tea) <b id="own">x</b>\n',
    "guide/other.md": "[a](tea.md) [b](tea/#hot) [c](/guide/tea#own) [d](gone.md) [e](.)\n",
    "part.txt": "## Included\n\n[to hot](#hot)\n",
    "cup.png": "",
}


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        ("x.md", "[a](gui▸de/tea.md)", "guide/tea.md:1:"),
        ("x.md", "[▸a](guide/tea.md)", "guide/tea.md:1:"),
        ("x.md", "[a▸ [i] b](guide/tea.md)", "guide/tea.md:1:"),
        ("x.md", "[a](guide/tea.md#hot▸)", "guide/tea.md:5:Hot"),
        ("x.md", "[a](guide/tea.md#own▸)", "guide/tea.md:7:own"),
        ("x.md", "[a](guide/tea.md#included▸)", "part.txt:1:Included"),
        ("x.md", "[a](guide/tea.md#gone▸)", "guide/tea.md:1:"),
        ("x.md", "[a](▸#b)\n\n# B\n", "x.md:3:B"),
        ("x.md", "![a](▸cup.png)", "cup.png:1:"),
        ("x.md", "<a href='▸guide/'>x</a>", None),
        ("x.md", "[a][▸l]\n\n[l]: cup.png\n", "x.md:3:l"),
        ("x.md", "[▸a][l]\n\n[l]: cup.png\n", "x.md:3:l"),
        ("x.md", "[▸l]\n\n[l]: cup.png\n", "x.md:3:l"),
        ("x.md", "a[^▸1]\n\n[^1]: note\n", "x.md:3:^1"),
        ("x.md", "[l]\n\n[l]: ▸cup.png\n", "cup.png:1:"),
        ("x.md", '--8<-- "▸part.txt"', "part.txt:1:"),
        ("x.md", '--8<-- "part.txt▸:1:2"', "part.txt:1:"),
        ("x.md", '--8<-- "▸none.txt"', None),
        ("x.md", "[a](▸none.md)", None),
        ("x.md", "[a](▸https://example.org/)", None),
        ("x.md", "`[a](▸guide/tea.md)`", None),
        ("x.md", "```\n[a](▸guide/tea.md)\n```\n", None),
        ("x.md", "x\n\n    [a](▸guide/tea.md)\n", None),
        ("x.md", "- x\n\n    [a](▸guide/tea.md)\n", "guide/tea.md:1:"),
        ("x.md", "mere ▸text", None),
        ("x.md", "# A ▸heading\n", "x.md:1:A heading"),
        ("x.md", "---\ntitle: [a](b▸.md)\n---\n", None),
    ],
)
def test_a_definition_is_where_a_link_leads(
    tmp_path: Path, name: str, text: str, there: str | None
) -> None:
    site = Site(tmp_path, {**PAGES, name: text})
    found = definition(site.library, *site.here)
    assert (site.shown(found) if found else None) == there


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        (
            "guide/tea.md",
            PAGES["guide/tea.md"].replace("Hot", "▸Hot"),
            [
                "guide/other.md:1:tea/#hot",
                "index.md:3:guide/tea.md#hot",
                "part.txt:3:#hot",
            ],
        ),
        ("guide/tea.md", "▸" + PAGES["guide/tea.md"], ["guide/tea.md:7:#tea"]),
        (
            "guide/other.md",
            PAGES["guide/other.md"].replace("tea.md", "▸tea.md"),
            [
                "guide/other.md:1:/guide/tea#own",
                "guide/other.md:1:tea.md",
                "guide/other.md:1:tea/#hot",
                "guide/tea.md:7:#tea",
                "index.md:3:guide/tea.md#hot",
                "index.md:5:guide/tea.md",
                "part.txt:3:#hot",
            ],
        ),
        ("x.md", "[a][▸l] [l], [L][]\n\n[l]: cup.png\n", ["l", "l", "L", "l"]),
        ("x.md", "a[^▸1] b[^1]\n\n[^1]: note\n", ["^1", "^1", "^1"]),
        ("x.md", "![](▸cup.png)\n", ["index.md:3:cup.png", "x.md:1:cup.png"]),
        ("x.md", "[a](▸none.md)\n", []),
    ],
)
def test_references_are_all_that_lead_there(
    tmp_path: Path, name: str, text: str, places: list[str]
) -> None:
    site = Site(tmp_path, {**PAGES, name: text})
    shown = [site.shown(span) for span in references(site.library, *site.here)]
    if name == "x.md" and ":" not in "".join(places):
        shown = [each.rpartition(":")[2] for each in shown]
        assert sorted(shown) == sorted(places)
    else:
        assert sorted(shown) == sorted(places)


def test_text_that_means_nothing_stands_for_its_page(tmp_path: Path) -> None:
    site = Site(
        tmp_path, {"a.md": "# A\n\nsome ▸text\n", "b.md": "[a](a.md) [x](a.md#a) [y](#y)\n"}
    )
    shown = [site.shown(span) for span in references(site.library, *site.here)]
    assert shown == ["b.md:1:a.md", "b.md:1:a.md#a"]


def test_links_are_followed_in_the_meaning_of_mkdocs(tmp_path: Path) -> None:
    files = {"mkdocs.yml": "site_name: x\n", "docs/a.md": "# A\n\n## B\n"}
    site = Site(
        tmp_path, {**files, "docs/index.md": "[b](a▸.md#b) <a href='a.md'>left as it is</a>\n"}
    )
    found = definition(site.library, *site.here)
    assert found
    assert site.shown(found) == "docs/a.md:3:B"
    assert [site.shown(s) for s in references(site.library, *site.here)] == [
        "docs/index.md:1:a.md#b"
    ]


def test_links_by_name_are_followed_where_a_project_has_them(tmp_path: Path) -> None:
    files = {
        "devserver.toml": '[markdown]\nextensions = ["obsidian"]\n',
        "docs/deep/Green Tea.md": "# Green\n\n## Hot water\n",
    }
    site = Site(
        tmp_path, {**files, "docs/index.md": "see [[Green ▸Tea#Hot water|it]] ![[x.png]]\n"}
    )
    found = definition(site.library, *site.here)
    assert found
    assert site.shown(found) == "docs/deep/Green Tea.md:3:Hot water"
    assert [site.shown(s) for s in references(site.library, *site.here)] == [
        "docs/index.md:1:Green Tea#Hot water"
    ]
