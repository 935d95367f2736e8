"""The forms of signing in. Each carries a token of its session: a form of another site is no form of ours."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField


class BareForm(FlaskForm):  # type: ignore[misc]
    """A button, and the token."""


class SignInForm(FlaskForm):  # type: ignore[misc]
    login = StringField()
    password = PasswordField()


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField()


class PasswordForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField()
    new = PasswordField()
    again = PasswordField()


def typed(value: object) -> str:
    return value if isinstance(value, str) else ""
