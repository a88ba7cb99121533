// What is called, and what of it is large. It draws nothing and asks no clock but the one it is
// given, so that a test can have a week pass in a second.
//
// A new call is large at once when a place is free, else as soon as one is, in the order in
// which the calls are said, and until then in a row: nobody's call is hidden. When one is said
// while two others are large that aren't said yet, one of these stands in line again. A call stays
// large for LARGE, and until its announcement has ended; one that is never said is given
// up after SPOKEN, since nothing older than half a minute is, and no announcement is waited for longer
// than LONGEST.

export const PLACES = 2;
export const LARGE = 12_000;   // ms a call stays large at least
const SPOKEN = 35_000;         // ms after a call in which its announcement begins, or never
const LONGEST = 60_000;        // ms that an announcement takes at most
const KEPT = 40;               // calls

export class Calls {
  constructor(now) {
    this.now = now;     // ms, never going back
    this.list = [];     // newest first
    this.large = [];    // the latest on top
    this.voice = false; // announcements come
  }

  /** add puts a call at the top; fresh: it comes now, and wants a place. age is in ms. */
  add(m, {fresh, age = 0}) {
    this.drop(m.number);
    const came = this.now() - (fresh ? 0 : age);
    const c = {...m, came, wants: fresh, since: null, until: 0, said: false};
    if (!fresh && age < LARGE && c.state === "called") c.wants = true;
    this.list.unshift(c);
    this.list.length = Math.min(this.list.length, KEPT);
    return c;
  }

  /** keep takes a call over from before a snapshot. */
  keep(c, state) {
    c.state = state;
    this.list.unshift(c);
  }

  /** clear begins a new list and gives what was there, by seq. */
  clear() {
    const before = new Map(this.list.map((c) => [c.seq, c]));
    this.list = [];
    return before;
  }

  settle(number) {
    for (const c of this.list) if (c.number === number) c.state = "settled";
  }

  drop(number) {
    this.list = this.list.filter((c) => c.number !== number);
  }

  /** says notes that a call is being said for so many ms from now; 0: no longer. */
  says(seq, ms) {
    this.voice = true;
    const c = this.list.find((o) => o.seq === seq);
    if (!c) return;
    c.said = true;
    c.until = this.now() + Math.max(0, Math.min(ms || 0, LONGEST));
  }

  /** silent forgets that announcements come: the line was cut. */
  silent() {
    this.voice = false;
  }

  ends(c) {
    const least = (c.since ?? this.now()) + LARGE;
    if (c.said) return Math.max(least, c.until);
    return this.voice ? Math.max(least, c.came + SPOKEN) : least;
  }

  saying(c) {
    return c.until > this.now();
  }

  /** arrange fills the places; it gives {large, queue, rest, next}: next is in how many ms to look again. */
  arrange() {
    const now = this.now();
    this.large = this.large.filter((c) => this.list.includes(c));
    for (const c of this.large) if (now >= this.ends(c)) c.wants = false;
    this.large = this.large.filter((c) => c.wants);
    const queue = this.list.filter((c) => c.wants && !this.large.includes(c) && c.state !== "settled").reverse();
    queue.sort((a, b) => this.saying(b) - this.saying(a));
    while (queue.length) {
      if (this.large.length >= PLACES && !this.yields(queue[0], queue)) break;
      const c = queue.shift();
      c.since ??= c.came < now && !c.said && now - c.came < LARGE && this.large.length === 0 ? c.came : now;
      this.large.unshift(c);
    }
    this.large.sort((a, b) => b.since - a.since || b.seq - a.seq);
    for (const c of this.list) if (c.wants && c.state === "settled" && !this.large.includes(c)) c.wants = false;
    const rest = this.list.filter((c) => !this.large.includes(c) && !queue.includes(c));
    const next = Math.min(...this.large.map((c) => this.ends(c) - now));
    return {large: this.large, queue, rest, next: Number.isFinite(next) ? Math.max(20, next + 20) : 0};
  }

  // yields has one that isn't said yet go back in line, when another one is being said.
  yields(c, queue) {
    if (!this.saying(c)) return false;
    const now = this.now();
    const out = this.large.filter((o) => !this.saying(o) && (!o.said || now >= o.since + LARGE)).sort((a, b) => a.since - b.since)[0];
    if (!out) return false;
    this.large = this.large.filter((o) => o !== out);
    out.since = null;
    if (!out.said) queue.push(out);
    else out.wants = false;
    return true;
  }
}
