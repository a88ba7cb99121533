package paper

import "bytes"

// statuses is what DLE EOT 1 to 4 and ASB tell, made under the lock.
type statuses struct {
	eot [5]byte // by the argument; [0] isn't asked for
	asb []byte
}

func (v *Virtual) statuses() statuses {
	c := &v.conds
	set := func(on bool, bit byte) byte {
		if on {
			return bit
		}
		return 0
	}
	knife := c[CutterStuck] || c[CutterJammed]
	const unrecoverable = 0x20
	fault := set(knife, 0x08) | set(c[BrokenDown], unrecoverable) | set(c[Overheated], 0x40)
	const fixed = 0x12 // bits 1 and 4 of every real-time answer
	return statuses{
		eot: [5]byte{
			1: fixed | set(v.stopped(), 0x08) | set(v.class.Drawer, 0x04),
			2: fixed | set(c[CoverOpen], 0x04) | set(c[PaperOut], 0x20) | set(fault != 0, 0x40),
			3: fixed | fault,
			4: fixed | set(c[NearEnd] || c[PaperOut], 0x0C) | set(c[PaperOut], 0x60),
		},
		asb: []byte{
			0x10 | set(v.stopped(), 0x08) | set(c[CoverOpen], 0x20) | set(v.class.Drawer, 0x04),
			fault,
			set(c[NearEnd] || c[PaperOut], 0x03) | set(c[PaperOut], 0x0C),
			0,
		},
	}
}

// report changes the printer's condition, and says so when GS a asked for it.
func (v *Virtual) report(f func()) {
	var asb []byte
	v.change(func() {
		before := v.statuses().asb
		f()
		if after := v.statuses().asb; v.auto != 0 && !bytes.Equal(before, after) {
			asb = after
		}
	})
	if asb != nil {
		v.say(asb)
	}
}

// forget is ESC @: no more reports.
func (v *Virtual) forget() { v.change(func() { v.auto = 0 }) }

// ask answers what has waited its turn.
func (v *Virtual) ask(a Ask) {
	v.mu.Lock()
	s, can := v.statuses(), v.class.Answers
	out := v.conds[PaperOut]
	v.mu.Unlock()
	switch a.Kind {
	case AskProcess:
		if can.ProcessID {
			v.say(append(append([]byte{0x37, 0x22}, a.ID[:]...), 0))
		}
	case AskPaper:
		if can.Fence && !out && digit(a.N) <= 2 {
			v.say([]byte{s.asb[2]})
		}
	case AskIdentity:
		if v.class.Maker != "" && (can.Fence || can.RealTime) {
			v.say(v.identity(a.N))
		}
	case AskStatus, AskRecover:
		if v.class.InTurn {
			v.atOnce(map[AskKind]byte{AskStatus: 4, AskRecover: 5}[a.Kind], a.N)
		}
	case AskAuto:
		if can.Auto {
			v.change(func() { v.auto = a.N })
			if a.N != 0 {
				v.say(s.asb)
			}
		}
	}
}

// identity answers GS I: bytes for 1 to 3, names in blocks 5F … 00 for 65 up.
func (v *Virtual) identity(n byte) []byte {
	name := func(s string) []byte { return append(append([]byte{'_'}, s...), 0) }
	switch n {
	case 1, '1':
		return []byte{0x20}
	case 2, '2':
		return []byte{0x02}
	case 3, '3':
		return []byte{0x01}
	case 65:
		return name("1.0")
	case 66:
		return name(v.class.Maker)
	case 67:
		return name(v.class.Model)
	case 68:
		return name("0001")
	default:
		return nil
	}
}

// realTime finds commands that are carried out as they come in, even within
// other data, whole or in pieces: 10 04 n and 10 05 n.
type realTime struct{ last [2]byte }

// next takes a byte and returns the command that it ends, if it does.
func (rt *realTime) next(b byte) (kind, n byte, ok bool) {
	if rt.last[0] == dle && (rt.last[1] == 4 && b >= 1 && b <= 4 || rt.last[1] == 5 && b >= 1 && b <= 2) {
		kind, n, ok = rt.last[1], b, true
	}
	rt.last = [2]byte{rt.last[1], b}
	return kind, n, ok
}

// atOnce carries out a real-time command, DLE EOT (4) or DLE ENQ (5).
func (v *Virtual) atOnce(kind, n byte) {
	v.mu.Lock()
	s, can := v.statuses(), v.class.Answers.RealTime
	v.mu.Unlock()
	switch {
	case kind == 4 && can && n < 5 && v.class.Knows[n]:
		v.say([]byte{s.eot[n]})
	case kind == 5 && can:
		v.report(func() {
			v.set(CutterStuck, false)
			if n == 2 {
				v.buf.clear()
				v.relieve()
			}
		})
	}
}
