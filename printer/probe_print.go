package printer

import (
	"context"
	"fmt"
	"time"
)

// How long the sheet may take.
const (
	pieceWithin = 15 * time.Second        // a piece of it to leave
	sheetWithin = 20 * time.Second        // all of it to come out
	idWithin    = 2500 * time.Millisecond // a process id to follow the answer to GS r
)

// print sends the sheet, unless there is a reason not to, and finds out what
// became of it.
func (b *probe) print(ctx context.Context) error {
	if !b.r.Healthy || b.p.Promises && b.r.OneWay {
		b.r.means(SectionPaper, "sheet", "not sent")
		return nil
	}
	if err := b.fresh(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	took, err := b.send(ctx)
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	b.pressure(took)
	if b.r.OneWay {
		b.r.Verdict = Verdict{State: Sent}
		b.restore()
		return b.linger(ctx, took)
	}
	out := time.Now().Add(b.onTheWay(took))
	if err := b.wait(ctx); err != nil {
		return fmt.Errorf("wait for the sheet: %w", err)
	}
	b.measured(out)
	if err := b.judge(ctx); err != nil {
		return fmt.Errorf("ask after the sheet: %w", err)
	}
	b.restore()
	return nil
}

// send writes the sheet, in pieces so small that a request to wait is seen where
// it comes, and that whoever stops the walk needn't wait. It returns how long the
// line was busy.
func (b *probe) send(ctx context.Context) (took time.Duration, err error) {
	const chunk = 64
	began := time.Now()
	for _, part := range b.parts {
		data := part.data
		if part.id != 0 && b.r.Answers.RealTime {
			data = append(data, processFence(part.id)...)
		}
		for len(data) > 0 {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			n := min(chunk, len(data))
			b.sent = append(b.sent, data[:n]...)
			if _, err := b.port.Write(data[:n], pieceWithin); err != nil {
				return 0, err
			}
			b.r.Bytes += n
			data = data[n:]
			if _, err := b.take(0); err != nil {
				return 0, err
			}
			if b.heard.xoff && b.r.XOFF == 0 {
				b.r.XOFF = b.r.Bytes
			}
		}
	}
	return time.Since(began), nil
}

// linger gives the last bytes time to get through adapters that hold some back:
// closing a line may throw them away.
func (b *probe) linger(ctx context.Context, took time.Duration) error {
	_, err := b.listen(ctx, b.onTheWay(took)+time.Second, func() bool { return false })
	return err
}

// lineTime is how long the line needs for the sheet; 0 when it has no speed.
func (b *probe) lineTime() time.Duration {
	if b.baud <= 0 {
		return 0
	}
	return time.Duration(b.r.Bytes) * 10 * time.Second / time.Duration(b.baud) // a byte is ten bits there
}

// onTheWay is for how long the sheet's last bytes are still on the line when it
// took so long to hand them over: drivers and adapters hold some.
func (b *probe) onTheWay(took time.Duration) time.Duration { return max(b.lineTime()-took, 0) }

// pressure says how the line was held back.
func (b *probe) pressure(took time.Duration) {
	f := Finding{Section: SectionPaper, Code: "sheet", Said: fmt.Sprintf("%d bytes", b.r.Bytes), Took: took, Means: "the line took them as they came"}
	if b.baud > 0 {
		line := b.lineTime()
		f.Means = fmt.Sprintf("%d baud allow it in %s", b.baud, line.Round(10*time.Millisecond))
		if took > line+line/4+300*time.Millisecond {
			b.held = true
			f.Means += ": the printer held the line back, flow control works"
		}
	}
	if b.r.XOFF > 0 {
		f.Means += fmt.Sprintf("; it asked to wait (XOFF) after some %d bytes", b.r.XOFF)
	}
	b.r.say(f)
}

// wait asks how it is, then to be told when all is out, and waits until it is.
func (b *probe) wait(ctx context.Context) error {
	b.heard.singles, b.heard.bits = nil, nil
	ask := append([]byte{0x10, 0x04, 1}, fence()...)
	if _, err := b.port.Write(append(ask, processFence(probeDone)...), pieceWithin); err != nil {
		return err
	}
	within := sheetWithin
	if !b.r.Answers.Fence { // it may be waited for in vain
		within /= 2
	}
	_, err := b.listen(ctx, within, func() bool {
		_, done := b.heard.processes[probeDone]
		return done || len(b.heard.singles) > 0 && time.Since(b.heard.fence) > idWithin
	})
	return err
}

// measured tells what came back, and how fast.
func (b *probe) measured(out time.Time) {
	h := &b.heard
	done, ids := h.processes[probeDone]
	b.r.Answers.ProcessID = ids
	b.turn(out)
	f := Finding{Section: SectionPaper, Code: "gs_r", Means: "no answer"}
	if len(h.singles) > 0 {
		b.r.Answers.Fence = true
		f.Took, f.Means = max(h.fence.Sub(out), time.Millisecond), "the sheet was read to its end"
	} else {
		b.r.Answers.Fence = false // before the sheet it was idle: what counts is whether it answers behind one
	}
	b.r.say(f)
	f = Finding{Section: SectionPaper, Code: "process_id", Means: "no answer; if (H00PRO stands on the sheet, it doesn't know the question"}
	if ids {
		b.r.Margin = max(done.Sub(out), time.Millisecond)
		f.Took, f.Means = b.r.Margin, "the sheet was printed to its end"
	}
	b.r.say(f)
	from, a := h.processes[probeBarBegun]
	to, z := h.processes[probeBarDone]
	if d := to.Sub(from); a && z && d > 20*time.Millisecond && b.p.DPI > 0 {
		b.r.Speed = int(barDots * 254 / 10 * time.Second / time.Duration(b.p.DPI) / d)
		b.r.say(Finding{
			Section: SectionPaper, Code: "speed", Said: fmt.Sprintf("%d mm/s", b.r.Speed), Took: d,
			Means: fmt.Sprintf("for the bar of %d dots, at %d dpi; the line's speed is in it", barDots, b.p.DPI),
		})
	}
}

// turn finds out whether it answers DLE EOT while it prints, or when its turn
// comes: the question was asked just before GS r, whose answer does wait for its
// turn.
func (b *probe) turn(out time.Time) {
	h := &b.heard
	f := Finding{Section: SectionPaper, Code: "dle_eot_1", Means: "no answer while it printed: it can't be asked then"}
	if len(h.bits) == 0 {
		b.r.InTurn = true
		b.r.say(f)
		return
	}
	const apart = 100 * time.Millisecond // and more: they didn't wait for one another
	f.Took = max(h.status.Sub(out), time.Millisecond)
	between, fenced := h.fence.Sub(h.status), len(h.singles) > 0
	switch {
	case f.Took >= answerWithin, fenced && f.Took > apart && between < apart:
		b.r.InTurn = true
		f.Means = "answers in its turn only, not while it prints"
	case fenced && between < apart:
		f.Means = "answers; it had nothing left to print, so whether it does while it prints isn't known"
	default:
		b.r.Prompt = true
		f.Means = "answers while it prints"
	}
	b.r.say(f)
}

// judge asks once more how the printer is, with the sheet behind it.
func (b *probe) judge(ctx context.Context) error {
	var h Health
	heard := false
	for n := byte(1); n <= 4; n++ {
		_, ok, err := b.ask(ctx, []byte{0x10, 0x04, n}, func() bool { return len(b.heard.bits) > 0 })
		if stuck(err) {
			b.r.Verdict = Verdict{State: InDoubt, Why: WhyTimeout}
			return nil
		}
		if err != nil {
			return err
		}
		if ok {
			heard = true
			h.add(n, b.heard.bits[len(b.heard.bits)-1])
		}
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

// restore leaves the printer as after switching on. A picture or a code that may be
// cut off in its midst is filled up first: in a text these bytes are nothing.
func (b *probe) restore() {
	if len(b.sent) == 0 {
		return
	}
	end := []byte{0x1B, '@'}
	if b.r.Verdict.State == "" {
		end = append(make([]byte, longestBlock(b.sent)+slack), end...)
	}
	// Best effort, with time for a slow line: one that is gone, or takes nothing, was
	// reported already.
	_, _ = b.port.Write(end, time.Second+time.Duration(len(end))*time.Millisecond)
}
