package console

import (
	"strconv"

	"onedoor/display"
	"onedoor/queue"
)

// jointPart is what a window has to do with joint consultations, in words.
type jointPart struct {
	Joint []jointCard `json:"joint"`
	Busy  bool        `json:"joint_in"`   // the window is in one as a post or the room
	Leads bool        `json:"joint_lead"` // it leads one

	Shut []queue.WindowID `json:"joint_closed"` // windows that are closed
}

// jointCard is one consultation: the one the window leads or is in, or an invitation.
type jointCard struct {
	ID      queue.ConsultationID `json:"id"`
	Role    string               `json:"role"` // lead, in or invited
	Number  string               `json:"number"`
	Service string               `json:"service"`
	Text    string               `json:"text"` // who leads, where, until when
	Posts   []jointPost          `json:"posts"`
	Keys    []jointKey           `json:"keys"`
}

// jointPost is an invited window and what it answered.
type jointPost struct {
	Label  string `json:"label"`
	Answer string `json:"answer"` // in words
	Kind   string `json:"kind"`   // open, accepted, declined or timed_out
}

// jointKey is something to press: an act of the API and its body.
type jointKey struct {
	Act   string `json:"act"`
	Words string `json:"words"`
	Body  string `json:"body,omitempty"` // JSON
	Main  bool   `json:"main,omitempty"`
	Off   bool   `json:"off,omitempty"` // can't be pressed now
	Key   string `json:"key,omitempty"` // on the keyboard; only the first card that has such an act
}

// joint says what a window has to do with consultations.
func (b *builder) joint(v *display.ConsoleView) jointPart {
	part := jointPart{Joint: []jointCard{}, Shut: []queue.WindowID{}}
	for w := range b.l.Windows() {
		if w.State == queue.WindowClosed {
			part.Shut = append(part.Shut, w.ID)
		}
	}
	if c := v.Consultation; c != nil {
		card := b.jointCard(c, "in")
		if c.Lead.ID == v.Window.ID {
			card.Role, part.Leads = "lead", true
			card.Keys = b.leadKeys(c)
		} else {
			part.Busy = true
		}
		part.Joint = append(part.Joint, card)
	}
	for i := range v.Invitations {
		part.Joint = append(part.Joint, b.invitation(&v.Invitations[i], v.Window.ID))
	}
	part.letter()
	return part
}

// letter gives yes and no a key each, on the first card that asks.
func (p *jointPart) letter() {
	free := map[bool]string{true: "i", false: "o"}
	for i := range p.Joint {
		for k := range p.Joint[i].Keys {
			key := &p.Joint[i].Keys[k]
			key.Key = free[key.Main]
		}
		if len(p.Joint[i].Keys) > 0 {
			return
		}
	}
}

// jointCard says a consultation as everybody in it sees it.
func (b *builder) jointCard(c *display.ConsultationView, role string) jointCard {
	card := jointCard{ID: c.ID, Role: role, Number: c.Number, Service: c.ServiceName, Posts: []jointPost{}, Keys: []jointKey{}}
	who := c.Lead.Label
	if c.LeadStaff != "" {
		who += " " + b.c.sessions.Name(c.LeadStaff)
	}
	if c.BeganAt != nil {
		card.Text = b.t("joint_running", "lead", who, "place", c.Place.Label, "time", b.c.kit.Time(*c.BeganAt))
	} else {
		card.Text = b.t("joint_called", "lead", who, "place", c.Place.Label, "time", b.c.kit.Time(c.Until))
	}
	for _, p := range c.Posts {
		post := jointPost{Label: p.Label, Kind: p.Answer, Answer: b.t("joint_" + p.Answer)}
		if p.Staff != "" {
			post.Label += " " + b.c.sessions.Name(p.Staff)
		}
		if p.Busy && p.Answer == string(queue.Accepted) {
			post.Answer = b.t("joint_accepted_busy")
		}
		card.Posts = append(card.Posts, post)
	}
	return card
}

// leadKeys are what the lead may do before it begins; its end is the visitor's outcome.
func (b *builder) leadKeys(c *display.ConsultationView) []jointKey {
	if c.BeganAt != nil {
		return []jointKey{}
	}
	return []jointKey{
		{Act: "consultation/begin", Words: b.t("joint_begin"), Main: true, Off: !c.MayBegin},
		{Act: "consultation/cancel", Words: b.t("joint_cancel")},
	}
}

// invitation is a card that asks for a yes or a no.
func (b *builder) invitation(c *display.ConsultationView, me queue.WindowID) jointCard {
	card := b.jointCard(c, "invited")
	said := ""
	for _, p := range c.Posts {
		if p.Window == me {
			said = p.Answer
		}
	}
	body := func(accept bool) string {
		return `{"accept":` + strconv.FormatBool(accept) + `,"consultation":` + strconv.FormatInt(int64(c.ID), 10) + `}`
	}
	if said != string(queue.Accepted) {
		card.Keys = append(card.Keys, jointKey{Act: "consultation/answer", Words: b.t("joint_accept"), Body: body(true), Main: true})
	}
	card.Keys = append(card.Keys, jointKey{Act: "consultation/answer", Words: b.t("joint_decline"), Body: body(false)})
	return card
}
