package screen

import (
	"testing"
)

// largeness plays calls and announcements to calls.js with a clock of its own, and gives what
// was large when: "ms: large numbers | in line".
const largeness = `import(document.querySelector("script[type=module]").src.replace("screen.js", "calls.js")).then(({Calls}) => {
  const play = (steps) => {
    let now = 0;
    const calls = new Calls(() => now), said = [];
    for (const [at, what] of steps) {
      now = at * 1000;
      what?.(calls);
      const {large, queue} = calls.arrange();
      said.push(at + ": " + large.map((c) => c.number).join(" ") + " | " + queue.map((c) => c.number).join(" "));
    }
    return said.join("\n");
  };
  const call = (...seqs) => (c) => seqs.forEach((seq) => c.add({seq, number: "A00" + seq, state: "called"}, {fresh: true}));
  const say = (seq, s) => (c) => c.says(seq, s * 1000);
  const look = null;
  window.played = {
    silent: play([[0, call(1)], [11.9, look], [12.1, look]]),
    two: play([[0, call(1)], [5, call(2)], [12.1, look], [17.1, look]]),
    three: play([[0, call(1, 2, 3)], [12.1, look], [24.2, look]]),
    said: play([[0, call(1)], [0.1, say(1, 20)], [12.1, look], [20, look], [20.2, look]]),
    hushed: play([[0, call(1)], [0.1, say(1, 20)], [13, say(1, 0)]]),
    never: play([[0, call(1)], [0.1, say(9, 5)], [30, look], [35.1, look]]),
    endless: play([[0, call(1)], [0.1, say(1, 1e6)], [59, look], [61, look]]),
    order: play([[0, call(1, 2, 3)], [0.1, say(3, 9)], [9.2, say(1, 9)], [18.3, say(2, 9)], [28, look]]),
    gone: play([[0, call(1, 2, 3)], [1, (c) => c.drop("A001")]]),
    come: play([[0, call(1, 2, 3)], [1, (c) => c.settle("A003")], [12.1, look]]),
    again: play([[0, call(1)], [5, (c) => c.add({seq: 7, number: "A001", state: "called", again: true}, {fresh: true})], [16, look], [17.1, look]]),
    many: String((() => { let now = 0; const c = new Calls(() => now); for (let i = 0; i < 5000; i++) { now += 1000; c.add({seq: i, number: "A" + i, state: "called"}, {fresh: true}); c.arrange(); } return c.list.length; })()),
  };
})`

// TestHowLongACallStaysLarge holds the rule to a clock of its own: twelve seconds at least, until the
// announcement has ended, two at a time, and nobody's call out of sight or large for ever.
func TestHowLongACallStaysLarge(t *testing.T) {
	h := newHouse(t, demoRules())
	tv := newTelevision(t, 1366, 768)
	tv.Open(h.url + "/screen/hall")
	tv.Until(`document.querySelector("html[data-ready]")`)
	run(tv, largeness)
	for what, want := range map[string]string{
		"silent":  "0: A001 | \n11.9: A001 | \n12.1:  | ",
		"two":     "0: A001 | \n5: A002 A001 | \n12.1: A002 | \n17.1:  | ",
		"three":   "0: A002 A001 | A003\n12.1: A003 | \n24.2:  | ",
		"said":    "0: A001 | \n0.1: A001 | \n12.1: A001 | \n20: A001 | \n20.2:  | ",
		"hushed":  "0: A001 | \n0.1: A001 | \n13:  | ",
		"never":   "0: A001 | \n0.1: A001 | \n30: A001 | \n35.1:  | ",
		"endless": "0: A001 | \n0.1: A001 | \n59: A001 | \n61:  | ",
		"order":   "0: A002 A001 | A003\n0.1: A003 A001 | A002\n9.2: A003 A001 | A002\n18.3: A002 | \n28: A002 | ",
		"gone":    "0: A002 A001 | A003\n1: A003 A002 | ",
		"come":    "0: A002 A001 | A003\n1: A002 A001 | \n12.1:  | ",
		"again":   "0: A001 | \n5: A001 | \n16: A001 | \n17.1:  | ",
		"many":    "40",
	} {
		if got := ask[string](tv, "window.played."+what); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
		}
	}
}
