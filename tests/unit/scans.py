"""Photos and scans of a certificate, good and bad, drawn for tests."""

from importlib.resources import files

import fontpkg_onest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

_LINE = "Анықтама берілді: педагогтің жұмыс орнынан, Серікқызы Әлия"
_FONT = next(path for path in files(fontpkg_onest).joinpath("files").iterdir())


def scan(height: int = 2400, *, lines: int = 38) -> Image.Image:
    """A photographed sheet of A4 with lines of ten-point letters, and the grain of a phone."""
    sheet = Image.new("RGB", (height * 5 // 7, height), (205, 203, 196))
    pen = ImageDraw.Draw(sheet)
    letters = ImageFont.truetype(str(_FONT), height // 70)
    margin = height // 14
    for number in range(lines):
        at = (margin, margin + number * height // 45)
        pen.text(at, _LINE, font=letters, fill=(40, 40, 45))
    grain = Image.effect_noise(sheet.size, 8).convert("RGB")
    return Image.blend(sheet, grain, 0.06)


def darkened(picture: Image.Image, share: float = 0.35) -> Image.Image:
    """The same in the dusk."""
    return ImageEnhance.Brightness(picture).enhance(share)


def blurred(picture: Image.Image) -> Image.Image:
    """The same out of focus, so that its letters run together."""
    return picture.filter(ImageFilter.GaussianBlur(picture.height / 450))
