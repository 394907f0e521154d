"""Complaints close together are a hotspot; points of the earth become points of a picture. Plain Python.

Clusters grow from point to point (DBSCAN with a grid): a point belongs to one as soon as a point of it with at least
so many neighbours lies within the radius. Distances are those of a small region: degrees times metres, the longitude
shortened by the cosine of the latitude (under 0.1 % wrong within 100 km).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, hypot, log10, radians

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Point:
    """A complaint somewhere (degrees, WGS 84)."""

    key: int
    lon: float
    lat: float


@dataclass(frozen=True)
class Cluster:
    """Complaints close together: the middle, how far they reach, which ones."""

    lon: float
    lat: float
    radius_m: int
    keys: tuple[int, ...]


def metres_between(one: Point, other: Point) -> float:
    """How far two points are apart: (113.000, 23.000) and (113.001, 23.000) are 102 m."""
    east = (one.lon - other.lon) * METRES_PER_DEGREE * cos(radians((one.lat + other.lat) / 2))
    return hypot(east, (one.lat - other.lat) * METRES_PER_DEGREE)


def clusters(points: Sequence[Point], *, radius_m: float, at_least: int) -> list[Cluster]:
    """Groups of at least so many points, the largest first."""
    near = _Neighbours(points, radius_m)
    group: dict[int, int] = {}
    found: list[list[Point]] = []
    for point in points:
        if point.key in group or len(near.of(point)) < at_least:
            continue
        members, waiting = [], [point]
        while waiting:
            one = waiting.pop()
            if one.key in group:
                continue
            group[one.key] = len(found)
            members.append(one)
            around = near.of(one)
            if len(around) >= at_least:
                waiting += around
        found.append(members)
    return sorted((_cluster(members) for members in found), key=lambda one: (-len(one.keys), one.keys))


def _cluster(members: list[Point]) -> Cluster:
    lon, lat = sum(one.lon for one in members) / len(members), sum(one.lat for one in members) / len(members)
    middle = Point(0, lon, lat)
    reach = max(metres_between(middle, one) for one in members)
    return Cluster(round(lon, 6), round(lat, 6), max(100, ceil(reach)), tuple(sorted(one.key for one in members)))


class _Neighbours:
    """Points within a radius, found by the cells of a grid around them."""

    def __init__(self, points: Iterable[Point], radius_m: float) -> None:
        self.radius, self.cells = radius_m, defaultdict(list)
        points = list(points)
        widest = min((cos(radians(one.lat)) for one in points), default=1.0)
        self.step_lat = radius_m / METRES_PER_DEGREE
        self.step_lon = self.step_lat / max(widest, 0.05)
        for point in points:
            self.cells[self._cell(point)].append(point)

    def _cell(self, point: Point) -> tuple[int, int]:
        return floor(point.lon / self.step_lon), floor(point.lat / self.step_lat)

    def of(self, point: Point) -> list[Point]:
        """The point itself and those within the radius."""
        column, row = self._cell(point)
        around = [(column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        return [one for cell in around for one in self.cells[cell] if metres_between(point, one) <= self.radius]


@dataclass(frozen=True)
class Frame:
    """A picture of a piece of the earth, north up, as wide and high as given (pixels)."""

    west: float
    north: float
    pixels_per_metre: float
    shortened: float
    width: int
    height: int

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place lies in the picture."""
        x = (lon - self.west) * METRES_PER_DEGREE * self.shortened * self.pixels_per_metre
        y = (self.north - lat) * METRES_PER_DEGREE * self.pixels_per_metre
        return round(x, 1), round(y, 1)

    @property
    def scale_metres(self) -> int:
        """A round length that fits into a quarter of the width: 1, 2 or 5 times a power of ten."""
        room = self.width / 4 / self.pixels_per_metre
        power = 10 ** floor(log10(max(room, 1)))
        return int(max(factor * power for factor in (1, 2, 5) if factor * power <= max(room, 1)))


def frame_around(points: Sequence[Point], *, width: int, height: int, margin: float = 0.08) -> Frame:
    """A frame that shows all points with a margin; at least two kilometres of the earth."""
    lons, lats = [one.lon for one in points], [one.lat for one in points]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    shortened = cos(radians(lat))
    wide = max((max(lons) - min(lons)) * METRES_PER_DEGREE * shortened, 2000.0)
    high = max((max(lats) - min(lats)) * METRES_PER_DEGREE, 2000.0 * height / width)
    scale = min(width / wide, height / high) * (1 - 2 * margin)
    west = lon - width / 2 / scale / METRES_PER_DEGREE / shortened
    return Frame(west, lat + height / 2 / scale / METRES_PER_DEGREE, scale, shortened, width, height)


def missing_proofs(*, is_contacted: bool, has_report: bool) -> tuple[str, ...]:
    """What a signal complaint lacks: the customer contacted, the site test with its report."""
    return tuple(name for name, is_there in (("contact", is_contacted), ("report", has_report)) if not is_there)
