"""Addresses of brands. Words of ours come before `<slug>`; companies.services.directory reserves them."""

from django.urls import path

from companies.views import claiming, directory, league, official, scorecard, teaming

app_name = "companies"
urlpatterns = [
    path("companies/", directory.directory, name="directory"),
    path("companies/search/", directory.search, name="search"),
    path("companies/claim/<str:token>/", claiming.claim_confirm, name="claim_confirm"),
    path("companies/join/<str:token>/", teaming.join, name="join"),
    path("companies/<slug:slug>/", scorecard.scorecard, name="scorecard"),
    path("companies/<slug:slug>/scorecards/<str:day>/", scorecard.scorecard_at, name="scorecard_at"),
    path("companies/<slug:slug>/claim/", claiming.claim, name="claim"),
    path("companies/<slug:slug>/official-record/", official.record, name="official_record"),
    path("league/", league.league_index, name="league_index"),
    path("league/official/", official.league_index, name="official_league_index"),
    path("league/official/<slug:sector>/", official.league, name="official_league"),
    path("league/<slug:sector>/", league.league, name="league"),
    path("league/<slug:sector>/silent/", league.silent, name="silent"),
    path("league/<slug:sector>/<str:day>/", league.league_at, name="league_at"),
]
