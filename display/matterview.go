package display

import "onedoor/queue"

// MatterView is what a ticket is about, as staff see it. While it is only proposed by an old
// ticket, it says that and nothing of the earlier visit.
type MatterView struct {
	ID       queue.MatterID   `json:"id,omitempty"` // none while it is only proposed
	Proposed bool             `json:"proposed"`
	Repeat   bool             `json:"repeat"`            // a repeated visit
	Earlier  *EarlierView     `json:"earlier,omitempty"` // the visit before
	Category queue.CategoryID `json:"category,omitempty"`
	Tags     []queue.TagID    `json:"tags,omitempty"`
}

// EarlierView is an earlier visit in a line.
type EarlierView struct {
	Day         queue.Day       `json:"day"`
	Service     queue.ServiceID `json:"service"`
	ServiceName string          `json:"service_name"`
	Window      string          `json:"window,omitempty"` // its label
}

// newMatterView makes the view of what a ticket is about; nil when nobody has said.
func newMatterView(t *queue.Ticket, r *queue.Rules, lang string) *MatterView {
	if t.Matter == 0 && t.Earlier == nil {
		return nil
	}
	v := &MatterView{ID: t.Matter, Proposed: t.Proposed(), Repeat: t.Repeat, Category: t.Category, Tags: t.Tags}
	if e := t.Earlier; e != nil && t.Matter != 0 {
		v.Earlier = &EarlierView{Day: e.Day, Service: e.Service, ServiceName: string(e.Service)}
		if s := r.Service(e.Service); s != nil {
			v.Earlier.ServiceName = s.Name.In(lang)
		}
		if w := r.Window(e.Window); w != nil {
			v.Earlier.Window = w.Label.In(lang)
		}
	}
	return v
}
