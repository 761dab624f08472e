"""A picture of figures over time: panels one below the other, each with its points and its straight line, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 150, 70, 20, 34, 26
INK, MUTED, LINE, POINT, TREND = "#1b1f24", "#5d6670", "#dfe3e8", "#1f6bc4", "#c57e22"


@dataclass(frozen=True, slots=True)
class Panel:
    """`times` in minutes; `trend`: the line's values at the first and the last time."""

    title: str
    note: str
    times: Sequence[float]
    values: Sequence[float]
    trend: tuple[float, float]


def picture(panels: Sequence[Panel]) -> str:
    height = HEIGHT * len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="system-ui, sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        *(part for place, panel in enumerate(panels) for part in _panel(panel, place * HEIGHT)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _panel(panel: Panel, above: float) -> list[str]:
    top, bottom = above + TOP, above + HEIGHT - BOTTOM
    least, most = min(0.0, *panel.values, *panel.trend), max(*panel.values, *panel.trend, 1e-9) * 1.05
    first, last = panel.times[0], max(panel.times[-1], panel.times[0] + 1e-9)

    def x(minute: float) -> float:
        return LEFT + (minute - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return bottom - (value - least) / (most - least) * (bottom - top)

    def label(at: float, down: float, text: str, anchor: str = "middle", colour: str = MUTED) -> str:
        return f'<text x="{at:.1f}" y="{down:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'

    grid = [least, (least + most) / 2, most]
    return [
        label(LEFT, above + 20, panel.title, "start", INK),
        label(WIDTH - RIGHT, above + 20, panel.note, "end"),
        *(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(v):.1f}" y2="{y(v):.1f}" stroke="{LINE}"/>'
            + label(LEFT - 8, y(v) + 4, f"{v:,.0f}", "end")
            for v in grid
        ),
        *(
            label(x(first + (last - first) * part), bottom + 17, f"{first + (last - first) * part:.0f} min")
            for part in (0, 0.5, 1)
        ),
        *(
            f'<circle cx="{x(at):.1f}" cy="{y(value):.1f}" r="2" fill="{POINT}" fill-opacity="0.6"/>'
            for at, value in zip(panel.times, panel.values, strict=True)
        ),
        f'<line x1="{x(first):.1f}" x2="{x(last):.1f}" y1="{y(panel.trend[0]):.1f}" y2="{y(panel.trend[1]):.1f}" '
        f'stroke="{TREND}" stroke-width="2"/>',
    ]
