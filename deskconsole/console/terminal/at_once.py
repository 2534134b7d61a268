"""What a key does is painted at once, and only what it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic

from textual import events
from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import UPDATE_PERIOD, Screen
from textual.strip import Strip
from textual.widget import Widget


class Frugal(Compositor):
    """Textual's has every widget make all its lines for each frame; this one only asks for those that are painted."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """From front to back, until all of the crop is covered: what lies behind is not seen."""
        wanted = self.size.region if crop is None else crop
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if not (part := seen.intersection(wanted)):
                continue
            lines = Region(seen.x, part.y, seen.width, part.height)
            yield region, lines, widget.render_lines(lines.translate(-region.offset))
            if lines.contains_region(wanted):
                return


class Painting(Screen[None], inherit_bindings=False):
    """Paints for a key at once, and not at all while the terminal has not taken the last frame."""

    on_key: Callable[[events.Key], None]

    def __init__(self) -> None:
        super().__init__()
        self._compositor = Frugal()
        self._painted_at = 0.0

    def press(self, event: events.Key, hearer: Widget) -> None:
        """Hear a key that the widget with the keyboard has no use for, and paint that widget: the usual way, by the
        messages of all widgets between, takes twice as long."""
        with self._context():
            self.on_key(event)
        now = monotonic()
        if hearer._repaint_required and now - self._painted_at >= UPDATE_PERIOD:
            self._painted_at = now
            hearer._repaint_required = False
            self._dirty_widgets.add(hearer)
            self._on_timer_update()

    def _on_timer_update(self) -> None:
        """What has changed stays to be painted while the terminal is behind: it asks again once it is not."""
        if getattr(self.app._driver, "behind", False):
            self._update_timer.pause()
        else:
            super()._on_timer_update()
