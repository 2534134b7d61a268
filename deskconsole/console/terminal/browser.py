"""The console behind a browser: Textual's driver for pipes, which ends with whoever is at the other end of them."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress

from textual import messages
from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """Textual's own goes on without input once the gateway is gone; a console that nobody sees any more is left."""

    def start_application_mode(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._write = self._tell  # type: ignore[assignment]
        super().start_application_mode()

    def _tell(self, data: bytes) -> None:
        """Write all of it, for as long as anybody reads."""
        left = memoryview(data)
        with suppress(OSError):  # the end of the input says it too
            while left:
                left = left[os.write(self.fileno, left) :]

    def run_input_thread(self) -> None:
        super().run_input_thread()
        if not self.exit_event.is_set():
            with suppress(RuntimeError):  # the loop has ended before us
                asyncio.run_coroutine_threadsafe(self._app._post_message(messages.ExitApp()), self._loop)
