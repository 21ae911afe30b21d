"""A report is one file that needs no other, says what it is about, and escapes what it is told."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mura_desktop.errors import UsageError
from mura_desktop.inference.card import Metric
from tests.trainer.results import make_run, predictions
from trainer import cli
from trainer.compare import compare_runs
from trainer.evaluate import write_metrics
from trainer.plots import curves_chart, roc_chart
from trainer.predictions import of_studies, write_predictions
from trainer.report import write_html, write_report
from trainer.results import Epoch, Member, Result, read_history, read_result
from trainer.summary import FIGURES

FEW = 20
VOID = {"meta", "br"}


class Page(HTMLParser):
    """Collects what the tests ask for, and holds every element to be closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.text.append(data.strip())

    @property
    def words(self) -> str:
        return " ".join(filter(None, self.text))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("report")
    labels = folder / "labels.csv"
    lines = ["study,reader,label"]
    for reader in ("Ann", "Bob", "Cy", "Di"):
        lines += [
            f"{study.study},{reader},{study.label ^ int(index % 7 == len(reader))}"
            for index, study in enumerate(of_studies(predictions(seed=0)))
        ]
    labels.write_text("\n".join(lines))
    run = make_run(folder / "run")
    html = folder / "report.html"
    write_report([run], html, readers=labels, gold=("Ann", "Bob", "Cy"), resamples=FEW)
    assert [path.name for path in folder.iterdir() if path.suffix == ".html"] == ["report.html"]
    return Page(html.read_text(encoding="utf-8"))


def test_nothing_outside_the_file_is_referred_to(page: Page) -> None:
    loading = {"src", "href", "xlink:href", "data", "action", "srcset", "poster"}
    for tag, name, value in page.attributes:
        if name in loading:
            assert value.startswith("#"), f"{tag} {name}={value}"
    assert not {tag for tag, _, _ in page.attributes} & {"script", "link", "img", "iframe"}
    styles = [value for _, name, value in page.attributes if name == "style"]
    assert not [style for style in styles if re.search(r"url\((?!['\"]?#)", style)]


def test_what_is_referred_to_inside_the_file_is_there(page: Page) -> None:
    ids = [value for _, name, value in page.attributes if name == "id"]
    links = [value[1:] for _, name, value in page.attributes if name in ("href", "xlink:href")]
    assert set(links) <= set(ids)
    sections = [each for each in ids if re.match(r"member|measured|overview|how|limits", each)]
    assert max(Counter(sections).values()) == 1


def test_every_chart_says_what_it_shows(page: Page) -> None:
    charts = sum(1 for tag, name, _ in page.attributes if (tag, name) == ("svg", "role"))
    named = [value for tag, name, value in page.attributes if (tag, name) == ("svg", "aria-label")]
    # two ROC overviews, curves of two members, three charts of two levels of two members, readers
    assert charts == len(named) == 2 + 2 + 3 * 2 * 2 + 1
    assert any(re.search(r"ResNet50, by study: ROC curve, AUROC 0\.\d+", name) for name in named)


def test_the_report_says_what_was_measured_and_how(page: Page) -> None:
    for words in (
        "0.1.0, commit 0123456789ab",
        "ab" * 32,
        "about 100 images",
        "has not ended",
        "validation images (split val)",
        "For research only",
        "20 bootstrap resamples of whole patients",
        "figures on them flatter",
        "learn the implant instead of the bone",
    ):
        assert words in page.words


def test_the_benchmark_table_has_every_epoch_and_the_published_figures(page: Page) -> None:
    assert "Training and validation accuracy by epoch" in page.words
    # epoch 2 of both members: validation 0.8 is the best
    assert "2 0.7000 0.8000 0.7000 0.8000" in page.words
    best = sum(1 for each in page.attributes if each == ("td", "class", "best"))
    assert best == 2
    assert "published, best of 10 0.5970 0.5297 0.7489 0.7334" in page.words


def test_readers_stand_beside_models_and_what_is_published(page: Page) -> None:
    assert "majority vote of Ann, Bob, Cy (named by the user)" in page.words
    assert "reader Di" in page.words
    assert "reader Ann" not in page.words
    assert "0.778 0.850" in page.words


def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    evil = '<script>alert("x")</script>'
    rows = [
        replace(row, body_part=evil if row.body_part == "hand" else "leg")
        for row in predictions(views=1)
    ]
    member = Member(evil, tuple(rows), (Epoch(1, 0.5, 0.5, 0.5, None),))
    result = Result(evil, ((evil, evil),), (member,), config=evil, limits=(evil,))
    write_html([result], tmp_path / "report.html", resamples=FEW)
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert not [tag for tag, _, _ in page.attributes if tag == "script"]
    assert page.words.count("<script>") > 10


def test_a_table_of_predictions_is_reported_with_hardware_and_heat(tmp_path: Path) -> None:
    table = tmp_path / "outside.csv"
    write_predictions(predictions(heat=True, views=1), table)
    write_report([table], tmp_path / "report.html", resamples=FEW)
    words = Page((tmp_path / "report.html").read_text(encoding="utf-8")).words
    for expected in ("without hardware", "with hardware", "pointing game", "share of the heat"):
        assert expected in words
    assert "all images of outside.csv" in words
    assert "Training and validation accuracy" not in words


def test_one_label_alone_is_reported_as_not_defined(tmp_path: Path) -> None:
    table = tmp_path / "normal.csv"
    write_predictions(predictions(label=0, views=1), table)
    write_report([table], tmp_path / "report.html", resamples=FEW)
    words = Page((tmp_path / "report.html").read_text(encoding="utf-8")).words
    assert "n. d." in words
    assert "Only normal images" in words


def test_bands_limits_and_unreadable_files_of_a_bundle_are_told(tmp_path: Path) -> None:
    band = Metric(
        name="sensitivity at review (0.1)",
        data="d",
        subset="all",
        value=0.9,
        low=0.8,
        high=0.95,
        n=10,
        positives=5,
        how="h",
    )
    result = Result(
        "bundle",
        (("model", "m"),),
        (Member("m", tuple(predictions(views=1))),),
        bands=(band,),
        limits=("knows no feet",),
        unreadable=("x.png: is a damaged image",),
    )
    write_html([result, result], tmp_path / "report.html", resamples=FEW)
    words = Page((tmp_path / "report.html").read_text(encoding="utf-8")).words
    for expected in ("sensitivity at review (0.1)", "knows no feet", "x.png: is a damaged image"):
        assert expected in words
    assert "bundle: m" in words, "with several results a member is named with its own"


def test_a_folder_without_results_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no folder in it has predictions\.csv or history\.csv"):
        write_report([tmp_path], tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


def test_members_come_in_the_order_of_the_recipe(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", ("extra", "VGG19", "ResNet50"))
    assert [member.name for member in read_result(run).members] == ["ResNet50", "VGG19", "extra"]


def test_training_images_are_not_measured(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", ("VGG19",))
    rows = predictions()
    trained = [replace(row, split="train") for row in predictions(seed=8)]
    write_predictions([*trained, *rows], run / "VGG19" / "predictions.csv")
    [member] = read_result(run).members
    assert member.predictions == tuple(rows)


def test_a_history_may_have_gaps_but_no_line_without_an_epoch(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text("epoch,loss,val_accuracy\n1,0.5,\n2,nan,0.25\n")
    assert read_history(path) == [
        Epoch(1, None, None, 0.5, None),
        Epoch(2, None, 0.25, None, None),
    ]
    path.write_text("epoch,loss\n,0.5\n")
    with pytest.raises(UsageError, match="line 2: the epoch is missing"):
        read_history(path)


def test_metrics_hold_every_member_level_and_part(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run")
    write_metrics(run, FEW)
    content = json.loads((run / "metrics.json").read_text())
    assert set(content["members"]) == {"ResNet50", "DenseNet169"}
    levels = content["members"]["ResNet50"]["levels"]
    assert set(levels) == {"image", "study"}
    names = [subset["name"] for subset in levels["study"]]
    assert names == ["all", "without hardware", "with hardware", "elbow", "hand", "wrist"]
    assert set(levels["image"][0]["figures"]) == set(FIGURES)
    assert "roc" not in levels["image"][0]


def test_metrics_of_a_run_without_predictions_are_refused(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", ("VGG19",))
    (run / "VGG19" / "predictions.csv").unlink()
    with pytest.raises(UsageError, match="nothing to measure"):
        write_metrics(run)


def test_a_chart_is_the_same_every_time() -> None:
    epochs = [Epoch(1, 0.5, 0.6, 0.7, 0.8), Epoch(2, 0.6, None, 0.6, 0.9)]
    assert curves_chart(epochs, "a") == curves_chart(epochs, "a")
    chart = roc_chart([("a & b", [(0, 0), (1, 1)])], 'x "y"')
    assert 'aria-label="x &quot;y&quot;"' in chart
    assert "a &amp; b" in roc_chart([("a & b", [(0, 0), (1, 1)])] * 2, "x")


def test_the_commands_write_and_print(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", ("VGG19",))
    labels = tmp_path / "labels.csv"
    rows = [
        f"{study.study},{reader},{study.label}"
        for study in of_studies(predictions(seed=0))
        for reader in "ABC"
    ]
    labels.write_text("\n".join(["study,reader,label", *rows]))
    html = tmp_path / "out.html"
    runner = CliRunner()
    written = runner.invoke(cli.app, ["report", str(run), "--out", str(html), "--resamples", "20"])
    assert written.exit_code == 0, written.output
    assert "VGG19" in html.read_text(encoding="utf-8")
    arguments = ["readers", str(labels), str(run), "--resamples", "20"]
    printed = runner.invoke(cli.app, arguments)
    assert "| model VGG19 |" in printed.stdout
    content = json.loads(runner.invoke(cli.app, [*arguments, "--json"]).stdout)
    assert content["gold"] == ["A", "B", "C"]
    alone = runner.invoke(cli.app, ["report", str(run), "--out", str(html), "--gold", "A"])
    assert "give their labels too" in str(alone.exception)


def test_a_subset_that_no_run_has_is_named(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", ("VGG19",))
    write_metrics(run)
    assert len(compare_runs([run], "wrist")) == 3
    with pytest.raises(UsageError, match=r"no run has figures of 'wrsit'; there are all, .*wrist"):
        compare_runs([run], "wrsit")
