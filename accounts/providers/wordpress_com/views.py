"""WordPress.com Connect: OAuth 2 for signing in.

Facts: https://developer.wordpress.com/docs/api/wpcc/ (endpoints, scope, the fields of the profile),
https://developer.wordpress.com/docs/api/oauth2/ (code for token by POST with client_id, client_secret,
redirect_uri, grant_type), https://developer.wordpress.com/docs/api/1.1/get/me/ (the profile in full).
"""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest


class WordPressComAdapter(OAuth2Adapter):
    """`authenticate`, not `authorize`: its tokens can read one's own profile and nothing else."""

    provider_id = "wordpress_com"
    authorize_url = "https://public-api.wordpress.com/oauth2/authenticate"
    access_token_url = "https://public-api.wordpress.com/oauth2/token"  # noqa: S105
    profile_url = "https://public-api.wordpress.com/rest/v1.1/me"

    def complete_login(
        self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """The person behind the token."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {token.token}"})
            answer.raise_for_status()
            profile = answer.json()
        return self.get_provider().sociallogin_from_response(request, profile)


oauth2_login = OAuth2LoginView.adapter_view(WordPressComAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WordPressComAdapter)
