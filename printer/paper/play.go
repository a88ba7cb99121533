package paper

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"
)

// play is a script on its way.
type play struct {
	steps []Step
	ends  []ending
	begun time.Time  // when Run was called
	noise *rand.Rand //
	slips int        // begun on the line
	bytes int        // of the slip under way
	drop  int        // bytes that will not arrive
	esc   bool       // the last byte was ESC
}

// ending is a fault that will be over.
type ending struct {
	at   time.Time
	what Fault
}

// Play has something go wrong, now or later, and returns at once. Faults of one
// kind are over together, when the first of them is.
func (v *Virtual) Play(s Script) {
	v.change(func() { v.play.steps = append(v.play.steps, s...) })
}

// Befall has something go wrong now, until it is mended or, as a power cycle, over
// by itself.
func (v *Virtual) Befall(f Fault) { v.befall(Step{What: f}) }

// Mend ends what befell.
func (v *Virtual) Mend(f Fault) { v.mend(f) }

// Unplayed is what hasn't happened yet of the script, and of what was played.
func (v *Virtual) Unplayed() Script {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.play.steps)
}

// follow does the steps whose time has come, and ends what is over.
func (v *Virtual) follow(ctx context.Context) {
	v.change(func() { v.play.begun = time.Now() })
	for v.awaitDue(ctx, v.play.next) {
		now := time.Now()
		for {
			var over *Fault
			var begin *Step
			v.change(func() { over, begin = v.play.due(now) })
			switch {
			case over != nil:
				v.mend(*over)
			case begin != nil:
				v.befall(*begin)
			}
			if over == nil && begin == nil {
				break
			}
		}
	}
}

// timed reports whether a step waits for the clock.
func (s Step) timed() bool { return s.When.Byte == 0 && s.When.Page == 0 }

// next is when the next thing is due by the clock; the lock is held.
func (p *play) next() (at time.Time, ok bool) {
	earliest := func(t time.Time) {
		if !ok || t.Before(at) {
			at, ok = t, true
		}
	}
	for _, s := range p.steps {
		if s.timed() {
			earliest(p.begun.Add(s.When.After))
		}
	}
	for _, e := range p.ends {
		earliest(e.at)
	}
	return at, ok
}

// due takes out the first thing whose time has come.
func (p *play) due(now time.Time) (over *Fault, begin *Step) {
	if i := slices.IndexFunc(p.ends, func(e ending) bool { return !e.at.After(now) }); i >= 0 {
		what := p.ends[i].what
		p.ends = slices.Delete(p.ends, i, i+1)
		return &what, nil
	}
	return nil, p.out(func(s Step) bool { return s.timed() && !p.begun.Add(s.When.After).After(now) })
}

// out takes out the first step that fits.
func (p *play) out(fits func(Step) bool) *Step {
	i := slices.IndexFunc(p.steps, fits)
	if i < 0 {
		return nil
	}
	s := p.steps[i]
	p.steps = slices.Delete(p.steps, i, i+1)
	return &s
}

// near returns how many bytes are to come until a step that waits for one, most
// at the most: so no byte after it is on the way yet.
func (p *play) near(received int64, most int) int {
	for _, s := range p.steps {
		switch w := s.When; {
		case w.Byte > 0 && w.Slip == 0:
			most = min(most, max(w.Byte-int(received), 1))
		case w.Byte > 0 && w.Slip == p.slips:
			most = min(most, max(w.Byte-p.bytes, 1))
		case w.Byte > 0 && w.Slip == p.slips+1:
			most = 1
		}
	}
	return most
}

// hear counts a byte on the line, and returns the steps that wait for it. lost
// says that it never arrives.
func (p *play) hear(b byte, received int64) (steps []Step, lost bool) {
	if p.bytes++; p.esc && b == '@' {
		p.slips++
		p.bytes = 2
	}
	p.esc = b == esc
	if lost = p.drop > 0; lost {
		p.drop--
	}
	for {
		s := p.out(func(s Step) bool {
			w := s.When
			return w.Byte > 0 && (w.Slip == 0 && int64(w.Byte) <= received || w.Slip == p.slips && w.Byte <= p.bytes)
		})
		if s == nil {
			return steps, lost
		}
		steps = append(steps, *s)
	}
}

// paged has the steps befall that wait for a page.
func (v *Virtual) paged(seq uint64) {
	for {
		var s *Step
		v.change(func() { s = v.play.out(func(s Step) bool { return s.When.Page > 0 && uint64(s.When.Page) <= seq }) })
		if s == nil {
			return
		}
		v.befall(*s)
	}
}

// bootTime is how long a printer that is switched off and on again takes to be
// itself.
const bootTime = 2 * time.Second

// befall has a step happen.
func (v *Virtual) befall(s Step) {
	f := s.What
	switch f.Kind {
	case Broken:
		v.Set(f.Condition, true)
	case Unplugged:
		v.Unplug()
	case PoweredOff:
		v.PowerOff()
	case PowerCycled:
		v.PowerOff()
		f, s.For = Fault{Kind: PoweredOff}, bootTime
	case Garbled, Late, Delayed, Split, FlowBytes:
		v.change(func() { v.manner(f, true) })
	case Dropped:
		v.change(func() {
			v.play.drop += f.N
			v.log.happened("%v", f)
		})
	case Noise:
		b := make([]byte, min(f.N, wireIn))
		v.change(func() {
			for i := range b {
				b[i] = byte(v.play.noise.Uint32())
			}
			v.log.happened("%v", f)
		})
		v.say(b)
	case Loaded:
		v.Load(f.N)
	case faultKinds:
	}
	if s.For > 0 && f.Kind < PowerCycled {
		v.change(func() { v.play.ends = append(v.play.ends, ending{time.Now().Add(s.For), f}) })
	}
}

// mend has a fault be over.
func (v *Virtual) mend(f Fault) {
	switch f.Kind {
	case Broken:
		if f.Condition == BrokenDown && v.Is(BrokenDown) { // somebody switches it off and on
			v.befall(Step{What: Fault{Kind: PowerCycled}})
		}
		v.Set(f.Condition, false)
	case Unplugged:
		if _, err := v.Plug(); err != nil {
			v.change(func() { v.log.happened("%v", err) })
		}
	case PoweredOff:
		v.PowerOn()
	case Garbled, Late, Delayed, Split, FlowBytes:
		v.change(func() { v.manner(f, false) })
	case Loaded:
		v.Load(-1)
	case PowerCycled, Dropped, Noise, faultKinds:
	}
}

// manner changes how the printer answers; the lock is held.
func (v *Virtual) manner(f Fault, on bool) {
	o := &v.voice
	pause := f.Pause
	if !on {
		pause = 0
	}
	switch f.Kind {
	case Garbled:
		o.garble = on
	case Late:
		o.late = on
		if !on && o.held != nil { // the last one comes too, later than ever
			held := o.held
			o.held = nil
			o.put(held, v.byteTime())
		}
	case Delayed:
		o.delay = pause
	case Split:
		o.split = pause
	case FlowBytes:
		o.flow = on
	default: // no other is a manner of speaking
	}
	if on {
		v.log.happened("%v", f)
	} else {
		v.log.happened("%v: over", f)
	}
}
