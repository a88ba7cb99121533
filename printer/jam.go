package printer

import "time"

// jam is how often it was tried to free the knife. A printer whose knife jams
// stops until it is told to try again: DLE ENQ 1, after which it goes on with the
// line where it stopped. So nothing is printed twice by it, and nothing thrown away,
// as DLE ENQ 2 would. It is told so a few times, since much frees itself, never
// while the cover is open, where a hand may be; and then again only when somebody
// has opened the cover and closed it.
type jam struct {
	tries  int
	last   time.Time
	opened bool // the cover was, since the knife jammed
}

// The tries, and the pause between two.
const (
	jamTries = 3
	jamPause = 5 * time.Second
)

// due reports whether to try now, for what the printer says of itself.
func (j *jam) due(h Health) bool {
	switch {
	case h.Cover:
		j.opened = true
		return false
	case !h.Cutter:
		*j = jam{}
		return false
	case j.opened:
		*j = jam{}
	}
	if j.tries == jamTries || time.Since(j.last) < jamPause {
		return false
	}
	j.tries++
	j.last = time.Now()
	return true
}

// unjam has a jammed knife tried again.
func (s *Spool) unjam(h Health, heard bool) error {
	if !heard || !s.jam.due(h) {
		return nil
	}
	s.o.Log.Warn("the knife is jammed and is tried again", "printer", s.o.Name, "try", s.jam.tries)
	_, err := s.talk.send([]byte{0x10, 0x05, 1}, s.o.Answer)
	if stuck(err) {
		return nil
	}
	return err
}
