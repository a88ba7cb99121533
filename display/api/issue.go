package api

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"onedoor/display"
	"onedoor/queue"
)

type issueBody struct {
	Service  queue.ServiceID `json:"service"`  // needed without a bundle
	Bundle   queue.BundleID  `json:"bundle"`   // a journey
	Priority class           `json:"priority"` // declared by the visitor; the certificate is not stored
	Party    *int            `json:"party"`    // heads
	Lang     string          `json:"lang"`     // of slip and phone page
	Kiosk    queue.KioskID   `json:"kiosk"`    // printed there
	Window   queue.WindowID  `json:"window"`   // only this window may call it
	Staff    queue.StaffID   `json:"staff"`    // only this person may call it
	Anyone   bool            `json:"anyone"`   // whoever it is, where the service is one person's
	Over     bool            `json:"over"`     // staff: beyond the quota, or though it is closed for the day
	Reason   string          `json:"reason"`   // why over, a code
	At       *time.Time      `json:"at"`       // of the appointment
	Earlier  string          `json:"earlier"`  // what the visitor has of an earlier visit
	Brief    brief           `json:"brief"`    // what was answered, from the triage's first question on
	Needs    []queue.Need    `json:"needs"`    // what staff should know before the call
}

// issued is the answer to who asked for a ticket: the one place that gives the
// ref.
type issued struct {
	Ref         string          `json:"ref"`
	Number      string          `json:"number"`
	Service     queue.ServiceID `json:"service"`
	ServiceName string          `json:"service_name"`
	Ahead       int             `json:"ahead"`
	Estimate    *queue.Range    `json:"estimate"`
	StatusURL   string          `json:"status_url"`
	IssuedAt    time.Time       `json:"issued_at"`
	Print       queue.Print     `json:"print"`

	State queue.State       `json:"state"`
	Party int               `json:"party"`
	Lang  string            `json:"lang"`
	Wait  *display.WaitView `json:"wait,omitempty"`
}

func (a *api) issue(c *gin.Context) {
	var b issueBody
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	who, err := a.issuer(c, b.Kiosk)
	if err != nil {
		a.fail(c, err)
		return
	}
	if b.Service == "" && b.Bundle == "" {
		a.fail(c, unreadable("missing_field", "field", "service"))
		return
	}
	command, err := a.issueCommand(&b)
	display.Tell(a.Estimates, a.Kit.Rules(), &command)
	if err == nil && b.Earlier != "" {
		command.Earlier, err = a.Clues.Find(c.Request.Context(), who.principal, b.Earlier)
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	r, err := a.do(c, who, "", raw, command)
	if err != nil {
		a.fail(c, err)
		return
	}
	c.Header("Location", "/api/v1/tickets/"+r.Ticket.Ref)
	a.answer(c, http.StatusCreated, a.issuedAnswer(&r, a.Kit.Lang(c)))
}

// issuer says who issues: a member of staff, the kiosk named or the one whose
// token it is, and in the demo anybody.
func (a *api) issuer(c *gin.Context, kiosk queue.KioskID) (caller, error) {
	if display.PersonOf(c) != nil {
		return byStaff(c), nil
	}
	if a.Kit.Demo() && kiosk == "" {
		return caller{queue.Visitor, "demo"}, nil
	}
	if kiosk != "" {
		if !a.Devices.IsKiosk(c, kiosk) {
			return caller{}, display.Refuse(display.ErrNoDevice)
		}
		return byKiosk(kiosk), nil
	}
	rules := a.Kit.Rules()
	for i := range rules.Kiosks {
		if id := rules.Kiosks[i].ID; a.Devices.IsKiosk(c, id) {
			return byKiosk(id), nil
		}
	}
	return caller{}, display.Refuse(display.ErrNoDevice)
}

func byKiosk(id queue.KioskID) caller {
	actor := queue.ByKiosk(id)
	return caller{actor, string(actor)}
}

// issueCommand makes the command, with fresh randomness for the ref.
func (a *api) issueCommand(b *issueBody) (queue.Issue, error) {
	command := queue.Issue{
		Brief:   b.Brief,
		Service: b.Service, Bundle: b.Bundle, Class: queue.Class(b.Priority), Kiosk: b.Kiosk, Window: b.Window, Staff: b.Staff, Needs: b.Needs,
		Anyone: b.Anyone, Over: b.Over, Reason: b.Reason,
	}
	if b.At != nil {
		command.At = *b.At
	}
	if b.Party != nil {
		if command.Party = *b.Party; command.Party < 1 {
			return command, display.Refuse(queue.ErrBadValue, "field", "party", "value", fmt.Sprint(command.Party), "min", "1")
		}
	}
	var err error
	if command.Lang, err = a.ticketLang(b.Lang); err != nil {
		return command, err
	}
	return command, a.seed(command.Seed[:])
}

// seed reads fresh randomness, of which refs and codes are made.
func (a *api) seed(into []byte) error {
	if _, err := io.ReadFull(a.Random, into); err != nil {
		return fmt.Errorf("read randomness: %w", err)
	}
	return nil
}

// ticketLang maps a language tag to one that we have sentences in. A language
// that we don't have gets the centre's: nobody is turned away for it.
func (a *api) ticketLang(tag string) (string, error) {
	if tag == "" {
		return a.Kit.HouseLang(), nil
	}
	if _, err := language.Parse(tag); err != nil {
		return "", display.Refuse(queue.ErrBadValue, "field", "lang", "value", short(tag))
	}
	if lang, ok := a.Kit.Catalogue.Match(tag); ok {
		return lang, nil
	}
	return a.Kit.HouseLang(), nil
}

// statusURL is what the QR says; empty where phones can't follow.
func (a *api) statusURL(ref string) string {
	if a.Kit.Rules().Centre.Phone == queue.PhoneOff {
		return ""
	}
	return display.StatusURL(a.PublicURL(), ref)
}

// issuedAnswer renders the answer from a result alone, so that a repeated
// request gets the same.
func (a *api) issuedAnswer(r *queue.Result, lang string) issued {
	t := r.Ticket
	v := display.NewTicketView(t, a.Kit.Rules(), r.Ahead, lang)
	return issued{
		Ref: t.Ref, Number: v.Number, Service: v.Service, ServiceName: v.ServiceName, Ahead: v.Ahead,
		Estimate: t.Estimate, StatusURL: a.statusURL(t.Ref), IssuedAt: v.IssuedAt,
		Print: v.Print.Print, State: v.State, Party: v.Party, Lang: v.Lang, Wait: v.Wait,
	}
}
