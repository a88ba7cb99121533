package config

import (
	"fmt"

	"onedoor/queue"
)

// readSides reads the parties that sessions of a service may have.
func (b *builder) readSides(t *table, s *queue.Service) {
	seen := map[string]bool{}
	for _, v := range t.items("parties") {
		p, ok := b.table(v, "a party of "+t.what)
		if !ok {
			continue
		}
		id := p.needID("id", "id: applicant")
		side := queue.SideRule{ID: queue.SideID(id.id), Name: p.needNames("name"), Wait: p.names("wait")}
		p.done()
		switch {
		case id.id == "":
		case seen[id.id]:
			b.bad(id.at, fmt.Sprintf("the party %q stands twice in %s", id.id, t.what), "keep one of them")
		default:
			seen[id.id] = true
			s.Sides = append(s.Sides, side)
		}
	}
}
