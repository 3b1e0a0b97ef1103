"""``lfrstats claims``: what is recorded, with its provenance."""

from __future__ import annotations

from ..reports.terminal import Answer, bold, bullets, dim, figure, paragraph

HELP = "the recorded claims of a study, each with its source"
EXAMPLE = "lfrstats claims met-trials-2020"


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument("study", nargs="?", help="a recorded study, or a claims file (all if none)")
    parser.add_argument("--new", metavar="FILE", help="write a commented claims file to start from")


def answer(args) -> Answer:
    """List the studies, or the claims of one."""
    from ..evidence.study_file import load_claims, studies

    if args.new is not None:
        return _template(args.new)
    if args.study is None:
        found = [load_claims(name) for name in studies()]
        lines = [f"{study.id}: {study}" for study in found]
        return Answer(
            "\n".join([bold("Recorded studies"), "", bullets(lines)]),
            {"studies": [{"id": study.id, "title": study.title} for study in found]},
        )
    study = load_claims(args.study)
    return Answer(_text(study), as_data(study))


def _template(name: str) -> Answer:
    """Write the template, but not over a file that is there."""
    from pathlib import Path

    from ..evidence.toml import data_folder
    from ..reports.writing import write_whole

    path = Path(name)
    if path.exists():
        raise ValueError(f"{name} is there already; choose another name")
    write_whole(path, (data_folder() / "template.toml").read_bytes())
    return Answer(paragraph(f"Written: {name}. Next: lfrstats audit {name}"), {"written": name})


def as_data(study) -> dict:
    """A study as plain data."""
    return {
        "id": study.id, "title": study.title, "about": study.about, "system": study.system,
        "period": study.period, "events": study.events,
        "sources": [_fields(source) for source in study.sources],
        "claims": [claim_data(claim) for claim in study.claims],
        "context": [
            {"source": entry.source.id, "printed": entry.printed, "meaning": entry.meaning}
            for entry in study.context
        ],
    }


def claim_data(claim) -> dict:
    """A claim as plain data: what was printed, and the shares that print so."""
    plain = ("id", "said_by", "unit", "tested", "meaning", "of", "that", "rate", "stands_for", "k",
             "n", "ambiguous", "note")
    return {name: getattr(claim, name) for name in plain} | {
        "source": claim.source.id,
        "statement": claim.statement.text,
        "printed": claim.printed.text,
        "value": float(claim.printed.value),
        "prints_so": [float(claim.printed.low), float(claim.printed.high)],
        "leaves_open": list(claim.leaves_open),
    }


def _fields(record) -> dict:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _text(study) -> str:
    blocks = [bold(study.title), paragraph(study.about)]
    for source in study.sources:
        claims = [claim for claim in study.claims if claim.source is source]
        blocks.append(_source(source) + "".join(f"\n{_claim(claim)}" for claim in claims))
    if study.context:
        lines = [f"{entry.printed}: {entry.meaning}" for entry in study.context]
        blocks.append(bold("Also printed") + "\n" + bullets(lines))
    return "\n\n".join(blocks)


def _source(source) -> str:
    told = paragraph(f"{source.publisher}; {source.date}; seen {source.seen}")
    rest = ["This source gives no rate."] * source.gives_no_rate + [source.note] * bool(source.note)
    return "\n".join([bold(f"{source.id}: {source.title}"), dim(told), *map(paragraph, rest)])


def _claim(claim) -> str:
    told = (
        f"Of {claim.of}, this share {claim.that}. In the source's terms: {claim.meaning} "
        f"Said by {claim.said_by}. Tested: {claim.tested}. Unit: {claim.unit}."
    )
    lines = [
        f"  {figure(claim.printed.text)}  {dim(str(claim.statement))}",
        paragraph(told, indent="      "),
    ]
    if claim.ambiguous:
        lines.append(paragraph(f"Ambiguous: {claim.ambiguous}", indent="      "))
    if claim.leaves_open:
        lines.append(paragraph(f"Left open: {'; '.join(claim.leaves_open)}.", indent="      "))
    return "\n".join(lines)
