"""What a wheel carries besides modules: pages, notices, translations as they are read, regions."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Data(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the folders of data beside the modules; an editable install reads the checkout's own."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles the translations, then names each folder and where it goes."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "platform"))
        from kezek.adapters.catalogues import compile_stale

        compile_stale(root / "translations")
        for folder in self.config["folders"]:
            build_data["force_include"][str(root / folder)] = f"kezek/shipped/{folder}"
