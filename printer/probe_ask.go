package printer

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// probe is a walk through a printer. It talks by itself rather than as the spool
// does: what the spool takes for noise is a finding here.
type probe struct {
	port Port
	baud int
	p    Profile
	r    *Report
	h    Health

	parts []sheetPart // to be printed
	sent  []byte      // of them, or tried to
	held  bool        // the printer held the line back
	ear   ear
	heard heard
}

// heard is what has come since the last question.
type heard struct {
	raw       []byte
	bits      []byte    // answers to DLE EOT
	status    time.Time // when the first of them came
	singles   []byte    // answers to GS r and GS I 1 to 3
	autos     [][4]byte
	infos     []string
	processes map[uint32]time.Time
	fence     time.Time // when the first single came
	xoff      bool
}

// answerWithin is how long an idle printer may take to answer.
const answerWithin = 500 * time.Millisecond

// listen takes in what comes until done, no longer than d, and reports whether
// it is. The error is the line's or the context's.
func (b *probe) listen(ctx context.Context, d time.Duration, done func() bool) (bool, error) {
	for end := time.Now().Add(d); !done(); {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		left := time.Until(end)
		if left <= 0 {
			return false, nil
		}
		if _, err := b.take(min(left, quiet)); err != nil {
			return false, err
		}
	}
	return true, nil
}

// take reads once, waiting up to d.
func (b *probe) take(d time.Duration) (int, error) {
	var buf [64]byte
	n, err := b.port.Read(buf[:], d)
	h := &b.heard
	for _, c := range buf[:n] {
		h.raw = append(h.raw, c)
		h.xoff = h.xoff || c == 0x13
		a, ok := b.ear.hear(c)
		if !ok {
			continue
		}
		switch a.kind {
		case realTime:
			if len(h.bits) == 0 {
				h.status = time.Now()
			}
			h.bits = append(h.bits, a.bits)
		case single:
			if len(h.singles) == 0 {
				h.fence = time.Now()
			}
			h.singles = append(h.singles, a.bits)
		case auto:
			h.autos = append(h.autos, a.auto)
		case process:
			h.processes[a.process] = time.Now()
		case info:
			h.infos = append(h.infos, a.text)
		}
	}
	if n == 0 && d >= quiet {
		b.ear.forget()
	}
	return n, err
}

// fresh forgets what has come until now.
func (b *probe) fresh() error {
	for range 64 { // a line that babbles without end is borne for a while
		n, err := b.take(0)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	b.ear.forget()
	b.heard = heard{processes: map[uint32]time.Time{}}
	return nil
}

// ask sends a question and waits for its answer. A line that doesn't take it takes
// nothing more: that is an error, which says what to look at.
func (b *probe) ask(ctx context.Context, question []byte, done func() bool) (took time.Duration, ok bool, err error) {
	if err := b.fresh(); err != nil {
		return 0, false, err
	}
	if _, err := b.port.Write(question, answerWithin); err != nil {
		return 0, false, err
	}
	began := time.Now()
	ok, err = b.listen(ctx, answerWithin, done)
	return time.Since(began), ok, err
}

// said shows what came as bytes.
func (b *probe) said() string {
	const most = 8
	if len(b.heard.raw) > most {
		return fmt.Sprintf("% X …", b.heard.raw[:most])
	}
	return fmt.Sprintf("% X", b.heard.raw)
}

// status asks DLE EOT 1–4, each for itself.
func (b *probe) status(ctx context.Context) error {
	answered, noise := 0, false
	for n := byte(1); n <= 4; n++ {
		took, ok, err := b.ask(ctx, []byte{0x10, 0x04, n}, func() bool { return len(b.heard.bits) > 0 })
		if err != nil {
			return fmt.Errorf("ask DLE EOT %d: %w", n, err)
		}
		f := Finding{Section: SectionAnswers, Code: fmt.Sprintf("dle_eot_%d", n), Said: b.said()}
		switch {
		case ok:
			bits := b.heard.bits[0]
			answered++
			b.h.add(n, bits)
			f.Took, f.Means = took, statusWords(n, bits)
		case len(b.heard.raw) > 0:
			noise = true
			f.Means = "not an answer that a printer gives"
		default:
			f.Means = "no answer"
		}
		b.r.say(f)
	}
	b.r.Garbled = noise && answered < 4
	b.r.Answers.RealTime = answered > 0 && !b.r.Garbled
	b.r.OneWay = answered == 0 && !b.r.Garbled
	b.r.Healthy = b.h.Why() == "" && !b.r.Garbled
	switch {
	case b.r.Garbled:
		b.r.means(SectionAnswers, "status", "it says something, and nothing that can be understood")
	case b.r.OneWay:
		b.r.means(SectionAnswers, "status", "silent")
	case b.r.Healthy:
		b.r.means(SectionAnswers, "status", "ready, paper "+string(b.h.Paper()))
	default:
		b.r.means(SectionAnswers, "status", "not ready: "+string(b.h.Why()))
	}
	return nil
}

// statusWords says what the answer to DLE EOT n means.
func statusWords(n, bits byte) string {
	var h Health
	h.add(n, bits)
	var words []string
	for _, w := range []struct {
		on   bool
		word string
	}{
		{h.Offline, "off line"},
		{h.Cover, "cover open"},
		{h.PaperOut, "paper out"},
		{n == 4 && h.NearEnd && !h.PaperOut, "paper near its end"},
		{h.Cutter, "cutter stuck"},
		{h.Fault, "a fault that needs switching off"},
		{h.Hot, "too hot, recovers by itself"},
		{h.Other, "an error"},
	} {
		if w.on {
			words = append(words, w.word)
		}
	}
	if len(words) > 0 {
		return strings.Join(words, ", ")
	}
	return [5]string{1: "on line", 2: "cover closed, no stop", 3: "no error", 4: "paper enough"}[n]
}

// identity asks for maker and model, and whether status comes unasked. A silent
// printer isn't asked: what it doesn't know it might print. GS ( H waits for the
// sheet for the same reason.
func (b *probe) identity(ctx context.Context) error {
	if !b.r.Answers.RealTime {
		return nil
	}
	took, ok, err := b.ask(ctx, []byte{0x1D, 'a', 0x0E}, func() bool { return len(b.heard.autos) > 0 })
	if err != nil {
		return fmt.Errorf("ask for status unasked: %w", err)
	}
	b.r.Answers.Auto = ok
	b.answer(SectionAnswers, "gs_a", took, ok, "tells changes unasked")
	if took, ok, err = b.ask(ctx, []byte{0x1D, 'a', 0, 0x1D, 'r', 1}, func() bool { return len(b.heard.singles) > 0 }); err != nil {
		return fmt.Errorf("ask GS r: %w", err)
	}
	b.r.Answers.Fence = ok
	b.answer(SectionAnswers, "gs_r", took, ok, "answers in its turn")
	for _, q := range []struct {
		n    byte
		code string
		to   *string
	}{{66, "maker", &b.r.Maker}, {67, "model", &b.r.Model}, {65, "firmware", &b.r.Firmware}} {
		took, ok, err := b.ask(ctx, []byte{0x1D, 'I', q.n}, func() bool { return len(b.heard.infos) > 0 })
		if err != nil {
			return fmt.Errorf("ask for the %s: %w", q.code, err)
		}
		f := Finding{Section: SectionIdentity, Code: q.code, Means: "no answer"}
		if ok {
			*q.to = strings.TrimSpace(b.heard.infos[0])
			f.Said, f.Took, f.Means = fmt.Sprintf("%q", *q.to), took, ""
		}
		b.r.say(f)
	}
	return b.typeID(ctx)
}

// typeID asks GS I 2: hanzi in bit 0, a cutter in bit 1.
func (b *probe) typeID(ctx context.Context) error {
	took, ok, err := b.ask(ctx, []byte{0x1D, 'I', 2}, func() bool { return len(b.heard.singles) > 0 })
	if err != nil {
		return fmt.Errorf("ask for the type: %w", err)
	}
	if !ok {
		b.answer(SectionIdentity, "type", 0, false, "")
		return nil
	}
	bits := b.heard.singles[0]
	b.r.typed, b.r.hanzi, b.r.knife = true, bits&1 != 0, bits&2 != 0
	yes := map[bool]string{true: "", false: "no "}
	b.answer(SectionIdentity, "type", took, true, yes[b.r.hanzi]+"two-byte characters, "+yes[b.r.knife]+"cutter (not every maker keeps to this)")
	return nil
}

// answer tells what came of a question.
func (b *probe) answer(s Section, code string, took time.Duration, ok bool, means string) {
	f := Finding{Section: s, Code: code, Said: b.said(), Means: "no answer"}
	if ok {
		f.Took, f.Means = took, means
	}
	b.r.say(f)
}
