package queue

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// snapshotForm is the version of a snapshot's form. A snapshot of another form
// is not used; the events are replayed instead.
const snapshotForm = 4

// lobbyState is the canonical form of a Lobby: the same state gives the same
// bytes. What can be worked out from it (lanes, lookups) isn't in it.
type lobbyState struct {
	Form       int                        `json:"form"`
	Seq        int64                      `json:"seq"`
	At         time.Time                  `json:"at"`
	Day        Day                        `json:"day"`
	Rules      *Rules                     `json:"rules"`
	LastTicket TicketID                   `json:"last_ticket"`
	LastJob    JobID                      `json:"last_job"`
	LastNote   int64                      `json:"last_note"`
	LastMatter MatterID                   `json:"last_matter,omitempty"`
	Counters   map[string]int             `json:"counters"`
	Tickets    []ticketState              `json:"tickets"`
	Ended      []TicketID                 `json:"ended"`
	Windows    []*Window                  `json:"windows"`
	Jobs       []*Job                     `json:"jobs"`
	Doubts     []*Job                     `json:"doubts,omitempty"`
	Calls      []Announcement             `json:"calls"`
	LastHelp   HelpID                     `json:"last_help,omitempty"`
	HelpCalls  []*HelpCall                `json:"help_calls,omitempty"`
	Marks      []Mark                     `json:"marks,omitempty"`
	Surges     []Surge                    `json:"surges,omitempty"`
	Gone       map[ServiceID]*GoneService `json:"gone,omitempty"`
	GoneWin    []*WindowRule              `json:"gone_windows,omitempty"`
	Duty       duty                       `json:"duty,omitzero"`

	LastConsultation ConsultationID  `json:"last_consultation,omitempty"`
	Consultations    []*Consultation `json:"consultations,omitempty"`

	LastSession SessionID  `json:"last_session,omitempty"`
	Sessions    []*Session `json:"sessions,omitempty"` // by their ids

	LastNotice NoticeID `json:"last_notice,omitempty"`
	Notices    []Notice `json:"notices,omitempty"`

	Assigned  map[WindowID][]ServiceID `json:"assigned,omitempty"`
	Shut      map[ServiceID]Shut       `json:"shut,omitempty"`
	LastAlert AlertID                  `json:"last_alert,omitempty"`
	Alerts    []Alert                  `json:"alerts,omitempty"`
	FollowUps []*FollowUp              `json:"follow_ups,omitempty"` // by what is due
}

// ticketState is a ticket with what only undoing needs.
type ticketState struct {
	*Ticket
	Before State  `json:"before,omitempty"`
	Left   int64  `json:"left,omitempty"`
	Prior  *prior `json:"prior,omitempty"`
}

// Snapshot gives the state in its canonical form.
func (l *Lobby) Snapshot() ([]byte, error) {
	s := lobbyState{
		Form: snapshotForm, Seq: l.seq, At: l.at, Day: l.day, Rules: l.filed,
		LastTicket: l.lastTicket, LastJob: l.lastJob, LastNote: l.lastNote, Counters: l.counters,
		LastConsultation: l.lastConsultation, Consultations: l.consultations,
		Jobs: l.Jobs(), Doubts: l.Doubts(), Calls: l.calls, Gone: l.gone,
		LastHelp: l.lastHelp, HelpCalls: l.HelpCalls(),
		Duty:       l.duty,
		LastMatter: l.lastMatter, Marks: l.marks, Surges: l.surges,
		LastNotice: l.lastNotice, Notices: l.notices,
		Assigned: l.assigned, Shut: l.shut, LastAlert: l.lastAlert, Alerts: l.alerts,
		FollowUps: l.FollowUps(),
	}
	for t := range l.Tickets() {
		s.Tickets = append(s.Tickets, ticketState{Ticket: t, Before: t.before, Left: t.left, Prior: t.prior})
	}
	for _, t := range l.ended {
		s.Ended = append(s.Ended, t.ID)
	}
	s.LastSession = l.lastSession
	for _, id := range slices.Sorted(maps.Keys(l.sessions)) {
		s.Sessions = append(s.Sessions, l.sessions[id])
	}
	for _, id := range slices.Sorted(maps.Keys(l.windows)) {
		s.Windows = append(s.Windows, l.windows[id])
	}
	for _, id := range slices.Sorted(maps.Keys(l.goneWin)) {
		s.GoneWin = append(s.GoneWin, l.goneWin[id])
	}
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode snapshot: %w", err)
	}
	return b, nil
}

// RestoreLobby makes a Lobby from a snapshot.
func RestoreLobby(snapshot []byte) (*Lobby, error) {
	var s lobbyState
	if err := json.NewDecoder(bytes.NewReader(snapshot)).Decode(&s); err != nil {
		return nil, fmt.Errorf("decode snapshot: %w", err)
	}
	if s.Form != snapshotForm {
		return nil, fmt.Errorf("decode snapshot: form %d is not form %d", s.Form, snapshotForm)
	}
	l := NewLobby()
	l.seq, l.at, l.day, l.rules = s.Seq, s.At, s.Day, s.Rules
	l.lastTicket, l.lastJob, l.lastNote, l.calls = s.LastTicket, s.LastJob, s.LastNote, s.Calls
	l.lastMatter, l.marks, l.surges = s.LastMatter, s.Marks, s.Surges
	if s.Rules != nil {
		if err := s.Rules.Prepare(); err != nil {
			return nil, fmt.Errorf("decode snapshot: %w", err)
		}
		l.filed = s.Rules
		maps.Copy(l.assigned, s.Assigned)
		l.assign()
	}
	maps.Copy(l.shut, s.Shut)
	l.alerts, l.lastAlert = s.Alerts, s.LastAlert
	l.lastHelp = s.LastHelp
	for _, h := range s.HelpCalls {
		l.helpCalls[h.ID] = h
	}
	l.lastNotice, l.notices = s.LastNotice, s.Notices
	for _, f := range s.FollowUps {
		l.followUps[f.Visit] = f
	}
	l.lastConsultation, l.consultations = s.LastConsultation, s.Consultations
	maps.Copy(l.counters, s.Counters)
	maps.Copy(l.gone, s.Gone)
	l.duty = s.Duty.clone()
	for _, w := range s.Windows {
		l.windows[w.ID] = w
	}
	for _, w := range s.GoneWin {
		l.goneWin[w.ID] = w
	}
	for _, j := range s.Jobs {
		l.jobs[j.ID] = j
	}
	for _, j := range s.Doubts {
		l.doubts[j.ID] = j
	}
	for _, t := range s.Tickets {
		t.before, t.left, t.prior = t.Before, t.Left, t.Prior
		l.admit(t.Ticket)
	}
	l.lastSession = s.LastSession
	for _, session := range s.Sessions {
		l.sessions[session.ID] = session
	}
	for _, id := range s.Ended {
		l.ended = append(l.ended, l.tickets[id])
	}
	return l, nil
}

// admit puts a ticket of a snapshot into the lookups and its lane.
func (l *Lobby) admit(t *Ticket) {
	l.tickets[t.ID], l.byRef[t.Ref], l.byCode[t.Code] = t, t, t
	if !t.State.Over() {
		l.byNumber[t.Number] = t
	}
	if t.State == Waiting {
		l.enter(t)
	}
}

// Clone gives a Lobby of its own with the same state. What apply never changes in
// place is shared: rules, reasons, estimates, notices, services and windows that have gone.
func (l *Lobby) Clone() *Lobby {
	c := NewLobby()
	c.seq, c.at, c.day, c.rules, c.filed = l.seq, l.at, l.day, l.rules, l.filed
	c.lastTicket, c.lastJob, c.lastNote, c.calls = l.lastTicket, l.lastJob, l.lastNote, slices.Clone(l.calls)
	c.lastHelp = l.lastHelp
	for id, h := range l.helpCalls {
		own := *h
		c.helpCalls[id] = &own
	}
	c.lastConsultation = l.lastConsultation
	for _, k := range l.consultations {
		c.consultations = append(c.consultations, k.Clone())
	}
	c.lastMatter, c.marks, c.surges = l.lastMatter, slices.Clone(l.marks), slices.Clone(l.surges)
	c.lastNotice, c.notices = l.lastNotice, slices.Clone(l.notices)
	maps.Copy(c.assigned, l.assigned)
	maps.Copy(c.shut, l.shut)
	c.alerts, c.lastAlert = slices.Clone(l.alerts), l.lastAlert
	for id, f := range l.followUps {
		c.followUps[id] = f.Clone()
	}
	maps.Copy(c.counters, l.counters)
	maps.Copy(c.gone, l.gone)
	maps.Copy(c.goneWin, l.goneWin)
	c.duty = l.duty.clone()
	for id, w := range l.windows {
		own := *w
		c.windows[id] = &own
	}
	for id, j := range l.jobs {
		own := *j
		c.jobs[id] = &own
	}
	for id, j := range l.doubts {
		own := *j
		c.doubts[id] = &own
	}
	c.lastSession = l.lastSession
	for id, s := range l.sessions {
		c.sessions[id] = s.Clone()
	}
	for t := range l.Tickets() {
		c.admit(t.Clone())
	}
	for _, t := range l.ended {
		c.ended = append(c.ended, c.tickets[t.ID])
	}
	return c
}
