// Three-way merge of texts, as models.Merge on the server does it: a character of the base
// survives if neither side took it out, and every insertion is kept at its place. Characters are
// code points here; where two changed the same place the server has the last word.

const effort = 1500; // single differences; past it long passages in common are looked for
const passageLength = 32; // characters that cannot well be in common by chance

// edits are the changes that lead from base to text, each [at, to, replacement], in order.
export function edits(base, text) {
  const a = Array.from(base), b = Array.from(text);
  return worded(difference(a, b), b);
}

function worded(changes, letters) {
  return changes.map(([at, to, from, till]) => [at, to, letters.slice(from, till).join("")]);
}

// difference is the changes [at, to, from, till]: a[at:to] became b[from:till]. None touches another.
function difference(a, b) {
  const out = [];
  compare(a, b, 0, 0, out);
  return out.length > 1 ? hold(a, b, out) : out;
}

const mostApart = 256; // characters of the base in which a rare one is looked for

// hold lets a rare character stay where a shortest difference would move it over a run of one
// other character: in "....x" that became "x....." it is the dots that went from one side of it
// to the other. Two who both seemed to have moved it would put it there twice.
function hold(a, b, changes) {
  const often = new Map();
  for (const letter of a) often.set(letter, (often.get(letter) ?? 0) + 1);
  for (let q = 0, tries = 0; q < changes.length && tries < 1000; q++) {
    const found = moved(a, b, changes, q, -1, often) ?? moved(a, b, changes, q, 1, often);
    if (!found) continue;
    const [p, j, i] = found, lo = Math.min(p, q), hi = Math.max(p, q);
    const [at, , from] = changes[lo], [, to, , till] = changes[hi], anew = changes.slice(0, lo);
    compare(a.slice(at, j), b.slice(from, i), at, from, anew);
    compare(a.slice(j + 1, to), b.slice(i + 1, till), j + 1, i + 1, anew);
    changes = anew.concat(changes.slice(hi + 1));
    q = Math.min(lo, changes.length - 1);
    while (q >= 0 && changes[q] && at - changes[q][1] <= mostApart) q--; // those before it may fit now
    tries++;
  }
  return changes;
}

// moved looks, from change q on in one direction, for another that puts in a letter which q
// takes out, with nothing kept between the two but one more frequent letter.
function moved(a, b, changes, q, step, often) {
  const out = changes[q];
  let run;
  for (let p = q + step; p >= 0 && p < changes.length; p += step) {
    const into = changes[p], lo = changes[Math.min(p, p - step)], hi = changes[Math.max(p, p - step)];
    if (Math.max(into[0] - out[1], out[0] - into[1]) > mostApart) return null;
    for (let x = lo[1]; x < hi[0]; x++) if ((run ??= a[x]) !== a[x]) return null;
    for (let j = out[0]; j < out[1]; j++) {
      if (often.get(a[j]) >= often.get(run)) continue;
      for (let i = into[2]; i < into[3]; i++) if (a[j] === b[i]) return [p, j, i];
    }
    for (let x = into[0]; x < into[1]; x++) if (a[x] !== run) return null;
  }
  return null;
}

// compare appends the changes from a to b, which begin at those places in the whole.
function compare(a, b, at, from, out) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  a = a.slice(start, a.length - end);
  b = b.slice(start, b.length - end);
  at += start;
  from += start;
  const found = shortest(a, b);
  if (found) return void found.forEach(([x, to, y, till]) => extend(out, [x + at, to + at, y + from, till + from]));
  let x = 0, y = 0;
  for (const [nextX, nextY, length] of anchors(a, b) ?? passage(a, b) ?? []) {
    compare(a.slice(x, nextX), b.slice(y, nextY), at + x, from + y, out);
    x = nextX + length;
    y = nextY + length;
  }
  if (x > 0) compare(a.slice(x), b.slice(y), at + x, from + y, out);
  else extend(out, [at, at + a.length, from, from + b.length]);
}

// anchors are the letters that stand once in each of a and b, as many as are in the same order.
function anchors(a, b) {
  const once = new Map(), both = new Map();
  for (const [x, letter] of a.entries()) once.set(letter, once.has(letter) ? -1 : x);
  for (const [y, letter] of b.entries()) if (once.get(letter) >= 0) both.set(letter, both.has(letter) ? -1 : y);
  const ends = [], before = new Map(); // ends[n]: the one with which an order of n + 1 ends soonest
  for (const [x, letter] of a.entries()) {
    const y = both.get(letter);
    if (!(y >= 0)) continue;
    let n = ends.length;
    while (n > 0 && ends[n - 1][1] > y) n--;
    before.set(y, ends[n - 1]);
    ends[n] = [x, y, 1];
  }
  const order = [];
  for (let one = ends[ends.length - 1]; one; one = before.get(one[1])) order.push(one);
  return order.length > 0 ? order.reverse() : null;
}

// passage is the longest one that a and b have in common: where it begins in each, and its
// length. It keeps a long paste in one place from blurring what else changed: were all
// between counted as rewritten on both sides, it would stand there twice.
function passage(a, b) {
  const places = new Map();
  for (let x = Math.floor(a.length / passageLength) * passageLength - passageLength; x >= 0; x -= passageLength) places.set(a.slice(x, x + passageLength).join(""), x);
  let best = null;
  for (let y = 0; y + passageLength <= b.length; ) {
    const x = places.get(b.slice(y, y + passageLength).join(""));
    if (x === undefined) {
      y++;
      continue;
    }
    let before = 0, after = 0;
    while (before < x && before < y && a[x - 1 - before] === b[y - 1 - before]) before++;
    while (x + after < a.length && y + after < b.length && a[x + after] === b[y + after]) after++;
    if (!best || before + after > best[2]) best = [x - before, y - before, before + after];
    y += after;
  }
  return best && [best];
}

// shortest is a shortest difference (E. W. Myers, Algorithmica 1, 1986), found by going
// back over the trace of the farthest points; null where that would take too long.
function shortest(a, b) {
  const n = a.length, m = b.length;
  if (n === 0 && m === 0) return [];
  if (n === 0 || m === 0) return [[0, n, 0, m]];
  if (Math.abs(n - m) > effort) return null;
  const most = Math.min(n + m, effort), zero = most + 1;
  const far = new Int32Array(2 * most + 3), trace = [];
  for (let d = 0; d <= most; d++) {
    trace.push(far.slice(zero - d - 1, zero + d + 2)); // diagonal k is at k + d + 1
    for (let k = -d; k <= d; k += 2) {
      let x = down(far, zero + k, k, d) ? far[zero + k + 1] : far[zero + k - 1] + 1;
      while (x < n && x - k < m && a[x] === b[x - k]) x++;
      far[zero + k] = x;
      if (x >= n && x - k >= m) return steps(a, b, trace, d);
    }
  }
  return null;
}

// down reports whether the way to diagonal k came from the one above it.
function down(far, i, k, d) {
  return k === -d || (k !== d && far[i - 1] < far[i + 1]);
}

// steps reads the way back from the end and joins what touches.
function steps(a, b, trace, d) {
  const single = [];
  let x = a.length, y = b.length;
  for (; d > 0; d--) {
    const far = trace[d], k = x - y, i = k + d + 1;
    const before = down(far, i, k, d) ? k + 1 : k - 1;
    const px = far[before + d + 1], py = px - before;
    while (x > px && y > py) x--, y--;
    single.push(x === px ? [px, px, py, py + 1] : [px, px + 1, py, py]);
    x = px;
    y = py;
  }
  return single.reverse().reduce(extend, []);
}

// extend appends a change, as part of the last one when they touch.
function extend(changes, change) {
  const last = changes[changes.length - 1];
  if (last && last[1] === change[0]) [last[1], last[3]] = [change[1], change[3]];
  else changes.push([...change]);
  return changes;
}

// gather counts as rewritten what one side kept by chance inside a rewritten passage and the other takes out.
function gather(changes, others) {
  const out = [];
  for (const change of changes) {
    const last = out[out.length - 1];
    if (last && rewritten(last, change)) {
      const [, end, , till] = last;
      for (let at = end; at < change[0]; at++) {
        const from = till + at - end;
        if (others.some(([a, b]) => a <= at && at < b)) extend(out, [at, at + 1, from, from + 1]);
      }
    }
    extend(out, change);
  }
  return out;
}

const stray = 3; // the most characters between two changes that can count as rewritten
function rewritten(a, b) {
  const size = ([at, to, from, till]) => Math.max(to - at, till - from);
  return a[1] - a[0] + b[1] - b[0] > 0 && b[0] - a[1] <= Math.min(stray, size(a), size(b));
}

// byPlace orders edits as the server does: at the same place the smaller text first.
function byPlace(a, b) {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);
}

// merge joins two changes of one base. What both changed alike is taken once.
export function merge(base, mine, theirs) {
  return join(base, mine, theirs)[0];
}

// clash reports that two changed the same place, or places that touch, differently.
export function clash(base, mine, theirs) {
  return join(base, mine, theirs)[1];
}

function join(base, mine, theirs) {
  if (mine === theirs || base === theirs) return [mine, false];
  if (base === mine) return [theirs, false];
  const letters = Array.from(base), m = Array.from(mine), t = Array.from(theirs);
  const ours = difference(letters, m), others = difference(letters, t);
  const all = [...worded(gather(ours, others), m), ...worded(gather(others, ours), t)].sort(byPlace);
  let out = "", done = 0, last = null, touch = false;
  for (const [at, to, words] of all) {
    if (last && last[0] === at && last[1] === to && last[2] === words) continue;
    touch ||= last !== null && at <= done;
    last = [at, to, words];
    if (at > done) out += letters.slice(done, at).join("");
    out += words;
    done = Math.max(done, to);
  }
  return [out + letters.slice(done).join(""), touch];
}
