// Three-way merge of texts, as models.Merge on the server does it: a character of the base
// survives if neither side took it out, and every insertion is kept at its place. Characters are
// code points here; where two changed the same place the server has the last word.

const effort = 2000; // single differences; past it a passage counts as rewritten whole

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
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = shortest(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return middle.map((change) => change.map((place) => place + start));
}

// shortest is a shortest difference (E. W. Myers, Algorithmica 1, 1986), found by going
// back over the trace of the farthest points.
function shortest(a, b) {
  const n = a.length, m = b.length;
  if (n === 0 && m === 0) return [];
  if (n === 0 || m === 0) return [[0, n, 0, m]];
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
  return [[0, n, 0, m]];
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
  if (mine === theirs || base === theirs) return mine;
  if (base === mine) return theirs;
  const letters = Array.from(base), m = Array.from(mine), t = Array.from(theirs);
  const ours = difference(letters, m), others = difference(letters, t);
  const all = [...worded(gather(ours, others), m), ...worded(gather(others, ours), t)].sort(byPlace);
  let out = "", done = 0, last = null;
  for (const [at, to, words] of all) {
    if (last && last[0] === at && last[1] === to && last[2] === words) continue;
    last = [at, to, words];
    if (at > done) out += letters.slice(done, at).join("");
    out += words;
    done = Math.max(done, to);
  }
  return out + letters.slice(done).join("");
}
