"""Runs notebooks in JupyterLab as a user does, by clicks in Chromium, and prints what is displayed as JSON.

    lab_in_browser.py CHROMIUM ADDRESS NOTEBOOKS SCREENSHOTS

BrowserIT starts it and checks its output. Every wait is for something visible, and has a limit.
"""

import json
import re
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIMIT = 60_000

# All values that each progress bar has had, by file name.
WATCH_BARS = """() => {
  window.bars = [];
  new MutationObserver(() => {
    for (const bar of document.querySelectorAll('.ftplab progress')) {
      if (bar.value !== window.bars.at(-1)) window.bars.push(bar.value);
    }
  }).observe(document.body, {childList: true, subtree: true});
}"""

ALL_HAVE_RUN = """() => {
  const prompts = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputArea-prompt')];
  return prompts.length > 0 && prompts.every(prompt => /\\[\\d+\\]/.test(prompt.textContent));
}"""

# For each text in our outputs: its contrast ratio to the background (WCAG 2, from 1 to 21).
CONTRASTS = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = color => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
  const light = rgb => {
    const [r, g, b] = rgb.map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.unshift(rgba(getComputedStyle(e).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const found = [];
  for (const part of document.querySelectorAll('.ftplab')) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || element.closest('style')) continue;
      let opacity = 1;
      for (let e = element; e; e = e.parentElement) opacity *= getComputedStyle(e).opacity;
      const below = behind(element), color = rgba(getComputedStyle(element).color);
      color[3] *= opacity;
      const [a, b] = [light(over(color, below)), light(below)];
      found.push([(Math.max(a, b) + .05) / (Math.min(a, b) + .05), element.outerHTML.slice(0, 120)]);
    }
  }
  return found;
}"""

# Outputs that are wider than their area, so that users would have to scroll sideways.
TOO_WIDE = """() => [...document.querySelectorAll('.ftplab, .ftplab .newest')]
  .filter(part => part.scrollWidth > part.clientWidth + 1)
  .map(part => part.innerText.slice(0, 80))"""

# Whether the last line of a long output is in sight.
AT_ITS_END = """e => {
  const rows = e.querySelectorAll('.newest tbody tr'), last = rows[rows.length - 1].getBoundingClientRect();
  return last.bottom <= e.querySelector('.newest').getBoundingClientRect().bottom + 1;
}"""


class Lab:
    """JupyterLab in one window."""

    def __init__(self, page: Page, address: str, notebooks: Path, screenshots: Path) -> None:
        parts = urlsplit(address)
        self.page = page
        self.base = f"{parts.scheme}://{parts.netloc}"
        self.token = parse_qs(parts.query)["token"][0]
        self.notebooks = notebooks
        self.screenshots = screenshots
        self.ids: list[str] = []

    def open(self, notebook: str) -> None:
        """Closes what was open, opens a notebook, and waits for its kernel."""
        cells = json.loads((self.notebooks / notebook).read_text(encoding="utf-8"))["cells"]
        self.ids = [cell["id"] for cell in cells if cell["cell_type"] == "code"]
        with self.page.expect_websocket(lambda socket: "/channels" in socket.url) as kernel:
            self.page.goto(f"{self.base}/lab/tree/{notebook}?token={self.token}&reset")
        # Before this, a click on Run has no effect, and nothing visible says so.
        kernel.value.wait_for_event("framereceived", lambda frame: b"kernel_info_reply" in _bytes(frame))
        self.page.locator(".jp-Notebook .jp-CodeCell").nth(len(self.ids) - 1).wait_for(state="attached")
        self.page.evaluate(WATCH_BARS)

    def menu(self, *names: str) -> None:
        """Clicks through the menu bar."""
        self.page.click(f'.lm-MenuBar-itemLabel:text-is("{names[0]}")')
        for name in names[1:]:
            self.page.click(f'.lm-Menu-itemLabel:text-is("{name}")')

    def help(self) -> list[str]:
        """The entries of the Help menu."""
        self.menu("Help")
        labels = self.page.locator(".lm-Menu .lm-Menu-itemLabel")
        labels.first.wait_for()
        texts = labels.all_inner_texts()
        self.page.keyboard.press("Escape")
        return texts

    def run_all(self) -> None:
        """Clicks on Run All, and waits until each cell has its execution number."""
        self.menu("Run", "Run All Cells")
        self.page.wait_for_function(ALL_HAVE_RUN)

    def start(self, cell: str) -> None:
        """Clicks into a cell and runs it."""
        self.cell(cell).locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Shift+Enter")

    def ends(self, cell: str) -> None:
        """Waits until a cell has its execution number."""
        self.cell(cell).locator(".jp-InputArea-prompt", has_text=re.compile(r"\[\d+]")).wait_for()

    def cell(self, cell_id: str) -> Locator:
        """A cell of the notebook, by its id in the file."""
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(self.ids.index(cell_id))

    def output(self, cell_id: str) -> Locator:
        """The output of a cell."""
        return self.cell(cell_id).locator(".jp-Cell-outputArea")

    def measures(self) -> dict:
        """The texts with the lowest contrast, and the outputs that are too wide, in all cells."""
        contrasts = self.page.evaluate(CONTRASTS)
        return {"contrasts": sorted(contrasts)[:3], "texts": len(contrasts), "wide": self.page.evaluate(TOO_WIDE)}

    def picture(self, name: str, of: Locator | Page) -> None:
        """Saves a screenshot of a part of the page."""
        of.screenshot(path=self.screenshots / f"{name}.png")


def wire(lab: Lab, theme: str) -> dict:
    """The second notebook, which has each kind of output."""
    lab.open("02-on-the-wire.ipynb")
    lab.run_all()
    page = lab.page
    listing = lab.output("listing")
    seen = {
        "listing": listing.locator("tbody th").all_inner_texts(),
        "sorted": [sort(listing, name) for name in ("Size", "Size", "Name")],
        "card": lab.output("server").inner_text(),
        "bars": page.evaluate("() => window.bars"),
        "bar": lab.output("progress").inner_text(),
        "diagrams": {name: diagram(lab.output(name)) for name in ("passive", "active", "tls")},
        "ends": [lab.output(name).evaluate(AT_ITS_END) for name in ("transcript", "log", "tls")],
    }
    seen["plot"] = lab.output("plot").evaluate(
        "e => { const box = e.querySelector('svg.plot').getBoundingClientRect(); return [box.width, box.height] }"
    )
    log = lab.output("log")
    lines = log.locator("tbody tr:visible")
    seen["log"] = [lines.count()]
    log.locator("[type=checkbox]").check()
    seen["log"].append(lines.count())
    log.locator("[type=checkbox]").uncheck()
    log.locator("[type=search]").press_sequentially("stor")
    seen["log"].append(lines.count())
    log.locator("[type=search]").fill("")
    seen["log"].append(lines.count())
    seen |= lab.measures()
    for name in lab.ids:
        lab.picture(f"{theme}-{name}", lab.cell(name))
    return seen


def sort(listing: Locator, column: str) -> dict:
    """Clicks on a column header; the file names in their new order, and the sort order for screen readers."""
    head = listing.locator("thead th", has_text=column)
    head.locator("button").click()
    return {
        "column": column,
        "order": head.get_attribute("aria-sort"),
        "names": listing.locator("tbody th").all_inner_texts(),
        "told": listing.locator("thead [aria-sort]").count(),
    }


def diagram(output: Locator) -> dict:
    """The size of the diagram, and whether its arrows are drawn from end to end."""
    picture = output.locator(".talk table").first
    picture.wait_for()
    box = picture.bounding_box() or {"width": 0, "height": 0}
    return {
        "width": box["width"],
        "height": box["height"],
        "drawn": picture.evaluate("e => [...e.querySelectorAll('i')].every(i => i.getBoundingClientRect().width > 15)"),
    }


def tutorial(lab: Lab, theme: str) -> dict:
    """The first notebook: the outputs of its cells."""
    lab.open("01-ftp-tutorial.ipynb")
    lab.run_all()
    seen = {name: lab.output(name).inner_text() for name in lab.ids}
    lab.picture(f"{theme}-tutorial", lab.page)
    return {"shown": seen} | lab.measures()


def pictures(of: Page, lab: Lab, name: str) -> dict:
    """What is left of the pictures in a saved notebook where it is not run."""
    diagram = of.locator(".jp-OutputArea-output").filter(has_text="Control connection").first
    plot = of.locator(".jp-OutputArea-output").filter(has_text="Mean speed").first
    diagram.wait_for()
    lab.picture(f"{name}-diagram", diagram)
    lab.picture(f"{name}-plot", plot)
    return {
        "rows": diagram.locator("tbody tr").count(),
        "diagram": diagram.inner_text(),
        "plot": plot.inner_text(),
        "lines": plot.locator("svg.plot polyline[stroke-width]").count(),
    }


def saved(lab: Lab, theme: str) -> dict:
    """The second notebook with its saved outputs, which JupyterLab does not trust: it has not run them."""
    lab.open("saved.ipynb")
    lab.output("plot").scroll_into_view_if_needed()
    return pictures(lab.page, lab, f"{theme}-untrusted") | lab.measures()


def exported(lab: Lab) -> dict:
    """The second notebook as HTML, without a network."""
    page = lab.page.context.browser.new_page(viewport=lab.page.viewport_size)
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    page.goto((lab.notebooks / "saved.html").as_uri())
    return pictures(page, lab, "exported") | {"wide": page.evaluate(TOO_WIDE)}


def interrupted(lab: Lab) -> dict:
    """Stops a transfer by a click, and runs the next cell."""
    lab.open("interrupted.ipynb")
    page = lab.page
    lab.start("start")
    lab.ends("start")
    lab.start("long")
    page.wait_for_function("() => new Set(window.bars.filter(value => value > 0)).size > 1")
    page.click('[data-command="notebook:interrupt-kernel"], jp-button[title^="Interrupt"]')
    lab.ends("long")
    lab.output("long").get_by_text("failed").wait_for()
    lab.start("next")
    lab.ends("next")
    lab.picture("interrupted", page)
    bars = page.evaluate("() => window.bars")
    return {"bars": bars, "stopped": lab.output("long").inner_text(), "next": lab.output("next").inner_text()}


def main(chromium: str, address: str, notebooks: str, screenshots: str) -> None:
    directory = Path(screenshots)
    directory.mkdir(parents=True, exist_ok=True)
    seen: dict = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1000}, device_scale_factor=2)
        page.set_default_timeout(LIMIT)
        lab = Lab(page, address, Path(notebooks), directory)
        complaints: list[str] = []
        elsewhere: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("request", lambda it: elsewhere.append(it.url) if _is_elsewhere(it.url, lab.base) else None)
        try:
            for theme in ("light", "dark"):
                if theme == "dark":
                    lab.menu("Settings", "Theme", "JupyterLab Dark")
                    page.wait_for_selector('body[data-jp-theme-light="false"]', state="attached")
                    seen["changed"] = lab.measures()
                seen[theme] = {
                    "untrusted": saved(lab, theme),
                    "tutorial": tutorial(lab, theme),
                    "wire": wire(lab, theme),
                }
            seen["exported"] = exported(lab)
            seen["help"] = lab.help()
            seen["interrupted"] = interrupted(lab)
        except Exception:
            lab.picture("failed", page)
            raise
        finally:
            browser.close()
        seen |= {"complaints": complaints, "elsewhere": elsewhere}
    print(json.dumps(seen, indent=1))


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def _is_elsewhere(url: str, base: str) -> bool:
    return not url.startswith((base, base.replace("http", "ws"), "data:", "blob:"))


if __name__ == "__main__":
    main(*sys.argv[1:])
