package printer

// answer is one thing a printer said.
type answer struct {
	kind    answerKind
	bits    byte // realTime: the status; single: the byte
	auto    [4]byte
	process uint32 // process: the id, its first byte the highest
	text    string // info: what GS I told
}

type answerKind uint8

const (
	realTime answerKind = iota // to DLE EOT
	single                     // to GS r or GS I 1–3
	auto                       // four bytes unasked, turned on by GS a
	process                    // to GS ( H fn 48
	info                       // to GS I 65–69, 112 …
)

// ear takes a printer's bytes apart. Answers may come split anywhere, flow
// control may stand inside them, and noise may stand between.
type ear struct {
	auto  [4]byte
	nauto int    // bytes of auto so far; 0 is none
	block []byte // a block so far, its header included; empty is none
}

// blockMax bounds a block, lest noise that looks like a header swallow a day's
// answers: the longest real one is GS I's with 80 characters.
const blockMax = 96

// hear takes one byte and returns an answer when it completes one.
func (e *ear) hear(b byte) (answer, bool) {
	if b == 0x11 || b == 0x13 { // XON, XOFF: the line's, not ours
		return answer{}, false
	}
	if len(e.block) > 0 {
		if a, ok, taken := e.inBlock(b); taken {
			return a, ok
		}
	}
	switch {
	case b&0x93 == 0x12: // 0xx1xx10
		return answer{kind: realTime, bits: b}, true
	case b&0x93 == 0x10: // 0xx1xx00 begins an automatic status
		e.auto[0], e.nauto = b, 1
	case b == 0x37 || b == 0x5F:
		e.block = append(e.block[:0], b)
		e.nauto = 0
	case b&0x90 == 0 && e.nauto > 0: // 0xx0xxxx goes on with it
		e.auto[e.nauto] = b
		if e.nauto++; e.nauto == 4 {
			e.nauto = 0
			return answer{kind: auto, auto: e.auto}, true
		}
	case b&0x90 == 0:
		return answer{kind: single, bits: b}, true
	}
	return answer{}, false
}

// inBlock goes on with a block. A byte that can't belong to one ends it, and is
// not taken.
func (e *ear) inBlock(b byte) (a answer, ok, taken bool) {
	if b != 0 && (b < 0x20 || b > 0x7E || len(e.block) == blockMax) {
		e.block = e.block[:0]
		return answer{}, false, false
	}
	if b != 0 {
		e.block = append(e.block, b)
		return answer{}, false, true
	}
	block := e.block
	e.block = e.block[:0]
	switch {
	case block[0] == 0x5F:
		return answer{kind: info, text: string(block[1:])}, true, true
	case len(block) == 6 && block[1] == 0x22:
		id := uint32(block[2])<<24 | uint32(block[3])<<16 | uint32(block[4])<<8 | uint32(block[5])
		return answer{kind: process, process: id}, true, true
	}
	return answer{}, false, true
}

// forget drops what began and never ended.
func (e *ear) forget() { e.nauto, e.block = 0, e.block[:0] }

// Health is what DLE EOT 1–4 or an automatic status say of a printer.
type Health struct {
	Offline  bool // it prints nothing now
	Cover    bool // the cover is open
	PaperOut bool // the roll's end was reached
	NearEnd  bool // the roll's end is near
	Cutter   bool // the knife is stuck
	Fault    bool // an error that needs switching off
	Hot      bool // an error that passes by itself: too hot, most likely
	Other    bool // an error of another kind
	Roll     bool // it has said how its paper is
}

// add takes in the answer to DLE EOT n.
func (h *Health) add(n, bits byte) {
	switch n {
	case 1:
		h.Offline = bits&0x08 != 0
	case 2:
		h.Cover = bits&0x04 != 0
		h.PaperOut = h.PaperOut || bits&0x20 != 0
		h.Other = bits&0x40 != 0
	case 3:
		h.Cutter = bits&0x08 != 0
		h.Fault = bits&0x20 != 0
		h.Hot = bits&0x40 != 0
	case 4:
		h.Roll = true
		h.NearEnd = bits&0x0C != 0
		h.PaperOut = h.PaperOut || bits&0x60 != 0
	}
}

// autoHealth reads an automatic status: the printer's four bytes of GS a.
func autoHealth(b [4]byte) Health {
	return Health{
		Offline: b[0]&0x08 != 0, Cover: b[0]&0x20 != 0,
		Cutter: b[1]&0x08 != 0, Fault: b[1]&0x20 != 0, Hot: b[1]&0x40 != 0,
		NearEnd: b[2]&0x03 != 0, PaperOut: b[2]&0x0C != 0, Roll: true,
	}
}

// Why is what keeps the printer from printing, the thing a person can do
// something about first; empty when nothing does.
func (h Health) Why() Why {
	switch {
	case h.PaperOut:
		return WhyPaperOut
	case h.Cover:
		return WhyCoverOpen
	case h.Cutter:
		return WhyCutter
	case h.Fault:
		return WhyFault
	case h.Hot:
		return WhyOverheated
	case h.Offline || h.Other:
		return WhyOffline
	}
	return ""
}

// Paper is the roll's state.
func (h Health) Paper() Paper {
	switch {
	case h.PaperOut:
		return PaperOut
	case h.NearEnd:
		return PaperNearEnd
	case h.Roll:
		return PaperOK
	}
	return PaperUnknown
}
