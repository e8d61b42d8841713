// Checks the folder an export is: SHA-256, SM3, Ed25519 and Merkle proofs in plain JavaScript.
// Sources: FIPS 180-4, GB/T 32905-2016, RFC 8032, RFC 6962. Comes behind digest.js.

class SM3 extends BlockHash {
  constructor() {
    super([0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]);
  }
  blocks(data, at, end) {
    const w = this.words, s = this.state, left = (x, n) => (n ? (x << n) | (x >>> (32 - n)) : x);
    for (; at < end; at += 64) {
      for (let i = 0, j = at; i < 16; i++, j += 4) w[i] = (data[j] << 24) | (data[j + 1] << 16) | (data[j + 2] << 8) | data[j + 3];
      for (let i = 16; i < 68; i++) {
        const x = w[i - 16] ^ w[i - 9] ^ left(w[i - 3], 15);
        w[i] = x ^ left(x, 15) ^ left(x, 23) ^ left(w[i - 13], 7) ^ w[i - 6];
      }
      let a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
      for (let i = 0; i < 64; i++) {
        const turned = left(a, 12);
        const ss1 = left((turned + e + left(i < 16 ? 0x79cc4519 : 0x7a879d8a, i & 31)) | 0, 7);
        const ff = i < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
        const gg = i < 16 ? e ^ f ^ g : (e & f) | (~e & g);
        const tt1 = (ff + d + (ss1 ^ turned) + (w[i] ^ w[i + 4])) | 0;
        const tt2 = (gg + h + ss1 + w[i]) | 0;
        d = c; c = left(b, 9); b = a; a = tt1;
        h = g; g = left(f, 19); f = e; e = tt2 ^ left(tt2, 9) ^ left(tt2, 17);
      }
      s[0] ^= a; s[1] ^= b; s[2] ^= c; s[3] ^= d; s[4] ^= e; s[5] ^= f; s[6] ^= g; s[7] ^= h;
    }
  }
}

function sha512(data) { // small inputs only: 64-bit words as BigInt
  const mask = 0xffffffffffffffffn, right = (x, n) => ((x >> n) | (x << (64n - n))) & mask;
  const padded = new Uint8Array(((data.length + 17 + 127) >> 7) << 7);
  padded.set(data);
  padded[data.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(data.length) * 8n);
  const s = H512.slice(), w = new Array(80);
  for (let at = 0; at < padded.length; at += 128) {
    for (let i = 0; i < 16; i++) w[i] = view.getBigUint64(at + 8 * i);
    for (let i = 16; i < 80; i++) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = (w[i - 16] + w[i - 7] + (right(x, 1n) ^ right(x, 8n) ^ (x >> 7n)) + (right(y, 19n) ^ right(y, 61n) ^ (y >> 6n))) & mask;
    }
    let [a, b, c, d, e, f, g, h] = s;
    for (let i = 0; i < 80; i++) {
      const t1 = (h + (right(e, 14n) ^ right(e, 18n) ^ right(e, 41n)) + ((e & f) ^ (~e & mask & g)) + K512[i] + w[i]) & mask;
      const t2 = ((right(a, 28n) ^ right(a, 34n) ^ right(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c))) & mask;
      h = g; g = f; f = e; e = (d + t1) & mask; d = c; c = b; b = a; a = (t1 + t2) & mask;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { s[i] = (s[i] + word) & mask; });
  }
  const out = new DataView(new ArrayBuffer(64));
  s.forEach((word, i) => out.setBigUint64(8 * i, word));
  return new Uint8Array(out.buffer);
}

// -- Ed25519 -------------------------------------------------------------------------------------------------------

const P = 2n ** 255n - 19n, ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (x) => { const r = x % P; return r < 0n ? r + P : r; };
function power(base, exponent) {
  let result = 1n;
  for (base = mod(base); exponent; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % P;
    base = (base * base) % P;
  }
  return result;
}
const D = mod(-121665n * power(121666n, P - 2n)), ROOT = power(2n, (P - 1n) / 4n);
const number = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
function point(bytes) {
  const value = number(bytes), sign = value >> 255n, y = value & ((1n << 255n) - 1n);
  if (y >= P) return null;
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = (x * ROOT) % P;
  if (mod(x * x - square) || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, (x * y) % P];
}
function add(p, q) {
  const a = mod((p[1] - p[0]) * (q[1] - q[0])), b = mod((p[1] + p[0]) * (q[1] + q[0]));
  const c = mod(2n * p[3] * q[3] * D), d = mod(2n * p[2] * q[2]);
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}
function times(n, p) {
  let q = [0n, 1n, 1n, 0n];
  for (; n; n >>= 1n) {
    if (n & 1n) q = add(q, p);
    p = add(p, p);
  }
  return q;
}
const BASE = (() => {
  const bytes = new Uint8Array(32).fill(0x66);
  bytes[0] = 0x58;
  return point(bytes);
})();
function ed25519(key, message, signature) {
  if (signature.length !== 64) return false;
  const a = point(key), r = point(signature.subarray(0, 32)), s = number(signature.subarray(32));
  if (!a || !r || s >= ORDER) return false;
  const h = number(sha512(join(signature.subarray(0, 32), key, message))) % ORDER;
  const left = times(s, BASE), right = add(r, times(h, a));
  return mod(left[0] * right[2] - right[0] * left[2]) === 0n && mod(left[1] * right[2] - right[1] * left[2]) === 0n;
}

// -- bytes and trees -------------------------------------------------------------------------------------------------

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const unbase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);
const text = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const sha256 = (...parts) => parts.reduce((hasher, part) => hasher.update(part), new SHA256()).bytes();
function join(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
}
const node = (left, right) => sha256(Uint8Array.of(1), left, right);

function included(leaf, index, size, path, root) {
  if (!(index >= 0 && index < size)) return false;
  let at = index, last = size - 1, current = leaf;
  for (const step of path) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      current = node(step, current);
      while (at % 2 === 0 && at) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
    } else current = node(current, step);
    at = Math.floor(at / 2); last = Math.floor(last / 2);
  }
  return last === 0 && same(current, root);
}

function consistent(oldSize, oldRoot, size, root, path) {
  if (!(oldSize > 0 && oldSize <= size)) return false;
  if (oldSize === size) return path.length === 0 && same(oldRoot, root);
  const power2 = Number.isInteger(Math.log2(oldSize)), steps = power2 ? [oldRoot, ...path] : path;
  if (!steps.length) return false;
  let at = oldSize - 1, last = size - 1;
  while (at % 2) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
  let older = steps[0], newer = steps[0];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      older = node(step, older); newer = node(step, newer);
      while (at % 2 === 0 && at) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
    } else newer = node(newer, step);
    at = Math.floor(at / 2); last = Math.floor(last / 2);
  }
  return last === 0 && same(older, oldRoot) && same(newer, root);
}

// -- the folder ------------------------------------------------------------------------------------------------------

const SIGNED = "tagmanifest-sha256.txt", SIGNATURE = "signature.bin";
const UNLISTED = [SIGNED, "tagmanifest-sm3.txt", SIGNATURE];
const JUNK = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|__pycache__\/[^/]*|\._[^/]*)$/;
const NOTE = /^ringfence\.vault\/1\/([0-9a-f]{32})\n([1-9][0-9]{0,14})\n([A-Za-z0-9+/]{43}=)\ntime (0|-?[1-9][0-9]{0,17})\nprevious (0|[1-9][0-9]{0,14})\n\n\u2014 ringfence\.vault\/1\/([0-9a-f]{32}) ([A-Za-z0-9+/]{91}=)\n$/;
const PEM = /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]{60})\n-----END PUBLIC KEY-----\n$/;
const PIECE = 1 << 20;

class Bad extends Error {}

class Check {
  // files: Map of path -> {size, read(from, to) -> Promise<Uint8Array>}; tell(kind, zh, en): kind is "good", "bad" or "note"
  constructor(files, tell, progress) {
    this.files = files;
    this.say = tell;
    this.progress = progress || (() => {});
    this.problems = 0;
    this.code = "";
    this.fingerprint = "";
    this.found = new Map();
    this.earlier = [];
  }

  bad(zh, en) { this.problems++; this.say("bad", zh, en); }

  async run(head, print) {
    for (const step of ["digests", "signature", "proof"]) {
      try {
        await this[step]();
      } catch (error) {
        const [zh, en] = error instanceof Bad ? error.message.split("\t") : [`无法核对(${error.message})`, `cannot be checked (${error.message})`];
        this.bad(zh, en || zh);
      }
    }
    const held = (head || "").toLowerCase(), within = /[0-9]+-[0-9a-f]{64}/.exec(held), wanted = within ? within[0] : held.replace(/\s/g, ""), key = (print || "").replace(/[\s:]/g, "").toLowerCase();
    if (wanted && wanted !== this.code && !this.earlier.includes(wanted)) this.bad("与您手里的存证码不符", "the head you hold is not among those proved here");
    else if (wanted) this.say("good", "与您手里的存证码相符", "agrees with the head you hold");
    if (key && key !== this.fingerprint) this.bad("与您手里的密钥指纹不符", "the key is not the one you hold the fingerprint of");
    else if (key) this.say("good", "与您手里的密钥指纹相符", "agrees with the fingerprint you hold");
    return this.problems === 0;
  }

  async read(name) {
    const file = this.files.get(name);
    if (!file) throw new Bad(`缺少文件:${name}\tmissing: ${name}`);
    return file.read(0, file.size);
  }

  async manifest(name) {
    const listed = new Map(), whole = text(await this.read(name));
    const lines = whole.split("\n");
    if (lines.pop() !== "" || !lines.length) throw new Bad(`${name} 是空的或没有写完\t${name} is empty or cut off`);
    let before = null;
    for (const line of lines) {
      const match = /^([0-9a-f]{64})  ([^\r\n]+)$/.exec(line);
      const unsafe = match && (match[2].startsWith("/") || /[\\\0]/.test(match[2]) || match[2].split("/").some((part) => ["", ".", ".."].includes(part)));
      if (!match || unsafe || listed.has(match[2])) throw new Bad(`${name} 里有看不懂的行\t${name} holds a line that is none`);
      const points = Array.from(match[2], (char) => char.codePointAt(0)); // sorted by code point, as Python sorts
      if (before !== null && !less(before, points)) throw new Bad(`${name} 被打乱\t${name} is out of order`);
      before = points;
      listed.set(match[2], match[1]);
    }
    return listed;
  }

  async digests() {
    const lists = {};
    for (const sort of ["manifest", "tagmanifest"]) {
      const [one, two] = [await this.manifest(`${sort}-sha256.txt`), await this.manifest(`${sort}-sm3.txt`)];
      if (one.size !== two.size || [...one.keys()].some((name) => !two.has(name))) throw new Bad("SHA-256 与 SM3 清单列出的文件不同\tthe SHA-256 and the SM3 list name different files");
      for (const name of one.keys()) {
        if (name.startsWith("data/") !== (sort === "manifest")) this.bad(`写错了清单:${name}`, `in the wrong list: ${name}`);
        lists[name] = [one.get(name), two.get(name)];
      }
    }
    for (const name of this.files.keys()) {
      if (name in lists || UNLISTED.includes(name)) continue;
      if (JUNK.test(name)) this.say("note", `桌面系统留下的文件,不算在内:${name}`, `left by a desktop, not counted: ${name}`);
      else this.bad(`多出一个文件:${name}`, `a file too many: ${name}`);
    }
    let total = 0, done = 0, payload = 0, count = 0;
    for (const name of Object.keys(lists)) total += this.files.has(name) ? this.files.get(name).size : 0;
    for (const name of Object.keys(lists)) {
      const file = this.files.get(name);
      if (!file) { this.bad(`缺少文件:${name}`, `missing: ${name}`); continue; }
      const one = new SHA256(), two = new SM3();
      for (let at = 0; at < file.size; at += PIECE) {
        const piece = await file.read(at, Math.min(at + PIECE, file.size));
        one.update(piece);
        two.update(piece);
        done += piece.length;
        this.progress(done, total);
      }
      const found = [hex(one.bytes()), hex(two.bytes())];
      this.found.set(name, found);
      const wrong = ["SHA-256", "SM3"].filter((_, i) => found[i] !== lists[name][i]);
      if (wrong.length) this.bad(`内容被改动:${name}(${wrong.join("、")} 不符)`, `changed: ${name} (${wrong.join(", ")} differ)`);
      if (name.startsWith("data/")) { payload += file.size; count++; }
    }
    if (text(await this.read("bagit.txt")) !== "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n") this.bad("bagit.txt 不是约定的内容", "bagit.txt is not as agreed");
    if (!text(await this.read("bag-info.txt")).split("\n").includes(`Payload-Oxum: ${payload}.${count}`)) this.bad("文件数或总长度与 bag-info.txt 不符", "number or size of files differ from bag-info.txt");
    if (!this.problems) this.say("good", `${this.found.size} 个文件,${total} 字节,SHA-256 与 SM3 都相符`, `${this.found.size} files, ${total} bytes: all digests hold`);
  }

  async key() {
    const match = PEM.exec(text(await this.read("proof/verify.pem"))), data = match ? unbase64(match[1]) : new Uint8Array();
    if (hex(data.subarray(0, 12)) !== "302a300506032b6570032100" || data.length !== 44) throw new Bad("proof/verify.pem 不是 Ed25519 公钥\tproof/verify.pem is no Ed25519 key");
    this.fingerprint = hex(sha256(data));
    return data.subarray(12);
  }

  async signature() {
    if (!ed25519(await this.key(), await this.read(SIGNED), await this.read(SIGNATURE))) throw new Bad("文件清单的签名不符\tthe signature over the list of files is wrong");
    this.say("good", "文件清单由本案密钥签名", "the list of files is signed with the case's key");
  }

  head(note, key) {
    const match = NOTE.exec(note);
    if (!match || match[1] !== match[6]) throw new Bad("签名头不是约定的格式\tthe head is not in the agreed form");
    const signature = unbase64(match[7]), signed = utf8(note.slice(0, note.indexOf("\n\n") + 1));
    const id = sha256(utf8(`ringfence.vault/1/${match[1]}\n`), Uint8Array.of(1), key).subarray(0, 4);
    if (!same(id, signature.subarray(0, 4)) || !ed25519(key, signed, signature.subarray(4))) throw new Bad("签名头的签名不符\tthe head's signature is wrong");
    return { id: match[1], size: Number(match[2]), root: unbase64(match[3]), time: moment(Number(match[4])) };
  }

  async entry(one, head) {
    const frame = await this.read(one.frame), opened = await this.read(one.opened), view = new DataView(frame.buffer, frame.byteOffset);
    const leaf = sha256(Uint8Array.of(0), frame.subarray(0, -32));
    const seq = Number(view.getBigUint64(8));
    if (text(frame.subarray(0, 4)) !== "RFE1" || view.getUint32(4) !== frame.length || seq !== one.seq || !same(leaf, frame.subarray(-32))) throw new Bad(`日志第 ${one.seq} 条被改动\tlog entry ${one.seq} was changed`);
    if (!same(sha256(opened), frame.subarray(56, 88))) throw new Bad(`日志第 ${seq} 条公开的内容与承诺值不符\twhat is disclosed of log entry ${seq} is not what was committed to`);
    if (!included(leaf, seq, head.size, one.path.map(unhex), head.root)) throw new Bad(`日志第 ${seq} 条不在签名头之下\tlog entry ${seq} is not covered by the signed head`);
    return { time: moment(Number(view.getBigInt64(16))), originals: originals(JSON.parse(text(opened.subarray(32))).body) };
  }

  async proof() {
    const before = this.problems, proof = JSON.parse(text(await this.read("proof/proof.json"))), key = await this.key();
    if (proof.format !== "ringfence-proof" || proof.version !== 1) throw new Bad("proof.json 的版本不认识\tproof.json is of an unknown version");
    const head = this.head(text(await this.read("proof/head.txt")), key);
    this.code = `${head.size}-${hex(head.root)}`;
    if (proof.case !== head.id) throw new Bad("签名头属于别的案件\tthe head belongs to another case");
    const entries = new Map();
    for (const one of proof.entries) entries.set(one.seq, await this.entry(one, head));
    const listed = [...this.found.keys()].filter((name) => name.startsWith("data/")), told = new Set(proof.exhibits.map((one) => one.path));
    if (told.size !== listed.length || listed.some((name) => !told.has(name))) this.bad("证据清单与文件不一致", "the list of exhibits does not match the files");
    for (const one of proof.exhibits) {
      const entry = entries.get(one.entry), found = this.found.get(one.path);
      if (!entry || !entry.originals.some((other) => other.size === one.size && other.sha256 === one.sha256 && other.sm3 === one.sm3)) this.bad(`${one.path}:日志里没有登记这个文件`, `${one.path}: the log does not know this file`);
      else if (!found || found[0] !== one.sha256 || found[1] !== one.sm3 || this.files.get(one.path).size !== one.size) this.bad(`${one.path}:与登记的摘要不符`, `${one.path} is not the file on record`);
      else this.say("good", `${one.id} ${one.path}:日志第 ${one.entry} 条,${entry.time} 存入`, `entry ${one.entry}, kept at that time`);
    }
    for (const one of proof.heads) {
      const old = this.head(text(await this.read(one.file)), key), code = `${old.size}-${hex(old.root)}`;
      if (old.id !== head.id || !consistent(old.size, old.root, head.size, head.root, one.path.map(unhex))) this.bad(`${one.file}:与本次签名头接不上`, `${one.file} does not lead to this head`);
      else { this.earlier.push(code); this.say("good", `较早的签名头(${old.size} 条)是本次的开头`, `an earlier head begins this one: ${code}`); }
    }
    for (const one of proof.timestamps) {
      const [digest, when] = stamped(await this.read(one.file));
      if (!proof.heads.some((head) => head.file === one.head) || !same(digest, sha256(await this.read(one.head)))) this.bad(`${one.file}:盖的不是这个签名头`, `${one.file} is about something else than its head`);
      else this.say("good", `时间戳 ${when}:${one.head}(机构的签名请用 openssl 核对,见 README.txt)`, "timestamp about this head; README.txt says how to check the authority's signature");
    }
    if (before === this.problems) this.say("good", `${proof.exhibits.length} 件证据都在日志里,日志头签于 ${head.time}`, "all exhibits are in the signed log");
  }
}

function less(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] < b[i];
  return a.length < b.length;
}

function element(data, at) { // tag, start and end of the content of the DER element at `at`
  const tag = data[at];
  let size = data[at + 1];
  at += 2;
  if (size & 0x80) {
    const count = size & 0x7f;
    size = data.subarray(at, at + count).reduce((sum, byte) => sum * 256 + byte, 0);
    at += count;
  }
  if (at + size > data.length) throw new Bad("时间戳不完整\ta timestamp is cut off");
  return [tag, at, at + size];
}

function stamped(data) { // the SHA-256 that an RFC 3161 response is about, and its time
  const whole = hex(data), found = whole.indexOf("060b2a864886f70d0109100104");
  if (found < 0 || found % 2) throw new Bad("时间戳读不出来\ta timestamp cannot be read");
  let at = found / 2 + 13, end = 0, tag = 0;
  for (const wanted of [0xa0, 0x04, 0x30]) {
    [tag, at, end] = element(data, at);
    if (tag !== wanted) throw new Bad("时间戳读不出来\ta timestamp cannot be read");
  }
  const parts = [];
  while (at < end && parts.length < 5) {
    const [kind, start, stop] = element(data, at);
    parts.push([kind, data.subarray(start, stop)]);
    at = stop;
  }
  const imprint = parts[2][1], algorithm = element(imprint, 0)[2], [, start, stop] = element(imprint, algorithm);
  if (hex(imprint.subarray(2, 13)) !== "0609608648016503040201" || parts[4][0] !== 0x18) throw new Bad("时间戳的摘要算法不是 SHA-256\ta timestamp is about another digest algorithm");
  return [imprint.subarray(start, stop), text(parts[4][1])];
}

function originals(value) {
  const found = [], waiting = [value];
  while (waiting.length) {
    const one = waiting.pop();
    if (Array.isArray(one)) waiting.push(...one);
    else if (one && typeof one === "object") {
      if (["blob", "size", "sha256", "sm3"].every((name) => name in one)) found.push(one);
      waiting.push(...Object.values(one));
    }
  }
  return found;
}

function moment(micros) {
  const when = new Date(micros / 1000);
  return Number.isNaN(when.getTime()) ? String(micros) : `${when.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

async function checkPicked(list) {
  const files = new Map();
  for (const file of list) {
    const name = file.webkitRelativePath.split("/").slice(1).join("/");
    files.set(name, { size: file.size, read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()) });
  }
  const found = document.getElementById("found"), state = document.getElementById("state");
  found.textContent = "";
  const line = (kind, zh, en) => {
    const paragraph = document.createElement("p");
    paragraph.className = kind;
    paragraph.textContent = `${{ good: "✓", bad: "✗", note: "·" }[kind]} ${zh} / ${en}`;
    found.append(paragraph);
  };
  if (!files.has("bagit.txt")) {
    state.textContent = "这里没有 bagit.txt:请选收到的那个文件夹本身。/ No bagit.txt here: choose the folder itself.";
    return;
  }
  let shown = 0;
  const check = new Check(files, line, (done, total) => {
    if (done - shown > 1 << 24) { shown = done; state.textContent = `${Math.floor((100 * done) / total)} %`; }
  });
  state.textContent = "正在核对… / checking…";
  const good = await check.run(document.getElementById("held").value, document.getElementById("print").value);
  line("note", `存证码:${check.code}`, "head");
  line("note", `密钥指纹:${check.fingerprint}`, "key fingerprint (SHA-256)");
  state.className = good ? "good" : "bad";
  state.textContent = good ? "结论:没有发现任何改动。/ Result: nothing was changed." : "结论:有问题,见下。/ Result: something is wrong, see below.";
}

if (typeof document !== "undefined") {
  const again = () => checkPicked(document.getElementById("pick").files);
  document.getElementById("pick").addEventListener("change", again);
} else if (typeof module !== "undefined") {
  module.exports = { Check, SHA256, SM3, sha512, ed25519, hex };
}
