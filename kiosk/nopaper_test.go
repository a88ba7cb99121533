package kiosk

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// ears notes what the page strikes and says, and gives the browser a voice.
const ears = `(() => {
  window.heard = {tones: 0, said: []};
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) { heard.tones++; return start.apply(this, at); };
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperties(speechSynthesis, {
    getVoices: {value: () => [{lang: "zh-CN", localService: true}, {lang: "en-GB", localService: true}]},
    speak: {value: (u) => heard.said.push(u.text)},
  });
  return true;
})()`

// scan has zbarimg, which knows nothing of this program, read a picture.
func scan(t testing.TB, png []byte) string {
	t.Helper()
	cmd := exec.Command("zbarimg", "--quiet", "--raw", "-")
	cmd.Stdin = bytes.NewReader(png)
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("zbarimg (of zbar-tools): %v", err)
	}
	return strings.TrimSpace(string(out))
}

// lastTicket is the ticket that was issued last.
func (h *house) lastTicket(t testing.TB) (last *queue.Ticket) {
	t.Helper()
	h.queue.View(func(l *queue.Lobby) {
		for x := range l.Tickets() {
			if last == nil || x.ID > last.ID {
				last = x.Clone()
			}
		}
	})
	if last == nil {
		t.Fatal("no ticket")
	}
	return last
}

// dark is how wide the dots of the page's QR are, without the quiet zone.
const dark = `(() => { const e = document.querySelector("svg.qr"), m = e.viewBox.baseVal.width; return e.getBoundingClientRect().width * (m - 8) / m; })()`

// TestNoPaperIsSeenHeardAndPhotographed takes tickets whose paper runs out: the
// page says so in words and sound, once, and number and QR can be photographed.
func TestNoPaperIsSeenHeardAndPhotographed(t *testing.T) {
	h := busyHouse(t)
	b := newTab(t, h.serve(t).URL)
	for _, size := range [][2]int64{{1080, 1920}, {1280, 800}} {
		b.Size(size[0], size[1])
		for _, lang := range []string{"zh", "en"} {
			b.Open("/kiosk/main/about/labour?lang=" + lang)
			b.See(".take")
			value[bool](b, ears)
			b.Click(".take")
			b.See(".fate.printing")
			ticket := h.lastTicket(t)
			job := h.jobOf(t, ticket.ID)
			if n := value[int](b, "heard.tones"); n != 0 {
				t.Fatalf("%d tones while all is well", n)
			}
			queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.StallPrint{Job: job, Why: "paper_out"})
			b.See(".fate.failed svg")
			b.Until("heard.said.length > 0")
			if got, want := value[string](b, "heard.said.join()"), value[string](b, `document.querySelector(".fate").dataset.alarm`); got != want {
				t.Errorf("said %q, the page %q", got, want)
			}
			// The next visitor waits behind this one: the number isn't kept on show
			// until the printer is back.
			b.See("[data-more-time]")
			b.Until(`Number(/\d+/.exec(document.querySelector("[data-left]").textContent)) <= 60`)
			queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.SettlePrint{Job: job, State: queue.PrintLapsed, Why: "too_old"})
			b.See(`.fate[data-known="true"]`)
			b.See("[data-more-time]")
			if tones, said := value[int](b, "heard.tones"), value[int](b, "heard.said.length"); tones != 6 || said != 1 {
				t.Errorf("%d tones and %d sentences for one misfortune", tones, said)
			}
			b.fits(fmt.Sprintf("nopaper-%dx%d-%s", size[0], size[1], lang))
			h.photographed(t, b, size, ticket)
		}
	}
}

// photographed asserts that a picture of the screen has the ticket's QR, and that
// number and QR are as large as a phone across the hall's counter needs.
func (h *house) photographed(t *testing.T, b *tab, size [2]int64, ticket *queue.Ticket) {
	t.Helper()
	png := b.Picture()
	if got := scan(t, png); got != statusURL(ticket.Ref) {
		t.Errorf("%dx%d: the picture's QR says %q", size[0], size[1], got)
	}
	if c, _, err := image.DecodeConfig(bytes.NewReader(png)); err != nil || c.Width != int(size[0]) || c.Height != int(size[1]) {
		t.Errorf("the picture is %dx%d: %v", c.Width, c.Height, err)
	}
	if qr := value[float64](b, dark); qr < 0.4*float64(min(size[0], size[1])) {
		t.Errorf("%dx%d: the QR is %.0f px, under 40 %% of the narrower side", size[0], size[1], qr)
	}
	number := value[float64](b, `parseFloat(getComputedStyle(document.querySelector(".stub .number")).fontSize)`)
	if least := map[int64]float64{1080: 212, 1280: 140}[size[0]]; number < least {
		t.Errorf("%dx%d: the number is %.0f px, want %.0f", size[0], size[1], number, least)
	}
}

// TestTheLongestFatesFitTheScreen draws the fates that say the most, one of each
// look, at both shapes and in both languages, and the largest number in the
// largest type.
func TestTheLongestFatesFitTheScreen(t *testing.T) {
	h := newHouse(t, houseOptions{})
	b := newTab(t, h.serve(t).URL)
	longest := []string{"sent", "overheated", "elsewhere", "elsewhere-out", "elsewhere-doubt"}
	for _, size := range [][2]int64{{1080, 1920}, {1280, 800}} {
		b.Size(size[0], size[1])
		for _, lang := range []string{"zh", "en"} {
			for _, c := range paperCases() {
				if !slices.Contains(longest, c.name) {
					continue
				}
				at, _ := h.through(t, c, lang)
				b.Open(at)
				b.See(".fate." + c.kind)
				b.fits(fmt.Sprintf("fate-%dx%d-%s-%s", size[0], size[1], lang, c.name))
			}
			at := h.take(t, "/kiosk/main/about/law?look=large&lang="+lang, "legal")
			h.happen(t, paperCase{does: settled(queue.PrintInDoubt, false, "timeout")}, h.ticketOf(t, at))
			b.Open(at)
			b.See(".fate.doubt")
			value[bool](b, `(document.querySelector(".stub .number").textContent = "A1000", true)`)
			b.fits(fmt.Sprintf("fate-%dx%d-%s-large", size[0], size[1], lang))
			// And with a reprint on its way, which says the most of all.
			queuetest.Do(t, h.queue, queue.ByStaff("xiao"), queue.Reprint{Ticket: h.ticketOf(t, at).ID})
			b.Open(at)
			b.See(".fate.doubt .fate-also")
			b.fits(fmt.Sprintf("fate-%dx%d-%s-again-large", size[0], size[1], lang))
			b.Open(strings.Replace(at, "look=large", "look=", 1))
			b.See(".fate.doubt .fate-also")
			b.fits(fmt.Sprintf("fate-%dx%d-%s-again", size[0], size[1], lang))
		}
	}
}
