"""allauth's forms with the site's words. Apart from forms.py, which allauth itself imports."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.socialaccount import forms as social
from django import forms

LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "password": "Password",
    "oldpassword": "Current password",
}


class PlainWords(forms.Form):
    """Labels of our own, and no placeholder: it vanishes when one begins to type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name == "password1":
                # The validators say in full what is wrong when something is.
                field.help_text = "At least 10 characters, and none of the common ones."


class NewPassword(PlainWords):
    """Two fields for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "New password"
        self.fields["password2"].label = "New password, once more"


class SignInForm(PlainWords, account.LoginForm):
    pass


class SignUpForm(PlainWords, account.SignupForm):
    pass


class SocialSignUpForm(PlainWords, social.SignupForm):
    pass


class AddEmailForm(PlainWords, account.AddEmailForm):
    pass


class AskForResetForm(PlainWords, account.ResetPasswordForm):
    pass


class ResetPasswordForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    pass


class ReauthenticateForm(PlainWords, account.ReauthenticateForm):
    pass


class CodeForm(PlainWords, mfa.AuthenticateForm):
    pass


class CodeAgainForm(PlainWords, mfa.ReauthenticateForm):
    pass
