package config

import (
	"fmt"

	"onedoor/queue"
)

// readBundles reads the journeys that the centre has laid out; there may be none.
func (b *builder) readBundles(root *table) {
	for _, v := range root.items("bundles") {
		t, ok := b.table(v, "a bundle")
		if !ok {
			continue
		}
		id := t.needID("id", "id: wages")
		t.what = about(aBundle, id)
		bundle := queue.Bundle{ID: queue.BundleID(id.id), Name: t.needNames("name"), AnyOrder: t.yes("any_order", false)}
		sv, given := t.need("steps", "steps: [the ids of its services, in order]")
		steps := t.ids("steps")
		if bundle.Steps = known[queue.ServiceID](steps); given && len(steps) < 2 {
			b.bad(sv.at, t.what+" has fewer than two steps", "name at least two services, or take it out")
		}
		t.done()
		b.name(aService, t.what, steps...)
		if b.define(aBundle, id) {
			b.rules.Bundles = append(b.rules.Bundles, bundle)
		}
	}
}

// readHelps reads the services that a window takes when none of its own waits.
func (b *builder) readHelps(t *table, own []ref) []queue.Help {
	var helps []queue.Help
	for _, v := range t.items("helps") {
		h, ok := b.table(v, "an entry of helps of "+t.what)
		if !ok {
			continue
		}
		id := h.needID("service", "service: the id of one")
		help := queue.Help{Service: queue.ServiceID(id.id), AfterS: h.seconds("after", 0, 0, maxHelpAfter)}
		h.done()
		for _, o := range own {
			if o.id == id.id && id.id != "" {
				b.bad(id.at, fmt.Sprintf("%s helps with %q, which it serves anyway", t.what, id.id), `take it out of "helps" or of "services"`)
			}
		}
		b.name(aService, t.what, id)
		helps = append(helps, help)
	}
	return helps
}
