from companies.models.case import Case
from companies.models.channel import Channel
from companies.models.claim import Claim
from companies.models.company import Alias, Company
from companies.models.domain import Domain
from companies.models.handle import Handle, HandleChange
from companies.models.representative import Representative
from companies.models.scorecard import LeagueTable, Scorecard
from companies.models.team import TeamAct, TeamInvitation

__all__ = [
    "Alias",
    "Case",
    "Channel",
    "Claim",
    "Company",
    "Domain",
    "Handle",
    "HandleChange",
    "LeagueTable",
    "Representative",
    "Scorecard",
    "TeamAct",
    "TeamInvitation",
]
