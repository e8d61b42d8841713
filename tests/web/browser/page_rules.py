"""What holds for every page.

Usable by everybody (axe), nothing from elsewhere, nothing the browser complains about, light, no wider than a phone, Chinese that
is Chinese, plain words on first screens.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from axe_playwright_python.sync_playwright import Axe

from web.browser.watching import Watch

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

HEAVIEST = 250 * 1024
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
BOXED = {"app_whole", "check_app_whole"}  # shown in a box without scripts, where axe cannot go either
WORDS = yaml.safe_load((Path(__file__).parent / "page_words.yaml").read_text(encoding="utf-8"))
ALLOWED = frozenset(word for group in WORDS["allowed"].values() for word in group)
FIRST = frozenset(WORDS["first"])
JARGON = re.compile(
    "|".join(rf"\b{word}\b" if word.isascii() and word.isalpha() else re.escape(word) for word in WORDS["jargon"]),
    re.IGNORECASE,
)
_FILE = re.compile(
    r"[\w\-.…@()]*\.(?:xml|csv|vcf|yaml|txt|png|wav|pdf|html|docx|apk|ab|zip|age|tsr|ics|json)\b", re.ASCII
)
# addresses, folders, dotted names of code, codecs, numbers of papers (S1#17, X2, HCD-DEMO-0001, masked ones too)
_CODE = re.compile(
    r"https?://\S+|(?<!\w)/[\w/.\-]+|\b\w+(?:\.[A-Za-z_]\w*)+|\b\w+_\w+\b|\b(?:[A-Z]{1,3}\d+(?:#\d+)?|[0-9a-f]{8,}|[A-Z]{2,}[-*\d][\w*-]*)",
    re.ASCII,
)
_WORD = re.compile(r"[A-Za-z]{2,}")
# what the reader or the phone wrote is theirs: only our own words are looked at
_OURS = """() => {
  const body = document.body.cloneNode(true);
  for (const one of body.querySelectorAll('[lang=en], code, pre, script, textarea, option, .quote, [data-theirs]')) one.remove();
  for (const one of body.querySelectorAll('[placeholder]')) body.append(' ' + one.placeholder + ' ');
  return [...body.querySelectorAll('*')].flatMap(one => [...one.childNodes].filter(child => child.nodeType === 3)
    .map(child => child.data)).join(' \\n ');
}"""


def axe(page: Page, **options: Any) -> list[str]:  # noqa: ANN401 -- axe's own options
    """Return what axe finds wrong, a line each."""
    told = Axe().run(page, options=options or None).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in told for node in one["nodes"]]


def unboxed(route: Route) -> None:
    """Let axe into a page that is shown in a box without scripts: only here the box is taken off."""
    answer = route.fetch()
    headers = {key: value for key, value in answer.headers.items() if key.lower() != "content-security-policy"}
    route.fulfill(response=answer, headers=headers)


def faults_of(context: BrowserContext, base: str, path: str, name: str) -> list[str]:
    """Look at a page in Chinese, dark, on a phone and in English; return what is wrong with it."""
    page, wide = context.new_page(), "document.documentElement.scrollWidth"
    page.set_default_timeout(90_000)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # width and height
    if name in BOXED:
        page.route(base + path, unboxed)
    watch = Watch(page, base)
    page.goto(base + path)
    found = []
    if (weight := watch.weight()) > HEAVIEST:
        found.append(f"{weight} bytes")
    if page.locator("h1").count() != 1:
        found.append("not one h1")
    if name not in BOXED:
        found += [f"Latin: {one}" for one in latin(page.evaluate(_OURS))]
    if name in FIRST:
        found += [f"jargon: {one}" for one in JARGON.findall(page.locator("main").inner_text())]
    found += [f"zh {one}" for one in axe(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark {one}" for one in axe(page, **CONTRAST)]
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
    if page.evaluate(wide) > PHONE["width"]:
        found.append("wider than a phone")
    context.add_cookies([{"name": "ringfence_lang", "value": "en", "url": base}])
    page.emulate_media(color_scheme="light")
    page.goto(base + path)
    if page.locator("html").get_attribute("lang") != "en":
        found.append("not in English")
    found += [f"en {one}" for one in axe(page)]
    if page.evaluate(wide) > PHONE["width"]:
        found.append("wider than a phone in English")
    found += [*watch.elsewhere, *watch.errors]
    context.clear_cookies(name="ringfence_lang")
    page.close()
    return [f"{path}: {one}" for one in found]


def latin(text: str) -> list[str]:
    """Return Latin words of a Chinese page that no list allows."""
    bare = _CODE.sub(" ", _FILE.sub(" ", text))
    return sorted({one.group() for one in _WORD.finditer(bare) if one.group().lower() not in ALLOWED})
