"""Texts to phones."""

from doudi.messaging.rules import register

CODE = register(
    "accounts.sign_in_code",
    "登录验证码",
    "您的登录验证码是 {code}，5 分钟内有效。工作人员不会向您索要验证码。",
    ("code",),
    secrets=("code",),
)
