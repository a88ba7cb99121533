package screen

import (
	"slices"
	"testing"
	"time"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// ears writes down what the page plays: when it begins, how long it is, and when it ends.
const ears = `(() => {
  globalThis.played = [];
  const {start, stop} = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...a) {
    this.heard = {from: performance.now(), length: this.buffer.duration, to: null};
    played.push(this.heard);
    this.addEventListener("ended", () => { this.heard.to ??= performance.now(); });
    return start.apply(this, a);
  };
  AudioBufferSourceNode.prototype.stop = function (...a) {
    if (this.heard) this.heard.to ??= performance.now();
    return stop.apply(this, a);
  };
})()`

// TestAScreenPlaysTheAudioOfTheServer has the page play a call to the letter, end it when it is
// taken back, and begin the next one behind it.
func TestAScreenPlaysTheAudioOfTheServer(t *testing.T) {
	h := newHouse(t, demoRules())
	h.do(queue.OpenWindow{Window: "w1"})
	h.do(queue.OpenWindow{Window: "w2"})
	for range 2 {
		queuetest.Issue(t, h.Queue, "legal")
	}
	listener := h.glass("/ws/screen/hall")
	listener.next("snapshot")
	tv := newTelevision(t, 1366, 768)
	tv.Open(h.url + "/screen/hall")
	tv.See(".nobody")
	ask[any](tv, ears)
	heard := func(s display.ScreenHealth) bool { return s.Sound == display.SoundOn }
	for begun := time.Now(); !slices.ContainsFunc(h.board.Snapshot().Screens, heard); ask[bool](tv, frames) {
		if time.Since(begun) > 20*time.Second {
			t.Fatalf("it is never said that it can be heard: %+v", h.board.Snapshot().Screens)
		}
	}
	h.do(queue.Next{Window: "w1"})
	m := listener.next("announce")
	if m.Audio == nil {
		t.Fatalf("no audio: %+v", m)
	}
	tv.Until(`played.length === 1`)
	if got := ask[float64](tv, `played[0].length * 1000`); got < float64(m.Length)-2 || got > float64(m.Length)+2 {
		t.Errorf("it plays %.0f ms of %d", got, m.Length)
	}
	h.do(queue.Next{Window: "w2"}) // waits for its turn
	h.do(queue.Undo{Window: "w1"})
	tv.Until(`played.length === 2`)
	if !ask[bool](tv, `played[0].to !== null && played[0].to - played[0].from < played[0].length * 1000 && played[1].from >= played[0].to`) {
		t.Errorf("two are heard at once, or what was taken back goes on: %v", ask[[]map[string]any](tv, `played`))
	}
}

// TestAudioThatHangsIsNotWaitedFor has an answer that never comes: whoever waits for it says nothing
// for as long, and all that follows stands in line behind it.
func TestAudioThatHangsIsNotWaitedFor(t *testing.T) {
	tv := newTelevision(t, 1366, 768)
	h := newHouse(t, demoRules())
	tv.Open(h.url + "/screen/hall?lang=en")
	tv.See(".nobody")
	if !ask[bool](tv, `import(document.querySelector("script[type=module]").src.replace("screen.js", "sound.js")).then(async ({Sound}) => {
	  let waits = 0;
	  AbortSignal.timeout = (ms) => { waits = ms; return AbortSignal.abort(); }; // the time has passed
	  globalThis.fetch = (_, {signal} = {}) => new Promise((_, fails) => { if (signal?.aborted) fails(signal.reason); });
	  const never = new Promise((done) => setTimeout(() => done("never"), 2000));
	  const s = new Sound({wanted: true, lang: "zh", changed() {}});
	  return await Promise.race([s.load("/voice/call/x.wav"), never]) === null && waits > 0 && waits <= 5000;
	})`) {
		t.Error("it is waited for")
	}
	if !ask[bool](tv, `import(document.querySelector("script[type=module]").src.replace("screen.js", "sound.js")).then(async ({Sound}) => {
	  const s = new Sound({wanted: true, lang: "zh", changed() {}}), said = [];
	  Object.assign(s, {play: () => said.push("audio"), chime: () => said.push("chime"), line: (l) => said.push(l.text)});
	  await s.speak({behind_ms: 1, due: performance.now(), lines: [{text: "a", local: true}, {text: "b"}]}, () => false);
	  return said.join() === "a";
	})`) {
		t.Error("a browser beside a loudspeaker says what that says")
	}
}
