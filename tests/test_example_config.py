"""dashboard.example.toml must be readable, whole and true to config/."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

import config

EXAMPLE = Path(__file__).resolve().parents[1] / "dashboard.example.toml"
SETTING = re.compile(r"^#(?=[^\s#])", re.MULTILINE)


def _load(text: str, folder: Path) -> config.Config:
    file = folder / "dashboard.toml"
    file.write_text(text, encoding="utf-8")
    return config.load(file).config


def _keys(model: type[BaseModel]) -> set[str]:
    return {
        key
        for name, field in model.model_fields.items()
        for key in {name} | {k for part in _models(field.annotation) for k in _keys(part)}
    }


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]


def test_the_example_as_it_stands_sets_up_a_project_and_nothing_else(tmp_path: Path) -> None:
    loaded = _load(EXAMPLE.read_text(encoding="utf-8"), tmp_path)
    assert loaded == config.Config(file=loaded.file, project=config.Project())


def test_the_example_without_its_comment_signs_loads(tmp_path: Path) -> None:
    loaded = _load(SETTING.sub("", EXAMPLE.read_text(encoding="utf-8")), tmp_path)
    assert [fund.id for fund in loaded.funds] == ["grant-2026", "aws-credits", "google-credits"]
    assert loaded.funds[0].extension is not None


@pytest.mark.parametrize("key", sorted(_keys(config.Config) - {"file"}))
def test_the_example_shows_every_key(key: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert re.search(rf"^#?\[+(\w+\.)?{key}\]|^#?{key} =|^#.*[{{,] ?{key} =", text, re.MULTILINE)
