"""The fonts of a DOCX: which one a run is set in, by itself, a style or the default."""

from typing import Any

from docx.oxml.ns import qn

_FONTS = f"{qn('w:rPr')}/{qn('w:rFonts')}"
_VAL = qn("w:val")
_DEEPEST = 20  # styles based on styles: a damaged file may have a circle of them


class Fonts:
    """Looks fonts up in the styles of a document (``w:styles``)."""

    def __init__(self, styles: Any) -> None:
        self._styles = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}
        default = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{_FONTS}")
        self._default = _name(default)
        self._normal = next(
            (key for key, style in self._styles.items() if _is_default_paragraph(style)), None
        )
        self._known: dict[str | None, str | None] = {}

    def of(self, run: Any, paragraph: Any) -> str | None:
        """Return the name of the font of a run (``w:r``) in a paragraph (``w:p``), if one is named."""
        if own := _name(run.find(_FONTS)):
            return own
        style = _value(run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}"))
        if style and (found := self._of_style(style)):
            return found
        style = _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) or self._normal
        return self._of_style(style) or self._default

    def _of_style(self, key: str | None) -> str | None:
        if key not in self._known:
            self._known[key] = self._looked_up(key)
        return self._known[key]

    def _looked_up(self, key: str | None) -> str | None:
        for _ in range(_DEEPEST):
            style = self._styles.get(key)
            if style is None:
                return None
            if found := _name(style.find(_FONTS)):
                return found
            key = _value(style.find(qn("w:basedOn")))
        return None


def _name(fonts: Any) -> str | None:
    return None if fonts is None else fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi"))


def _value(element: Any) -> str | None:
    return None if element is None else element.get(_VAL)


def _is_default_paragraph(style: Any) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true", "on"}
