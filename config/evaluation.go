package config

import (
	"fmt"
	"slices"

	"onedoor/queue"
)

// readEvaluation reads the levels of the evaluation, best first, and the reasons that go with them.
func (b *builder) readEvaluation(root *table) {
	for _, v := range b.section(root, "evaluation", "evaluation: a list with id and name, best first") {
		t, ok := b.table(v, "a level of evaluation")
		if !ok {
			continue
		}
		id := t.needID("id", "id: satisfied")
		t.what = about(aLevel, id)
		l := queue.Level{ID: queue.LevelID(id.id), Name: t.needNames("name"), FollowUp: t.yes("follow_up", false)}
		reasons := t.ids("reasons")
		b.name(aReason, t.what, reasons...)
		if len(reasons) > 0 {
			l.Reasons = known[queue.ReasonID](reasons)
		}
		t.done()
		if b.define(aLevel, id) {
			b.rules.Evaluation = append(b.rules.Evaluation, l)
		}
	}
	for _, v := range root.items("reasons") {
		t, ok := b.table(v, "a reason")
		if !ok {
			continue
		}
		id := t.needID("id", "id: waited")
		t.what = about(aReason, id)
		r := queue.LevelReason{ID: queue.ReasonID(id.id), Text: t.needNames("text")}
		t.done()
		if id.id != "" && !slices.ContainsFunc(b.uses, func(u use) bool { return u.kind == aReason && u.ref.id == id.id }) {
			b.warn(id.at, fmt.Sprintf("no level of the evaluation offers the reason %q", id.id), `name it in "reasons" of a level, or take it out`)
		}
		if b.define(aReason, id) {
			b.rules.Reasons = append(b.rules.Reasons, r)
		}
	}
}

// readEvaluationRule reads for how long things about evaluations last. What is as usual isn't a rule.
func (b *builder) readEvaluationRule(t *table) {
	if _, ok := t.get("evaluation"); !ok {
		return
	}
	e := b.optional(t, "evaluation", "evaluation of the policy")
	b.rules.Policy.Evaluation = queue.EvaluationRule{
		Days: e.number("days", 0, 1, 60), FollowDays: e.number("follow_up_days", 0, 1, 60), KeptDays: e.number("words_kept_days", 0, 1, 3650),
		ShowFrom: e.number("show_from", 0, 2, 1000),
	}
	owner := e.maybeID("follow_up_owner")
	b.name(aStaff, e.what, owner)
	b.rules.Policy.Evaluation.Owner = queue.StaffID(owner.id)
	e.done()
}
