"""``lfrstats claims``: what is recorded, with its provenance."""

from __future__ import annotations

from ..reports.terminal import Answer, bold, bullets, dim, figure, paragraph

HELP = "the recorded claims of a study, each with its source"
EXAMPLE = "lfrstats claims met-trials-2020"


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument("words", nargs="*", metavar="STUDY",
                        help="a recorded study, or a claims file (all if none); with --new the "
                        "figures to write, such as tpir=70%% or \"confirmed | alert=8/42\"")
    parser.add_argument("--new", metavar="FILE",
                        help="write a claims file: of the figures given, or one with notes to "
                        "start from")


def answer(args) -> Answer:
    """List the studies, or the claims of one."""
    from ..evidence.study_file import load_claims, studies

    if args.new is not None:
        return _new(args.new, args.words)
    if len(args.words) > 1:
        raise ValueError(f"one study at a time, got {' and '.join(args.words)}")
    if not args.words:
        found = [load_claims(name) for name in studies()]
        lines = [f"{study.id}: {study}" for study in found]
        return Answer(
            "\n".join([bold("Recorded studies"), "", bullets(lines)]),
            {"studies": [{"id": study.id, "title": study.title} for study in found]},
        )
    study = load_claims(args.words[0])
    return Answer(_text(study), as_data(study))


def _new(name: str, words: list[str]) -> Answer:
    """Write a file of these figures, or the template, but not over a file that is there."""
    from pathlib import Path

    from ..evidence.files.toml import data_folder
    from ..evidence.writing import claims_text, figures_of
    from ..reports.writing import write_whole

    path = Path(name)
    if path.exists():
        raise ValueError(f"{name} is there already; choose another name")
    figures = figures_of(words)
    made = claims_text(figures, path.stem).encode() if figures else (
        data_folder() / "template.toml").read_bytes()
    write_whole(path, made)
    return Answer(paragraph(f"Written: {name}. Next: lfrstats audit {name}"), {"written": name})


def as_data(study) -> dict:
    """A study as plain data."""
    return {
        "id": study.id, "title": study.title, "about": study.about, "system": study.system,
        "period": study.period, "events": study.events,
        "sources": [_fields(source) for source in study.sources],
        "claims": [claim_data(claim) for claim in study.claims],
        "open_claims": [_open_data(claim) for claim in study.open_claims],
        "cases": [
            {"id": cases.id, "is": cases.group.text, "count": cases.count, "unit": cases.unit,
             "meaning": cases.meaning, "complete": cases.complete,
             "part_of": cases.part_of.id if cases.part_of else None}
            for cases in study.cases
        ],
        "counts": [_count_data(count) for count in study.counts],
        "counted": [
            {"statement": row.statement.text, "rate": row.rate, "k": row.k, "n": row.n,
             "of": row.of, "that": row.that, "items": list(row.items), "said": row.said}
            for row in study.counted
        ],
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


def _open_data(claim) -> dict:
    plain = ("id", "said_by", "unit", "tested", "meaning", "k", "n", "ambiguous", "note")
    return {name: getattr(claim, name) for name in plain} | {
        "source": claim.source.id, "printed": claim.printed.text,
        "readings": [{"statement": reading.statement.text, "rate": reading.rate,
                      "of": reading.of, "that": reading.that} for reading in claim.readings],
    }


def _count_data(count) -> dict:
    plain = ("id", "said_by", "printed", "count", "unit", "meaning", "note")
    return {name: getattr(count, name) for name in plain} | {
        "source": count.source.id, "statement": count.statement.text if count.statement else None}


def _fields(record) -> dict:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _text(study) -> str:
    blocks = [bold(study.title), *([paragraph(study.about)] if study.about else [])]
    for source in study.sources:
        claims = [claim for claim in study.claims if claim.source is source]
        still_open = [claim for claim in study.open_claims if claim.source is source]
        blocks.append(_source(source) + "".join(f"\n{_claim(claim)}" for claim in claims)
                      + "".join(f"\n{_open(claim)}" for claim in still_open))
    if study.cases:
        lines = [f"{cases.meaning}" + (f": {cases.count:,}" if cases.count is not None else "")
                 for cases in study.cases]
        blocks.append(bold("Cases") + "\n" + bullets(lines))
    if study.counts:
        lines = [f"{count.printed}: {count.meaning}" for count in study.counts]
        blocks.append(bold("Counts") + "\n" + bullets(lines))
    if study.context:
        lines = [f"{entry.printed}: {entry.meaning}" for entry in study.context]
        blocks.append(bold("Also printed") + "\n" + bullets(lines))
    return "\n\n".join(blocks)


def _open(claim) -> str:
    told = (f"What it is a share of is not said. It may be "
            f"{'; or '.join(str(reading) for reading in claim.readings)}. "
            f"Said by {claim.said_by}.")
    return f"  {figure(claim.printed.text)}\n{paragraph(told, indent='      ')}"


def _source(source) -> str:
    known = [words for words in (source.publisher, source.date) if words != "not said"]
    known += [f"seen {source.seen}"] * (source.seen != "not said")
    told = paragraph("; ".join(known)) if known else ""
    rest = ["This source gives no rate."] * source.gives_no_rate + [source.note] * bool(source.note)
    beside = [dim(told)] if told else []
    name = source.title if source.id == "not-said" else f"{source.id}: {source.title}"
    return "\n".join([bold(name), *beside, *map(paragraph, rest)])


def _claim(claim) -> str:
    share = f"Of {claim.of}, this share {claim.that}."
    meant = [f"In the source's terms: {claim.meaning}"] if claim.meaning != share else []
    said = {"Said by": claim.said_by, "Tested:": claim.tested, "Unit:": claim.unit}
    told = [share, *meant, *(f"{lead} {words}." for lead, words in said.items()
                             if words != "not said")]
    lines = [
        f"  {figure(claim.printed.text)}  {dim(str(claim.statement))}",
        paragraph(" ".join(told), indent="      "),
    ]
    if claim.ambiguous:
        lines.append(paragraph(f"Ambiguous: {claim.ambiguous}", indent="      "))
    if claim.leaves_open:
        lines.append(paragraph(f"Left open: {'; '.join(claim.leaves_open)}.", indent="      "))
    return "\n".join(lines)
