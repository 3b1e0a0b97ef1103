"""Bad input: a sensible picture or a clear message, and nothing is executed."""

import re

import pytest
from good_study import GOOD

from lfrstats.explorer.page import page, write_page

MARKUP = "<img src=x onerror=\"window.hurt=1\"></script><script>window.hurt=1</script>"
ADDRESSES = [
    "m=<script>alert(1)</script>", "m=free&b=NaN&h=Infinity&f=-1", "m=free&b=1e999&n=1e30",
    "m=claims&c=../../etc/passwd", "m=free&v=__proto__&w=constructor", "s=999",
    "s=-1&a=__proto__.x", "m=free&u=1&y=tpir~-1~NaN_fpir~1~0_x~1~2_tpir~8~42", "m=free&y=tpir~0~0",
    "a=guess.9999_guess", "%E0%A4%A", "m=claims&c=deployments&d=9999", "x=toString&m=free",
    "a=" + "x" * 5000, "l=xx", "m=free&b=0&h=0&f=0", "m=free&b=1&h=1&f=1", "m=free&n=1",
    "m=free&n=1000000000&b=1e-9&v=all", "m=free&b=1e-9", "m=free&f=0&v=all",
    "m=free&h=0&f=0&v=all",
    "m=street&n=1000000000", "m=claims&q=" + "y" * 300, "m=claims&r=5",
    "s=4&a=guess.zzz_share.right",
]


@pytest.mark.parametrize("state", ADDRESSES, ids=range(len(ADDRESSES)))
def test_a_hostile_address_gives_a_page(visit, state):
    tab = visit(state, width=320)
    assert tab.locator("main").inner_text().strip()
    assert tab.evaluate("[window.hurt, Object.prototype.x]") == [None, None]
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    said = tab.locator("main").inner_text()
    assert not re.search(r"NaN|undefined|Infinity|\[object", said)


def test_a_claims_file_with_markup_is_only_text(visit, tmp_path):
    source = tmp_path / "hostile.toml"
    plain = GOOD.replace('title = "A study"', f"title = '{MARKUP}'", 1)
    assert plain != GOOD
    plain = re.sub(r'(?m)^(meaning|said_by|tested) = ".*"$', rf"\1 = '{MARKUP}'", plain)
    source.write_text(plain)
    assert "<img src=x" not in page(source) and "</script><script>window" not in page(source)
    where = write_page(tmp_path / "hostile.html", source)
    tab = visit("", page=where.as_uri(), width=320)
    assert "<img src=x onerror" in tab.locator("main").inner_text()
    assert tab.evaluate("window.hurt") is None
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("label", [
    "W" * 200, "\u05d0\u05d1\u05d2 " * 40, "\u0645\u0631\u062d\u0628\u0627 " * 30])
def test_long_and_right_to_left_words_hold_the_layout(visit, tmp_path, label):
    source = tmp_path / "long.toml"
    source.write_text(re.sub(r'(?m)^said_by = ".*"$', f'said_by = "{label[:200].strip()}"', GOOD))
    tab = visit("", page=write_page(tmp_path / "long.html", source).as_uri(), width=320)
    assert label[:20].strip() in tab.locator("main").inner_text()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_works_without_storage(visit):
    off = """Object.defineProperty(window, "localStorage", {
        get() { throw new DOMException("denied", "SecurityError"); } });"""
    tab = visit("", before=off)
    tab.get_by_role("button", name="That is my guess").click()
    tab.get_by_role("button", name="Next").click()
    tab.wait_for_function("() => document.querySelector('h1').textContent.includes('34 of them')")


def test_what_this_device_kept_may_be_anything(visit):
    for kept in ('{"address": 5}', "nonsense", '{"address": "s=<b>&a=x.y.z"}', "null", "[]"):
        tab = visit("", before=f"try {{ localStorage.setItem('lfrstats-explorer', {kept!r}) }} "
                    "catch { }")
        assert tab.locator("h1").inner_text().startswith("A camera looks")


def test_no_motion_where_none_is_wanted(visit):
    tab = visit("s=2", reduced_motion="reduce")
    tab.get_by_role("button", name="about 24").click()
    tab.wait_for_selector(".reply .fine")
    assert tab.evaluate("document.getAnimations().length") == 0
