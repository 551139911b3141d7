"""Makes the four files of Corresp Signs: what TeX Gyre Termes lacks of signs in ordinary letters.

    make-signs.py STIX NOTO

STIX is the `source` folder of https://github.com/stipub/stixfonts at the commit that README.md names, NOTO the
folder with the files of Debian's `fonts-noto-mono`. Needs fontTools 4; the same inputs give the same bytes.
"""

import io
import sys
from pathlib import Path

from fontTools.merge import Merger, Options as MergeOptions
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent

# Modifier letters, dashes and primes, blanks, superiors and inferiors, currencies, letterlike signs and
# fractions, arrows, mathematical and technical signs, shapes, boxes and check marks.
WANTED = [
    *range(0x2B0, 0x2FF), *range(0x2000, 0x200B), *range(0x2010, 0x2028), *range(0x202F, 0x2060),
    *range(0x2070, 0x20A0), *range(0x20A0, 0x20C0), *range(0x2100, 0x2190), *range(0x2190, 0x2200),
    *range(0x2200, 0x2300), *range(0x2308, 0x230C), *range(0x25A0, 0x2600), 0x2605, 0x2606,
    *range(0x2610, 0x2613), 0x2660, 0x2663, 0x2665, 0x2666, 0x2713, 0x2714,
]
# Superiors that Termes has: those of one note are of one family.
ALWAYS = [0xB9, 0xB2, 0xB3]
# Noto Sans Mono, of one width, only for the currencies that STIX lacks.
CURRENCIES = range(0x20A0, 0x20C0)

FACES = {"Regular": "TeXGyreTermes-Regular", "Bold": "TeXGyreTermes-Bold", "Italic": "TeXGyreTermes-Italic",
         "BoldItalic": "TeXGyreTermes-BoldItalic"}


def signs(font):
    return set(font.getBestCmap())


def cut(path, characters):
    """Returns a font with some characters alone, and no features."""
    font = TTFont(path, recalcTimestamp=False)
    options = Options(layout_features=[], name_IDs=[], hinting=False, notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += ["DSIG", "MATH", "GDEF", "GSUB", "GPOS", "GlyphOrder"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    file = io.BytesIO()
    font.save(file)
    file.seek(0)
    return file


def area(pen, corners):
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()


def cross(pen, left, low, right, high, stroke):
    for y1, y2 in [(low, high), (high, low)]:
        area(pen, [(left, y1), (right - stroke, y2), (right, y2), (left + stroke, y1)])


def box(pen, stroke=44):
    left, low, right, high = 60, -50, 760, 650
    area(pen, [(left, low), (left, high), (right, high), (right, low)])
    left, low, right, high = left + stroke, low + stroke, right - stroke, high - stroke
    area(pen, [(left, low), (right, low), (right, high), (left, high)])


def put(font, character, name, pen, width):
    if name not in font.getGlyphOrder():
        font.setGlyphOrder(font.getGlyphOrder() + [name])
    font["glyf"][name] = pen.glyph()
    font["glyf"][name].recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, font["glyf"][name].xMin)
    for table in font["cmap"].tables:
        table.cmap[character] = name


def draw(font):
    """Draws the ballot crosses, which none of the families has, and the boxes of one size."""
    glyphs = font.getGlyphSet()
    # A heavy check mark is a check mark.
    check = font.getBestCmap()[0x2713]
    for table in font["cmap"].tables:
        table.cmap[0x2714] = check
    checked = TTGlyphPen(None)
    box(checked)
    glyphs[check].draw(TransformPen(checked, (0.66, 0, 0, 0.66, 150, 90)))
    drawn = {0x2611: ("boxchecked", checked, 820)}
    for character, name, width, parts in [
        (0x2610, "boxempty", 820, [box]),
        (0x2612, "boxcrossed", 820, [box, lambda pen: cross(pen, 170, 60, 650, 540, 60)]),
        (0x2717, "ballotcross", 700, [lambda pen: cross(pen, 60, -20, 640, 640, 60)]),
        (0x2718, "ballotcrossheavy", 700, [lambda pen: cross(pen, 60, -20, 640, 640, 110)]),
    ]:
        pen = TTGlyphPen(None)
        for part in parts:
            part(pen)
        drawn[character] = (name, pen, width)
    for character, (name, pen, width) in drawn.items():
        put(font, character, name, pen, width)


def make(style, stix, noto):
    text = stix / f"STIXTwoText-{style}.input.ttf"
    mathematics = stix / "STIXTwoMath.input.ttf"
    mono = noto / f"NotoSansMono-{'Bold' if 'Bold' in style else 'Regular'}.ttf"
    termes = TTFont(next(HERE.glob(f"texgyretermes-{style.lower()}.otf")))
    missing = set(WANTED) - signs(termes) | set(ALWAYS)
    parts = []
    # The regular face alone stands in for what is the same in all.
    sources = [text, mathematics, mono] if style == "Regular" else [text]
    for path in sources:
        has = signs(TTFont(path)) & missing
        if path == mono:
            has &= set(CURRENCIES)
        parts.append(cut(path, has | ({0x20, 0x3F} if path == text else set())))
        missing -= has
    files = []
    for number, part in enumerate(parts):
        file = HERE / f".part{number}.ttf"
        file.write_bytes(part.read())
        files.append(file)
    options = MergeOptions()
    options.drop_tables = []
    font = Merger(options).merge([str(file) for file in files]) if len(files) > 1 else TTFont(files[0])
    for file in files:
        file.unlink()
    if style == "Regular":
        draw(font)
    name = f"CorrespSigns-{style}"
    family, copyright_ = "Corresp Signs", (
        "Copyright 2001-2021 The STIX Fonts Project Authors (https://github.com/stipub/stixfonts); "
        "Copyright 2015 Google LLC (Noto Sans Mono)")
    table = font["name"]
    table.names = []
    licence = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
    for number, words in {0: copyright_, 1: family, 2: style, 3: name, 4: f"{family} {style}",
                          5: "Version 1.000", 6: name, 13: licence,
                          14: "https://openfontlicense.org"}.items():
        table.setName(words, number, 3, 1, 0x409)
    font["head"].created = font["head"].modified = 3_800_000_000
    font["head"].fontRevision = 1.0
    font.recalcTimestamp = False
    font.save(HERE / f"corresp-signs-{style.lower()}.ttf", reorderTables=True)


stix_folder, noto_folder = map(Path, sys.argv[1:3])
for face in FACES:
    make(face, stix_folder, noto_folder)
