package display

import (
	"time"

	"onedoor/queue"
)

// DutyView is how the duty of a member of staff stands, as staff see it.
type DutyView struct {
	Staff   queue.StaffID `json:"staff"`
	OnCall  bool          `json:"on_call"`
	Away    *AwayView     `json:"away"`     // said to be away; null: nobody said so
	OffDuty bool          `json:"off_duty"` // by the roster, and at no window
	StandIn queue.StaffID `json:"stand_in"` // who takes their visitors now: themselves, another, any, or nobody: empty
	Waiting int           `json:"waiting"`  // who wait for them alone
	Page    *PageView     `json:"page"`     // they are asked to come; null: they aren't
}

// AwayView is an absence.
type AwayView struct {
	Since  time.Time  `json:"since"`
	Until  *time.Time `json:"until"` // null: until they are back
	Reason string     `json:"reason,omitempty"`
}

// PageView is somebody on call who was asked to come.
type PageView struct {
	Service queue.ServiceID `json:"service"`
	At      time.Time       `json:"at"`
	Overdue bool            `json:"overdue"` // nobody answered in time
	Coming  *time.Time      `json:"coming"`  // about when they come; null: they haven't answered
}

// DutyViews reads how everybody's duty stands, in the order of the rules.
func DutyViews(l *queue.Lobby) []DutyView {
	r := l.Rules()
	waiting := map[queue.StaffID]int{}
	for t := range l.Tickets() {
		if t.State == queue.Waiting && t.ForStaff != "" {
			waiting[t.ForStaff]++
		}
	}
	list := make([]DutyView, len(r.Staff))
	for i := range r.Staff {
		p := &r.Staff[i]
		v := DutyView{Staff: p.ID, OnCall: p.OnCall, StandIn: l.StandIn(p.ID), Waiting: waiting[p.ID]}
		if a, ok := l.Absence(p.ID); ok {
			v.Away = &AwayView{Since: a.Since.In(r.Location()), Until: instant(a.Until, r.Location()), Reason: a.Reason}
		} else {
			v.OffDuty = l.Away(p.ID)
		}
		if page, ok := l.PageOf(p.ID); ok {
			v.Page = &PageView{
				Service: page.Service, At: page.At.In(r.Location()), Overdue: page.Overdue, Coming: instant(page.Coming, r.Location()),
			}
		}
		list[i] = v
	}
	return list
}

// PauseView is why a window doesn't serve for a while, as visitors may read it.
type PauseView struct {
	Reason string     `json:"reason"` // a code
	BackAt *time.Time `json:"back_at,omitempty"`
}

// pauseView is the pause of a window, nil when it has none.
func pauseView(w *queue.Window, loc *time.Location) *PauseView {
	if w.State != queue.WindowPaused {
		return nil
	}
	return &PauseView{Reason: w.Reason, BackAt: instant(w.Back, loc)}
}

// PauseWords says a pause to visitors: 休息中, 14:00 回来. A reason that has no words of its own, or is for staff
// alone, is a pause.
func (k *Kit) PauseWords(lang, reason string, back time.Time) string {
	key := "common.pause." + reason
	if reason == "" || !k.Catalogue.Has(key) {
		key = "common.pause.other"
	}
	words := k.T(lang, key)
	if back.After(k.Now()) {
		words = k.T(lang, "common.pause.until", "what", words, "time", k.When(lang, back))
	}
	return words
}

// AskedView is the person whom a ticket asked for, as its visitor may read it.
type AskedView struct {
	Name string `json:"name"` // "" when visitors aren't told their name
}

// askedView names whom a ticket asked for, nil when it is nobody or the visit is over.
func askedView(t *queue.Ticket, r *queue.Rules, lang string) *AskedView {
	if t.ForStaff == "" || t.State.Over() {
		return nil
	}
	v := &AskedView{}
	if p := r.Person(t.ForStaff); p != nil {
		v.Name = p.Public.In(lang)
	}
	return v
}
