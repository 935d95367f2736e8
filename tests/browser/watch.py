"""What a page complains about: errors in the console, failed requests, requests to other hosts."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request, Response


@dataclass
class Watch:
    """Follows pages. `expect` names pieces of complaints that the test itself brings about."""

    address: str
    requests: list[Request] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"page error: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def expect(self, *pieces: str) -> None:
        self.expected += pieces

    def complaints(self) -> list[str]:
        return [words for words in self.said if not any(piece in words for piece in self.expected)]

    def since(self, mark: int) -> list[Request]:
        """Requests sent after `mark`, the number of requests at that time."""
        return self.requests[mark:]

    @property
    def mark(self) -> int:
        return len(self.requests)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "webgl" in message.text.lower():
            self.said.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        self.requests.append(request)
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.said.append(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that is left, and a download, both end requests this way.
        if request.failure != "net::ERR_ABORTED":
            self.said.append(f"request failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.said.append(f"HTTP {response.status}: {response.url}")
