"""The desk of those who run the deployment, by the names that they read."""

import uuid
from dataclasses import dataclass

from e2e.stack import Stack
from e2e.windows import Window
from kezek.core.access import Role
from kezek.usecases.deployment.accounts import invite, take_up
from kezek.usecases.deployment.acting import COMMAND

PASSWORD = "known to every journey"
KK = "Портал бүгін түске дейін жұмыс істемейді."
RU = "Портал сегодня до обеда не работает."


@dataclass(frozen=True, slots=True)
class Console:
    """One operator at one window."""

    window: Window

    def come_in(self, stack: Stack, role: Role = Role.OPERATOR) -> str:
        """A fresh account signs in; gives its login."""
        login = f"op-{uuid.uuid4().hex[:8]}"
        stack.within(_open, login, role)
        window, words = self.window, self.window.words
        window.open("/operator/sign-in")
        window.see_title(words("Sign in for operators"))
        window.fill(words("Login"), login)
        window.fill(words("Password"), PASSWORD)
        window.press(words("Sign in"))
        return login

    def goes_to(self, link: str) -> None:
        """By a main link; ends on the page of that name."""
        nav = self.window.page.get_by_role("navigation", name=self.window.words("Main links"))
        nav.get_by_role("link", name=self.window.words(link)).click()

    def writes_why(self, reason: str = "e2e: a day of the operator") -> None:
        """The reason that every act of high risk asks for."""
        self.window.fill(self.window.words("Reason"), reason)

    def writes_to_people(self) -> None:
        """What people read, in both languages."""
        self.window.fill(self.window.words("What people read, in Kazakh"), KK)
        self.window.fill(self.window.words("What people read, in Russian"), RU)


def _open(login: str, role: Role) -> None:
    take_up(invite(COMMAND, login, role, f"Оператор {login}"), PASSWORD)
