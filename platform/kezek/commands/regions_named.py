"""Which regions of the database an operator means: one by its slug, or all of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from kezek.reads.regions import ServedRegion, served_region, served_regions


def which_regions(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the two ways to say which regions, `--tenant SLUG` and `--all`, one of which is taken.

    It is looked at before anything is started.
    """

    @click.option("--tenant", "slug", metavar="SLUG", help="One region.")
    @click.option("--all", "every", is_flag=True, help="Every region of the database.")
    @wraps(command)
    def checked(*, slug: str | None, every: bool, **more: Any) -> None:
        if (slug is None) is not every:
            raise click.UsageError("Name one region with --tenant SLUG, or say --all.")
        command(slug=slug, **more)

    return checked


def regions_named(slug: str | None) -> list[ServedRegion]:
    """The region of a slug, or every region without one. Raises UnknownRegion."""
    return served_regions() if slug is None else [served_region(slug)]
