package printer

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Finding is one line of a Report: what was found out, as a code, and its value.
type Finding struct {
	Code  string // stable: dle_eot_1 … 4, model, gs_r, process_id, slip, conclusion, profile …
	Value string
}

// Report is what Probe found out about a printer.
type Report struct {
	Findings []Finding
	Answers  Abilities // what it really answered
	OneWay   bool      // it never answered anything
	Healthy  bool      // it said that it can print, or can't say
	Verdict  Verdict   // of the test slip; empty when none was sent
}

func (r *Report) say(code, format string, args ...any) {
	r.Findings = append(r.Findings, Finding{Code: code, Value: fmt.Sprintf(format, args...)})
}

// String is the report for a terminal, a finding a line.
func (r Report) String() string {
	var out strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&out, "%-12s %s\n", f.Code, f.Value)
	}
	return out.String()
}

// Probe asks a printer everything there is to ask, prints the slip, and
// concludes what kind of printer it is. It sends no slip to a printer that says
// it can't print, nor to a silent one whose profile promises answers. The error
// is the line's.
func Probe(ctx context.Context, port Port, p Profile, slip Slip) (Report, error) {
	b := &probe{t: newTalk(port, time.Second), p: p}
	for _, step := range []func(context.Context) error{b.status, b.identity, func(ctx context.Context) error { return b.print(ctx, slip) }} {
		if err := ctx.Err(); err != nil {
			return b.r, err
		}
		if err := step(ctx); err != nil {
			return b.r, err
		}
	}
	b.conclude()
	return b.r, nil
}

// TestSlip is what a technician prints on a new printer: a ruler as wide as its
// columns, both scripts in all sizes, and a QR code that says the profile's name.
func TestSlip(p Profile) Slip {
	ruler := make([]byte, p.Columns)
	for i := range ruler {
		ruler[i] = '0' + byte((i+1)%10)
	}
	s := Slip{Lang: "zh"}
	s.Text("测试 TEST", Style{Size: 2, Align: Centre, Bold: true})
	s.Text(p.Name, Style{Align: Centre})
	s.Text(string(ruler), Style{})
	s.Text("A012", Style{Size: 4, Align: Centre, Bold: true})
	s.Text("请在一楼大厅等", Style{Size: 2, Align: Centre})
	s.Text("前面还有 2 位，叫到再去", Style{Align: Centre})
	s.Rule()
	s.QR("onedoor print-test " + p.Name)
	return s
}

// probe is a walk through a printer.
type probe struct {
	t *talk
	p Profile
	r Report
	h Health
}

// status asks DLE EOT 1–4, each for itself.
func (b *probe) status(context.Context) error {
	for n := byte(1); n <= 4; n++ {
		bits, ok, err := b.t.ask(n)
		if err != nil {
			return fmt.Errorf("ask DLE EOT %d: %w", n, err)
		}
		code := fmt.Sprintf("dle_eot_%d", n)
		if !ok {
			b.r.say(code, "no answer")
			continue
		}
		b.r.Answers.RealTime = true
		b.h.add(n, bits)
		b.r.say(code, "%02X", bits)
	}
	b.r.Healthy = b.h.Why() == ""
	switch {
	case !b.r.Answers.RealTime:
		b.r.say("status", "silent")
	case b.r.Healthy:
		b.r.say("status", "ready, paper %s", b.h.Paper())
	default:
		b.r.say("status", "%s", b.h.Why())
	}
	return nil
}

// identity asks for maker and model. A silent printer isn't asked: what it
// doesn't know it might print.
func (b *probe) identity(context.Context) error {
	if !b.r.Answers.RealTime {
		return nil
	}
	for _, q := range []struct {
		n    byte
		code string
	}{{66, "maker"}, {67, "model"}, {65, "firmware"}} {
		b.t.infos = nil
		if err := b.send([]byte{0x1D, 'I', q.n}); err != nil {
			return fmt.Errorf("ask for the %s: %w", q.code, err)
		}
		ok, err := b.until(time.Second, func() bool { return len(b.t.infos) > 0 })
		if err != nil {
			return fmt.Errorf("ask for the %s: %w", q.code, err)
		}
		if !ok {
			b.r.say(q.code, "no answer")
			continue
		}
		b.r.say(q.code, "%q", b.t.infos[0])
	}
	return nil
}

// probeProcess is the test slip's id.
const probeProcess = 0x50524F42

// print sends the slip and both kinds of fence, and waits for either.
func (b *probe) print(ctx context.Context, slip Slip) error {
	if !b.r.Healthy || b.p.Promises && !b.r.Answers.RealTime {
		b.r.say("slip", "not sent")
		return nil
	}
	data, err := Encode(b.p, slip)
	if err != nil {
		return err
	}
	b.r.say("slip", "%d bytes", len(data))
	if b.r.Answers.RealTime {
		data = append(data, fence()...)
		data = append(data, processFence(probeProcess)...)
	}
	if err := b.t.drain(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	b.t.fences = 0
	if err := b.send(data); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	if !b.r.Answers.RealTime {
		b.r.Verdict = Verdict{State: Sent}
		return nil
	}
	_, err = b.until(10*time.Second, func() bool { return ctx.Err() != nil || b.t.processes[probeProcess] })
	if err != nil {
		return fmt.Errorf("wait for the slip: %w", err)
	}
	b.r.Answers.Fence, b.r.Answers.ProcessID = b.t.fences > 0, b.t.processes[probeProcess]
	b.r.Answers.Auto = b.t.unasked != nil
	b.r.say("gs_r", "%s", answeredOr(b.r.Answers.Fence))
	b.r.say("process_id", "%s", answeredOr(b.r.Answers.ProcessID))
	return b.judge()
}

func answeredOr(yes bool) string {
	if yes {
		return "answered"
	}
	return "no answer"
}

// judge asks once more how the printer is, with the slip behind it.
func (b *probe) judge() error {
	h, heard, err := b.t.health()
	if err != nil {
		return fmt.Errorf("ask after the slip: %w", err)
	}
	clean := heard && h.Why() == ""
	switch {
	case b.r.Answers.ProcessID:
		b.r.Verdict = Verdict{State: Confirmed}
	case b.r.Answers.Fence && clean:
		b.r.Verdict = Verdict{State: Confirmed, Weak: true}
	case clean:
		b.r.Verdict = Verdict{State: Sent}
	case heard:
		b.r.Verdict = Verdict{State: InDoubt, Why: h.Why()}
	default:
		b.r.Verdict = Verdict{State: InDoubt, Why: WhySilent}
	}
	return nil
}

// conclude says what it all means.
func (b *probe) conclude() {
	b.r.OneWay = !b.r.Answers.RealTime
	if b.r.Verdict.State != "" {
		text := string(b.r.Verdict.State)
		if b.r.Verdict.Weak {
			text += ", weakly"
		}
		if b.r.Verdict.Why != "" {
			text += ": " + string(b.r.Verdict.Why)
		}
		b.r.say("verdict", "%s", text)
	}
	promised := b.p.Status
	got := b.r.Answers
	switch {
	case b.r.OneWay && b.p.Promises:
		b.r.say("conclusion", "off, not connected, or not a printer of profile %s", b.p.Name)
	case b.r.OneWay:
		b.r.say("conclusion", "one-way: slips are sent and never confirmed")
	case b.r.Verdict.State == "":
		b.r.say("conclusion", "it answers, and can't print now")
	case promised.ProcessID && !got.ProcessID:
		b.r.say("conclusion", "profile %s waits for process ids that don't come: a generic profile fits better", b.p.Name)
	case got.ProcessID && !promised.ProcessID:
		b.r.say("conclusion", "it confirms each slip: an epson profile fits better than %s", b.p.Name)
	default:
		b.r.say("conclusion", "profile %s fits what it answers", b.p.Name)
	}
}

func (b *probe) send(data []byte) error {
	_, err := b.t.send(data, 15*time.Second)
	return err
}

// until listens until done, no longer than d, and reports whether it is.
func (b *probe) until(d time.Duration, done func() bool) (bool, error) {
	for end := time.Now().Add(d); !done(); {
		left := time.Until(end)
		if left <= 0 {
			return false, nil
		}
		if _, _, err := b.t.take(min(left, quiet)); err != nil {
			return false, err
		}
	}
	return true, nil
}
