"""What an audit of an app's package found: what it may take, where its code can send it, and what could not be seen.

All of it says what the code *can* do. What an app *did* is shown by a capture or a phone's log, never by these nouns.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DataCategory(StrEnum):
    """Kinds of personal data an app can read."""

    CONTACTS = "contacts"
    CALL_LOG = "call_log"
    SMS = "sms"
    CALENDAR = "calendar"
    PHOTOS = "photos"
    LOCATION = "location"
    DEVICE_ID = "device_id"
    PHONE_NUMBER = "phone_number"
    INSTALLED_APPS = "installed_apps"
    ACCOUNTS = "accounts"
    CLIPBOARD = "clipboard"
    MICROPHONE = "microphone"
    CAMERA = "camera"
    BROWSER = "browser"  # history, bookmarks
    SENSOR = "sensor"  # motion, heart rate
    NETWORK_ID = "network_id"  # Wi-Fi name, neighbours, IP and MAC addresses
    INPUT = "input"  # what the user types into password fields
    PROVIDER = "provider"  # a content provider whose address was not resolved
    RECEIVED = "received"  # came in from another app by Intent


class SinkKind(StrEnum):
    """Ways data can leave."""

    NETWORK = "network"
    SMS = "sms"
    FILE = "file"  # the app's own storage
    EXTERNAL_FILE = "external_file"  # storage other apps can read
    LOG = "log"
    OTHER_APP = "other_app"  # Intent, provider, broadcast
    SDK = "sdk"  # an SDK's own upload call
    PROCESS = "process"  # a started command
    COMPONENT = "component"  # handed to another part of the same app: a step inside it, never a way out by itself


class Certainty(StrEnum):
    """How surely the analysis knows it."""

    RESOLVED = "resolved"  # every step resolved: types, targets, addresses
    POSSIBLE = "possible"  # a step rests on an approximation (unknown receiver, budget reached, summary)


class Verdict(StrEnum):
    """The one line about an app's code."""

    CAN_SEND = "can_send"  # a path from personal data to a way out was found
    CAN_READ = "can_read"  # code that reads was found; no path out was seen
    NOTHING_SEEN = "nothing_seen"  # no such code was seen, and nothing hid it
    NOT_ANALYSABLE = "not_analysable"  # the code is hidden (packed) or could not be read: see ``AppAudit.blind``


@dataclass(frozen=True, slots=True)
class CodePlace:
    """A place in the code.

    Attributes:
        class_name: as Java writes it (``com.example.A$1``).
        method: name and descriptor (``run()V``).
        line: source line from the debug table, None when it was stripped.
        file: source file name from the class, "" when stripped.
        dex: name of the dex file in the package (``classes2.dex``), with its APK before ``!`` in a bundle.
        offset: 16-bit code units from the method's first instruction.
    """

    class_name: str
    method: str
    line: int | None = None
    file: str = ""
    dex: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step of a path.

    Attributes:
        place: where in the code.
        api: the method or field (``Lcls;->name(args)ret``).
        does: one of ``source``, ``call``, ``return``, ``store``, ``load``, ``build``, ``encode``, ``encrypt``, ``hash``, ``icc``,
            ``callback``, ``reflect``, ``sink``.
    """

    place: CodePlace
    api: str
    does: str


@dataclass(frozen=True, slots=True)
class DataFlow:
    """A path on which personal data can leave.

    Attributes:
        id: ``F1``, in order of weight.
        category: what is read.
        kind: the way out.
        steps: first is the source call, last the sink call.
        permissions: what the source needs.
        through: transformations on the way, of ``encode``, ``encrypt``, ``hash``, ``compress``, ``json``.
        hosts: addresses known as constants at the sink.
        uri: the provider's address when it was resolved (``content://com.android.contacts/data/phones``).
        reader: Sdk.name_zh whose code reads, "" for the app's own code; ``sender`` likewise for the sink.
        reachable: an entry point of the app leads to the source. None = not decided.
    """

    id: str
    category: DataCategory
    kind: SinkKind
    steps: tuple[FlowStep, ...]
    certainty: Certainty = Certainty.RESOLVED
    permissions: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    uri: str = ""
    reader: str = ""
    sender: str = ""
    reachable: bool | None = None


@dataclass(frozen=True, slots=True)
class DataAccess:
    """A place where personal data is read, with or without a path out. Fields as in ``DataFlow``; ``api`` the call or field."""

    category: DataCategory
    place: CodePlace
    api: str
    uri: str = ""
    permissions: tuple[str, ...] = ()
    reader: str = ""
    reachable: bool | None = None


class Need(StrEnum):
    """A permission against the necessary-information rule for lending apps."""

    NECESSARY = "necessary"
    CONDITIONAL = "conditional"  # for a step the user starts (photo of an ID card)
    NOT_NEEDED = "not_needed"
    NEUTRAL = "neutral"  # reaches no personal data
    UNKNOWN = "unknown"  # the app's own or a vendor's permission


@dataclass(frozen=True, slots=True)
class PermissionUse:
    """A declared permission.

    Attributes:
        name: as declared.
        zh, en: what it opens, in plain words.
        category: kind of data it opens, None when none.
        need: against the necessary-information rule for lending apps; ``need_zh`` says why, with the rule.
        store_barred: a store's policy bars lending apps from it since this ISO date, "" when not. Never called law.
        max_sdk: ``maxSdkVersion``.
        used: code that needs it was seen. None = code not looked at.
    """

    name: str
    zh: str
    en: str
    category: DataCategory | None = None
    need: Need = Need.UNKNOWN
    need_zh: str = ""
    need_en: str = ""
    store_barred: str = ""
    max_sdk: int | None = None
    used: bool | None = None


@dataclass(frozen=True, slots=True)
class Sdk:
    """Somebody else's code in the package. ``kind`` a word of ``audit``'s table (``risk control``, ``analytics`` ...)."""

    id: str
    name_zh: str
    name_en: str
    company_zh: str = ""
    kind: str = ""
    collects: tuple[DataCategory, ...] = ()  # as its maker publishes
    evidence: tuple[str, ...] = ()  # class prefixes, libraries, components that were found
    source: str = ""  # where the label comes from


@dataclass(frozen=True, slots=True)
class Blind:
    """Something that could not be seen, and why.

    Attributes:
        kind: ``packed``, ``native``, ``dynamic_loading``, ``reflection``, ``web_content``, ``self_modification``, ``damaged``,
            ``budget``, ``missing_split``.
        hides_all: the app's own code as a whole is hidden by it.
        evidence: files, classes, places.
    """

    kind: str
    zh: str
    en: str
    evidence: tuple[str, ...] = ()
    hides_all: bool = False


@dataclass(frozen=True, slots=True)
class SignerCertificate:
    """Who signed.

    Attributes:
        sha256, sha1: of the certificate, lower-case hex.
        not_before, not_after: ISO 8601 UTC.
        schemes: of ``v1``, ``v2``, ``v3``, ``v3.1``.
        verified: the signature was checked over the file's content. None = not checked.
    """

    sha256: str
    sha1: str
    subject: str
    issuer: str
    not_before: str
    not_after: str
    schemes: tuple[str, ...] = ()
    verified: bool | None = None


@dataclass(frozen=True, slots=True)
class AppComponent:
    """A component of the manifest. ``kind``: ``activity``, ``service``, ``receiver``, ``provider``; ``actions`` of its filters."""

    kind: str
    name: str
    exported: bool | None = None
    enabled: bool = True
    permission: str = ""
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorHit:
    """An indicator of the user's that fits. ``kind``: ``package``, ``certificate``, ``domain``, ``digest``, ``ip``, ``url``."""

    kind: str
    value: str
    name: str
    place: str
    source: str


@dataclass(frozen=True, slots=True)
class AppAudit:
    """The result for one app.

    Attributes:
        file: name as given; ``size`` bytes; ``sha256``, ``sm3`` of the file, lower-case hex.
        container: ``apk``, ``xapk``, ``apks``, ``apkm``, ``splits``.
        label: the app's name as the launcher shows it in Chinese where there is one.
        accesses, flows: empty with ``flows_looked`` False in a triage.
        hosts: domains found as constants in code and resources, sorted.
        blind: what could not be seen; ``warnings``: oddities of the file that were survived (zh, en).
        counts: figures for the technical part (dex bytes, classes, methods, instructions, methods looked at ...).
        engine: name and version of the analysis and its models.
        audited: ISO date.
    """

    file: str
    size: int
    sha256: str
    sm3: str = ""
    container: str = "apk"
    package: str = ""
    label: str = ""
    version_name: str = ""
    version_code: int | None = None
    min_sdk: int | None = None
    target_sdk: int | None = None
    signers: tuple[SignerCertificate, ...] = ()
    permissions: tuple[PermissionUse, ...] = ()
    components: tuple[AppComponent, ...] = ()
    accesses: tuple[DataAccess, ...] = ()
    flows: tuple[DataFlow, ...] = ()
    flows_looked: bool = False
    sdks: tuple[Sdk, ...] = ()
    packers: tuple[Sdk, ...] = ()
    blind: tuple[Blind, ...] = ()
    hosts: tuple[str, ...] = ()
    indicators: tuple[IndicatorHit, ...] = ()
    verdict: Verdict = Verdict.NOT_ANALYSABLE
    warnings: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    engine: str = ""
    audited: str = ""


@dataclass(frozen=True, slots=True)
class AuditedApp:
    """An audit kept in a case.

    Attributes:
        id: AppFacts.id (``APP1``).
        source: SourceFile.id of the package; ``entry``: its place in it when it lies in an archive, "" otherwise.
    """

    id: str
    source: str
    audit: AppAudit
    entry: str = ""


@dataclass(frozen=True, slots=True)
class AppChange:
    """What a later version has that the earlier had not, and the other way round. ``same_app`` False: package names differ."""

    before: AppAudit
    after: AppAudit
    same_app: bool
    same_signer: bool | None
    permissions_added: tuple[PermissionUse, ...] = ()
    permissions_gone: tuple[PermissionUse, ...] = ()
    flows_added: tuple[DataFlow, ...] = ()
    flows_gone: tuple[DataFlow, ...] = ()
    accesses_added: tuple[DataAccess, ...] = ()
    accesses_gone: tuple[DataAccess, ...] = ()
    sdks_added: tuple[Sdk, ...] = ()
    sdks_gone: tuple[Sdk, ...] = ()
    hosts_added: tuple[str, ...] = ()
    hosts_gone: tuple[str, ...] = ()
    blind_added: tuple[Blind, ...] = ()
    blind_gone: tuple[Blind, ...] = ()
