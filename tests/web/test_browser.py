"""The pages in a real browser: Debian's chromium. Skipped where there is none."""

import shutil
from pathlib import Path

import pytest
import selenium_axe_python
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from tests.web.conftest import serving

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
AXE = Path(selenium_axe_python.__file__).parent / "axe-core" / "axe.min.js"
PHONE, DESK = (320, 740), (1280, 900)
"""Width and height; 320 is what WCAG 2.2 asks for, and narrower than any phone of today."""
PAGES = (
    "/", "/?q=bawang&page=9", "/?q=kota:surabayya", "/?sort=best", "/?q=bawang&city=%3DTegal",
    "/?q=bawang", "/?q=bawang&city=Kota+Tegal&date=2020&page=1", "/?q=anrisipasi", "/?q=zzzqqq",
    "/?q=tanggal:xyz", "/peta?q=bawang", "/peta?q=bawang&island=jawa",
    "/artikel?id=rob-kaliwungu&q=banjir", "/bantuan", "/api/", "/tidak-ada",
)  # fmt: skip

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="there is no browser: apt-get install chromium chromium-driver",
)


def browser(*arguments, scripts=True):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", *arguments):
        options.add_argument(argument)
    if not scripts:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2}
        )
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options, webdriver.ChromeService(DRIVER))


@pytest.fixture(scope="module")
def address(index):
    with serving(index) as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def window():
    with browser() as opened:
        yield opened


@pytest.fixture
def page(window, address):
    """Opens an address; nothing may have been complained of when the test is over."""
    window.set_window_size(*DESK)
    window.get_log("browser")
    yield lambda path, on=window: on.get(address + path) or on
    told = [line["message"] for line in window.get_log("browser")]
    assert [line for line in told if "status of 4" not in line] == []


def find(window, css):
    return window.find_element(By.CSS_SELECTOR, css)


def texts(window, css):
    return [element.text for element in window.find_elements(By.CSS_SELECTOR, css)]


def chips(window):
    """What narrows, without what is said of it to those who don't see the cross."""
    return [text.partition(" ×")[0] for text in texts(window, ".chips a")]


def until(window, condition):
    return WebDriverWait(window, 10).until(lambda _: condition())


def go(window, act):
    """Act, and wait for the page that it leads to."""
    before = find(window, "html")
    act()
    WebDriverWait(window, 10).until(lambda w: find(w, "html") != before)


# ── what a person does ────────────────────────────────────────────────────────────────────


def test_search_filter_timeline_paging_and_article(page):
    window = page("/")
    go(window, lambda: find(window, "#q").send_keys("bawang", Keys.ENTER))
    assert find(window, "h1").text == "45 artikel, 1–20"
    go(window, find(window, "a[rel=next]").click)
    assert find(window, "h1").text == "45 artikel, 21–40"
    go(window, window.find_element(By.LINK_TEXT, "Kota Tegal").click)
    assert find(window, "h1").text == "9 artikel"
    assert chips(window) == ["Kota: Kota Tegal"]
    go(window, find(window, ".chart .bar").click)
    assert chips(window)[1].startswith("Tanggal: ")
    go(window, find(window, "a.hit").click)
    assert find(window, ".body mark").text == "bawang"
    go(window, find(window, ".back a").click)
    assert len(chips(window)) == 2


def test_a_typo_is_put_right_by_a_click(page):
    window = page("/?q=bawnag")
    go(window, find(window, ".meant a").click)
    assert find(window, "#q").get_attribute("value") == "bawang"


def test_names_are_offered_while_typing_and_taken_by_keys(page):
    window = page("/")
    box = find(window, "#q")
    box.send_keys("panen breb")
    until(window, lambda: texts(window, "#q-offers li"))
    box.send_keys(Keys.ARROW_DOWN)
    assert find(window, "#q-offers li").get_attribute("aria-selected") == "true"
    box.send_keys(Keys.ENTER)
    assert box.get_attribute("value") == 'panen kota:"Kabupaten Brebes" '
    go(window, lambda: box.send_keys(Keys.ENTER))
    assert find(window, "h1").text.startswith("45 artikel")


def test_names_are_text_whatever_they_hold(page):
    window = page("/")
    find(window, "#q").send_keys("sutarno")
    until(window, lambda: texts(window, "#q-offers li"))
    assert texts(window, "#q-offers li")[0].startswith("<i>Sutarno</i> Wibawa")


def test_escape_closes_the_offers_and_keeps_what_was_typed(page):
    window = page("/")
    box = find(window, "#q")
    box.send_keys("breb")
    until(window, lambda: texts(window, "#q-offers li"))
    box.send_keys(Keys.ESCAPE)
    assert not find(window, "#q-offers").is_displayed()
    assert box.get_attribute("value") == "breb"


def test_keys_lead_to_the_box_and_through_the_hits(page):
    window = page("/?q=bawang")
    find(window, "body").send_keys("/")
    assert window.switch_to.active_element == find(window, "#q")
    hits = window.find_elements(By.CSS_SELECTOR, "a.hit")
    for key, expected in ((Keys.ARROW_DOWN, 0), (Keys.ARROW_DOWN, 1), (Keys.ARROW_UP, 0)):
        window.switch_to.active_element.send_keys(key)
        assert window.switch_to.active_element == hits[expected]
    go(window, lambda: hits[0].send_keys(Keys.ENTER))
    assert "/artikel?" in window.current_url


def test_the_key_of_the_box_can_be_switched_off(page):
    window = page("/?q=bawang")
    find(window, "#keys").click()
    find(window, "body").send_keys("/")
    assert window.switch_to.active_element != find(window, "#q")
    find(window, "#keys").click()


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page):
    window = page("/?q=bawang")
    find(window, "body").send_keys(Keys.TAB)
    link = window.switch_to.active_element
    assert link.text == "Langsung ke isi"
    assert link.is_displayed()


# ── what it looks like ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(page, path):
    window = page(path)
    window.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": PHONE[0], "height": PHONE[1], "deviceScaleFactor": 2, "mobile": True},
    )
    try:
        width = window.execute_script("return document.documentElement.scrollWidth")
        assert width <= PHONE[0]
    finally:
        window.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_paper_holds_the_article_alone(page):
    window = page("/artikel?id=rob-kaliwungu&q=banjir")
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not find(window, "#q").is_displayed()
        assert find(window, ".body p").is_displayed()
    finally:
        window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page, path, scheme):
    window = page(path)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    for details in window.find_elements(By.CSS_SELECTOR, "details:not([open]) > summary"):
        details.click()
    assert violations(window) == []


def violations(window):
    """What axe-core complains of: rule, element, why."""
    window.execute_script(AXE.read_text(encoding="utf-8"))
    found = window.execute_async_script(
        "const done = arguments[arguments.length - 1];axe.run({runOnly: arguments[0]}).then(done)",
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    )
    assert found["passes"]
    return [
        (rule["id"], node["target"], node["failureSummary"])
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def test_axe_finds_nothing_while_names_are_offered(page):
    window = page("/")
    find(window, "#q").send_keys("breb")
    until(window, lambda: texts(window, "#q-offers li"))
    find(window, "#q").send_keys(Keys.ARROW_DOWN)
    assert violations(window) == []


# ── without scripts ───────────────────────────────────────────────────────────────────────


def test_without_javascript_everything_but_the_offers_works(address):
    with browser(scripts=False) as window:
        window.get(f"{address}/")
        go(window, lambda: find(window, "#q").send_keys("bawang", Keys.ENTER))
        assert find(window, "h1").text.startswith("45 artikel")
        assert not find(window, ".keys").is_displayed()
        find(window, ".more summary").click()
        find(window, "#city").send_keys("Kota Tegal")
        go(window, lambda: find(window, "#since").send_keys("2021", Keys.ENTER))
        assert chips(window) == ["Kota: Kota Tegal", "Sejak: 2021"]
        go(window, find(window, "a.hit").click)
        assert find(window, ".body mark").text == "bawang"
