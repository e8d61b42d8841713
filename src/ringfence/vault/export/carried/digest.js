"use strict";
// SHA-256 in plain JavaScript (FIPS 180-4), because browsers offer their own only to pages from a server.

const K256 = new Uint32Array(64), H256 = new Uint32Array(8);
const K512 = [], H512 = [];
(function constants() { // fractional parts of roots of primes, in integers (FIPS 180-4, 4.2.2 and 5.3)
  const root = (value, degree) => { // integer root by bisection
    let low = 0n, high = 1n << 80n;
    while (low + 1n < high) {
      const middle = (low + high) >> 1n;
      if (middle ** degree <= value) low = middle; else high = middle;
    }
    return low;
  };
  for (let n = 2n, i = 0; i < 80; n++) {
    let prime = true;
    for (let d = 2n; d * d <= n; d++) if (n % d === 0n) { prime = false; break; }
    if (!prime) continue;
    const cube = root(n << 192n, 3n) & 0xffffffffffffffffn;
    K512.push(cube);
    if (i < 64) K256[i] = Number(cube >> 32n);
    if (i < 8) {
      const square = root(n << 128n, 2n) & 0xffffffffffffffffn;
      H512.push(square);
      H256[i] = Number(square >> 32n);
    }
    i++;
  }
})();

class BlockHash { // 64-byte blocks, 32-bit words, length in bits at the end
  constructor(start) {
    this.state = Int32Array.from(start);
    this.words = new Int32Array(68);
    this.rest = new Uint8Array(64);
    this.held = 0;
    this.size = 0;
  }
  update(data) {
    this.size += data.length;
    let at = 0;
    if (this.held) {
      at = Math.min(64 - this.held, data.length);
      this.rest.set(data.subarray(0, at), this.held);
      this.held += at;
      if (this.held < 64) return this;
      this.blocks(this.rest, 0, 64);
      this.held = 0;
    }
    const end = at + ((data.length - at) & ~63);
    if (end > at) this.blocks(data, at, end);
    this.rest.set(data.subarray(end));
    this.held = data.length - end;
    return this;
  }
  bytes() {
    const size = this.size, tail = new Uint8Array(this.held < 56 ? 64 - this.held : 128 - this.held);
    tail[0] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(size / 0x20000000));
    view.setUint32(tail.length - 4, (size << 3) >>> 0);
    this.update(tail);
    const out = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, i) => out.setInt32(4 * i, word));
    return new Uint8Array(out.buffer);
  }
}

class SHA256 extends BlockHash {
  constructor() { super(H256); }
  blocks(data, at, end) {
    const w = this.words, s = this.state;
    for (; at < end; at += 64) {
      for (let i = 0, j = at; i < 16; i++, j += 4) w[i] = (data[j] << 24) | (data[j + 1] << 16) | (data[j + 2] << 8) | data[j + 3];
      for (let i = 16; i < 64; i++) {
        const x = w[i - 15], y = w[i - 2];
        w[i] = (w[i - 16] + w[i - 7] + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3))
          + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
      }
      let a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
      for (let i = 0; i < 64; i++) {
        const t1 = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7)))
          + ((e & f) ^ (~e & g)) + K256[i] + w[i]) | 0;
        const t2 = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      s[0] += a; s[1] += b; s[2] += c; s[3] += d; s[4] += e; s[5] += f; s[6] += g; s[7] += h;
    }
  }
}

