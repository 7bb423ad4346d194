"""Curves as lists of points: smoothing, sampling, tapering, and their SVG path data."""

import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


def polyline(points: Iterable[Point], closed: bool = True) -> str:
    """Path data through the points in straight steps."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if closed else "")


def smooth(points: Sequence[Point], closed: bool = False) -> str:
    """Path data of a Catmull-Rom spline through the points."""
    count = len(points)
    data = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i in range(count if closed else count - 1):
        before, start, end, after = _neighbours(points, i, closed)
        c1 = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        c2 = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        data.append(f"C{c1[0]:.1f} {c1[1]:.1f} {c2[0]:.1f} {c2[1]:.1f} {end[0]:.1f} {end[1]:.1f}")
    return "".join(data) + ("Z" if closed else "")


def sample(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """Points on the same spline, `steps` for each given span."""
    found = []
    for i in range(len(points) - 1):
        before, start, end, after = _neighbours(points, i, False)
        found += [_between(before, start, end, after, n / steps) for n in range(steps)]
    return [*found, points[-1]]


def ribbon(points: Sequence[Point], widths: Sequence[float]) -> list[Point]:
    """The outline of a tube along the spline; its width runs evenly through `widths`."""
    spine = sample(points, 10)
    left, right = [], []
    for i, (x, y) in enumerate(spine):
        ax, ay = spine[max(i - 1, 0)]
        bx, by = spine[min(i + 1, len(spine) - 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        half = _along(widths, i / (len(spine) - 1)) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float, steps: int = 24) -> list[Point]:
    """Points on an ellipse from angle `start` to `end`, degrees, clockwise from three o'clock."""
    turns = [math.radians(start + (end - start) * n / steps) for n in range(steps + 1)]
    return [(cx + rx * math.cos(t), cy + ry * math.sin(t)) for t in turns]


def moved(points: Iterable[Point], dx: float, dy: float, size: float = 1.0) -> list[Point]:
    """The points scaled about the origin, then shifted."""
    return [(x * size + dx, y * size + dy) for x, y in points]


def _neighbours(points: Sequence[Point], i: int, closed: bool) -> tuple[Point, Point, Point, Point]:
    count = len(points)
    if closed:
        return points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count]
    return points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, count - 1)]


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    return _spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _along(values: Sequence[float], t: float) -> float:
    place = t * (len(values) - 1)
    i = min(int(place), len(values) - 2)
    return values[i] + (values[i + 1] - values[i]) * (place - i)
