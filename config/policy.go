package config

import (
	"time"

	"onedoor/queue"
)

// maxHelpAfter is the longest that somebody must wait before another window may help.
const maxHelpAfter = 4 * time.Hour

func (b *builder) readPolicy(root *table) {
	t := b.optional(root, "policy", "the policy")
	p := &b.rules.Policy
	if t.choiceOr("order", "priority", "priority", "strict") == "strict" {
		p.Order = queue.OrderStrict
	}
	p.Rates = b.rates(t)
	p.CeilingS = t.seconds("ceiling", 45*time.Minute, 0, 12*time.Hour)
	p.HoldMaxS = t.seconds("hold_max", time.Hour, time.Minute, 24*time.Hour)
	p.UndoS = t.seconds("undo", 2*time.Minute, 10*time.Second, 30*time.Minute)
	p.MaxParty = t.number("max_party", 200, 1, 500)
	p.Appointments = b.margin(t, "appointments", time.Hour, 15*time.Minute)
	p.Sessions = b.margin(t, "sessions", 2*time.Hour, 30*time.Minute)
	if front := t.number("front_max", 3, 1, 50); front != 3 {
		p.FrontMax = front
	}
	p.PageS = b.pageAlarm(t)
	b.readConsultation(t)
	n := b.optional(t, "no_show", "no_show of the policy")
	p.NoShowReturn = queue.ReturnPlace(n.choice("return", string(queue.ReturnCredit), string(queue.ReturnBack)))
	p.NoShowLapseS = n.seconds("lapse", time.Hour, time.Minute, 24*time.Hour)
	calls := n.number("calls", 2, 1, 10)
	if p.NoShowAfterS = n.seconds("after", 0, 0, time.Hour); p.NoShowAfterS > 0 {
		p.NoShowCalls = calls
	} else if v, ok := n.get("calls"); ok {
		b.bad(v.at, `"calls" of no_show of the policy does nothing without "after"`, "write after: 3m beside it, or take it out")
	}
	n.done()
	b.readOffers(t)
	b.readSurge(t)
	b.readEvaluationRule(t)
	p.Target = b.readTarget(t)
	t.done()
}

// margin reads how far from its time somebody may come; nil when the key is absent.
func (b *builder) margin(t *table, key string, early, late time.Duration) *queue.Margin {
	if _, ok := t.get(key); !ok {
		return nil
	}
	m := b.optional(t, key, key+" of the policy")
	defer m.done()
	return &queue.Margin{
		EarlyS: m.seconds("early", early, 0, 12*time.Hour),
		LateS:  m.seconds("late", late, 0, 12*time.Hour),
	}
}

// readOffers reads what visitors may do by themselves besides waiting: step outside, let
// others go first, ask for a person.
func (b *builder) readOffers(t *table) {
	p := &b.rules.Policy
	o := b.optional(t, "outside", "outside of the policy")
	p.OutsideMaxS = o.seconds("max", 15*time.Minute, 0, 4*time.Hour)
	o.done()
	o = b.optional(t, "postpone", "postpone of the policy")
	p.PostponePlaces = o.number("places", 3, 0, 50)
	times := o.number("times", 2, 1, 20)
	if p.PostponePlaces > 0 {
		p.PostponeTimes = times
	}
	o.done()
	o = b.optional(t, "help", "help of the policy")
	p.HelpAnswerS = o.seconds("answer", 30*time.Second, 5*time.Second, 10*time.Minute)
	p.HelpOverS = o.seconds("over", 10*time.Minute, time.Minute, 12*time.Hour)
	o.done()
}

// optional opens a block that may be absent; its keys then have their defaults.
func (b *builder) optional(t *table, key, what string) *table {
	v, ok := t.get(key)
	if !ok {
		return &table{r: b.reader, what: what, at: v.at}
	}
	o, _ := b.table(v, what)
	return o
}

func (b *builder) rates(t *table) map[queue.Class]int {
	rt := b.optional(t, "rates", "the rates of the policy")
	ordinary := rt.number(string(queue.ClassOrdinary), 1, 1, 100)
	priority := rt.number(string(queue.ClassPriority), 3, 1, 100)
	rt.done()
	if priority < ordinary {
		b.warn(rt.at, "the rate of priority is below that of ordinary", "those who need it would wait longer: 1 and 3 are proven values")
	}
	return map[queue.Class]int{queue.ClassOrdinary: ordinary, queue.ClassPriority: priority}
}

func (b *builder) readPrint(root *table) {
	t := b.optional(root, "print", "print")
	p := &b.rules.Policy
	p.PrintLapseS = t.seconds("lapse", 2*time.Minute, 10*time.Second, time.Hour)
	p.ReprintDoubt = t.yes("reprint_in_doubt", true)
	b.readTemplate(t)
	b.readFont(t)
	t.done()
}
