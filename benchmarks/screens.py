"""Draws made-up screenshots with what they hold: SMS threads of three kinds of phones, WeChat chats, call lists, notifications.

Faces of the apps are redrawn from their public looks: colours, margins, avatars, title bars and time marks; the font is the
packaged Noto Sans SC. Everything on them is invented. Variants: cropped, JPEG at a third of the size, photographed at an angle.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Told:
    """One message or call as drawn: side (``in`` ``out`` or a call's direction), text, time, None where none stands above it."""

    side: str
    text: str
    when: datetime | None
    sender: str = ""
    seconds: int | None = None


@dataclass(frozen=True)
class Scene:
    """What a picture holds; ``image`` is the file, ``name`` as the phone would name it."""

    name: str
    kind: str
    variant: str
    title: str
    taken: datetime
    told: tuple[Told, ...]
    image: bytes = b""
    width: int = 0
    height: int = 0
    notice: bool = False


@dataclass(frozen=True)
class Look:
    """How an app looks: colours, and sizes in units of a 360 wide screen."""

    kind: str
    page: Colour
    bar: Colour
    ink: Colour
    faint: Colour
    inward: Colour
    inward_ink: Colour
    outward: Colour
    outward_ink: Colour
    avatar: bool = False
    title_left: bool = False
    time_below: bool = False
    size: float = 16
    radius: float = 6
    side: float = 12
    widest: float = 0.72
    hint: str = ""


BLACK, WHITE, GREY = (0, 0, 0), (255, 255, 255), (142, 142, 147)
LOOKS: dict[str, Look] = {
    "wechat": Look("im", (237, 237, 237), (237, 237, 237), (20, 20, 20), (150, 150, 150), WHITE, (20, 20, 20),
                   (149, 236, 105), (10, 20, 10), avatar=True, radius=4, side=10, widest=0.66),
    "wechat-dark": Look("im", (17, 17, 17), (17, 17, 17), (210, 210, 210), (95, 95, 95), (44, 44, 44), (205, 205, 205),
                        (62, 181, 117), (8, 25, 15), avatar=True, radius=4, side=10, widest=0.66),
    "ios": Look("sms", WHITE, (246, 246, 246), BLACK, GREY, (233, 233, 235), BLACK, (52, 199, 89), WHITE, radius=16,
                side=14, size=16, hint="短信/彩信"),
    "ios-dark": Look("sms", BLACK, (18, 18, 18), WHITE, GREY, (38, 38, 41), WHITE, (52, 199, 89), WHITE, radius=16, side=14,
                     hint="短信/彩信"),
    "mi": Look("sms", (247, 247, 247), (247, 247, 247), BLACK, (140, 140, 140), WHITE, (25, 25, 25), (201, 228, 255),
               (15, 25, 40), title_left=True, radius=14, side=16, size=15.5, widest=0.78, hint="短信"),
    "mi-dark": Look("sms", (0, 0, 0), (0, 0, 0), (230, 230, 230), (120, 120, 120), (36, 36, 36), (225, 225, 225),
                    (28, 66, 120), (235, 240, 250), title_left=True, radius=14, side=16, size=15.5, widest=0.78, hint="短信"),
    "droid": Look("sms", (251, 251, 254), (251, 251, 254), (30, 30, 30), (110, 110, 110), (228, 230, 238), (25, 25, 30),
                  (11, 87, 208), WHITE, title_left=True, time_below=True, radius=18, side=14, widest=0.74, hint="文字消息"),
}  # fmt: skip

DEMANDS = (
    "【示例贷】尊敬的客户，您的借款已逾期18天，应还金额3,268.50元，请于今日18:00前处理，如已还款请忽略。回T退订",
    "您好，这里是示例律师事务所，受委托处理您的欠款。请于今日内与张专员联系，电话19900001234。",
    "我们已经多次联系您本人未果，若继续逃避，将依法向法院提起诉讼，由此产生的费用由您承担。",
    "你朋友在我司借款一直不还，麻烦转告他马上处理，不然我们会继续联系通讯录里的人。",
    "最后通知：今天下午5点前不还款，明天外访人员上门。",
    "您尾号6621的账户应还1580.00元，逾期费用每日累计，详情登录 www.example.com/pay 查看。",
    "请尽快还款！",
    "还不接电话是吧",
    "不要以为换了号码我们就找不到你，你单位的电话我们也有。",
    "系统显示您仍有2笔借款未结清，合计本金12000元，利息1043.27元。",
    "收到请回复，时间不等人",
    "你好，请问是李某某的家人吗？他欠款逾期已经37天了",
)
ANSWERS = (
    "我已经在筹钱了",
    "请不要再联系我的家人和同事",
    "你们是哪家公司？请发工号",
    "好的",
    "我会按合同还款，请把明细发给我",
    "我不认识这个人，请不要再打扰我，否则我会向监管部门投诉。",
    "什么时候的事？",
    "先还500可以吗",
    "已经投诉到12378了",
)
NUMBERS = ("10690000123456", "106900001888", "19900004321", "95000123", "021 5550 0199")
NAMES = ("催收张专员", "示例贷客服", "李经理", "小王", "法务部王主任", "妈妈")
PLACES = ("上海", "广东深圳", "北京", "四川成都")


@cache
def font(size: float) -> ImageFont.FreeTypeFont:
    """Return the packaged Chinese face."""
    with as_file(files("pylopdf_fonts_zh_cn").joinpath("NotoSansSC-Regular.otf")) as path:
        return ImageFont.truetype(str(path), round(size))


def spoken(moment: datetime, now: datetime, dice: random.Random, *, app: str) -> str:
    """Return a time as a phone would show it at ``now``: today, yesterday, weekday, date."""
    half = "凌晨" if moment.hour < 6 else "上午" if moment.hour < 12 else "下午" if moment.hour < 18 else "晚上"
    hour = moment.hour if moment.hour <= 12 else moment.hour - 12
    clock = f"{moment:%H:%M}" if dice.random() < 0.6 or moment.hour % 12 == 0 else f"{half}{hour}:{moment:%M}"
    days = (now.date() - moment.date()).days
    if days == 0:
        return clock if app == "im" or dice.random() < 0.5 else f"今天 {clock}"
    if days == 1:
        return f"昨天 {clock}"
    if days < 7:
        week = "一二三四五六日"[moment.weekday()]
        return f"{'星期' if dice.random() < 0.6 else '周'}{week} {clock}"
    if moment.year == now.year:
        return f"{moment.month}月{moment.day}日 {clock}"
    return f"{moment.year}年{moment.month}月{moment.day}日 {clock}"


@dataclass
class Pen:
    """A canvas of a phone's width that draws in units of a 360 wide screen."""

    image: Image.Image
    unit: float
    faces: dict[float, ImageFont.FreeTypeFont] = field(default_factory=dict)

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """Return the drawing context."""
        return ImageDraw.Draw(self.image)

    def face(self, size: float) -> ImageFont.FreeTypeFont:
        """Return the font of a size in units."""
        if size not in self.faces:
            self.faces[size] = font(size * self.unit)
        return self.faces[size]

    def wide(self, text: str, size: float) -> float:
        """Return the width of a text in units."""
        return self.face(size).getlength(text) / self.unit

    def text(self, x: float, y: float, text: str, size: float, colour: Colour, anchor: str = "la") -> None:
        """Write a line; x, y in units."""
        self.draw.text((x * self.unit, y * self.unit), text, font=self.face(size), fill=colour, anchor=anchor)

    def box(self, x: float, y: float, w: float, h: float, colour: Colour, radius: float = 0) -> None:
        """Draw a filled, rounded rectangle."""
        u = self.unit
        self.draw.rounded_rectangle((x * u, y * u, (x + w) * u, (y + h) * u), radius * u, fill=colour)

    def wrap(self, text: str, size: float, width: float) -> list[str]:
        """Break a text as a phone does: between any two Chinese characters, Latin words and numbers as a whole."""
        lines = [""]
        for word in words_of(text):
            if self.wide(lines[-1] + word, size) > width and lines[-1]:
                lines.append("")
            for char in word if self.wide(word, size) > width else (word,):
                if self.wide(lines[-1] + char, size) > width:
                    lines.append("")
                lines[-1] += char
        return [line.strip() for line in lines]


def words_of(text: str) -> list[str]:
    """Return pieces that are not broken: Latin words and numbers, single Chinese characters with what may not begin a line."""
    words: list[str] = []
    for char in text:
        glue = (char.isascii() and not char.isspace() and words and words[-1][-1:].isascii() and words[-1] != " ") or (
            char in "，。！？；：、”）】》" and words
        )
        if glue:
            words[-1] += char
        else:
            words.append(char)
    return words


def status_bar(pen: Pen, look: Look, now: datetime, dice: random.Random) -> None:
    """Draw clock, network and battery."""
    pen.box(0, 0, 360, 30, look.bar)
    pen.text(22, 8, f"{now:%H:%M}", 13, look.ink)
    pen.text(292, 8, dice.choice(("5G", "4G", "HD")), 11, look.ink)
    pen.text(318, 8, f"{dice.randrange(12, 99)}%", 11, look.ink)


def title_bar(pen: Pen, look: Look, title: str) -> float:
    """Draw the bar with the counterpart and return where it ends."""
    pen.box(0, 30, 360, 46, look.bar)
    if look.title_left:
        pen.text(44, 42, title, 18, look.ink)
    else:
        pen.text(180, 53, title, 17, look.ink, "mm")
    u = pen.unit
    pen.draw.line([(22 * u, 46 * u), (15 * u, 53 * u), (22 * u, 60 * u)], fill=look.ink, width=max(1, round(1.6 * u)))
    for dot in range(3):
        pen.box(330 + 6 * dot, 52, 2.6, 2.6, look.ink, 1.3)
    return 76


def avatar(pen: Pen, x: float, y: float, colour: Colour) -> None:
    """Draw a face: a square with a head and shoulders."""
    pen.box(x, y, 36, 36, colour, 4)
    pen.box(x + 12, y + 6, 12, 12, (250, 230, 210), 6)
    pen.box(x + 7, y + 20, 22, 14, (70, 60, 90), 7)


def draw_chat(scene: Scene, look: Look, width: int, dice: random.Random) -> tuple[Image.Image, list[tuple[int, int]]]:
    """Return the picture of a conversation and (top, bottom) in pixels of every bubble."""
    unit = width / 360
    tall = 800
    pen = Pen(Image.new("RGB", (width, round(tall * unit)), look.page), unit)
    status_bar(pen, look, scene.taken, dice)
    y = title_bar(pen, look, scene.title) + 10
    faces = (
        dice.choice(((90, 130, 180), (180, 120, 90), (120, 90, 150))),
        dice.choice(((60, 140, 110), (190, 160, 60))),
    )
    spans: list[tuple[int, int]] = []
    shown: datetime | None = None
    for told in scene.told:
        if told.when is not None and told.when != shown and not look.time_below:
            shown = told.when
            pen.text(180, y + 8, spoken(told.when, scene.taken, dice, app=look.kind), 11.5, look.faint, "mm")
            y += 26
        y0 = y
        y = bubble(pen, look, told, y, faces)
        if told.when is not None and look.time_below:
            label = spoken(told.when, scene.taken, dice, app=look.kind)
            x, anchor = (look.side + 4, "la") if told.side == "in" else (360 - look.side - 4, "ra")
            pen.text(x, y + 3, label, 11, look.faint, anchor)
            y += 20
        spans.append((round(y0 * unit), round(y * unit)))
        y += 10
    foot(pen, look, tall)
    return pen.image, spans


def bubble(pen: Pen, look: Look, told: Told, y: float, faces: tuple[Colour, Colour]) -> float:
    """Draw one bubble and return its lower end."""
    pad = 10.0
    inner = 360 * look.widest - 2 * pad
    lines = pen.wrap(told.text, look.size, inner)
    step = look.size * 1.42
    w = max(pen.wide(line, look.size) for line in lines) + 2 * pad
    h = step * len(lines) + 2 * pad - 3
    room = look.side + (46 if look.avatar else 0)
    x = room if told.side == "in" else 360 - room - w
    if look.avatar:
        avatar(pen, look.side if told.side == "in" else 360 - look.side - 36, y, faces[told.side == "out"])
        tip = x if told.side == "in" else x + w
        out = -5 if told.side == "in" else 5
        u = pen.unit
        colour = look.inward if told.side == "in" else look.outward
        pen.draw.polygon(
            [(tip * u, (y + 13) * u), ((tip + out) * u, (y + 18) * u), (tip * u, (y + 23) * u)], fill=colour
        )
    colour, ink = (look.inward, look.inward_ink) if told.side == "in" else (look.outward, look.outward_ink)
    pen.box(x, y, w, h, colour, look.radius)
    for number, line in enumerate(lines):
        pen.text(x + pad, y + pad + number * step - 2, line, look.size, ink)
    return y + max(h, 36 if look.avatar else 0)


def foot(pen: Pen, look: Look, tall: float) -> None:
    """Draw the field one types in."""
    field_colour = tuple(min(255, c + 18) if sum(look.bar) < 380 else max(0, c - 12) for c in look.bar)
    pen.box(0, tall - 56, 360, 56, look.bar)
    pen.box(48, tall - 46, 230, 34, (field_colour[0], field_colour[1], field_colour[2]), 6)
    if look.hint:
        pen.text(60, tall - 40, look.hint, 14, look.faint)
    u = pen.unit
    pen.draw.ellipse((12 * u, (tall - 44) * u, 40 * u, (tall - 16) * u), outline=look.ink, width=max(1, round(1.5 * u)))


def draw_calls(scene: Scene, width: int, dice: random.Random, *, dark: bool) -> Image.Image:
    """Return the picture of a call list."""
    look = LOOKS["mi-dark" if dark else "mi"]
    unit = width / 360
    pen = Pen(Image.new("RGB", (width, round(800 * unit)), look.page), unit)
    status_bar(pen, look, scene.taken, dice)
    pen.text(20, 44, "通话", 24, look.ink)
    y = 96.0
    for told in scene.told:
        red = (230, 60, 50)
        pen.text(20, y, told.sender, 16.5, red if told.side == "missed" else look.ink)
        parts = {"in": "呼入", "out": "呼出", "missed": "未接"}[told.side]
        if told.seconds:
            parts += f" {told.seconds // 60}分{told.seconds % 60}秒" if told.seconds >= 60 else f" {told.seconds}秒"
        pen.text(20, y + 25, f"{told.text} {parts}", 12.5, look.faint)
        if told.when is not None:
            pen.text(340, y + 12, spoken(told.when, scene.taken, dice, app="sms"), 12, look.faint, "ra")
        y += 60
    return pen.image


def draw_notices(scene: Scene, width: int, dice: random.Random) -> Image.Image:
    """Return the picture of a lock screen with cards."""
    unit = width / 360
    image = Image.new("RGB", (width, round(800 * unit)), (60, 80, 120))
    pen = Pen(image, unit)
    pen.text(180, 100, f"{scene.taken:%H:%M}", 62, WHITE, "mm")
    pen.text(180, 156, f"{scene.taken.month}月{scene.taken.day}日", 16, WHITE, "mm")
    y = 220.0
    for told in scene.told:
        lines = pen.wrap(told.text, 14.5, 300)
        h = 64 + 21 * len(lines)
        pen.box(14, y, 332, h, (238, 241, 246), 14)
        pen.box(26, y + 10, 18, 18, (70, 190, 90), 4)
        pen.text(52, y + 11, "短信" if scene.kind == "sms" else "微信", 12.5, (90, 95, 105))
        if told.when is not None:
            pen.text(334, y + 11, spoken(told.when, scene.taken, dice, app="im"), 12.5, (90, 95, 105), "ra")
        pen.text(26, y + 33, told.sender, 15, (20, 20, 25))
        for number, line in enumerate(lines):
            pen.text(26, y + 55 + number * 21, line, 14.5, (45, 45, 55))
        y += h + 10
    return image


def talk(dice: random.Random, now: datetime, look: Look, tall: float = 620) -> tuple[Told, ...]:
    """Invent a conversation that fits on one screen."""
    told: list[Told] = []
    when = now - timedelta(days=dice.choice((0, 1, 2, 3, 5, 9, 40, 400)), minutes=dice.randrange(20, 300))
    room = tall
    texts_in, texts_out = list(DEMANDS), list(ANSWERS)
    dice.shuffle(texts_in)
    dice.shuffle(texts_out)
    while texts_in and texts_out:
        side = "in" if dice.random() < 0.62 or not told else "out"
        text = (texts_in if side == "in" else texts_out).pop()
        own = look.time_below or not told or dice.random() < 0.45
        if own and told:
            when = min(when + timedelta(minutes=dice.randrange(7, 200)), now - timedelta(minutes=2))
        lines = len(text) * look.size / (360 * look.widest - 20) + 1
        room -= lines * look.size * 1.42 + 34 + (24 if own else 0)
        if room < 0:
            break
        told.append(Told(side, text, when if own else None))
    return tuple(told)


def named(now: datetime, dice: random.Random) -> str:
    """Return a file name as a phone's screenshot gets."""
    return dice.choice(
        (f"Screenshot_{now:%Y-%m-%d-%H-%M-%S-123}_com.example.png", f"Screenshot_{now:%Y%m%d_%H%M%S}.png")
    )


def scene_of(look_name: str, seed: int, *, width: int = 1080) -> tuple[Scene, Image.Image, list[tuple[int, int]]]:
    """Invent and draw one screen; ``look_name``: of LOOKS, or ``calls`` ``calls-dark`` ``notice-sms`` ``notice-im``."""
    dice = random.Random(f"{look_name}{seed}")  # noqa: S311 -- made-up scenes, always the same
    now = datetime(2026, dice.randrange(1, 11), dice.randrange(1, 28), dice.randrange(9, 24), dice.randrange(60), 11)  # noqa: DTZ001 -- a wall clock
    scene = Scene(named(now, dice), "im", "plain", "", now, ())
    if look_name.startswith("calls"):
        scene = replace(scene, kind="calls", told=tuple(invented_calls(dice, now)))
        return scene, draw_calls(scene, width, dice, dark=look_name.endswith("dark")), []
    if look_name.startswith("notice"):
        kind = look_name.partition("-")[2]
        told = tuple(
            Told("in", text, now - timedelta(minutes=minutes), sender)
            for text, minutes, sender in zip(
                dice.sample(DEMANDS, 3),
                (3, 65, 60 * 26),
                dice.sample(NUMBERS if kind == "sms" else NAMES, 3),
                strict=True,
            )
        )
        scene = replace(scene, kind=kind, told=told, notice=True)
        return scene, draw_notices(scene, width, dice), []
    look = LOOKS[look_name]
    title = dice.choice(NAMES if look.kind == "im" or dice.random() < 0.2 else NUMBERS)
    scene = replace(scene, kind=look.kind, title=title, told=talk(dice, now, look))
    image, spans = draw_chat(scene, look, width, dice)
    return scene, image, spans


def invented_calls(dice: random.Random, now: datetime) -> list[Told]:
    """Invent the entries of a call list."""
    calls = []
    when = now - timedelta(minutes=5)
    for _ in range(9):
        side = dice.choice(("in", "out", "missed", "missed"))
        seconds = None if side == "missed" else dice.randrange(3, 400)
        party = dice.choice((*NUMBERS, *NAMES[:3], "19900007788", "0755 5550 0123"))
        calls.append(Told(side, dice.choice(PLACES), when.replace(second=0), party, seconds))
        when -= timedelta(minutes=dice.randrange(9, 1500))
    return calls


def cropped(scene: Scene, image: Image.Image, spans: list[tuple[int, int]]) -> tuple[Scene, Image.Image]:
    """Cut status bar, title and the field below off, between bubbles."""
    unit = image.width / 360
    last = spans[-1][1] + round(6 * unit)
    return replace(scene, title="", variant="cropped"), image.crop(
        (0, round(77 * unit), image.width, min(image.height, last))
    )


def photographed(image: Image.Image, seed: int) -> Image.Image:
    """Photograph the screen from the side: turned, in perspective, a little blurred, on a desk, with uneven light."""
    dice = random.Random(seed)  # noqa: S311 -- made-up scenes
    width, height = image.size
    edge = round(0.06 * width)
    desk = Image.new("RGB", (width + 2 * edge, height + 2 * edge), (96, 84, 72))
    desk.paste(image, (edge, edge))
    w, h = desk.size
    lean, turn = dice.uniform(0.01, 0.04), dice.uniform(-0.035, 0.035)
    coefficients = perspective(
        [(0, 0), (w, 0), (w, h), (0, h)],
        [
            (-turn * h / 2, lean * h),
            (w - turn * h / 2, turn * w),
            (w + turn * h / 2, h + turn * w),
            (turn * h / 2, h - lean * h),
        ],
    )
    shot = desk.transform(
        desk.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=(96, 84, 72)
    )
    shot = shot.filter(ImageFilter.GaussianBlur(0.8))
    light = np.linspace(1.0, 0.92, shot.width)[None, :, None] * np.linspace(0.97, 1.0, shot.height)[:, None, None]
    noise = np.random.default_rng(seed).normal(0, 2.0, (shot.height, shot.width, 1))
    return Image.fromarray(np.clip(np.asarray(shot) * light + noise, 0, 255).astype(np.uint8))


def perspective(target: list[tuple[float, float]], source: list[tuple[float, float]]) -> tuple[float, ...]:
    """Return pillow's eight coefficients that lead ``target`` points to ``source`` points."""
    rows, right = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return tuple(float(value) for value in np.linalg.solve(np.array(rows), np.array(right)))


def as_png(image: Image.Image) -> bytes:
    """Return the picture as PNG."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def as_small_jpeg(image: Image.Image) -> bytes:
    """Return the picture as chats forward it: JPEG of a third of the bytes of a good one, a little over half the side."""
    whole, out = io.BytesIO(), io.BytesIO()
    image.save(whole, "JPEG", quality=90)
    for quality in (60, 50, 40, 30, 20):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        if out.tell() * 3 <= whole.tell():
            break
    return out.getvalue()


def as_third(image: Image.Image) -> bytes:
    """Return the picture at a third of its width and height, as JPEG: what thumbnails and old chats keep."""
    out = io.BytesIO()
    image.resize((image.width // 3, image.height // 3), Image.Resampling.LANCZOS).save(out, "JPEG", quality=80)
    return out.getvalue()


def all_scenes(count: int = 1) -> list[Scene]:
    """Return every look in every variant, ``count`` times with other words; 60 pictures for one."""
    scenes: list[Scene] = []
    for seed in range(count):
        for number, name in enumerate([*LOOKS, "calls", "calls-dark", "notice-sms", "notice-im"]):
            width = (1080, 1080, 1440, 720)[(seed + number) % 4]
            scene, image, spans = scene_of(name, seed, width=width)
            scene = replace(scene, width=image.width, height=image.height)
            jpeg_name = scene.name.replace(".png", ".jpg")
            scenes.append(replace(scene, image=as_png(image)))
            scenes.append(replace(scene, image=as_small_jpeg(image), name=jpeg_name, variant="jpeg"))
            if width >= 1080:
                scenes.append(replace(scene, image=as_third(image), name=jpeg_name, variant="third"))
            if spans:
                part, cut = cropped(scene, image, spans)
                scenes.append(replace(part, image=as_png(cut)))
            scenes.append(replace(scene, image=as_png(photographed(image, seed)), variant="photographed"))
    return scenes
