"""A real browser, driven over a pair of pipes with nothing but the standard library."""

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
    *("--remote-debugging-pipe", "--force-device-scale-factor=1", "--hide-scrollbars"),
]
PATIENCE = 120  # seconds; a busy machine is no failure
KEYS = {
    **{"Enter": (13, "\r"), "Escape": (27, ""), "Tab": (9, ""), "End": (35, ""), "Home": (36, ""), " ": (32, " ")},
    **{"ArrowLeft": (37, ""), "ArrowUp": (38, ""), "ArrowRight": (39, ""), "ArrowDown": (40, "")},
    **{"PageUp": (33, ""), "PageDown": (34, "")},
}


class Browser:
    """Chromium with an empty profile. Every request, every message and every error of its pages is kept in `events`."""

    def __init__(self):
        self._folder = tempfile.mkdtemp(prefix="koans-browser-")
        away, self._out = os.pipe()
        self._in, back = os.pipe()

        def install():  # the browser reads commands from 3 and answers on 4; the copies keep clear of both numbers
            one, other = fcntl.fcntl(away, fcntl.F_DUPFD, 10), fcntl.fcntl(back, fcntl.F_DUPFD, 10)
            os.dup2(one, 3)
            os.dup2(other, 4)

        self._process = subprocess.Popen(
            [CHROMIUM, *FLAGS, f"--user-data-dir={self._folder}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=False,
            preexec_fn=install,
        )
        os.close(away)
        os.close(back)
        self._rest, self._number, self._session = b"", 0, None
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def close(self):
        with contextlib.suppress(OSError, RuntimeError):
            self._session = None
            self.call("Browser.close")
        try:  # it writes its profile to the last
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._out)
        os.close(self._in)
        shutil.rmtree(self._folder, ignore_errors=True)

    def call(self, method, **parameters):
        """Send one command and wait for its answer; what happens meanwhile goes to `events`."""
        self._number += 1
        told = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            told["sessionId"] = self._session
        raw = json.dumps(told).encode() + b"\0"
        while raw:
            raw = raw[os.write(self._out, raw) :]
        while True:
            heard = self._hear()
            if heard.get("id") == self._number:
                if "error" in heard:
                    raise RuntimeError(f"{method}: {heard['error']['message']}")
                return heard["result"]
            self.events.append(heard)

    def open(self, path, width=1280, height=900, **media):
        """Show a file, with a window of this size, and wait until it is drawn."""
        self.events.clear()
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.prefer(**media)
        self.call("Page.navigate", url=Path(path).as_uri())
        self.wait("document.readyState === 'complete' && location.protocol === 'file:'")

    def prefer(self, **media):
        """What the system of the reader prefers, such as `colour='dark'`."""
        features = [{"name": f"prefers-{name.replace('_', '-')}", "value": value} for name, value in media.items()]
        self.call("Emulation.setEmulatedMedia", features=features)

    def run(self, expression):
        """The value of an expression in the page."""
        told = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"].get("exception", {}).get("description", str(told)))
        return told["result"].get("value")

    def wait(self, condition):
        """Until the condition holds in the page."""
        end = time.monotonic() + PATIENCE
        while not self.run(condition):
            assert time.monotonic() < end, f"it never came to this: {condition}"
            time.sleep(0.02)

    def press(self, *keys, control=False, shift=False):
        """Press keys, one after the other, as a person would."""
        for key in keys:
            code, text = KEYS.get(key, (0, key))
            parameters = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 2 * control + 8 * shift}
            self.call("Input.dispatchKeyEvent", type="keyDown", **parameters, **({"text": text} if text else {}))
            self.call("Input.dispatchKeyEvent", type="keyUp", **parameters)

    def type(self, selector, text):
        """Fill a field."""
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.run("document.activeElement.select?.()")
        if text:
            self.call("Input.insertText", text=text)
        else:
            self.run(
                "document.activeElement.value = ''; document.activeElement.dispatchEvent(new Event('input', {bubbles: true}))"
            )

    def choose(self, selector, value):
        """Choose an option of a list."""
        self.run(
            f"(e => {{ e.value = {json.dumps(value)}; e.dispatchEvent(new Event('change', {{bubbles: true}})) }})(document.querySelector({json.dumps(selector)}))"
        )

    def click(self, selector):
        """Click in the middle of an element."""
        box = self.run(
            f"(e => {{ e.scrollIntoView({{block: 'center', behavior: 'instant'}}); const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2] }})(document.querySelector({json.dumps(selector)}))"
        )
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def picture(self, path, whole=False):
        """Keep what the window shows, or the whole page."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def printed(self):
        """The page as a PDF."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"])

    def happened(self, method):
        """The parameters of all events of this kind since the page was opened."""
        return [event["params"] for event in self.events if event.get("method") == method]

    def complaints(self):
        """Everything that a developer's console would show."""
        said = [each["args"] for each in self.happened("Runtime.consoleAPICalled")]
        thrown = [each["exceptionDetails"]["text"] for each in self.happened("Runtime.exceptionThrown")]
        return [*said, *thrown, *(each["entry"]["text"] for each in self.happened("Log.entryAdded"))]

    def requests(self):
        """The addresses that the page asked for, itself left out."""
        asked = [each["request"]["url"] for each in self.happened("Network.requestWillBeSent")]
        return [url for url in asked if not url.startswith("file:") and not url.startswith("data:")]

    def _hear(self):
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], PATIENCE)
            assert ready, "the browser does not answer"
            more = os.read(self._in, 1 << 20)
            if not more:
                raise RuntimeError("the browser has ended")
            self._rest += more
        raw, _, self._rest = self._rest.partition(b"\0")
        return json.loads(raw)
