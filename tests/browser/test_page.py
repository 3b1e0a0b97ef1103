"""The page: offline and silent, by keyboard, for a screen reader, at any width, light and dark."""

import pytest

SCREENS = {
    "lesson": "", "reveal": "s=4&a=guess.70_share.right", "place": "s=5", "find": "s=7",
    "end": "s=12&a=guess.70", "icons": "m=free", "tree": "m=free&v=tree",
    "square": "m=free&v=square",
    "curve": "m=free&v=curve&u=1", "table": "m=free&v=table", "all": "m=free&v=all",
    "cancer": "m=free&w=cancer&v=tree", "claims": "m=claims&q=review-8-of-42",
    "unverified": "m=claims&c=essex-review-2019&q=wrong-of-stops", "mammograms":
    "m=claims&c=breast-screening-age-trial", "deployments": "m=claims&c=deployments&d=3",
    "street": "m=street", "class": "m=class", "German": "m=free&v=table&l=de",
}
each_screen = pytest.mark.parametrize("state", SCREENS.values(), ids=SCREENS)


@each_screen
def test_nothing_sticks_out(visit, state):
    tab = visit(state)
    for width in (1280, 375, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.wait_for_timeout(60)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, width


@each_screen
def test_axe_finds_nothing(visit, state):
    """Every rule in light; in dark those that depend on colour."""
    from axe_playwright_python.sync_playwright import Axe

    tab = visit(state, reduced_motion="reduce")
    for scheme, only in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        tab.emulate_media(color_scheme=scheme)
        found = Axe().run(tab, options=only)
        assert found.response["passes"], "nothing was checked"
        assert [] == [(rule["id"], [node["html"][:200] for node in rule["nodes"]])
                      for rule in found.response["violations"]], scheme


REACHED = """() => {
    const all = [...document.querySelectorAll(
        'button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]')]
        .filter((each) => each.checkVisibility());
    return [all.length, all.findIndex((each) => each === document.activeElement)];
}"""


@each_screen
def test_every_control_is_reached_by_tab(visit, state):
    tab = visit(state)
    total, _ = tab.evaluate(REACHED)
    reached = set()
    for _ in range(total + 3):
        tab.keyboard.press("Tab")
        reached.add(tab.evaluate(REACHED)[1])
    assert reached >= set(range(total)), "a control that Tab does not reach"


@pytest.mark.parametrize("name", ["Base rate", "Hit rate", "False-alert rate", "Crowd",
                                  "Share of right alerts"])
def test_a_slider_moves_by_keys_and_undo_takes_it_back(visit, name):
    tab = visit("m=free")
    slider = tab.get_by_role("slider", name=name, exact=True)
    before = slider.get_attribute("aria-valuetext"), tab.locator(".sentence").inner_text()
    slider.focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_function(
        "([slider, before]) => slider.getAttribute('aria-valuetext') !== before",
        arg=[slider.element_handle(), before[0]])
    tab.get_by_role("button", name="Undo").click()
    tab.wait_for_function(
        "([slider, before]) => slider.getAttribute('aria-valuetext') === before",
        arg=[slider.element_handle(), before[0]])
    assert tab.locator(".sentence").inner_text() == before[1]


def test_a_figure_is_typed_as_printed_and_the_rest_follows(visit):
    tab = visit("m=free")
    field = tab.get_by_label("False-alert rate, as printed")
    field.fill("1 in 6,000")
    field.press("Enter")
    tab.wait_for_function("() => document.querySelector('.huge').textContent.startsWith('59')")
    assert "59 %" in tab.locator(".huge").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    field.fill("70")
    field.press("Enter")
    assert "Add the % sign" in tab.locator("#problem-fpir").inner_text()


def test_the_same_headlines_on_another_street(visit):
    """Hit rate and false-alert rate stay, the base rate follows the share of right alerts."""
    tab = visit("m=free")
    field = tab.get_by_label("Share of right alerts, as printed")
    field.fill("50%")
    field.press("Enter")
    told = tab.locator(".how")
    tab.wait_for_function("() => document.querySelector('.how').textContent.includes('moves')")
    assert told.inner_text() == (
        "Share of right alerts moves. Hit rate and False-alert rate stay. Base rate follows.")
    assert tab.get_by_label("Base rate, as printed").input_value().split() == ["1", "in", "701"]


def test_the_same_street_with_better_cameras_may_be_impossible(visit):
    tab = visit("m=free&h=0.7&b=0.5&f=0.5")
    tab.get_by_role("button", name="Hit rate stays. Let it follow.").click()
    field = tab.get_by_label("Share of right alerts, as printed")
    field.fill("90%")
    field.press("Enter")
    tab.wait_for_function("() => document.querySelector('#problem-precision').textContent")
    assert "Hit rate would have to be" in tab.locator("#problem-precision").inner_text()


def test_pointing_at_a_figure_lights_what_it_divides_by(visit):
    tab = visit("m=free&v=table")
    tab.locator(".rate", has_text="precision").focus()
    lit = tab.evaluate("""['counted', 'among'].map((name) =>
        [...document.querySelectorAll('.twobytwo .' + name)].map((c) => c.dataset.cell))""")
    assert lit == [["tp"], ["tp", "fp", "tp fp"]]


def test_a_link_carries_the_state(visit):
    tab = visit("m=free")
    tab.get_by_label("Hit rate, as printed").fill("90%")
    tab.get_by_label("Hit rate, as printed").press("Enter")
    tab.get_by_role("button", name="Curve").click()
    tab.wait_for_function(
        "() => location.hash.includes('h=0.9') && location.hash.includes('v=curve')")
    again = visit(tab.evaluate("location.hash").lstrip("#"))
    assert again.locator(".sentence").inner_text() == tab.locator(".sentence").inner_text()
    assert again.locator(".view.curve svg").count() == 1


@pytest.mark.parametrize("button", ["SVG", "PNG", "CSV"])
@pytest.mark.parametrize("view", ["icons", "tree", "curve"])
def test_a_picture_and_its_numbers_can_be_taken_away(visit, button, view):
    tab = visit(f"m=free&v={view}")
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name=button, exact=True).click()
    content = waiting.value.path().read_bytes()
    if button == "CSV":
        assert b'"tp",24,' in content and b'"fp",100,"100 false alerts"' in content
    elif button == "SVG":
        assert content.startswith(b"<svg") and (b"24 of 124" in content or view != "tree")
        assert b"var(" not in content and b"class=" not in content
    else:
        assert content.startswith(b"\x89PNG") and int.from_bytes(content[16:20]) == 1600


def test_a_german_page_has_no_english_left(visit):
    tab = visit("m=free&v=all&l=de")
    said = tab.locator("#explorer").inner_text()
    assert "Von 100.000 Gesichtern stehen 34 auf der Liste" in said
    for word in ("alert", "faces", "Base rate", "missed"):
        assert word not in said


def test_it_prints_on_paper(visit):
    tab = visit("m=free&v=tree")
    assert tab.pdf()[:4] == b"%PDF"
    tab.emulate_media(media="print")
    assert not tab.locator("nav").first.is_visible() and tab.locator("svg").first.is_visible()


def test_every_picture_has_its_numbers_behind_it(visit):
    tab = visit("m=free&v=tree")
    tab.get_by_text("The numbers behind it").click()
    cells = tab.locator(".behind td[data-cell]")
    cells.first.wait_for()
    assert [int(text.replace(",", "")) for text in tab.locator(".behind td b").all_inner_texts()
            ] == [24, 10, 100, 99_866]
    tab = visit("m=claims&c=deployments")
    tab.get_by_text("The numbers behind it").click()
    tab.locator(".behind tbody tr").nth(285).wait_for()
    assert tab.locator(".behind tbody tr").count() == 286


def test_pointing_at_a_control_lights_what_it_divides_by(visit):
    tab = visit("m=free&v=tree")
    tab.locator(".control.precision").hover()
    lit = tab.evaluate("""() => ['counted', 'among'].map((name) =>
        [...document.querySelectorAll('.node.' + name)].map((c) => c.dataset.cell))""")
    assert lit == [["tp"], ["tp", "fp"]]
    tab.locator(".control.tpir").hover()
    assert tab.evaluate("""() => [...document.querySelectorAll('.node.among')]
        .map((c) => c.dataset.cell)""") == ["tp fn", "tp", "fn"]


def test_what_is_left_open_travels_in_the_link(visit):
    tab = visit("m=free&u=1")
    field = tab.get_by_label("Hit rate, as printed")
    field.fill("7 of 10")
    field.press("Enter")
    tab.wait_for_function("() => location.hash.includes('tpir%7E7%7E10')"
                          " || location.hash.includes('tpir~7~10')")
    again = visit(tab.evaluate("location.hash").lstrip("#"))
    assert again.get_by_label("Hit rate, as printed").input_value() == "7 of 10"
    assert "34.8 % to 93.3 %" in again.locator(".worlds").inner_text().replace("\xa0", " ")
