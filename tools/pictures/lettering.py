"""Thin capitals drawn with a single line, so that labels need no font."""

from tools.pictures.canvas import Canvas

# Each letter on a grid 100 high; first its width, then its strokes.
LETTERS: dict[str, tuple[int, str]] = {
    "A": (78, "M0 100L39 0L78 100M14 64H64"),
    "B": (56, "M0 0V100H30A26 26 0 0 0 30 48H0M0 0H26A24 24 0 0 1 26 48"),
    "C": (80, "M78 20A48 50 0 1 0 78 80"),
    "D": (72, "M0 0V100H24A48 50 0 0 0 24 0Z"),
    "E": (50, "M50 0H0V100H50M0 48H42"),
    "F": (48, "M48 0H0V100M0 48H40"),
    "G": (84, "M80 20A48 50 0 1 0 84 72V54H54"),
    "H": (68, "M0 0V100M68 0V100M0 48H68"),
    "I": (0, "M0 0V100"),
    "J": (36, "M36 0V72A22 26 0 0 1 0 82"),
    "K": (60, "M0 0V100M58 0L0 58M22 38L62 100"),
    "L": (46, "M0 0V100H46"),
    "M": (84, "M0 100L8 0L42 72L76 0L84 100"),
    "N": (70, "M0 100V0L70 100V0"),
    "O": (96, "M48 0A48 50 0 0 1 48 100A48 50 0 0 1 48 0Z"),
    "P": (54, "M0 100V0H26A27 27 0 0 1 26 54H0"),
    "R": (58, "M0 100V0H28A26 26 0 0 1 28 52H0M28 52L58 100"),
    "S": (54, "M50 14A25 24 0 1 0 26 48A26 26 0 1 1 0 84"),
    "T": (66, "M0 0H66M33 0V100"),
    "U": (66, "M0 0V66A33 34 0 0 0 66 66V0"),
    "V": (76, "M0 0L38 100L76 0"),
    "W": (108, "M0 0L28 100L54 18L80 100L108 0"),
    "X": (66, "M0 0L66 100M66 0L0 100"),
    "Y": (68, "M0 0L34 50L68 0M34 50V100"),
    "Z": (62, "M0 0H62L0 100H62"),
    "&": (74, "M74 100L16 26A20 17 0 1 1 52 22C48 44 2 46 2 76A28 26 0 0 0 54 86L70 54"),
    " ": (36, ""),
}


def lettered(
    c: Canvas,
    text: str,
    x: float,
    y: float,
    height: float,
    colour: str,
    room: float = 1e9,
    tracking: float = 34,
    weight: float = 8,
) -> None:
    """Write `text` centred on x, standing on y; made smaller if wider than `room`."""
    length = sum(LETTERS[letter][0] for letter in text) + tracking * (len(text) - 1)
    size = min(height / 100, room / length)
    left = x - length * size / 2
    for letter in text:
        width, strokes = LETTERS[letter]
        if strokes:
            c.line(
                strokes,
                colour,
                weight,
                transform=f"translate({left:.1f} {y - 100 * size:.1f}) scale({size:.4f})",
            )
        left += (width + tracking) * size
