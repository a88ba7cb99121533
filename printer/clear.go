package printer

import (
	"bytes"
	"context"
	"time"
)

// way is what lies between the printer's buffer and the next slip. A slip that
// broke off has left half a line in the printer, paper that isn't cut, and perhaps
// a block that takes the next so many bytes for its data, whatever they are. The
// zero way is clear.
//
// It is cleared in two steps. As soon as the line is open, and before a question
// whose bytes could be taken for a block's length, come as many NULs as the longest
// block that may have begun can want: within a block they are white dots, or the
// text of a code that is never printed; after it a printer ignores them. When the
// printer says that it can print, ESC @ drops the half line, and the paper is cut.
//
// Rejected: CAN, which ends a line in page mode only, and DLE DC4 and DLE ENQ 2,
// which throw away what somebody may still be told is printed.
type way struct {
	nuls  int       // that end the longest block that may have begun; 0 is a clear way
	torn  bool      // half a slip is on the paper: it is cut off without a slip waiting for it
	last  uint32    // the process id of a slip that left whole: when it comes back, all is clear
	proof uint32    // the process id by which the clearing itself is proven
	sent  time.Time // when the clearing was sent; zero: it wasn't
	tries int
}

// hung is how long after a slip that was only sent a printer's silence may mean that it
// was switched off within it: as long as a long slip on a slow printer takes, and longer
// by any trouble; what it is in is seen when it is asked next.
const hung = 10 * time.Second

// mayHang reports whether something may hang out of the printer.
func (s *Spool) mayHang() bool { return s.way.nuls == 0 && time.Now().Before(s.hangs) }

// hang keeps in mind what the way is like if a printer that proves nothing, but says how
// it is, is switched off before it has done what it was given.
func (s *Spool) hang() {
	s.hanging, s.hangs = way{nuls: s.way.nuls, torn: true}, time.Now().Add(hung+s.o.Poll)
}

// halted keeps it in mind for longer: a printer in trouble goes on later.
func (s *Spool) halted() {
	if now := time.Now(); now.Before(s.hangs) {
		s.hangs = now.Add(hung + s.o.Poll)
	}
}

// fallenSilent has the way cleared of what may hang out of a printer that answered and
// doesn't now.
func (s *Spool) fallenSilent() {
	if s.mayHang() {
		s.way, s.talk.filled = s.hanging, false
	}
}

// slack is for a block's header, of which some may have been lost.
const slack = 16

// fillMax is the most NULs that are sent at once.
const fillMax = 1 << 15

// tornWay is the way after a slip that broke off: sent is what may have left.
func tornWay(sent []byte) way { return way{nuls: longestBlock(sent) + slack, torn: true} }

// doubtfulWay is the way after a slip that left whole and was never proven.
func doubtfulWay(slip []byte, id uint32) way {
	return way{nuls: longestBlock(slip) + slack, last: id}
}

// unknownWay is the way when an earlier run left a slip in doubt. The encoder makes
// no block longer than half the printer's buffer.
func unknownWay(p Profile) way { return way{nuls: max(p.buffer()/2, 1024) + slack, torn: true} }

// longestBlock is the greatest number of bytes that a command with a length of its
// own, begun in b, takes after its header, whether b has them all or not. A block
// whose header is cut off can't be longer than its first bytes say: those that
// fill it up are 0.
func longestBlock(b []byte) int {
	longest := 0
	at := func(i int) int {
		if i < len(b) {
			return int(b[i])
		}
		return 0
	}
	for i := 0; i < len(b); {
		head, n := 1, 0
		switch {
		case bytes.HasPrefix(b[i:], []byte{0x1D, '('}): // GS ( x pL pH
			head, n = 5, at(i+3)|at(i+4)<<8
		case bytes.HasPrefix(b[i:], []byte{0x1D, 'v', '0'}): // GS v 0 m xL xH yL yH
			head, n = 8, (at(i+4)|at(i+5)<<8)*(at(i+6)|at(i+7)<<8)
		}
		longest = max(longest, n)
		i += head + n
	}
	return longest
}

// fill ends the blocks that an unfinished slip may have begun, once for each
// line that is opened. It reports false when the printer takes no more, or the
// program stops. The first piece is tiny: a printer that takes nothing is known by it.
func (s *Spool) fill(ctx context.Context) (bool, error) {
	if s.way.nuls == 0 || s.talk.filled {
		return true, nil
	}
	nuls := make([]byte, min(s.way.nuls, fillMax))
	for piece := 2; len(nuls) > 0; piece = chunkMax {
		n := min(piece, len(nuls))
		if ctx.Err() != nil {
			return false, nil
		}
		if _, err := s.talk.send(nuls[:n], s.talk.sending(n, s.o.Write)); err != nil {
			if stuck(err) {
				return false, nil
			}
			return false, err
		}
		nuls = nuls[n:]
		if s.talk.pace > 0 { // send keeps the pace within a piece, not from one to the next
			if err := s.listenFor(time.Duration(n) * time.Second / time.Duration(s.talk.pace)); err != nil {
				return false, err
			}
		}
	}
	s.talk.filled = true
	return true, nil
}

// clear has the next slip begin on paper of its own, before a printer that can
// print. It reports false while that isn't proven and can be. Where a slip left
// whole the printer may be about to finish it, and a cut more is paper wasted:
// that waits until there is a next slip.
func (s *Spool) clear() (bool, error) {
	if s.way.nuls == 0 || !s.way.torn && len(s.waiting()) == 0 {
		return true, nil
	}
	by := s.proof()
	if s.way.sent.IsZero() {
		if sent, err := s.wipe(by); err != nil || !sent {
			return false, err
		}
	}
	done, err := s.wiped(by)
	if err != nil {
		return false, err
	}
	if !done && s.provable(by) {
		if time.Since(s.way.sent) > s.o.Fence { // it still takes what comes for data
			s.way.nuls, s.way.sent = 2*s.way.nuls, time.Time{}
			s.way.tries++
			s.talk.filled = false
		}
		return false, nil
	}
	if !done && s.ever {
		s.hang()
	}
	s.way = way{}
	return true, nil
}

// provable reports whether the printer has shown that it gives such a proof, and
// hasn't left too many out since: it may be another printer by now.
func (s *Spool) provable(by proof) bool {
	return s.way.tries < owedMax && (by == byProcess && s.tellsIDs || by == byFence && s.fenced)
}

// wipe drops a half line and cuts, and asks for a proof of it. It reports false
// when the printer took none of it.
func (s *Spool) wipe(by proof) (bool, error) {
	b, err := Encode(s.o.Profile, Slip{}) // as every slip begins, and as every one ends
	if err != nil {
		return false, err
	}
	switch by {
	case byProcess:
		s.way.proof = s.nextProcess()
		b = append(b, processFence(s.way.proof)...)
	case byFence:
		b = append(b, fence()...)
		s.owed++
	case noProof:
	}
	s.talk.fences = 0
	if n, err := s.talk.send(b, s.o.Write); err != nil {
		s.way.torn = s.way.torn || n > 0
		s.talk.filled = false // what is left of this may want some, too
		if stuck(err) {
			return false, nil
		}
		return false, err
	}
	s.way.sent = time.Now()
	s.o.Log.Info("half a slip was cleared away", "printer", s.o.Name)
	return true, nil
}

// wiped waits a moment for the proof that the way is clear.
func (s *Spool) wiped(by proof) (bool, error) {
	done := func() bool {
		return by == byProcess && s.talk.processes[s.way.proof] || by == byFence && s.talk.fences > 0
	}
	if by == noProof {
		return true, nil
	}
	defer func() {
		s.tellsIDs = s.tellsIDs || by == byProcess && done()
		s.fenced = s.fenced || by == byFence && done()
	}()
	for end := time.Now().Add(s.o.Answer); !done(); {
		left := time.Until(end)
		if left <= 0 {
			return false, nil
		}
		_, bits, err := s.talk.take(left)
		s.talk.stray += len(bits)
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// owedMax is how many fences in a row a living printer may leave unanswered before
// nothing is expected of it any more: it is another printer, or was switched off.
const owedMax = 10

// calmMost is for how many silences catchUp waits at most.
const calmMost = 4

// catchUp makes sure that no answer to an earlier slip's fence can be taken for
// a later one's: it sends one more and waits until none came for a while, whatever
// else is said meanwhile. It reports false when the printer doesn't get that far, or
// the program stops.
func (s *Spool) catchUp(ctx context.Context) (bool, error) {
	s.talk.fences = 0
	if _, err := s.talk.send(fence(), s.o.Answer); err != nil {
		if stuck(err) {
			return false, nil
		}
		return false, err
	}
	s.owed++
	calm := s.o.Answer
	if !s.fenced { // nobody knows it yet: let it print what it may have
		calm = max(calm, s.o.Profile.Margin)
	}
	now := time.Now()
	end, most := now.Add(calm), now.Add(calmMost*calm)
	for now.Before(end) {
		if ctx.Err() != nil || now.After(most) {
			return false, nil
		}
		came := s.talk.fences
		if _, _, err := s.talk.take(min(end.Sub(now), quiet)); err != nil {
			return false, err
		}
		if now = time.Now(); s.talk.fences > came {
			end = now.Add(calm)
		}
	}
	if s.talk.fences > 0 || !s.fenced || s.owed > owedMax {
		s.owed = 0
	}
	return s.owed == 0, nil
}
