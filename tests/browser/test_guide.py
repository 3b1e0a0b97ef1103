"""The lesson, walked right and every wrong way; what a class answered, summed up."""

import pytest

STEPS = {
    "listed": ["complement", "right", "all", "percent"],
    "others": ["percent", "right", "complement"],
    "share": ["inverse", "swap", "right", "complement"],
    "meaning": ["percent", "swap", "complement", "right"],
    "unverified": ["unverified", "right", "complement"],
    "places": ["neglect", "swap", "right"],
    "cancer": ["inverse", "complement", "right", "neglect"],
    "unknown": ["percent", "neglect", "right"],
}
ORDER = ["guess", "listed", "others", "share", "whose", "meaning", "both", "unverified", "places",
         "cancer", "unknown", "end"]


@pytest.fixture(scope="module")
def texts(modules):
    """Every text, by language."""
    return modules("speech").evaluate("speech.TEXTS")


def plain(text):
    return text.replace("*", "").replace("\N{NO-BREAK SPACE}", " ")


def said(tab, selector=".reply"):
    tab.wait_for_selector(f"{selector} p")
    return tab.locator(selector).inner_text().replace("\N{NO-BREAK SPACE}", " ")


def test_the_steps_are_those_walked_here(modules):
    found = modules("guide").evaluate("guide.GUIDE")
    assert [step["id"] for step in found] == ORDER
    assert {step["id"]: step["answers"] for step in found if step["act"] == "choose"} == STEPS


@pytest.mark.parametrize(("step", "lang"), [*((step, "en") for step in STEPS), ("share", "de")])
def test_each_answer_is_told_what_is_right_or_wrong_about_it(visit, texts, step, lang):
    words = texts[lang]
    tab = visit(f"s={ORDER.index(step) + 1}&l={lang}")
    follow = tab.get_by_role("button", name=words["guide.next"], exact=True)
    assert follow.is_disabled()
    wrong_first = sorted(STEPS[step], key="right".__eq__)
    for code in wrong_first:
        place = STEPS[step].index(code)
        tab.locator(".options button").nth(place).click()
        tab.wait_for_selector(f".options button:nth-child({place + 1})[aria-pressed=true]")
        reply = said(tab)
        assert plain(words[f"g.{step}.a.{code}"]) in reply
        assert (words["guide.right"] in reply) == (code == "right")
        assert (words["guide.again"] in reply) == (code != "right")
    assert not follow.is_disabled()
    tab.wait_for_function(f"() => location.hash.includes('{step}.{wrong_first[0]}')")


def test_figures_are_put_to_their_groups_by_keys(visit):
    tab = visit("s=5")
    wrong = {"tpir": "precision", "fpir": "tpir", "precision": "fpir"}
    for groups, heard in ((wrong, "Not quite."), ({name: name for name in wrong}, "Yes.")):
        for figure, group in groups.items():
            tab.locator(f"[data-figure={figure}]").press("Enter")
            tab.locator(f"[data-group={group}]").press("Enter")
        tab.locator(".reply", has_text=heard).wait_for()


def test_figures_are_put_to_their_groups_by_dragging(visit):
    tab = visit("s=5")
    for figure in ("tpir", "fpir", "precision"):
        tab.locator(f"[data-figure={figure}]").drag_to(
            tab.locator(".group").nth(["precision", "tpir", "fpir"].index(figure)))
    assert said(tab).startswith("Yes.")


@pytest.mark.parametrize(("place", "heard"), [("400", "rarer"), ("0", "less rare"),
                                              ("153", "Both are true at once")])
def test_the_base_rate_at_which_both_are_true_is_found(visit, place, heard):
    tab = visit("s=7")
    tab.get_by_role("slider").fill(place)
    tab.get_by_role("button", name="Both true here?").click()
    assert heard in said(tab)


@pytest.mark.parametrize(("guess", "told"), [
    ("19", "close"), ("70", "Near 70 %"), ("99", "near 100 %"), ("45", "3,000 times"),
    ("1", "Lower than it is"),
])
def test_the_guess_stands_beside_the_answer_and_is_diagnosed(visit, guess, told):
    tab = visit()
    tab.get_by_role("slider").fill(guess)
    tab.get_by_role("button", name="That is my guess").click()
    assert f"Kept: {guess} %" in said(tab)
    tab.get_by_role("button", name="Go to step 4").click()
    tab.get_by_role("button", name="24 of 124").click()
    reveal = said(tab, ".extra")
    assert f"Your guess was {guess} %" in reveal and told in reveal
    assert tab.locator(".extra svg").count() == 1


def test_the_unchecked_run_from_all_wrong_to_all_right(visit):
    tab = visit("s=8&a=unverified.right")
    slider = tab.get_by_role("slider")
    for k, share in ((0, "8 of 42 alerts were right: 19 %"),
                     (20, "28 of 42 alerts were right: 67 %")):
        slider.fill(str(k))
        assert share in said(tab, ".extra")


def test_a_whole_walk_is_kept_on_the_device_and_in_the_link(visit):
    tab = visit()
    tab.get_by_role("button", name="That is my guess").click()
    for step in ORDER[1:-1]:
        tab.get_by_role("button", name="Next").click()
        tab.wait_for_selector(f".step.{step}")
        if step == "whose":
            for name in ("tpir", "fpir", "precision"):
                tab.locator(f"[data-figure={name}]").click()
                tab.locator(f"[data-group={name}]").click()
        elif step == "both":
            tab.get_by_role("slider").fill("153")
            tab.get_by_role("button", name="Both true here?").click()
        else:
            tab.locator(".options button").nth(STEPS[step].index("right")).click()
        tab.wait_for_selector(".reply .fine")
    tab.get_by_role("button", name="Next").click()
    tab.wait_for_selector(".step.end")
    assert "10 of 10 steps right at the first try" in tab.locator("div.end").inner_text()
    tab.wait_for_function("() => location.hash.includes('unknown.right')")
    tab.evaluate("() => { location.hash = ''; }")
    tab.reload()
    tab.wait_for_selector(".step.end")


def test_a_preset_opens_at_its_step(visit):
    tab = visit("m=class")
    link = tab.get_by_label("Link that opens the lesson at step").last.input_value()
    assert "s=6" in link
    assert "1 in 1,000" in visit(link.split("#")[1]).locator("h1").inner_text().replace("\xa0", " ")


def test_a_class_is_summed_up_from_ten_links(visit):
    links = [f"file:///x.html#s=12&a=guess.{guess}_share.{share}_cancer.right"
             for guess, share in zip([70, 70, 99, 50, 19, 30, 80, 90, 100, 20],
                                     ["inverse"] * 4 + ["right"] * 5 + ["swap"], strict=True)]
    tab = visit("m=class")
    tab.get_by_label("Links").fill("\n".join([*links, "nonsense", "#a=<b>"]))
    text = tab.locator(".class").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "10 links read, 2 not understood" in text
    assert "Half of the class guessed 70 % or less" in text
    row = tab.locator("tr", has_text="Part of the alerts").inner_text()
    assert "5 of 10" in row and "the other way round: 4" in row
    assert "divided by another group: 1" in row
    assert "10 of 10" in tab.locator("tr", has_text="Another test").inner_text()
    assert tab.locator(".class svg circle").count() == 10


def test_every_text_is_there_in_every_language(texts):
    import re

    english, german = texts["en"], texts["de"]
    assert set(english) - set(german) == set()
    assert all(key.startswith(("cancer.", "street.")) for key in set(german) - set(english))
    for key, text in english.items():
        assert text.strip() and german[key].strip(), key
        named = {name for name in re.findall(r"\{(\w+)\}", text)}
        if not key.startswith("claims."):
            assert named <= set(re.findall(r"\{(\w+)", german[key])) | {"n"}, key
