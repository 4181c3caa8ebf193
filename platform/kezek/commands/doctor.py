"""`kezek doctor`: says what is wrong with this installation, one line each."""

import os
import sys

import click

from kezek.adapters.examination import Finding, examine
from kezek.adapters.instance import surroundings
from kezek.settings import OperatorError, Settings


@click.command()
def command() -> None:
    """Say what is wrong with this installation; exit status 1 if anything is."""
    try:
        settings = Settings.from_env(surroundings(os.environ))
        findings = examine(settings)
    except OperatorError as error:
        findings = [Finding(False, "settings", str(error))]
    for finding in findings:
        mark = "ok   " if finding.is_well else "WRONG"
        click.echo(f"{mark} {finding.subject}: {finding.words}")
    if not all(finding.is_well for finding in findings):
        sys.exit(1)
