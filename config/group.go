package config

import (
	"time"

	"onedoor/queue"
)

// readGroup reads how many of a group come to the window of a service.
func (b *builder) readGroup(t *table, s *queue.Service) {
	s.WholeParty = t.yes("whole_party", false)
	s.Representatives = t.number("representatives", 0, 1, 50)
	if v, ok := t.get("representatives"); ok && s.WholeParty {
		b.bad(v.at, `"representatives" of `+t.what+` does nothing where "whole_party" is true`, "take one of them out")
	}
}

// readConsultation reads how long posts that are invited to a joint consultation have to
// answer.
func (b *builder) readConsultation(policy *table) {
	t := b.optional(policy, "consultation", "consultation of the policy")
	b.rules.Policy.ConsultationS = t.seconds("timeout", 0, 10*time.Second, time.Hour)
	t.done()
}
