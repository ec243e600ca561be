"""The options that several commands share, each said once. Choices are the words of the models' enumerations."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from pipeline.messages import say

AsJson = Annotated[bool, typer.Option("--json", help=say("about.json"))]

Plan = Annotated[str, typer.Argument(metavar="PLAN", help=say("about.plan"))]
OnlyPlan = Annotated[str | None, typer.Option("--plan", metavar="PLAN", help=say("option.only_plan"))]
Unit = Annotated[str | None, typer.Option("--unit", metavar="TEXT", help=say("option.unit"))]
Year = Annotated[int | None, typer.Option("--year", min=1945, max=9999, metavar="YYYY", help=say("option.year"))]
Search = Annotated[str | None, typer.Option("--search", metavar="TEXT", help=say("option.search"))]

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
Audience = Annotated[AudienceWord | None, typer.Option("--audience", help=say("option.audience"))]
Level = Annotated[LevelWord | None, typer.Option("--level", help=say("option.level"))]
UnitLevel = Annotated[UnitLevelWord | None, typer.Option("--unit-level", help=say("option.unit_level"))]
Round = Annotated[RoundWord | None, typer.Option("--round", help=say("option.round"))]
Milestone = Annotated[MilestoneWord | None, typer.Option("--kind", help=say("option.kind"))]
Role = Annotated[RoleWord | None, typer.Option("--role", help=say("option.role"))]
ReferenceRole = Annotated[ReferenceRoleWord | None, typer.Option("--role", help=say("option.reference_role"))]
Actor = Annotated[str | None, typer.Option("--actor", metavar="TEXT", help=say("option.actor"))]
Form = Annotated[str | None, typer.Option("--form", metavar="TEXT", help=say("option.form"))]
Authority = Annotated[str | None, typer.Option("--authority", metavar="TEXT", help=say("option.authority"))]
Symbol = Annotated[str | None, typer.Option("--symbol", metavar="TEXT", help=say("option.symbol"))]
