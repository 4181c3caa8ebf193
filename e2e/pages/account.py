"""The doors: families come in by IIN, telephone and code, staff by login and password."""

from dataclasses import dataclass

from e2e.people import Child, Parent
from e2e.windows import Window


@dataclass(frozen=True, slots=True)
class Door:
    """The doors of one region, as somebody before this window uses them."""

    window: Window
    slug: str = "demo"

    def ask_for_code(self, parent: Parent) -> None:
        """Types who one is; the page for the code comes."""
        window, words = self.window, self.window.words
        window.see_title(words("Sign in or sign up"))
        window.fill(words("Your IIN"), parent.iin)
        window.fill(words("Mobile number"), parent.phone)
        window.press(words("Get the code"))
        window.see_title(words("Enter the code from the SMS"))

    def enter_code(self, parent: Parent) -> None:
        """Types the code that came."""
        code = self.window.code_for(parent.phone, self.slug)
        self.window.fill(self.window.words("Code from the SMS"), code)
        self.window.press(self.window.words("Come in"))

    def sign_up(self, parent: Parent) -> None:
        """The first time: the code, then who one is; ends on the page after it."""
        window, words = self.window, self.window.words
        window.open(f"/{self.slug}/family/sign-up")
        self.ask_for_code(parent)
        self.enter_code(parent)
        window.see_title(words("My account"))
        window.fill(words("Surname, given name, patronymic"), parent.full_name)
        window.fill(words("Home address"), parent.address)
        window.press(words("Save"))

    def sign_in(self, parent: Parent, title: str) -> None:
        """Every other time."""
        self.window.open(f"/{self.slug}/family/sign-up")
        self.ask_for_code(parent)
        self.enter_code(parent)
        self.window.see_title(self.window.words(title))

    def sign_staff_in(self, login: str, password: str) -> None:
        """Staff; ends on the first page of their desk."""
        window, words = self.window, self.window.words
        window.open(f"/{self.slug}/staff/sign-in")
        window.fill(words("Login"), login)
        window.fill(words("Password"), password)
        window.press(words("Sign in"))

    def add_child(self, child: Child) -> None:
        """Adds a child to the list; ends on the list."""
        window, words = self.window, self.window.words
        window.open(f"/{self.slug}/family/children/new")
        window.see_title(words("Add a child"))
        window.fill(words("IIN of the child"), child.iin)
        window.fill(words("Surname, given name, patronymic of the child"), child.full_name)
        born = child.born_on
        window.fill_day(words("Date of birth"), born.day, born.month, born.year)
        window.press(words("Add the child"))
        window.see_title(words("My children"))
        window.see(child.full_name)
