package queue

import (
	"fmt"
	"slices"
	"time"
)

type rulesIndex struct {
	services map[ServiceID]*Service
	windows  map[WindowID]*WindowRule
	staff    map[StaffID]*Staff
	kiosks   map[KioskID]*Kiosk
	printers map[PrinterID]*PrinterRule
	screens  map[ScreenID]*Screen
	floors   map[FloorID]*Floor
	outcomes map[OutcomeID]*Outcome
	bundles  map[BundleID]*Bundle
	bodies   map[BodyID]*Body
	kinds    map[CategoryID]*Category
	tags     map[TagID]*Tag
	notices  map[NoticeCode]*NoticeText
	location *time.Location
}

// Prepare checks the rules for what the Lobby relies on and builds the lookups.
// Rules must not change afterwards. The config package finds problems with
// line and column before; this is the last gate, for rules of any origin.
func (r *Rules) Prepare() error {
	loc, err := time.LoadLocation(r.Centre.TimeZone)
	if err != nil {
		return &Error{Code: ErrBadRules, Args: map[string]string{"what": "time_zone", "value": r.Centre.TimeZone}, Cause: err}
	}
	x := &rulesIndex{location: loc}
	var bad []error
	x.services, bad = indexBy(r.Services, func(s *Service) ServiceID { return s.ID }, "service", bad)
	x.windows, bad = indexBy(r.Windows, func(w *WindowRule) WindowID { return w.ID }, "window", bad)
	x.staff, bad = indexBy(r.Staff, func(s *Staff) StaffID { return s.ID }, "staff", bad)
	x.kiosks, bad = indexBy(r.Kiosks, func(k *Kiosk) KioskID { return k.ID }, "kiosk", bad)
	x.printers, bad = indexBy(r.Printers, func(p *PrinterRule) PrinterID { return p.ID }, "printer", bad)
	x.screens, bad = indexBy(r.Screens, func(s *Screen) ScreenID { return s.ID }, "screen", bad)
	x.floors, bad = indexBy(r.Centre.Floors, func(f *Floor) FloorID { return f.ID }, "floor", bad)
	x.outcomes, bad = indexBy(r.Outcomes, func(o *Outcome) OutcomeID { return o.ID }, "outcome", bad)
	x.bundles, bad = indexBy(r.Bundles, func(b *Bundle) BundleID { return b.ID }, "bundle", bad)
	for i := range r.Bundles {
		b := &r.Bundles[i]
		unknown := func(s ServiceID) bool { return x.services[s] == nil }
		if len(b.Steps) < 2 || len(b.Steps) > maxPlan || slices.ContainsFunc(b.Steps, unknown) {
			bad = append(bad, refuse(ErrBadRules, "what", "bundle_steps", "value", string(b.ID)))
		}
	}
	x.bodies, bad = indexBy(r.Bodies, func(b *Body) BodyID { return b.ID }, "body", bad)
	x.kinds, bad = indexBy(r.Categories, func(c *Category) CategoryID { return c.ID }, "category", bad)
	x.tags, bad = indexBy(r.Tags, func(t *Tag) TagID { return t.ID }, "tag", bad)
	x.notices, bad = indexBy(r.Notices, func(n *NoticeText) NoticeCode { return n.ID }, "notice", bad)
	for i := range r.Evaluation {
		for _, id := range r.Evaluation[i].Reasons {
			if r.LevelReason(id) == nil {
				bad = append(bad, refuse(ErrBadRules, "what", "level_reason", "value", string(id)))
			}
		}
	}
	for i := range r.Services {
		if r.Services[i].Prefix == "" {
			bad = append(bad, refuse(ErrBadRules, "what", "prefix", "value", string(r.Services[i].ID)))
		}
		for _, o := range r.Services[i].Outcomes {
			if x.outcomes[o] == nil {
				bad = append(bad, refuse(ErrBadRules, "what", "service_outcome", "value", string(o)))
			}
		}
	}
	for i := range r.Windows {
		for _, s := range r.Windows[i].Services {
			if x.services[s] == nil {
				bad = append(bad, refuse(ErrBadRules, "what", "window_service", "value", string(s)))
			}
		}
		for _, h := range r.Windows[i].Helps {
			if x.services[h.Service] == nil || r.Windows[i].Serves(h.Service) {
				bad = append(bad, refuse(ErrBadRules, "what", "window_help", "value", string(h.Service)))
			}
		}
	}
	for _, c := range Classes() {
		if rate := r.Policy.Rates[c]; rate < 1 || rate > 100 {
			bad = append(bad, refuse(ErrBadRules, "what", "rate", "value", fmt.Sprintf("%s=%d", c, rate)))
		}
	}
	bad = append(bad, r.checkTriage()...)
	if len(bad) > 0 {
		return bad[0]
	}
	r.index = x
	return nil
}

func indexBy[T any, K ~string](list []T, id func(*T) K, what string, bad []error) (map[K]*T, []error) {
	m := make(map[K]*T, len(list))
	for i := range list {
		k := id(&list[i])
		if k == "" || m[k] != nil {
			bad = append(bad, refuse(ErrBadRules, "what", what+"_id", "value", string(k)))
			continue
		}
		m[k] = &list[i]
	}
	return m, bad
}

// Service gives a service, or nil.
func (r *Rules) Service(id ServiceID) *Service { return r.index.services[id] }

// Window gives a window's rule, or nil.
func (r *Rules) Window(id WindowID) *WindowRule { return r.index.windows[id] }

// Person gives a member of staff, or nil.
func (r *Rules) Person(id StaffID) *Staff { return r.index.staff[id] }

// Kiosk gives a kiosk, or nil.
func (r *Rules) Kiosk(id KioskID) *Kiosk { return r.index.kiosks[id] }

// Printer gives what is told of a printer, or nil.
func (r *Rules) Printer(id PrinterID) *PrinterRule { return r.index.printers[id] }

// Screen gives a screen, or nil.
func (r *Rules) Screen(id ScreenID) *Screen { return r.index.screens[id] }

// Floor gives a floor, or nil.
func (r *Rules) Floor(id FloorID) *Floor { return r.index.floors[id] }

// Outcome gives an outcome, or nil.
func (r *Rules) Outcome(id OutcomeID) *Outcome { return r.index.outcomes[id] }

// Bundle gives a bundle, or nil.
func (r *Rules) Bundle(id BundleID) *Bundle { return r.index.bundles[id] }

// Body gives an office outside the centre, or nil.
func (r *Rules) Body(id BodyID) *Body { return r.index.bodies[id] }

// Category gives a kind of trouble, or nil.
func (r *Rules) Category(id CategoryID) *Category { return r.index.kinds[id] }

// Tag gives a place or a party, or nil.
func (r *Rules) Tag(id TagID) *Tag { return r.index.tags[id] }

// Notice gives a prepared text, or nil.
func (r *Rules) Notice(id NoticeCode) *NoticeText { return r.index.notices[id] }

// Location is the centre's time zone.
func (r *Rules) Location() *time.Location { return r.index.location }
