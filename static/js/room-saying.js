// What a screen reader hears of the others: politely, at most every ten seconds, never letters.
// What happens meanwhile waits and is said together; nothing is lost but what is said already.

const spokenEvery = 10_000;

export function saying(place) {
  let waits = [], last = -Infinity, timer = null;
  const speak = () => {
    timer = null;
    last = performance.now();
    place.textContent = waits.map((one, n) => (n < waits.length - 1 && !/[.!?]$/.test(one) ? `${one}.` : one)).join(" ");
    waits = [];
  };
  return (sentence) => {
    if (waits.includes(sentence)) waits = waits.filter((one) => one !== sentence); // it is said where it happened last
    waits.push(sentence);
    timer ??= setTimeout(speak, Math.max(0, last + spokenEvery - performance.now()));
  };
}
