package config

import "onedoor/queue"

// readGroup reads how many of a group come to the window of a service.
func (b *builder) readGroup(t *table, s *queue.Service) {
	s.WholeParty = t.yes("whole_party", false)
	s.Representatives = t.number("representatives", 0, 1, 50)
	if v, ok := t.get("representatives"); ok && s.WholeParty {
		b.bad(v.at, `"representatives" of `+t.what+` does nothing where "whole_party" is true`, "take one of them out")
	}
}
