"""The command `kehoach`: it parses, calls the pipeline, prints, and ends with a stable exit code.

Nothing heavy is imported before a command runs: `--help` must answer at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from app import codepage
from app.exits import guarded
from pipeline import messages
from pipeline.messages import Language

_EXITS = """
\b
Exit codes:
  0    done
  1    nothing could be done (bad file, no such plan)
  2    wrong usage
  3    store unavailable
  4    evaluate: a plan failed, or something was invented
  130  interrupted

\b
Environment: KEHOACH_HOME (data folder), KEHOACH_DATABASE (URL of the database),
KEHOACH_LANG (vi, en), KEHOACH_ALLOW_CLASSIFIED=1 (take classified documents),
KEHOACH_DEBUG=1 (print tracebacks), NO_COLOR.

\b
Examples:
  kehoach ingest corpus/plans
  kehoach plans --year 2019
  kehoach compare 108/KH-UBND 118/KH-UBND
"""


_HANDING_ON = frozenset({"save", "watch add"})
"""Commands that hand what follows the name to the command that it names."""


def main() -> None:
    """Run the command line given to this process and exit."""
    codepage.prepare()
    messages.use(messages.asked(sys.argv[1:], os.environ))
    build()()


def build() -> typer.Typer:
    """All commands; their help is English, whatever the language in use."""
    app = typer.Typer(
        name="kehoach",
        help="Reads the plans of Vietnam's People's Committees (Kế hoạch số …/KH-UBND) into records with evidence: "
        "store, query, compare.",
        epilog=_EXITS,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,  # Plain help: rich alone would take half of the time to the first line.
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(_globally)
    for command, examples in _commands():
        name = command.__name__
        settings = {"ignore_unknown_options": name in _HANDING_ON}
        named = app.command(name, epilog=_epilog(name, examples), context_settings=settings)
        named(guarded(command))
    for group, told, commands in _groups():
        within = typer.Typer(name=group, help=told, no_args_is_help=True, rich_markup_mode=None)
        for command, examples in commands:
            name = command.__name__.rstrip("_")
            settings = {"ignore_unknown_options": f"{group} {name}" in _HANDING_ON}
            named = within.command(name, epilog=_epilog(f"{group} {name}", examples), context_settings=settings)
            named(guarded(command))
        app.add_typer(within)
    return app


def _commands() -> list[tuple[Callable[..., None], tuple[str, ...]]]:
    """Every command with its examples, in the order of the help."""
    from app.commands import (
        asking,
        checking,
        collecting,
        comparing,
        correcting,
        exporting,
        findings,
        lineage,
        maintaining,
        renewing,
        reporting,
        searching,
        serving,
        storing,
        watching,
    )

    return [
        (
            storing.ingest,
            ("corpus/plans", "thang-8/ 108-kh-ubnd.txt --json", "corpus/plans --flow", "thang-8/ --processes 4"),
        ),
        (storing.extract, ("108-kh-ubnd.txt", "108-kh-ubnd.txt --format text")),
        (asking.plans, ("", "--unit 'Cà Mau' --year 2019", "--search 'văn hóa công sở' --json")),
        (asking.show, ("108/KH-UBND", "'an biên 2019' --json", "108/KH-UBND --evidence")),
        (asking.evidence, ("3f2a9c", "3f2a9c --png --out trang/")),
        (asking.clauses, ("--plan 108/KH-UBND --topic schedule", "--search 'sơ kết' --limit 20")),
        (asking.criteria, ("--plan 108/KH-UBND --audience collective", "--search 'trang phục'")),
        (
            asking.timeline,
            (
                "--year 2019 --kind preliminary_review",
                "--actor 'Sở Nội vụ'",
                "108/KH-UBND 118/KH-UBND --ics moc-thoi-gian.ics",
            ),
        ),
        (asking.awards, ("--unit 'Lai Châu'", "--form 'Bằng khen' --audience individual")),
        (asking.references, ("--symbol 733/QĐ-TTg", "--plan 108/KH-UBND --json")),
        (asking.assignments, ("--actor 'Sở Nội vụ' --role lead", "--search 'tuyên truyền'")),
        (asking.quantities, ("--plan 77/KH-UBND", "--search 'doanh nghiệp'")),
        (
            searching.search,
            ("trang phục", "'\"thi đua\" AND (sơ kết OR tổng kết) NOT cấp'", "khen_thưởng --in awards --json"),
        ),
        (searching.save, ("so-noi-vu assignments --actor 'Sở Nội vụ'", "so-noi-vu --remove")),
        (searching.run, ("", "so-noi-vu --json")),
        (searching.sql, ('"SELECT plan_unit, count(*) FROM criteria GROUP BY plan_unit"',)),
        (
            comparing.compare,
            (
                "108/KH-UBND 118/KH-UBND",
                "'cà mau 2019' 'lai châu' 'an biên' --topic criteria --only differences",
                "'cà mau 2019' 'lai châu' --only silence --json",
            ),
        ),
        (
            reporting.report,
            (
                "'cà mau 2019' 'lai châu' 'an biên' --to so-sanh.html",
                "'cà mau 2019' 'lai châu' --to so-sanh.docx --tracked --signing report.toml",
            ),
        ),
        (comparing.families, ("", "108/KH-UBND 'lai châu 2019' 118/KH-UBND", "--json")),
        (lineage.lineage, ("", "118/KH-UBND", "108/KH-UBND 'lai châu 2019' --json")),
        (lineage.diff, ("108/KH-UBND@1 108/KH-UBND@2", "108/KH-UBND@1 108/KH-UBND --json", "108/KH-UBND 118/KH-UBND")),
        (findings.findings, ("", "118/KH-UBND", "108/KH-UBND 118/KH-UBND --weight medium", "--rule cited_dates")),
        (
            correcting.correct,
            (
                "108/KH-UBND number=127 --by 'Lê An' --why 'số viết tay'",
                "127/KH-UBND number --revoke --by 'Lê An' --why 'nhầm'",
                "127/KH-UBND",
            ),
        ),
        (collecting.collect, ("", "ca-mau lai-chau --json")),
        (collecting.backfill, ("ca-mau --since 01/01/2019 --until 31/12/2020",)),
        (collecting.runs, ("", "12 --json")),
        (serving.serve, ("", "--once")),
        (watching.announce, ("", "so-noi-vu --dry-run", "--again --json")),
        (watching.digest, ("", "--query so-noi-vu --days 30", "--to tin-ke-hoach.html")),
        (correcting.review, ("", "--unit 'Cà Mau' --below 0.9", "--limit 20 --json")),
        (correcting.history, ("108/KH-UBND", "108/KH-UBND --json")),
        (correcting.remove, ("108/KH-UBND", "108/KH-UBND --yes --originals")),
        (renewing.reextract, ("", "--dry-run", "--plan 108/KH-UBND --reread --json")),
        (renewing.migrate, ("",)),
        (maintaining.backup, ("kho.kehoach.zip", "kho.kehoach.zip --force --json")),
        (maintaining.restore, ("kho.kehoach.zip --check", "kho.kehoach.zip")),
        (maintaining.doctor, ("", "--deep --json", "--clean")),
        (maintaining.reindex, ("",)),
        (exporting.export, ("goi-du-lieu", "goi-du-lieu --no-originals --force --json")),
        (exporting.import_, ("goi-du-lieu", "goi-du-lieu --json")),
        (checking.evaluate, ("", "corpus/gold --show criteria", "--perturb --seeds 5 --json")),
        (checking.schema, ("> plan.schema.json",)),
        (checking.version, ("",)),
    ]


def _groups() -> list[tuple[str, str, list[tuple[Callable[..., None], tuple[str, ...]]]]]:
    """Groups of commands: the name, the help, and the commands as above."""
    from app.commands import sources, watching

    watch: list[tuple[Callable[..., None], tuple[str, ...]]] = [
        (
            watching.add,
            (
                "so-noi-vu --query so-noi-vu --feed so-noi-vu.xml",
                "ca-mau plans --unit 'Cà Mau' --mail a@camau.gov.vn --digest tin/ --since 01/11/2026",
                "thi-dua criteria --topic criteria --webhook https://noi-nhan.vn/kehoach --all",
            ),
        ),
        (watching.list_, ("", "--json")),
        (watching.show, ("so-noi-vu", "so-noi-vu --json")),
        (watching.remove, ("so-noi-vu",)),
    ]
    of_sources: list[tuple[Callable[..., None], tuple[str, ...]]] = [
        (
            sources.add,
            (
                "https://camau.gov.vn/van-ban",
                "https://camau.gov.vn/van-ban --name ca-mau --write",
                "/srv/van-thu-den --write",
            ),
        ),
        (sources.check, ("", "ca-mau --look", "--look --json")),
        (sources.list_, ("", "--json")),
    ]
    return [
        ("sources", "Sources: the places where plans appear, as sources.toml names them.", of_sources),
        ("watch", "Watch questions: their news are announced by feed, mail, webhook or digest.", watch),
    ]


def _epilog(command: str, examples: tuple[str, ...]) -> str:
    lines = (f"  kehoach {command} {example}".rstrip() for example in examples)
    return "\n".join(["\b", "Examples:", *lines])


def _print_version(wanted: bool) -> None:
    if wanted:
        from app.commands.checking import version

        version()
        raise typer.Exit


def _globally(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    lang: Annotated[
        Language, typer.Option("--lang", envvar="KEHOACH_LANG", help="The language of what is printed.")
    ] = "vi",
) -> None:
    """Options of every command; the language was looked up before the commands were built."""


if __name__ == "__main__":
    main()
