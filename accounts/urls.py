from django.urls import include, path

from accounts import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("close/", views.close, name="account_close"),
    path("theme/", views.theme, name="theme"),
    path("", include("allauth.urls")),
]
