"""A region's brand sheet can change colours and nothing else."""

from pathlib import Path

import pytest

from kezek.adapters.brand import FaultyBrand, contrast, read_brand


def test_the_colours_of_a_sheet_are_read(tmp_path: Path) -> None:
    sheet = "/* ours */\n:root {\n  --brand: #0b5a73;\n  --brand-soft: #e4f0f3;\n}\n"

    assert read_brand(_file(tmp_path, sheet)) == {"--brand": "#0b5a73", "--brand-soft": "#e4f0f3"}


def test_a_region_without_a_sheet_has_the_deployments_colours(tmp_path: Path) -> None:
    assert read_brand(tmp_path / "brand.css") == {}


@pytest.mark.parametrize(
    "sheet",
    [
        "body { display: none; }",
        ":root { --brand: url(//elsewhere.example/x); }",
        ":root { --ink: #ffffff; }",
        ":root { --brand: #0b5a73; } .card { color: red; }",
        ":root { --brand: #ffe08a; }",
    ],
    ids=["another rule", "an address", "another property", "two rules", "too light to read"],
)
def test_anything_else_is_refused(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(FaultyBrand):
        read_brand(_file(tmp_path, sheet))


def test_contrast_runs_from_one_to_twenty_one() -> None:
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def _file(folder: Path, sheet: str) -> Path:
    path = folder / "brand.css"
    path.write_text(sheet, encoding="utf-8")
    return path
