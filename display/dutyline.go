package display

import "onedoor/queue"

// DutyLine is a word about who is there that somebody should read, with what can be done about it.
type DutyLine struct {
	Kind   string        `json:"kind"`   // page, coming, away, off, stranded or on_call
	Urgent bool          `json:"urgent"` // now
	Text   string        `json:"text"`
	Staff  queue.StaffID `json:"staff,omitempty"`  // whom the acts are about
	Number string        `json:"number,omitempty"` // of the ticket that they are about
	Acts   []DutyAct     `json:"acts,omitempty"`
}

// DutyAct is a button of a line.
type DutyAct struct {
	Act     string `json:"act"` // answer, back, page or anyone
	Label   string `json:"label"`
	Minutes int    `json:"minutes,omitempty"` // of an answer
}

// Duties makes the lines about everybody, for the desk and the supervisor, the most urgent first; with one,
// those about that person alone. Name says what staff call somebody.
func (k *Kit) Duties(l *queue.Lobby, lang string, one queue.StaffID, name func(queue.StaffID) string) []DutyLine {
	b := dutyLines{kit: k, l: l, lang: lang, one: one, name: name}
	for _, p := range l.Pages() {
		if one == "" || p.Staff == one {
			b.page(p)
		}
	}
	if one == "" {
		b.stranded()
	}
	for i := range l.Rules().Staff {
		if p := &l.Rules().Staff[i]; one == "" || p.ID == one {
			b.person(p)
		}
	}
	return append(b.urgent, b.other...)
}

type dutyLines struct {
	kit           *Kit
	l             *queue.Lobby
	lang          string
	one           queue.StaffID
	name          func(queue.StaffID) string
	urgent, other []DutyLine
}

func (b *dutyLines) t(key string, args ...any) string {
	return b.kit.T(b.lang, "common.duty."+key, args...)
}

func (b *dutyLines) add(d DutyLine) {
	if d.Urgent {
		b.urgent = append(b.urgent, d)
	} else {
		b.other = append(b.other, d)
	}
}

// page tells of somebody who was called in, and takes the answer.
func (b *dutyLines) page(p queue.Page) {
	service := string(p.Service)
	if s := b.l.Service(p.Service); s != nil {
		service = s.Name.In(b.lang)
	}
	args := []any{"who", b.name(p.Staff), "service", service, "time", b.kit.Time(p.At)}
	if !p.Coming.IsZero() {
		b.add(DutyLine{Kind: "coming", Staff: p.Staff, Text: b.t("coming", append(args, "at", b.kit.Time(p.Coming))...)})
		return
	}
	key := "page"
	switch {
	case b.one != "":
		key = "page_you"
	case p.Overdue:
		key = "page_overdue"
	}
	d := DutyLine{Kind: "page", Urgent: p.Overdue || b.one != "", Staff: p.Staff, Text: b.t(key, args...)}
	for _, n := range []int{5, 10, 20} {
		d.Acts = append(d.Acts, DutyAct{Act: "answer", Minutes: n, Label: b.t("answer", "n", n)})
	}
	b.add(d)
}

// stranded tells of those who wait for somebody who is away and whom nobody stands in for.
func (b *dutyLines) stranded() {
	for _, t := range b.l.Stranded() {
		b.add(DutyLine{
			Kind: "stranded", Urgent: true, Number: t.Number, Text: b.t("stranded", "number", t.Number, "who", b.name(t.ForStaff)),
			Acts: []DutyAct{{Act: "anyone", Label: b.t("anyone")}},
		})
	}
}

// person tells that somebody is away, off duty while visitors wait for them, or can be called in.
func (b *dutyLines) person(p *queue.Staff) {
	args := []any{"who", b.name(p.ID), "other", b.standIn(p.ID)}
	_, away := b.l.Absence(p.ID)
	again := b.l.ThereAgain(p.ID, b.kit.Now())
	_, paged := b.l.PageOf(p.ID)
	switch {
	case away && again.IsZero():
		b.add(DutyLine{Kind: "away", Staff: p.ID, Text: b.t("away", args...), Acts: b.back()})
	case away:
		b.add(DutyLine{Kind: "away", Staff: p.ID, Text: b.t("away_until", append(args, "time", b.kit.When(b.lang, again))...), Acts: b.back()})
	case b.one == "" && p.OnCall && !paged && !b.l.Away(p.ID):
		b.add(DutyLine{Kind: "on_call", Staff: p.ID, Text: b.t("on_call", args...), Acts: []DutyAct{{Act: "page", Label: b.t("call_in")}}})
	}
}

func (b *dutyLines) back() []DutyAct {
	key := "back"
	if b.one != "" {
		key = "back_you"
	}
	return []DutyAct{{Act: "back", Label: b.t(key)}}
}

// standIn says who takes the visitors of somebody who is away, and whether they are there to do it.
func (b *dutyLines) standIn(id queue.StaffID) string {
	switch who, how := b.l.CoverOf(id); {
	case how == queue.CoverNone:
		return b.t("none")
	case who == queue.Anybody:
		return b.t("any_" + string(how))
	default:
		return b.t("other_"+string(how), "who", b.name(who))
	}
}
