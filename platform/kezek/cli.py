"""The command `kezek`: a table of words, each imported when it is said."""

import importlib
import sys

import click

from kezek import __version__
from kezek.settings import OperatorError

# word: (module in kezek.commands, what it does). A module gives its click command as `command`.
WORDS: dict[str, tuple[str, str]] = {
    "up": ("up", "Start everything on this machine; Ctrl-C stops it."),
    "reset": ("reset", "Forget the data of the demonstration on this machine."),
    "demo": ("demo", "The demonstration's data and who can sign in to it."),
    "signer": ("signer", "Made-up keys and a stand-in of NCALayer for the demonstration."),
    "register": ("register", "Made-up state registers for the demonstration: run, mood, tell."),
    "doctor": ("doctor", "Say what is wrong with this installation."),
    "migrate": ("migrate", "Bring the database to the newest schema."),
    "backup": ("backup", "Write database and uploads into a folder."),
    "restore": ("restore", "Read a backup into an empty database."),
    "tenant": ("tenant", "Regions: validate, list, new, load."),
    "territory": ("territory", "Change the mode of a territory on a day."),
    "registry": ("registry", "Kindergartens and groups from a CSV file."),
    "queue": ("queue", "Bring in the queue that a region already has."),
    "operator": ("operator", "Who runs the deployment: a link for a new account."),
    "keys": ("keys", "Make and change the keys that never stand in the database."),
    "retention": ("retention", "What is kept how long; forget what is old enough."),
    "uploads": ("uploads", "Find sealed files that no document names, and remove them."),
    "bounce": ("bounce", "Take a letter that came back, from the mail server's pipe."),
    "journal": ("journal", "Verify or rebuild from the record of facts."),
    "receipt": ("receipt", "Verify receipts, restore queues from them, show their keys."),
    "scenario": ("scenario", "Run stories in a scratch database."),
    "season": ("season", "Let a region live for some days in a scratch database."),
}


class Words(click.Group):
    """A group that knows its words by name and imports a word's module only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All words, in the order of the table."""
        return list(WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The word's command; None for a word that is not in the table."""
        if cmd_name not in WORDS:
            return None
        module = importlib.import_module(f"kezek.commands.{WORDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The words with what they do, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(word, WORDS[word][1]) for word in self.list_commands(ctx)])


@click.group(cls=Words)
@click.version_option(__version__, prog_name="kezek")
def kezek() -> None:
    """Kezek: the queue for a place in a kindergarten."""


def main() -> None:
    """Runs the word that was typed; says a known error in plain words and exits with 1."""
    try:
        kezek(prog_name="kezek")
    except OperatorError as error:
        click.echo(f"kezek: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
