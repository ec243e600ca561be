"""The options that several commands share, each said once. Choices are the words of the models' enumerations."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]

AsFlow = Annotated[bool, typer.Option("--flow", help="Run it as the Prefect flow (retries, batches).")]
Processes = Annotated[
    int, typer.Option("--processes", min=1, max=64, metavar="N", help="So many processes share the work.")
]
OnDask = Annotated[
    str | None,
    typer.Option(
        "--dask",
        metavar="ADDRESS",
        help="The workers of this Dask scheduler share the work (tcp://HOST:8786; 'local' starts --processes of them).",
    ),
]

Plan = Annotated[str, typer.Argument(metavar="PLAN", help="Its symbol, its id, or words that fit one plan only.")]
OnlyPlan = Annotated[str | None, typer.Option("--plan", metavar="PLAN", help="This plan only.")]
Unit = Annotated[
    str | None, typer.Option("--unit", metavar="TEXT", help="The issuing place with all below it, such as 'Cà Mau'.")
]
Year = Annotated[int | None, typer.Option("--year", min=1945, max=9999, metavar="YYYY", help="The year of issue.")]
Search = Annotated[
    str | None, typer.Option("--search", metavar="TEXT", help="Words that must occur; accents may be left out.")
]

# Plain words, not the enumerations: those would load the models for `--help`. A test holds them to each other.
AudienceWord = Literal["collective", "individual", "both", "unspecified"]
LevelWord = Literal["state", "province", "district", "commune"]
RoundWord = Literal["annual", "preliminary", "final", "ad_hoc"]
MilestoneWord = Literal[
    "issue",
    "launch",
    "preliminary_review",
    "final_review",
    "report",
    "inspection",
    "award_round",
    "phase",
    "deadline",
    "other",
]
RoleWord = Literal["lead", "coordinate", "responsible"]
ReferenceRoleWord = Literal["basis", "cites"]
UnitLevelWord = Literal["central", "province", "district", "commune"]
ComparatorWord = Literal[
    "at_least", "at_most", "exactly", "reach", "decrease_by", "increase_by", "decrease_to", "increase_to"
]
TopicWord = Literal[
    "purpose",
    "requirements",
    "subjects",
    "content",
    "time",
    "launch",
    "tasks",
    "solutions",
    "targets",
    "criteria",
    "awards",
    "schedule",
    "funding",
    "procedure",
    "implementation",
    "reporting",
    "situation",
    "appendix",
    "other",
]
Audience = Annotated[AudienceWord | None, typer.Option("--audience", help="The audience.")]
Level = Annotated[LevelWord | None, typer.Option("--level", help="The level of the awarding authority.")]
UnitLevel = Annotated[UnitLevelWord | None, typer.Option("--unit-level", help="The level of the issuing body.")]
Round = Annotated[RoundWord | None, typer.Option("--round", help="The occasion of rewarding.")]
Milestone = Annotated[MilestoneWord | None, typer.Option("--kind", help="The kind of milestone.")]
Role = Annotated[RoleWord | None, typer.Option("--role", help="The role.")]
ReferenceRole = Annotated[ReferenceRoleWord | None, typer.Option("--role", help="A basis of the plan, or cited in it.")]
Actor = Annotated[str | None, typer.Option("--actor", metavar="TEXT", help="Who acts.")]
Form = Annotated[str | None, typer.Option("--form", metavar="TEXT", help="The form of award.")]
Authority = Annotated[str | None, typer.Option("--authority", metavar="TEXT", help="Who gives the award.")]
Symbol = Annotated[str | None, typer.Option("--symbol", metavar="TEXT", help="The symbol of the cited document.")]
