from django.urls import path

from companies.api import views

urlpatterns = [
    path("companies/", views.CompanyList.as_view(), name="api-companies"),
    path("companies/<slug:slug>/", views.CompanyDetail.as_view(), name="api-company"),
    path("companies/<slug:slug>/scorecard/", views.ScorecardDetail.as_view(), name="api-scorecard"),
    path("league/<slug:sector>/", views.LeagueDetail.as_view(), name="api-league"),
]
