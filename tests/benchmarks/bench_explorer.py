"""The explorer while a slider is dragged: scripting a frame, from the browser's own trace.

All five pictures at once, 10,000 marks; and how long the page takes to load from a file. Run by
itself: ``python tests/benchmarks/bench_explorer.py``.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from lfrstats.explorer.page import write_page

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
MOVES = 300


def frames(trace):
    """Milliseconds of scripting in each animation frame: the frame's callback and its event."""
    events = [event for event in json.loads(trace)["traceEvents"] if event.get("ph") == "X"]
    fired = sorted((event for event in events if event["name"] == "FireAnimationFrame"),
                   key=lambda event: event["ts"])
    inputs = sorted((event for event in events if event["name"] == "EventDispatch"
                     and event["args"]["data"]["type"] == "input"), key=lambda event: event["ts"])
    spent, before = [], 0
    for event in fired:
        dispatched = sum(each["dur"] for each in inputs if before <= each["ts"] < event["ts"])
        spent.append((event["dur"] + dispatched) / 1000)
        before = event["ts"]
    return spent


def dragged(browser, address):
    """Scripting a frame while the base rate is dragged from end to end."""
    tab = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True).new_page()
    tab.goto(f"{address}#m=free&v=all&n=10000&f=0.1&b=0.1")
    tab.wait_for_selector(".stage svg")
    box = tab.get_by_role("slider", name="Base rate", exact=True).bounding_box()
    y = box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + 10, y)
    tab.mouse.down()
    client = tab.context.new_cdp_session(tab)
    parts = []
    client.on("Tracing.dataCollected", lambda event: parts.extend(event["value"]))
    done = []
    client.on("Tracing.tracingComplete", lambda event: done.append(event))
    client.send("Tracing.start", {"traceConfig": {"includedCategories": ["devtools.timeline"]}})
    for step in range(MOVES):
        tab.mouse.move(box["x"] + 10 + (box["width"] - 20) * step / MOVES, y)
    client.send("Tracing.end")
    while not done:
        tab.wait_for_timeout(50)
    tab.mouse.up()
    return frames(json.dumps({"traceEvents": parts}))


def loaded(browser, address):
    """Milliseconds from the start of navigation to the first lesson on the screen."""
    tab = browser.new_context(offline=True).new_page()
    tab.add_init_script("""addEventListener('DOMContentLoaded', () => { const look = () =>
        document.querySelector('main > *') ? (window.there = performance.now())
        : requestAnimationFrame(look); look(); });""")
    tab.goto(address)
    tab.wait_for_selector("main > *")
    tab.wait_for_timeout(200)
    return tab.evaluate("window.there")


def main():
    """Print both."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = write_page(Path(folder) / "explorer.html")
        browser = playwright.chromium.launch(
            executable_path=sys.argv[1] if sys.argv[1:] else "/usr/bin/chromium", args=FLAGS)
        times = [loaded(browser, path.as_uri()) for _ in range(7)]
        print(f"{path.stat().st_size:,} bytes; on the screen after "
              f"{statistics.median(times):.0f} ms (median of 7, "
              f"{min(times):.0f} to {max(times):.0f})")
        spent = sorted(dragged(browser, path.as_uri()))
        fast = sum(each < 8 for each in spent)
        print(f"{len(spent)} frames of a drag: median {statistics.median(spent):.2f} ms of "
              f"scripting, 95 % below {spent[int(0.95 * len(spent))]:.2f} ms, longest "
              f"{spent[-1]:.2f} ms; {100 * fast / len(spent):.1f} % below 8 ms")
        browser.close()


if __name__ == "__main__":
    main()
