package config

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"onedoor/queue"
)

func counts() []string {
	return []string{
		string(queue.CountsAccepted), string(queue.CountsConcluded), string(queue.CountsMediated),
		string(queue.CountsFailed), string(queue.CountsConfirmed),
	}
}

func outcomeFields() []string { return []string{string(queue.FieldCase), string(queue.FieldReferred)} }

// endings are how a leg may end without an outcome; no outcome may be called so.
func endings() []string { return []string{"transferred", "cancelled", "lapsed", queue.EndSkipped} }

func (b *builder) readOutcomes(root *table) {
	for _, v := range b.section(root, "outcomes", "outcomes: a list with id and name") {
		t, ok := b.table(v, "an outcome")
		if !ok {
			continue
		}
		id := t.needID("id", "id: answered")
		t.what = about(anOutcome, id)
		if slices.Contains(endings(), id.id) {
			b.bad(id.at, fmt.Sprintf("the outcome %q has the name of an end without an outcome", id.id), "give it another id")
		}
		o := queue.Outcome{ID: queue.OutcomeID(id.id), Name: t.needNames("name")}
		if cv, ok := t.get("counts"); ok {
			o.Counts = queue.Counts(b.choice(cv, `"counts" of `+t.what, counts()))
		}
		b.outcomeField(t, &o)
		o.Confirm = b.confirm(t)
		t.done()
		if b.define(anOutcome, id) {
			b.rules.Outcomes = append(b.rules.Outcomes, o)
		}
	}
}

// outcomeField reads what is asked for with an outcome: "needs" it can't be without, "asks"
// may stay empty.
func (b *builder) outcomeField(t *table, o *queue.Outcome) {
	asks, maybe := t.get("asks")
	if maybe {
		o.Field = queue.Field(b.choice(asks, `"asks" of `+t.what, outcomeFields()))
	}
	needs, must := t.get("needs")
	if !must {
		return
	}
	if maybe {
		b.bad(needs.at, t.what+` has both "asks" and "needs"`, "keep needs if it can't be left empty, asks if it can")
		return
	}
	o.Field, o.Needed = queue.Field(b.choice(needs, `"needs" of `+t.what, outcomeFields())), true
}

// confirm reads whether an outcome wants a second yes.
func (b *builder) confirm(t *table) queue.Confirm {
	v, ok := t.get("confirm")
	if !ok {
		return queue.ConfirmNone
	}
	if n, ok := v.node.(*ast.BoolNode); ok {
		if n.Value {
			return queue.ConfirmAsked
		}
		return queue.ConfirmNone
	}
	if s, ok := b.scalar(v, `"confirm" of `+t.what); ok && s != string(queue.ConfirmRequired) {
		b.bad(v.at, fmt.Sprintf(`"confirm" of %s is %q`, t.what, short(s)), "write true, or required if programs must send it too")
	}
	return queue.ConfirmRequired
}

// readMatters reads what matters may have in common, and whom visitors are told to ask.
func (b *builder) readMatters(root *table) {
	b.named(root, "bodies", aBody, func(id string, name queue.Text, _ *table) {
		b.rules.Bodies = append(b.rules.Bodies, queue.Body{ID: queue.BodyID(id), Name: name})
	})
	b.named(root, "categories", aCategory, func(id string, name queue.Text, _ *table) {
		b.rules.Categories = append(b.rules.Categories, queue.Category{ID: queue.CategoryID(id), Name: name})
	})
	b.named(root, "tags", aTag, func(id string, name queue.Text, t *table) {
		kind := queue.TagPlace
		if v, ok := t.need("kind", "kind: place or party"); ok {
			kind = queue.TagKind(b.choice(v, `"kind" of `+t.what, []string{string(queue.TagPlace), string(queue.TagParty)}))
		}
		b.rules.Tags = append(b.rules.Tags, queue.Tag{ID: queue.TagID(id), Name: name, Kind: kind})
	})
}

// named reads a list of things with an id and a name, which may be absent.
func (b *builder) named(root *table, key string, k kind, each func(id string, name queue.Text, t *table)) {
	for _, v := range root.items(key) {
		t, ok := b.table(v, "a "+string(k))
		if !ok {
			continue
		}
		id := t.needID("id", "id: a short word")
		t.what = about(k, id)
		name := t.needNames("name")
		if b.define(k, id) {
			each(id.id, name, t)
		} else {
			t.get("kind") // was asked for where the id was good
		}
		t.done()
	}
}

// readSurge reads when similar matters are told of, and how long outside case numbers are kept.
func (b *builder) readSurge(t *table) {
	p := &b.rules.Policy
	if days := t.number("case_kept_days", 0, 1, 36500); days > 0 {
		p.CaseDays = days
	}
	if _, ok := t.get("surge"); !ok {
		return
	}
	s := b.optional(t, "surge", "surge of the policy")
	p.Surge = queue.SurgeRule{Count: s.number("count", 3, 2, 100), Days: s.number("days", 14, 1, 366)}
	s.done()
	b.surgeAt = s.at
}

// checkSurge finds a surge that can never be.
func (b *builder) checkSurge() {
	if b.rules.Policy.Surge.Count > 0 && (len(b.rules.Categories) == 0 || len(b.rules.Tags) == 0) {
		b.warn(b.surgeAt, "surge of the policy finds nothing: staff can't say what matters are like", "write categories and tags, or take surge out")
	}
}
