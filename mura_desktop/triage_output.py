"""A finished worklist as table, JSON or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mura_desktop.inert import csv_cell, json_text, terminal
from mura_desktop.studies.model import Finding, ModelId, NotScored, Study
from mura_desktop.studies.triage import worklist_order


@dataclass(slots=True)
class Worklist:
    """What a job gave: every input file is in a scored study or in `not_scored`, never in both."""

    model: ModelId | None
    scored: list[tuple[Study, Finding]] = field(default_factory=list)
    not_scored: list[NotScored] = field(default_factory=list)

    def in_order(self) -> list[tuple[Study, Finding]]:
        """Return scored studies, the most suspicious first."""
        return sorted(self.scored, key=lambda entry: worklist_order(*entry))

    def as_json(self) -> str:
        """Return the document the README describes; views without a score are not listed in it."""
        model = None if self.model is None else _model(self.model)
        studies = [_study(study, finding) for study, finding in self.in_order()]
        reasons = [{"path": str(entry.path), "reason": entry.reason} for entry in self.not_scored]
        document = {"model": model, "studies": studies, "not_scored": reasons}
        return json_text(document)

    def as_csv(self) -> str:
        """Return one line a study in order, then one line a file that was not scored."""
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(
            ("place", "score", "band", "patient", "body_part", "uid", "views", "path", "reason")
        )
        for place, (study, finding) in enumerate(self.in_order(), start=1):
            words = (finding.band, study.patient, study.body_part, study.uid)
            folder = study.views[0].path.parent if len(study.views) > 1 else study.views[0].path
            count = len(finding.views)
            rows.writerow(
                (
                    place,
                    f"{finding.score:.6f}",
                    *map(csv_cell, words),
                    count,
                    csv_cell(str(folder)),
                    "",
                )
            )
        for entry in self.not_scored:
            named = (csv_cell(str(entry.path)), csv_cell(entry.reason))
            rows.writerow(("", "", "", "", "", "", "", *named))
        return text.getvalue()

    def print_table(self, console: Console) -> None:
        """Print for people. Text from files is printed as it is, never as markup."""
        table = Table(title="Worklist, the most suspicious first (research use only)")
        for heading in ("", "Priority", "Score", "Patient", "Body part", "Date", "Views"):
            table.add_column(heading, justify="right" if heading in ("", "Score") else "left")
        for place, (study, finding) in enumerate(self.in_order(), start=1):
            day = "" if study.study_date is None else study.study_date.isoformat()
            cells = (study.patient, study.body_part, day, str(len(study.views)))
            table.add_row(
                str(place),
                finding.band,
                f"{finding.score:.0%}",
                *(Text(terminal(cell)) for cell in cells),
            )
        console.print(table)
        if self.not_scored:
            console.print(f"Not scored: {_count(self.not_scored)}", highlight=False)
        for entry in self.not_scored:
            console.print(Text(terminal(f"  {entry.path}: {entry.reason}")), soft_wrap=True)


def _model(model: ModelId) -> dict[str, str]:
    return {"name": model.name, "sha256": model.sha256}


def _study(study: Study, finding: Finding) -> dict[str, Any]:
    paths = {view.uid: str(view.path) for view in study.views}
    views: list[dict[str, Any]] = []
    for view in finding.views:
        entry: dict[str, Any] = {"path": paths[view.view_uid], "score": view.score}
        if view.warnings:
            entry["warnings"] = list(view.warnings)
        views.append(entry)
    return {
        "uid": study.uid,
        "patient": study.patient,
        "body_part": study.body_part,
        "score": finding.score,
        "band": finding.band.value,
        "views": views,
    }


def _count(entries: Iterable[object]) -> str:
    number = len(list(entries))
    return f"{number} file" if number == 1 else f"{number} files"
