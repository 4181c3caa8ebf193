"""What stands around every page: the region, the languages, the reader, where to get help."""

from collections.abc import Sequence
from functools import cached_property

from flask import Flask, current_app

from kezek.web import i18n
from kezek.web.navigation import find_url
from kezek.web.queue_words import service_name
from kezek.web.reader import Reader, find_reader
from kezek.web.tenant import Contact, TenantCard, find_current_tenant

_EXTENSION = "kezek.is_demo"


class Frame:
    """The frame of one page; each part is found when a template first asks for it."""

    @cached_property
    def tenant(self) -> TenantCard | None:
        """The region, or nothing on the deployment's own pages."""
        return find_current_tenant()

    @cached_property
    def region_name(self) -> str:
        """The region's name in the reader's language; empty without a region."""
        return self.tenant.name(self.language) if self.tenant is not None else ""

    @cached_property
    def language(self) -> str:
        """The two letters of the page's language."""
        return i18n.current_language()

    @cached_property
    def languages(self) -> list[tuple[str, str, str]]:
        """Code, own name and link of each language that can be chosen."""
        return i18n.switch_urls()

    @cached_property
    def contacts(self) -> Sequence[Contact]:
        """Whom to call, the most useful first."""
        return self.tenant.contacts if self.tenant is not None else ()

    @cached_property
    def reader(self) -> Reader | None:
        """The signed-in person."""
        return find_reader()

    @cached_property
    def service(self) -> str:
        """What applying is called here, after the ways in which places are given."""
        return service_name(self.tenant.modes if self.tenant is not None else ())

    @cached_property
    def is_demo(self) -> bool:
        """Whether everything shown here is made up."""
        return bool(current_app.extensions[_EXTENSION])

    @cached_property
    def banner(self) -> str:
        """The region's own words above its pages; the ribbon speaks for a made-up region."""
        if self.tenant is None or (self.is_demo and self.tenant.is_demo):
            return ""
        return self.tenant.banner(self.language)

    @cached_property
    def logo(self) -> str:
        """The name in the head: the region's own, or that of the system."""
        return (self.tenant.logo(self.language) if self.tenant is not None else "") or "Kezek"

    @cached_property
    def home_url(self) -> str:
        """The region's page, or the list of regions."""
        endpoint = "front.home" if self.tenant is None else "public.region"
        return find_url(endpoint) or "/"


def init_app(app: Flask, *, is_demo: bool) -> None:
    """Gives every template its frame."""
    app.extensions[_EXTENSION] = is_demo
    app.context_processor(lambda: {"frame": Frame()})
