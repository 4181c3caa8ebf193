"""A program of its own that opens one uploaded file, and says what it saw.

It is run by `adapters.examined_files`, with the file on its standard input and nothing else: no
settings, no keys, no database. Libraries that read pictures and PDFs are written in C, and a file
made to break them breaks this process alone, within the memory and the seconds that it is given.
It answers with one line of JSON, and behind it the copy to look at, of a photo. So it imports
nothing of ours.
"""

import json
import sys
import warnings
from contextlib import suppress
from io import BytesIO
from typing import Any

from PIL import Image, ImageFilter, ImageOps, ImageStat

_MEMORY = 1024**3
_SECONDS = 10
_MOST_PIXELS = 64_000_000
"""More than the largest phones take (50 million); a bomb of a few kilobytes unfolds to billions."""
_VIEW_SIDE = 2400
_LOOK_SIDE = 1600
_TILE = 100
_LEAST_SPAN = 60
_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


class Unfit(Exception):
    """A file that is not taken; its word is one of `core.uploads.UploadFault`."""


def main() -> None:
    """Reads the file, looks at it, answers."""
    _fence()
    content = sys.stdin.buffer.read()
    try:
        told, view = _pdf(content) if content.startswith(b"%PDF-") else _picture(content)
    except Unfit as unfit:
        told, view = {"fault": str(unfit)}, b""
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + view)


def _fence() -> None:
    """No more memory and time than a good file needs, and no file written."""
    try:
        import resource
    except ImportError:  # Windows; the parent's own patience still ends it
        return
    limits = {
        resource.RLIMIT_AS: _MEMORY,
        resource.RLIMIT_CPU: _SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        # macOS does not limit address space; the others hold there too.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def _picture(content: bytes) -> tuple[dict[str, Any], bytes]:
    # Pillow warns of a bomb and goes on; we count for ourselves, before a point is unfolded.
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            width, height = picture.size
            if width * height > _MOST_PIXELS:
                raise Unfit("too_many_pixels")
            # A JPEG can be unfolded at a half or a quarter of its size, which spares most of it.
            picture.draft("RGB", (_VIEW_SIDE, _VIEW_SIDE))
            shown = ImageOps.exif_transpose(picture)
            flat = _on_white(shown)
    except Unfit:
        raise
    except Exception as error:
        raise Unfit("broken") from error
    flat.thumbnail((_VIEW_SIDE, _VIEW_SIDE), Image.Resampling.LANCZOS)
    view = BytesIO()
    # Points alone: place, camera, time and comments of the photo stay behind.
    flat.info.clear()
    flat.save(view, "JPEG", quality=85, optimize=True)
    return _look(flat) | {"width": width, "height": height, "is_drawn": False}, view.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        with_alpha = picture.convert("RGBA")
        sheet = Image.new("RGB", picture.size, "white")
        sheet.paste(with_alpha, mask=with_alpha.getchannel("A"))
        return sheet
    return picture.convert("RGB")


def _pdf(content: bytes) -> tuple[dict[str, Any], bytes]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
        page = document[0]
        side = max(page.get_width(), page.get_height())
        drawn = page.render(scale=_LOOK_SIDE / side, grayscale=True).to_pil()
    except pypdfium2.PdfiumError as error:
        locked = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unfit("locked" if error.err_code in locked else "broken") from error
    except Exception as error:
        raise Unfit("broken") from error
    return _look(drawn) | {"width": drawn.width, "height": drawn.height, "is_drawn": True}, b""


def _look(picture: Image.Image) -> dict[str, Any]:
    """Light, span and edges, as `core.readability` explains them."""
    grey = picture.convert("L")
    grey.thumbnail((_LOOK_SIDE, _LOOK_SIDE), Image.Resampling.LANCZOS)
    counts = grey.histogram()
    low, light, high = (_share(counts, share) for share in (0.002, 0.9, 0.99))
    span = high - low
    # A span of nothing is no reason to find edges steep.
    edges = round(_edges(grey) * 1000 / max(span, _LEAST_SPAN))
    return {"light": light, "span": span, "edges": edges}


def _edges(grey: Image.Image) -> float:
    """How steep its small parts are: the spread of the second derivative, in the steepest parts.

    Most of a paper is empty, and says nothing about focus; letters stand in some of its parts.
    """
    # Smoothed first: the grain of a photo taken by lamplight is steep too, point by point.
    steep = grey.filter(ImageFilter.GaussianBlur(1.2)).filter(_LAPLACE)
    # The filter leaves the outermost points as they were.
    steep = ImageOps.crop(steep, 1)
    spreads = sorted(
        ImageStat.Stat(steep.crop((left, top, left + _TILE, top + _TILE))).stddev[0]
        for top in range(0, max(steep.height - _TILE, 1), _TILE)
        for left in range(0, max(steep.width - _TILE, 1), _TILE)
    )
    return spreads[-1 - len(spreads) // 40]


def _share(counts: list[int], share: float) -> int:
    """The brightness that this share of all points does not exceed."""
    left = sum(counts) * share
    for brightness, count in enumerate(counts):
        left -= count
        if left <= 0:
            return brightness
    return len(counts) - 1


if __name__ == "__main__":
    main()
