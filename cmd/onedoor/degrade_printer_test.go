package main

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onedoor/printer/paper"
	"onedoor/printer/printertest"
)

// hallPrinter is a printer in this process, which outlives the program, with a
// witness beside it.
type hallPrinter struct {
	*paper.Virtual
	*printertest.Witness
	url string // for --printer
}

// newPrinter plugs in a printer behind a link that stays, as those below
// /dev/serial/by-id do.
func newPrinter(t *testing.T, profile string) *hallPrinter {
	t.Helper()
	link := filepath.Join(t.TempDir(), "printer")
	v := printertest.Start(t, paper.Options{
		Profile: printertest.Profile(t, profile), Baud: 115200, Speed: 2000, Keep: 10_000, Link: link,
	})
	return &hallPrinter{v, printertest.Watch(t, v), "serial:" + link + "?baud=115200&profile=" + profile}
}

// prints waits until a ticket's slip is in a state.
func (p *program) prints(t *testing.T, ref, state, why string) ticket {
	t.Helper()
	var got ticket
	p.await(t, "a slip to be "+state+" "+why, func() bool {
		got = p.caller().ticket(t, ref)
		return got.Print.State == state && got.Print.Why == why
	})
	return got
}

// hallSays holds the supervisor's page against words about a device.
func (c *caller) hallSays(t *testing.T, words string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.base+"/hall?lang=en", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	resp, err := c.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(page), words) {
		t.Errorf("/hall (%d, %v) doesn't say %q", resp.StatusCode, err, words)
	}
}

// once waits for a number to come out, and fails when that isn't one original.
func (h *hallPrinter) once(t *testing.T, number string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, _ = h.Await(ctx, func([]printertest.Slip) bool { return len(h.Of(number)) > 0 })
	if slips := h.Of(number); len(slips) != 1 || slips[0].Mark != "" {
		t.Errorf("%s came out as %+v; want one original", number, slips)
	}
}

// within is so many bytes from now that they end within the next slip: it begins
// after a dozen that ask how the printer is.
const within = 60

// stopsWithin has the printer take no more bytes within the next slip. What it
// gives then lets it go on.
func (h *hallPrinter) stopsWithin() <-chan func() {
	stopped := make(chan func(), 1)
	h.After(within, func() { stopped <- printertest.Break(h.Virtual, paper.Stalled) })
	return stopped
}

// forgets has the printer lose what it had of a slip, and what was still on the
// way to it: somebody switched it off and on.
func (h *hallPrinter) forgets(t *testing.T) {
	t.Helper()
	h.PowerOff()
	printertest.Vanish(t, h.Virtual)()
	h.PowerOn()
}

// alone fails when a number came out twice without a mark, or two slips on one piece
// of paper.
func (h *hallPrinter) alone(t *testing.T) {
	t.Helper()
	if twice := h.Twice(); len(twice) > 0 {
		t.Errorf("printed twice without a mark: %v", twice)
	}
	if shared := h.Shared(); len(shared) > 0 {
		t.Errorf("more than one slip on a piece of paper: %+v", shared)
	}
}

// came counts the slips of a number, whole or in part. Half a slip and what is
// printed next may be on one piece of paper.
func came(slips []printertest.Slip, number string) (marked, unmarked int) {
	for _, s := range slips {
		switch all := strings.Join(s.Texts, "\n"); {
		case !strings.Contains(all, number):
		case strings.Contains(all, "补打"):
			marked++
		default:
			unmarked++
		}
	}
	return marked, unmarked
}

// reprinted waits for a marked slip of a number whose original is in doubt, and
// fails when more came out than that and one original.
func (h *hallPrinter) reprinted(t *testing.T, number string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	slips, err := h.Await(ctx, func(slips []printertest.Slip) bool {
		marked, _ := came(slips, number)
		return marked > 0
	})
	if marked, unmarked := came(slips, number); err != nil || marked > 1 || unmarked > 1 {
		t.Errorf("%s came out %d times marked and %d times unmarked; want one reprint, and an original at most: %v", number, marked, unmarked, slips)
	}
}

// TestAPrinterThatStopsReading stops in the middle of a slip. Issuing doesn't
// notice; the slip in doubt is printed anew once, with a mark; the others come
// when it reads again.
func TestAPrinterThatStopsReading(t *testing.T) {
	t.Parallel()
	v := newPrinter(t, "epson-80")
	p := serve(t, t.TempDir(), "--printer", v.url)
	before := p.caller().issued(t, "petition", "main")
	p.prints(t, before.Ref, "confirmed", "")

	stopped := v.stopsWithin()
	doubtful := p.caller().issued(t, "petition", "main")
	goOn := <-stopped
	p.prints(t, doubtful.Ref, "printing", "")
	var waiting []ticket
	for range 20 {
		begun := time.Now()
		waiting = append(waiting, p.caller().issued(t, "petition", "main"))
		if took := time.Since(begun); took > startBound {
			t.Errorf("a ticket took %s while the printer was stuck, bound %s", took, startBound)
		}
	}
	p.prints(t, waiting[0].Ref, "queued", "")
	p.await(t, "the slip in doubt to be asked for anew", func() bool { return p.caller().ticket(t, doubtful.Ref).Print.Copies == 1 })
	if got := p.prints(t, waiting[0].Ref, "queued", "silent"); got.State != "waiting" {
		t.Errorf("its ticket is %s", got.State)
	}
	if !p.ready() {
		t.Error("a stuck printer makes the house unready")
	}
	goOn()
	for _, w := range append(waiting, doubtful) {
		p.prints(t, w.Ref, "confirmed", "")
	}
	for _, w := range waiting {
		v.once(t, w.Number)
	}
	v.reprinted(t, doubtful.Number)
	v.alone(t)
	p.keepsQuiet(t, before.Ref, doubtful.Ref, waiting[0].Ref)
}

// TestAPrinterThatVanishes pulls the cable within a slip and between slips, and
// puts it back.
func TestAPrinterThatVanishes(t *testing.T) {
	t.Parallel()
	v := newPrinter(t, "epson-80")
	p := serve(t, t.TempDir(), "--printer", v.url)
	before := p.caller().issued(t, "petition", "main")
	p.prints(t, before.Ref, "confirmed", "")

	gone := make(chan func() string, 1)
	v.After(within, func() { gone <- printertest.Vanish(t, v.Virtual) })
	doubtful := p.caller().issued(t, "petition", "main")
	back := <-gone
	p.await(t, "the slip in doubt to be asked for anew", func() bool { return p.caller().ticket(t, doubtful.Ref).Print.Copies == 1 })
	p.prints(t, doubtful.Ref, "queued", "unplugged")
	away := p.caller().issued(t, "petition", "main")
	p.prints(t, away.Ref, "queued", "unplugged")
	supervisor := p.login("supervisor")
	supervisor.hallSays(t, "unplugged or switched off since")
	back()
	p.prints(t, doubtful.Ref, "confirmed", "")
	p.prints(t, away.Ref, "confirmed", "")
	v.once(t, away.Number)
	v.reprinted(t, doubtful.Number)

	back = printertest.Vanish(t, v.Virtual) // with nothing to print
	idle := p.caller().issued(t, "petition", "main")
	p.prints(t, idle.Ref, "queued", "unplugged")
	back()
	p.prints(t, idle.Ref, "confirmed", "")
	v.once(t, idle.Number)
	v.alone(t)
}

// TestTheProgramKilledWithinASlip kills it there, and the printer loses what it
// had. The next life says that it doesn't know, and prints one marked slip.
func TestTheProgramKilledWithinASlip(t *testing.T) {
	t.Parallel()
	v := newPrinter(t, "epson-80")
	data := t.TempDir()
	p := serve(t, data, "--printer", v.url)
	before := p.caller().issued(t, "petition", "main")
	p.prints(t, before.Ref, "confirmed", "")
	stopped := v.stopsWithin()
	doubtful := p.caller().issued(t, "petition", "main")
	goOn := <-stopped
	p.kill()
	v.forgets(t)
	goOn()

	p = serve(t, data, "--printer", v.url)
	if got := p.prints(t, doubtful.Ref, "confirmed", ""); got.Print.Copies != 1 {
		t.Errorf("reprinted %d times, want once", got.Print.Copies)
	}
	v.reprinted(t, doubtful.Number)
	v.once(t, before.Number)
	v.alone(t)
}

// TestTheNextLifeHearsOfTheSlip is the same with a printer that goes on with what
// it was sent, and says so to whoever listens: the paper counts, whether the word
// of it came before the reprint or after.
func TestTheNextLifeHearsOfTheSlip(t *testing.T) {
	t.Parallel()
	v := newPrinter(t, "epson-80")
	data := t.TempDir()
	p := serve(t, data, "--printer", v.url)
	before := p.caller().issued(t, "petition", "main")
	p.prints(t, before.Ref, "confirmed", "")
	stopped := v.stopsWithin()
	doubtful := p.caller().issued(t, "petition", "main")
	goOn := <-stopped
	p.kill()
	goOn()

	p = serve(t, data, "--printer", v.url)
	p.prints(t, doubtful.Ref, "confirmed", "")
	if marked, unmarked := came(v.Slips(), doubtful.Number); marked > 1 || unmarked > 1 || marked+unmarked == 0 {
		t.Errorf("%s came out %d times marked and %d times unmarked; want one original, a reprint at most", doubtful.Number, marked, unmarked)
	}
	v.once(t, before.Number)
}

// TestASlipInDoubtIsLeftToPeople is a slip lost in a centre that reprints nothing
// by itself: the doubt is said, and paper comes only when somebody asks.
func TestASlipInDoubtIsLeftToPeople(t *testing.T) {
	t.Parallel()
	v := newPrinter(t, "epson-80")
	centre, data := newCentre(t, "reprint_in_doubt: true", "reprint_in_doubt: false"), t.TempDir()
	p := centre.serve(t, data, "--printer", v.url)
	stopped := v.stopsWithin()
	doubtful := centre.kiosk(p).issued(t, "petition", "main")
	goOn := <-stopped
	p.kill()
	v.forgets(t)
	goOn()

	p = centre.serve(t, data, "--printer", v.url)
	p.prints(t, doubtful.Ref, "in_doubt", "crashed")
	after := centre.kiosk(p).issued(t, "petition", "main")
	p.prints(t, after.Ref, "confirmed", "")
	if got := p.caller().ticket(t, doubtful.Ref); got.Print.State != "in_doubt" || got.Print.Copies != 0 {
		t.Errorf("a slip in doubt became %+v by itself", got.Print)
	}
	var session struct{ Token string }
	desk := p.caller()
	desk.must(t, http.StatusOK, "POST", "/api/v1/session", map[string]string{"staff": "wang", "pin": centre.pins["wang"]}, &session)
	desk.token = session.Token
	desk.must(t, http.StatusOK, "POST", "/api/v1/tickets/"+doubtful.Ref+"/reprint", nil, nil)
	p.prints(t, doubtful.Ref, "confirmed", "")
	v.reprinted(t, doubtful.Number)
}

// TestPaperOut takes the paper away before a slip. The slip comes with the new
// roll, or lapses when that takes longer than the centre's bound.
func TestPaperOut(t *testing.T) {
	t.Parallel()
	v := newPrinter(t, "epson-80")
	reload := printertest.RunOut(v.Virtual)           // before it is asked for the first time: what goes wrong after the asking is within a slip
	centre := newCentre(t, "lapse: 2m", "lapse: 10s") // the shortest that a config may say
	p := centre.serve(t, t.TempDir(), "--printer", v.url)
	kiosk := centre.kiosk(p)
	var session struct{ Token string }
	kiosk.must(t, http.StatusOK, "POST", "/api/v1/session", map[string]string{"staff": "li", "pin": centre.pins["li"]}, &session)
	supervisor := p.caller()
	supervisor.token = session.Token
	late := kiosk.issued(t, "petition", "main")
	p.prints(t, late.Ref, "queued", "paper_out")
	supervisor.hallSays(t, "out of paper since")
	if got := p.prints(t, late.Ref, "lapsed", "paper_out"); got.State != "waiting" {
		t.Errorf("a ticket whose slip has lapsed is %s", got.State)
	}
	soon := kiosk.issued(t, "petition", "main")
	p.prints(t, soon.Ref, "queued", "paper_out")
	shut := printertest.Break(v.Virtual, paper.CoverOpen) // to put in the roll
	reload()
	p.prints(t, soon.Ref, "queued", "cover_open")
	supervisor.hallSays(t, "cover open since")
	shut()
	p.prints(t, soon.Ref, "confirmed", "")
	v.once(t, soon.Number)
	if slips := v.Of(late.Number); len(slips) > 0 {
		t.Errorf("a lapsed slip came out: %v", slips)
	}
}

// TestASilentPrinter prints and never answers. A profile that promises answers
// takes it for off; another takes it for one-way.
func TestASilentPrinter(t *testing.T) {
	t.Parallel()
	v := newPrinter(t, "epson-80")
	answer := printertest.Break(v.Virtual, paper.Mute)
	p := serve(t, t.TempDir(), "--printer", v.url)
	promised := p.caller().issued(t, "petition", "main")
	p.prints(t, promised.Ref, "queued", "silent")
	if slips := v.Slips(); len(slips) > 0 {
		t.Errorf("sent to a printer that is off: %v", slips)
	}
	answer()
	p.prints(t, promised.Ref, "confirmed", "")
	v.once(t, promised.Number)

	v = newPrinter(t, "generic-80")
	printertest.Break(v.Virtual, paper.Mute)
	p = serve(t, t.TempDir(), "--printer", v.url)
	for range 3 {
		oneWay := p.caller().issued(t, "petition", "main")
		p.prints(t, oneWay.Ref, "sent", "")
		v.once(t, oneWay.Number)
	}
	if code := p.stop(); code != 0 {
		t.Errorf("ended with %d:\n%s", code, p.log)
	}
	if n := len(v.Slips()); n != 3 {
		t.Errorf("%d slips came out, want 3", n)
	}

	p = serve(t, t.TempDir(), "--printer", "none:")
	if none := p.caller().issued(t, "petition", "main"); none.Print.State != "none" {
		t.Errorf("without a printer the slip is %q, want none", none.Print.State)
	}
}
