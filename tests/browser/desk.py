"""The desk in the words of a steward: choose a source, bring a file, look, commit, decide."""

from __future__ import annotations

import base64
from typing import Any

from playwright.sync_api import Locator, Page, expect

BLUEZONE = "bluezone-declarations"

_DROP = """([content, name]) => {
    const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name));
    for (const kind of ['dragover', 'drop'])
        document.querySelector('.drop').dispatchEvent(
            new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


class Steward:
    """One page of one steward."""

    def __init__(self, page: Page, address: str) -> None:
        # Whoever listens only when a key is pressed races the browser: 7 of 30 dialogs were never heard of.
        page.on("filechooser", lambda _: None)
        self.page, self.address = page, address

    def open(self, search: str = "") -> Steward:
        self.page.goto(f"{self.address}/desk{search}")
        expect(self.page.locator(".desk-tab")).to_be_visible()
        return self

    def at(self, css: str) -> Locator:
        return self.page.locator(css)

    @property
    def who(self) -> Locator:
        return self.at("input#desk-who, #desk-who input")

    @property
    def said(self) -> Locator:
        return self.at(".said p")

    @property
    def work(self) -> Locator:
        return self.at("#desk-work")

    def is_called(self, name: str = "Người Thử") -> Steward:
        self.who.fill(name)
        return self

    def choose_file(self, content: bytes, name: str = "to-khai.csv") -> None:
        with self.page.expect_file_chooser() as chooser:
            self.at("[data-desk=choose-file]").click()
        chooser.value.set_files([{"name": name, "mimeType": "text/csv", "buffer": content}])

    def drop_file(self, content: bytes, name: str = "to-khai.csv") -> None:
        self.page.evaluate(_DROP, [base64.b64encode(content).decode(), name])

    def bring(self, content: bytes, source: str = BLUEZONE, lang: str = "en") -> Steward:
        """Open the source, choose the file, and wait for the preview."""
        self.open(f"?lang={lang}&source={source}").choose_file(content)
        expect(self.at(".preview")).to_be_visible()
        return self

    def commit(self) -> None:
        self.at("[data-desk=commit]").click()
        expect(self.at(".receipt")).to_be_visible()

    def send(self, gesture: str) -> None:
        """Send the open form of a gesture."""
        self.at(f"form[data-ask={gesture}]:visible button[type=submit]").first.click()

    def open_form(self, gesture: str) -> Locator:
        form = self.at(f"form[data-ask={gesture}]").first
        self.at(f".desk-gesture:has(form[data-ask={gesture}]) > summary").first.click()
        expect(form).to_be_visible()
        return form

    def active(self, expression: str) -> Any:
        """Evaluate `expression` over `it`, the element that has the focus; a list hands its focus on a moment later."""
        frame = "await new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
        return self.page.evaluate(
            f"async () => {{ {frame}; const it = document.activeElement; return {expression}; }}"
        )

    def pick(self, dropdown: str, words: str) -> None:
        """Open a list, type into its search, and take the first that fits, all by keyboard."""
        self.at(f"#{dropdown}").focus()
        self.page.keyboard.press("Enter")
        expect(self.at("input.dash-dropdown-search")).to_be_focused()
        expect(self.at(".dash-dropdown-option").first).to_be_visible()
        every = self.at(".dash-dropdown-option").count()
        self.page.keyboard.type(words)
        self.page.wait_for_function(
            "every => document.querySelectorAll('.dash-dropdown-option').length < every", arg=every
        )
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def is_wider_than_the_screen(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))
