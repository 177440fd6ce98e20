"""Knows a CSS colour from anything else, for what is written into a stylesheet must be no more."""

from __future__ import annotations

import re
from typing import Final

NAMED: Final = frozenset(
    """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet
    brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan
    darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta
    darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue
    darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey
    dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray
    green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush
    lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen
    lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey
    lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
    mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise
    mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive
    olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred
    papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue
    saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray
    slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
    whitesmoke yellow yellowgreen
    """.split()  # noqa: SIM905 - a list of 148 strings is no joy to read
)
"""The names of CSS Color Module Level 4, section 6.1."""

_COLOUR: Final = re.compile(
    r"""
      \#(?: [0-9a-f]{3,4} | [0-9a-f]{6} | [0-9a-f]{8} )
    | (?: rgba? | hsla? | hwb | lab | lch | oklab | oklch | color ) \( [0-9a-z.,%/+\ -]{1,80} \)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_colour(text: str) -> bool:
    """Whether ``text`` is a colour that CSS may know; nothing that could end a declaration is."""
    return text.lower() in NAMED or _COLOUR.fullmatch(text) is not None
