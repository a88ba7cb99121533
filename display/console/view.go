package console

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// place is whose console it is: what it shows depends on all three.
type place struct {
	window queue.WindowID
	staff  queue.StaffID
	lang   string
}

// snapshot is everything a console shows: what GET /api/v1/windows/{id} tells of
// the window, with the words for it and what the window may call back. Each
// part is also sent alone, as a message whose type is the part's name.
type snapshot struct {
	Type   string     `json:"type"` // snapshot
	Seq    int64      `json:"seq"`
	At     time.Time  `json:"at"`
	Window windowPart `json:"window"`
	handPart
	linePart
	Aside []asideRow `json:"aside"` // put aside and passed, that this window may call
	jointPart
	Emergencies []string `json:"emergencies"` // that stand, in words
}

// windowPart is the window as it stands.
type windowPart struct {
	display.StaffWindowView
	ServiceNames []string `json:"service_names"`
	Why          string   `json:"why,omitempty"`     // of a pause, in words
	Other        string   `json:"other,omitempty"`   // somebody else who is at it, with a page open
	Told         string   `json:"told,omitempty"`    // what somebody else changed about it, until it calls
	Goes         string   `json:"goes,omitempty"`    // where the visitor goes who has just been served here
	HelpAt       string   `json:"help_at,omitempty"` // since when it is made
	Help         string   `json:"help,omitempty"`    // how the call for a person stands that was made here
	Undo         *undoing `json:"undo,omitempty"`    // the last act here that can be taken back
	Session      string   `json:"session,omitempty"` // the first to be called here that somebody has come to, in words

	Duty []display.DutyLine `json:"duty"` // what concerns the person: called in, away
	Mine []mineRow          `json:"mine"` // the other windows that the same person is at
}

// undoing is an act that can be taken back, in words, and until when.
type undoing struct {
	Words string    `json:"words"`
	Since time.Time `json:"since"`
	Until time.Time `json:"until"`
}

// handPart is the ticket in hand.
type handPart struct {
	Ticket *ticketPart `json:"ticket"` // null: nobody
	Reason *string     `json:"reason"` // why this one, a sentence
}

type ticketPart struct {
	display.StaffTicketView
	Facts     []string `json:"facts"`           // class, heads, language, paper: a word each
	NoteTexts []string `json:"note_texts"`      // what was written about it
	NeedWords []string `json:"need_words"`      // what the visitor needs
	Stops     []stop   `json:"stops"`           // the way so far, in words
	Sides     []side   `json:"sides,omitempty"` // of the session in hand

	About   *aboutPart        `json:"about,omitempty"`   // the matter
	Offered []queue.OutcomeID `json:"offered"`           // outcomes that this leg may end with
	UsualS  int64             `json:"usual_s,omitempty"` // how long such a visit takes as learnt, in seconds; 0: too few have ended
	By      string            `json:"by,omitempty"`      // somebody else who has it in hand
	Takers  []taker           `json:"takers"`            // windows that could go on with it now

	PrintAt   queue.KioskID `json:"print_at,omitempty"` // where its slip is printed again; "": nowhere
	PrintName string        `json:"print_name,omitempty"`

	Timer  string `json:"-"` // of the first drawing: 4:12
	Waited string `json:"-"`
	ids    []int64
}

// stop is one stay on the ticket's way.
type stop struct {
	ID      queue.ServiceID `json:"id,omitempty"` // of one that is planned
	Service string          `json:"service"`
	Window  string          `json:"window,omitempty"`
	Now     bool            `json:"now,omitempty"`
	Coming  bool            `json:"coming,omitempty"` // planned
}

// side is a side of the session in hand.
type side struct {
	Number string `json:"number,omitempty"`
	Role   string `json:"role"`
	How    string `json:"how,omitempty"` // it stands, when it isn't in the room
}

// linePart is who waits for this window, in the order of calling.
type linePart struct {
	Candidates []candidate `json:"candidates"` // the first of them
	Count      int         `json:"count"`      // tickets
	Heads      int         `json:"heads"`      // people
	Oldest     time.Time   `json:"oldest,omitzero"`

	Longest string `json:"-"`
}

type candidate struct {
	display.Candidate
	Facts     []string `json:"facts"`
	NeedWords []string `json:"need_words"` // what the visitor needs
	Why       string   `json:"why"`        // it comes before those behind it, in a few words; "" for no more than its time

	Waited string `json:"-"`
}

type asideRow struct {
	Number  string      `json:"number"`
	Service string      `json:"service"` // its name
	State   queue.State `json:"state"`   // held or no_show
	Facts   []string    `json:"facts"`
	Until   time.Time   `json:"until"` // when it waits again, or lapses
	Then    string      `json:"then"`  // in words
}

const (
	shown     = 60     // rows of a list that are sent
	countedTo = 10_000 // of a hall so full, the rest doesn't change what one does
)

// look builds what a place shows now.
func (c *Console) look(ctx context.Context, p place, notes *noteCache) *snapshot {
	s := &snapshot{Type: "snapshot", At: c.queue.Now()}
	b := builder{c: c, p: p, house: c.kit.HouseLang(), health: c.board.Snapshot(), now: s.At}
	c.queue.View(func(l *queue.Lobby) {
		v, ok := c.kit.ConsoleView(l, p.window, p.staff, s.At, p.lang, shown)
		if !ok {
			return
		}
		b.l, s.Seq = l, l.Seq()
		s.Window = b.window(v.Window)
		s.Reason = v.Reason
		if v.Ticket != nil {
			s.Ticket = b.ticket(*v.Ticket, l.Ticket(l.Window(p.window).Ticket))
		}
		s.linePart = b.line(v.Candidates)
		s.Aside = b.aside(l.WindowRule(p.window))
		s.jointPart = b.joint(&v)
	})
	if s.Window.Other != "" && !c.sessions.Present(s.Window.Staff) { // left the window open, and went
		s.Window.Other = ""
	}
	if s.Ticket != nil {
		s.Ticket.NoteTexts = notes.read(ctx, c, s.Ticket.ids)
		s.Ticket.About.name(notes.cases(ctx, c, s.Ticket))
	}
	s.needs(ctx, c, notes, p.lang)
	s.Emergencies = []string{}
	for _, e := range c.kit.Emergencies(p.lang) {
		s.Emergencies = append(s.Emergencies, e.Text)
	}
	return s
}

// builder turns the lobby into words for one place.
type builder struct {
	c     *Console
	p     place
	house string // the centre's language
	l     *queue.Lobby
	now   time.Time

	health display.Health
}

func (b *builder) t(key string, args ...any) string {
	return b.c.kit.T(b.p.lang, "console."+key, args...)
}

func (b *builder) service(id queue.ServiceID) string {
	if s := b.l.Service(id); s != nil {
		return s.Name.In(b.p.lang)
	}
	return string(id)
}

func (b *builder) window(v display.StaffWindowView) windowPart {
	part := windowPart{StaffWindowView: v, ServiceNames: []string{}}
	for _, id := range v.Services {
		part.ServiceNames = append(part.ServiceNames, b.service(id))
	}
	part.Mine = b.mine(v.ID)
	part.Duty = b.c.kit.Duties(b.l, b.p.lang, b.p.staff, b.c.sessions.Name)
	if v.State == queue.WindowPaused {
		part.Why = b.c.word(b.p.lang, "pause_", v.Reason)
		if v.Pause.BackAt != nil {
			part.Why += b.t("paused_back", "time", b.c.kit.When(b.p.lang, *v.Pause.BackAt))
		}
	}
	if list := b.l.SessionsFor(v.ID); len(list) > 0 {
		part.Session = b.sessionHere(list[0])
	}
	if h := b.l.HelpAt("", v.ID); h != nil {
		part.Help, part.HelpAt = display.NewHelpView(h, b.l.Rules(), b.p.lang, b.now).State, b.c.kit.Time(h.Asked)
	}
	if v.Staff != "" && v.Staff != b.p.staff {
		part.Other = b.c.sessions.Name(v.Staff)
	}
	if told := b.l.Window(v.ID).Told; told.What != "" && told.By != b.p.staff {
		part.Told = b.t("told_"+told.What, "name", b.c.sessions.Name(told.By), "time", b.c.kit.Time(told.At),
			"services", strings.Join(part.ServiceNames, b.c.kit.T(b.p.lang, "common.and")))
	}
	if t, _ := b.l.Undoable(v.ID, b.now); t != nil {
		until := t.ActedAt().Add(time.Duration(b.l.Rules().Policy.UndoS) * time.Second)
		part.Undo = &undoing{b.undo(t), t.ActedAt(), until}
	}
	part.Goes = b.goes(b.l.Window(v.ID).Last)
	return part
}

// sessionHere says which session can be called, and how many sides have come.
func (b *builder) sessionHere(s *queue.Session) string {
	return b.t("session_here", "time", b.c.kit.Time(s.At), "service", b.service(s.Service), "n", s.Count(queue.SideHere)+s.Count(queue.SideConnected), "all", len(s.Sides))
}

// sides are who is called together with the ticket in hand.
func (b *builder) sides(t *queue.Ticket) []side {
	s := b.l.Session(t.Session)
	if s == nil || s.State != queue.SessionCalled || s.Lead != t.ID {
		return nil
	}
	v := display.NewSessionView(s, b.l, b.p.lang)
	list := make([]side, len(v.Parties))
	for i := range v.Parties {
		p := &v.Parties[i]
		list[i] = side{Number: p.Number, Role: p.RoleName}
		if p.State != queue.SideHere {
			list[i].How = b.c.kit.T(b.p.lang, "sessions.side_"+string(p.State))
		}
	}
	return list
}

// word says the code of a reason. One that the console never sends may come by
// the API, and is "other".
func (c *Console) word(lang, kind, code string) string {
	if key := "console." + kind + code; code != "" && c.kit.Catalogue.Has(key) {
		return c.kit.T(lang, key)
	}
	return c.kit.T(lang, "console."+kind+"other")
}

func (b *builder) ticket(v display.StaffTicketView, t *queue.Ticket) *ticketPart {
	part := &ticketPart{
		StaffTicketView: v, Facts: b.factsInHand(t), NoteTexts: []string{}, NeedWords: []string{}, Stops: []stop{}, ids: slices.Clone(t.Notes),
		PrintAt: display.ReprintAt(t, b.l.Rules(), b.health), About: b.about(t), Sides: b.sides(t), Offered: offered(b.l.Rules(), t.Service),
		Timer: clock(b.now.Sub(t.Changed)), Waited: minutes(time.Duration(v.WaitedS) * time.Second),
	}
	if s, ok := b.l.VisitS(t.Service); ok {
		part.UsualS = s
	}
	if k := b.l.Rules().Kiosk(part.PrintAt); k != nil {
		part.PrintName = k.Name.In(b.p.lang)
	}
	if t.Staff != "" && t.Staff != b.p.staff {
		part.By = b.c.sessions.Name(t.Staff)
	}
	part.Takers = b.takers(t)
	for i := range t.Legs {
		leg := &t.Legs[i]
		l := stop{Service: b.service(leg.Service), Now: i == len(t.Legs)-1}
		if w := b.l.WindowRule(leg.Window); w != nil {
			l.Window = w.Label.In(b.p.lang)
		}
		part.Stops = append(part.Stops, l)
	}
	for _, step := range t.Plan {
		l := stop{ID: step.Service, Service: b.service(step.Service), Coming: true}
		if w := b.l.WindowRule(step.ForWindow); w != nil {
			l.Window = w.Label.In(b.p.lang)
		}
		part.Stops = append(part.Stops, l)
	}
	return part
}

// factsInHand are the words below the service of the ticket in hand.
func (b *builder) factsInHand(t *queue.Ticket) []string {
	list := []string{b.class(t), b.t("party", "n", t.Party)}
	if n := t.Representatives(); n > 0 {
		list = append(list, b.t("send", "n", n))
	}
	list = append(list, b.language(t)...)
	switch display.PaperOf(t, b.l.Rules(), b.health, b.now) {
	case display.PaperMissing:
		list = append(list, b.t("no_paper"))
	case display.PaperMaybe:
		list = append(list, b.t("maybe_paper"))
	case display.PaperHad:
	}
	if t.Print.Copies > 0 {
		list = append(list, b.c.kit.T(b.p.lang, "print.copies", "n", t.Print.Copies))
	}
	return list
}

// facts are the words beside a waiting ticket: only what differs from the usual.
func (b *builder) facts(t *queue.Ticket) []string {
	list := []string{}
	if t.Party > 1 {
		list = append(list, b.t("party", "n", t.Party))
	}
	list = append(list, b.language(t)...)
	switch {
	case t.ForStaff != "":
		list = append(list, b.t("for_person"))
	case t.ForWindow != "":
		list = append(list, b.t("for_window"))
	case len(t.Legs) > 1:
		list = append(list, b.t("leg", "n", len(t.Legs)))
	}
	if !t.Due.IsZero() {
		list = append(list, b.t("due", "time", b.c.kit.Time(t.Due)))
	}
	if t.Returned {
		list = append(list, b.t("returned"))
	}
	return list
}

// language names the ticket's language when it isn't the house's.
func (b *builder) language(t *queue.Ticket) []string {
	lang, ok := b.c.kit.Catalogue.Match(t.Lang)
	if !ok || lang == b.house {
		return nil
	}
	return []string{b.c.kit.T(b.p.lang, "common.language_"+lang)}
}

func (b *builder) line(list []display.Candidate) linePart {
	part := linePart{Candidates: []candidate{}}
	why, longest := b.l.Explain(b.p.window, b.p.staff, b.now, len(list)), false
	for i, t := range b.l.Candidates(b.p.window, b.p.staff, b.now, countedTo) {
		part.Count++
		part.Heads += t.Party
		if part.Oldest.IsZero() || t.Since.Before(part.Oldest) {
			part.Oldest = t.Since
		}
		if i < len(list) {
			row := candidate{Candidate: list[i], Facts: b.facts(t), NeedWords: []string{}, Waited: minutes(b.now.Sub(t.Since))}
			if by := why[i].Reason; by.Code != "longest_wait" || !longest { // that is said once
				row.Why = b.rowWhy(by)
				longest = longest || by.Code == "longest_wait"
			}
			part.Candidates = append(part.Candidates, row)
		}
	}
	if part.Count > 0 {
		part.Longest = minutes(b.now.Sub(part.Oldest))
	}
	return part
}

// clock says a duration as a stop-watch does: 4:12, 1:04:12.
func clock(d time.Duration) string {
	s := max(int64(d/time.Second), 0)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// minutes gives whole minutes as digits.
func minutes(d time.Duration) string { return strconv.Itoa(max(int(d/time.Minute), 0)) }
