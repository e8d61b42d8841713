// Encrypts to an age X25519 recipient (age-encryption.org/v1) in plain JavaScript. Comes behind digest.js.
// Sources: RFC 7748 (X25519), RFC 5869 (HKDF), RFC 8439 (ChaCha20-Poly1305).

const CHUNK = 65536, FIELD = 2n ** 255n - 19n;
const wrapped = (x) => ((x % FIELD) + FIELD) % FIELD;
const bytesOf = (text) => new TextEncoder().encode(text);
const little = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const plainBase64 = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/=+$/, "");

function x25519(secret, point) {
  const key = Uint8Array.from(secret), u = little(point) & ((1n << 255n) - 1n);
  key[0] &= 248; key[31] = (key[31] & 127) | 64;
  const k = little(key);
  let [x2, z2, x3, z3, swap] = [1n, 0n, u, 1n, 0n];
  for (let t = 254n; t >= 0n; t--) {
    const bit = (k >> t) & 1n;
    if (swap ^ bit) [x2, x3, z2, z3] = [x3, x2, z3, z2];
    swap = bit;
    const a = x2 + z2, b = wrapped(x2 - z2), aa = wrapped(a * a), bb = wrapped(b * b), e = wrapped(aa - bb);
    const da = wrapped((x3 - z3) * a), cb = wrapped((x3 + z3) * b);
    x3 = wrapped((da + cb) ** 2n);
    z3 = wrapped(u * wrapped((da - cb) ** 2n));
    x2 = wrapped(aa * bb);
    z2 = wrapped(e * (aa + 121665n * e));
  }
  if (swap) [x2, z2] = [x3, z3];
  let inverse = 1n, base = z2;
  for (let n = FIELD - 2n; n; n >>= 1n) {
    if (n & 1n) inverse = wrapped(inverse * base);
    base = wrapped(base * base);
  }
  let value = wrapped(x2 * inverse);
  return Uint8Array.from({ length: 32 }, () => { const byte = Number(value & 255n); value >>= 8n; return byte; });
}

function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
}

function hmac(key, ...parts) {
  const pad = (byte) => { const block = new Uint8Array(64); block.set(key); return block.map((one) => one ^ byte); };
  const inner = new SHA256().update(pad(0x36));
  parts.forEach((part) => inner.update(part));
  return new SHA256().update(pad(0x5c)).update(inner.bytes()).bytes();
}

const hkdf = (secret, salt, info) => hmac(hmac(salt, secret), bytesOf(info), Uint8Array.of(1)); // 32 bytes: one block

function chacha(key, nonce, counter) { // returns a function that gives the next 64 bytes of key stream
  const k = new DataView(key.buffer, key.byteOffset), n = new DataView(nonce.buffer, nonce.byteOffset), start = new Int32Array(16);
  [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574].forEach((word, i) => { start[i] = word; });
  for (let i = 0; i < 8; i++) start[4 + i] = k.getInt32(4 * i, true);
  start[12] = counter;
  for (let i = 0; i < 3; i++) start[13 + i] = n.getInt32(4 * i, true);
  const x = new Int32Array(16), out = new Uint8Array(64), view = new DataView(out.buffer);
  const quarter = (a, b, c, d) => {
    x[a] += x[b]; let t = x[d] ^ x[a]; x[d] = (t << 16) | (t >>> 16);
    x[c] += x[d]; t = x[b] ^ x[c]; x[b] = (t << 12) | (t >>> 20);
    x[a] += x[b]; t = x[d] ^ x[a]; x[d] = (t << 8) | (t >>> 24);
    x[c] += x[d]; t = x[b] ^ x[c]; x[b] = (t << 7) | (t >>> 25);
  };
  return () => {
    x.set(start);
    for (let i = 0; i < 10; i++) {
      quarter(0, 4, 8, 12); quarter(1, 5, 9, 13); quarter(2, 6, 10, 14); quarter(3, 7, 11, 15);
      quarter(0, 5, 10, 15); quarter(1, 6, 11, 12); quarter(2, 7, 8, 13); quarter(3, 4, 9, 14);
    }
    for (let i = 0; i < 16; i++) view.setInt32(4 * i, x[i] + start[i], true);
    start[12]++;
    return out;
  };
}

function poly1305(key, message) { // ten limbs of 13 bits: every product and sum stays far below 2^53
  const limbs = (bytes, top) => {
    const words = new Uint16Array(9);
    for (let i = 0; i < 8; i++) words[i] = bytes[2 * i] | (bytes[2 * i + 1] << 8);
    words[8] = top;
    return Array.from({ length: 10 }, (_, i) => {
      const bit = 13 * i, word = bit >> 4, shift = bit & 15;
      return (((words[word] | ((words[word + 1] || 0) << 16)) >>> shift) & 0x1fff);
    });
  };
  const clamped = key.slice(0, 16);
  [3, 7, 11, 15].forEach((i) => { clamped[i] &= 15; });
  [4, 8, 12].forEach((i) => { clamped[i] &= 252; });
  const r = limbs(clamped, 0), h = new Array(10).fill(0), d = new Array(10), block = new Uint8Array(16);
  for (let at = 0; at < message.length; at += 16) { // the message of an AEAD is whole blocks
    block.set(message.subarray(at, at + 16));
    const m = limbs(block, 1);
    for (let i = 0; i < 10; i++) h[i] += m[i];
    let carry = 0;
    for (let i = 0; i < 10; i++) {
      let sum = carry;
      for (let j = 0; j < 10; j++) sum += h[j] * (j <= i ? r[i - j] : 5 * r[i + 10 - j]);
      carry = Math.floor(sum / 8192);
      d[i] = sum % 8192;
    }
    d[0] += 5 * carry;
    for (let i = 0; i < 10; i++) h[i] = d[i];
    h[1] += Math.floor(h[0] / 8192);
    h[0] %= 8192;
  }
  let value = h.reduceRight((sum, limb) => sum * 8192n + BigInt(limb), 0n) % ((1n << 130n) - 5n);
  value += little(key.subarray(16, 32));
  return Uint8Array.from({ length: 16 }, () => { const byte = Number(value & 255n); value >>= 8n; return byte; });
}

function seal(key, nonce, data) { // ChaCha20-Poly1305 without associated data
  const stream = chacha(key, nonce, 0), once = stream().slice(0, 32);
  const padded = new Uint8Array(((data.length + 15) & ~15) + 16);
  for (let at = 0; at < data.length; at += 64) {
    const block = stream(), end = Math.min(64, data.length - at);
    for (let i = 0; i < end; i++) padded[at + i] = data[at + i] ^ block[i];
  }
  new DataView(padded.buffer).setUint32(padded.length - 8, data.length, true);
  return concat(padded.subarray(0, data.length), poly1305(once, padded));
}

const random = (size) => crypto.getRandomValues(new Uint8Array(size));

async function encrypt(recipient, size, read) { // recipient: 32 bytes; read(from, to) -> Promise<Uint8Array>; gives pieces
  const fileKey = random(16), ephemeral = random(32), nine = new Uint8Array(32);
  nine[0] = 9;
  const share = x25519(ephemeral, nine), shared = x25519(ephemeral, recipient);
  const body = seal(hkdf(shared, concat(share, recipient), "age-encryption.org/v1/X25519"), new Uint8Array(12), fileKey);
  const header = `age-encryption.org/v1\n-> X25519 ${plainBase64(share)}\n${plainBase64(body)}\n---`;
  const mac = hmac(hkdf(fileKey, new Uint8Array(32), "header"), bytesOf(header));
  const nonce = random(16), key = hkdf(fileKey, nonce, "payload"), pieces = [bytesOf(`${header} ${plainBase64(mac)}\n`), nonce];
  for (let at = 0, index = 0; at === 0 || at < size; at += CHUNK, index++) {
    const count = new DataView(new ArrayBuffer(12));
    count.setUint32(7, index);
    count.setUint8(11, at + CHUNK >= size ? 1 : 0);
    pieces.push(seal(key, new Uint8Array(count.buffer), await read(at, Math.min(at + CHUNK, size))));
  }
  return pieces;
}

async function give(recipient, name, size, read) { // encrypt and offer for saving
  const state = document.getElementById("state");
  state.textContent = `正在加密 / encrypting:${name}`;
  const link = document.createElement("a"), row = document.createElement("li");
  link.href = URL.createObjectURL(new Blob(await encrypt(recipient, size, read), { type: "application/octet-stream" }));
  link.download = `${name}.age`;
  link.textContent = `${name}.age(点此保存,再发给对方 / save, then send it)`;
  row.append(link);
  document.getElementById("found").append(row);
  state.textContent = "已加密。/ Encrypted.";
}

if (typeof document !== "undefined") {
  const key = Uint8Array.from("{KEY}".match(/../g), (pair) => parseInt(pair, 16));
  document.getElementById("pick").addEventListener("change", async (event) => {
    for (const file of event.target.files) {
      await give(key, file.name, file.size, async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()));
    }
  });
  document.getElementById("seal").addEventListener("click", async () => {
    const data = bytesOf(document.getElementById("form").value);
    await give(key, "陈述.yaml", data.length, async (from, to) => data.subarray(from, to));
  });
} else if (typeof module !== "undefined") {
  module.exports = { encrypt, x25519, poly1305 };
}
