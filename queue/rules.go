package queue

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// The ids of the config are short lower-case ASCII. Each kind has its own type,
// so that none is taken for another.
type (
	// ServiceID names a service.
	ServiceID string
	// WindowID names a window.
	WindowID string
	// StaffID names a member of staff.
	StaffID string
	// KioskID names a kiosk.
	KioskID string
	// ScreenID names a screen.
	ScreenID string
	// PrinterID names a printer.
	PrinterID string
	// DepartmentID names a department.
	DepartmentID string
	// FloorID names a floor.
	FloorID string
	// OutcomeID names an outcome.
	OutcomeID string
)

// Text is a name in several languages, by language tag ("zh", "en").
type Text map[string]string

// In gives the text in a language, or in English, Chinese, or whatever there is;
// for no language in Chinese first.
func (t Text) In(lang string) string {
	order := [...]string{lang, "en", "zh"}
	if lang == "" {
		order = [...]string{"", "zh", "en"}
	}
	for _, l := range order {
		if s, ok := t[l]; ok && s != "" {
			return s
		}
	}
	langs := make([]string, 0, len(t))
	for l := range t {
		langs = append(langs, l)
	}
	slices.Sort(langs)
	for _, l := range langs {
		if t[l] != "" {
			return t[l]
		}
	}
	return ""
}

// Rules is everything that decides how the lobby works: the centre as its
// config file describes it, without secrets, names of people and device
// addresses. Rules reach the Lobby by the event rules_set only, and its JSON
// form is canonical: the same rules give the same bytes.
type Rules struct {
	Centre      Centre        `json:"centre"`
	Departments []Department  `json:"departments"`
	Services    []Service     `json:"services"`
	Windows     []WindowRule  `json:"windows"`
	Staff       []Staff       `json:"staff"`
	Kiosks      []Kiosk       `json:"kiosks"`
	Printers    []PrinterRule `json:"printers,omitempty"` // those that have a place
	Screens     []Screen      `json:"screens"`
	Policy      Policy        `json:"policy"`
	Outcomes    []Outcome     `json:"outcomes"`
	Bodies      []Body        `json:"bodies,omitempty"`     // whom visitors are told to ask
	Categories  []Category    `json:"categories,omitempty"` // kinds of trouble
	Tags        []Tag         `json:"tags,omitempty"`       // places and parties that matters have in common
	Evaluation  []Level       `json:"evaluation"`
	Reasons     []LevelReason `json:"reasons,omitempty"` // of the evaluation
	Triage      *Triage       `json:"triage,omitempty"`  // nil: no questions
	Bundles     []Bundle      `json:"bundles,omitempty"`
	Notices     []NoticeText  `json:"notices,omitempty"` // prepared for the screens
	Reports     ReportRule    `json:"reports,omitzero"`
	Alerts      *AlertRules   `json:"alerts,omitempty"` // nil: nobody is told of anything

	index *rulesIndex
}

// Centre is the house.
type Centre struct {
	Name      Text     `json:"name"`
	Short     Text     `json:"short,omitempty"`     // for narrow places; Name when empty
	Address   Text     `json:"address,omitempty"`   // one line
	Locale    string   `json:"locale"`              // language of faces and paper when nobody chose: zh, en
	TimeZone  string   `json:"time_zone"`           // IANA name, as Asia/Shanghai
	Floors    []Floor  `json:"floors"`              // in the order of the house
	Phone     Phone    `json:"phone"`               // whether phones can follow
	Wifi      string   `json:"wifi,omitempty"`      // the hall's network, named on the slip when Phone is wifi
	Hotline   string   `json:"hotline,omitempty"`   // what to dial when nobody is here
	Languages []string `json:"languages,omitempty"` // that every name is written in and faces offer
	Demo      bool     `json:"demo,omitempty"`      // the sample centre
	Desk      Text     `json:"desk,omitempty"`      // what the reception desk is called
	Slip      []Text   `json:"slip,omitempty"`      // more small print for the paper, a line each
	Hours     *Hours   `json:"hours,omitempty"`     // when numbers are given out; nil: around the clock
	Entry     Entry    `json:"entry,omitempty"`     // where "I don't know" leads at the kiosk
	// Noon parts the half-days of the quotas, in minutes after midnight; 0: at 12:00.
	Noon int `json:"noon,omitempty"`
	// Last is when the last number comes before the end of the hours, of services that don't say.
	Last *LastTicket `json:"last_ticket,omitempty"`
}

// Phone says whether a visitor's phone can open the status page.
type Phone string

// The ways of Phone: no QR and no word of scanning; over the hall's own
// network; over the internet.
const (
	PhoneOff    Phone = "off"
	PhoneWifi   Phone = "wifi"
	PhonePublic Phone = "public"
)

// Floor is a storey with its waiting place.
type Floor struct {
	ID   FloorID `json:"id"`
	Name Text    `json:"name"`          // 一楼, Floor 1
	Wait Text    `json:"wait"`          // where to wait: 一楼大厅, the hall on floor 1
	Way  Text    `json:"way,omitempty"` // how to get there: 请乘电梯上三楼
	// WalkS is how long the way takes, in seconds, from where people wait elsewhere.
	WalkS int `json:"walk_s,omitempty"`
	// Plan is the floor seen from above; nil: nothing is drawn of it.
	Plan *FloorPlan `json:"plan,omitempty"`
}

// Department is one of the bodies under the centre's roof.
type Department struct {
	ID     DepartmentID `json:"id"`
	Name   Text         `json:"name"`
	Sample bool         `json:"sample,omitempty"` // made-up data of the demo
}

// Service is what one queues for.
type Service struct {
	ID         ServiceID    `json:"id"`
	Prefix     string       `json:"prefix"` // of its numbers; services may share one and its counter
	Name       Text         `json:"name"`
	Public     Text         `json:"public,omitempty"` // neutral name for paper, phone and screens; Name when empty
	Words      []Text       `json:"words,omitempty"`  // plain words: 工资没拿到
	Icon       string       `json:"icon,omitempty"`   // of the drawn set
	Department DepartmentID `json:"department"`
	Floor      FloorID      `json:"floor"`                // where its visitors wait
	CarryOver  bool         `json:"carry_over,omitempty"` // who waits at the day's end keeps the number
	Sample     bool         `json:"sample,omitempty"`     // made-up data of the demo
	Bring      Text         `json:"bring,omitempty"`      // what to bring
	Hours      *Hours       `json:"hours,omitempty"`      // of its own; nil: the centre's
	Sides      []SideRule   `json:"parties,omitempty"`    // that its sessions may have; none: it has no sessions
	Instead    ServiceID    `json:"instead,omitempty"`    // where to go while this one gives out no numbers
	Hotline    string       `json:"hotline,omitempty"`    // what to dial then; empty: the centre's
	Search     []string     `json:"search,omitempty"`     // further words that find it at the kiosk, in any language

	NoMinutes bool `json:"no_minutes,omitempty"` // how long people will wait is never told, as for mediation

	Outcomes []OutcomeID `json:"outcomes,omitempty"` // that its visits may end with; empty: all

	Target *Target `json:"target,omitempty"` // of its own; nil: the centre's

	Representatives int  `json:"representatives,omitempty"` // of a group, who go to the window at most; 0: DefaultRepresentatives
	WholeParty      bool `json:"whole_party,omitempty"`     // a group comes as a whole
	Limits
}

// PublicName is what paper, phone and screens may say of the service.
func (s *Service) PublicName(lang string) string {
	if n := s.Public.In(lang); n != "" {
		return n
	}
	return s.Name.In(lang)
}

// WindowRule is a place where staff serve: a window, a studio, a court.
type WindowRule struct {
	ID       WindowID    `json:"id"`
	Label    Text        `json:"label"` // 3 号窗口, Window 3
	Floor    FloorID     `json:"floor"`
	Zone     ZoneID      `json:"zone,omitempty"` // whose screens show it
	Way      Text        `json:"way,omitempty"`  // 电梯右侧
	Services []ServiceID `json:"services"`
	Helps    []Help      `json:"helps,omitempty"`   // services it takes when none of its own waits
	Low      bool        `json:"low,omitempty"`     // can be reached from a wheelchair
	Seats    int         `json:"seats,omitempty"`   // for visitors at once; 0: as many as come
	CallOn   bool        `json:"call_on,omitempty"` // finishing calls the next one at once
}

// Help is a service that a window takes when none of its own waits, and how long, in
// seconds, a visitor must have waited for it before.
type Help struct {
	Service ServiceID `json:"service"`
	AfterS  int       `json:"after_s,omitempty"`
}

// Role is what a member of staff may do.
type Role string

// The roles, from least to most.
const (
	RoleClerk      Role = "clerk"      // serves at the windows named
	RoleDesk       Role = "desk"       // issues for visitors, prints again
	RoleSupervisor Role = "supervisor" // all of the hall
	RoleAdmin      Role = "admin"      // the administration too
)

// Staff is a person by id. Names and PINs are not rules: they stay in the
// config and in the store's staff table.
type Staff struct {
	ID      StaffID    `json:"id"`
	Roles   []Role     `json:"roles"`
	Windows []WindowID `json:"windows,omitempty"` // where they serve; empty: every window
	Duty
}

// Kiosk is a touch screen and the printer its tickets come from.
type Kiosk struct {
	ID      KioskID   `json:"id"`
	Name    Text      `json:"name"`
	Printer PrinterID `json:"printer,omitempty"` // empty: no paper here
	// Fallback are the printers that take over, in this order, when Printer can't.
	Fallback []PrinterID `json:"fallback,omitempty"`
	Slot     *Slot       `json:"slot,omitempty"`   // where the paper comes out; nil: below the screen
	Keypad   *Keypad     `json:"keypad,omitempty"` // keys to be felt; nil: DefaultKeypad
}

// Printers lists a kiosk's printers, the first to be tried first.
func (k *Kiosk) Printers() []PrinterID {
	if k.Printer == "" {
		return nil
	}
	return append([]PrinterID{k.Printer}, k.Fallback...)
}

// PrinterRule is what visitors and staff are told of a printer.
type PrinterRule struct {
	ID    PrinterID `json:"id"`
	Place Text      `json:"place,omitempty"` // where its slips come out: 咨询台旁, beside the reception desk
}

// Screen is a call-number screen and the windows whose calls it shows.
type Screen struct {
	ID      ScreenID   `json:"id"`
	Name    Text       `json:"name"`
	Windows []WindowID `json:"windows,omitempty"` // empty: those of Floor, else of Zone, else all; see Rules.Shows
	Floor   FloorID    `json:"floor,omitempty"`
	Zone    ZoneID     `json:"zone,omitempty"` // where it is heard, and with nothing above whose windows it shows
	Sight
}

// Policy is how the order is made and how long things last. Durations are
// whole seconds.
type Policy struct {
	Order        OrderKind     `json:"order,omitempty"`           // empty: by accumulated priority
	Rates        map[Class]int `json:"rates"`                     // priority accumulated per second of waiting, 1–100
	CeilingS     int           `json:"ceiling_s"`                 // nobody is overtaken after having waited this long; 0: no ceiling
	NoShowReturn ReturnPlace   `json:"no_show_return"`            // where a passed ticket comes back
	NoShowLapseS int           `json:"no_show_lapse_s"`           // a passed ticket lapses after this
	NoShowCalls  int           `json:"no_show_calls,omitempty"`   // so many calls, and
	NoShowAfterS int           `json:"no_show_after_s,omitempty"` // so long after the last of them a ticket is passed by itself; 0: never
	HoldMaxS     int           `json:"hold_max_s"`                // a held ticket goes back to waiting after this
	UndoS        int           `json:"undo_s"`                    // how long leaving can be taken back
	PrintLapseS  int           `json:"print_lapse_s"`             // nobody waits for paper longer than this
	MaxParty     int           `json:"max_party"`                 // heads under one number
	FrontMax     int           `json:"front_max,omitempty"`       // tickets that may stand at the front of a service at once; 0: 3
	ReprintDoubt bool          `json:"reprint_in_doubt"`          // one marked reprint by itself when in doubt
	CaseDays     int           `json:"case_days,omitempty"`       // an outside case number is kept so many days; 0: five years
	Surge        SurgeRule     `json:"surge,omitzero"`            // when similar matters are told of
	Sessions     *Margin       `json:"sessions,omitempty"`        // of a session's sides; nil: two hours early, half an hour late
	Appointments *Margin       `json:"appointments,omitempty"`    // nil: an hour early, a quarter late

	OutsideMaxS    int `json:"outside_max_s,omitempty"`   // how long a visitor may step outside; 0: it isn't offered
	PostponePlaces int `json:"postpone_places,omitempty"` // how many others a visitor may let go first at a time; 0: it isn't offered
	PostponeTimes  int `json:"postpone_times,omitempty"`  // and how often
	HelpAnswerS    int `json:"help_answer_s,omitempty"`   // when nobody has answered a help call by then, the kiosk says where to go; 0: 30
	PageS          int `json:"page_s,omitempty"`          // a page that nobody answers is an alarm after this; 0: never
	HelpOverS      int `json:"help_over_s,omitempty"`     // an answered help call ends by itself after this; 0: it doesn't

	// ConsultationS is how long invited posts have to answer; 0: DefaultConsultation.
	ConsultationS int `json:"consultation_s,omitempty"`

	Evaluation EvaluationRule `json:"evaluation,omitzero"`

	Target *Target `json:"target,omitempty"` // how soon visitors shall be called; nil: nobody has said
}

// frontMax is how many tickets may stand at the front of a service at once.
func (p *Policy) frontMax() int {
	if p.FrontMax == 0 {
		return 3
	}
	return p.FrontMax
}

// OrderKind is how tickets of different classes are ordered.
type OrderKind string

// The kinds of order.
const (
	OrderPriority OrderKind = ""       // by accumulated priority: rate × waiting
	OrderStrict   OrderKind = "strict" // priority before ordinary, up to the ceiling
)

// ReturnPlace is where a passed ticket comes back into the order.
type ReturnPlace string

// The places of a return.
const (
	ReturnCredit ReturnPlace = "credit" // with the waiting it had when it was called
	ReturnBack   ReturnPlace = "back"   // as if it came now
)

// Class is the class of a ticket in the order.
type Class string

// The classes.
const (
	ClassOrdinary Class = "ordinary"
	ClassPriority Class = "priority"
)

// Classes lists every class, in a fixed order.
func Classes() []Class { return []Class{ClassOrdinary, ClassPriority} }

// Canonical gives the rules' canonical JSON: fields in their order, maps sorted.
func (r *Rules) Canonical() ([]byte, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encode rules: %w", err)
	}
	return b, nil
}

// Serves says whether a window takes a service.
func (w *WindowRule) Serves(id ServiceID) bool { return slices.Contains(w.Services, id) }

// Roles lists the roles, the least first.
func Roles() []Role { return []Role{RoleClerk, RoleDesk, RoleSupervisor, RoleAdmin} }

// Is says whether the person has a role. An admin is a supervisor, a supervisor
// may do what the desk does.
func (s *Staff) Is(role Role) bool {
	rank := func(r Role) int { return slices.Index(Roles(), r) }
	for _, r := range s.Roles {
		if rank(r) >= rank(role) {
			return true
		}
	}
	return false
}

// MayServe says whether the person may serve at a window.
func (s *Staff) MayServe(id WindowID) bool {
	return len(s.Windows) == 0 || slices.Contains(s.Windows, id)
}

// Date gives the local calendar day of an instant.
func (r *Rules) Date(t time.Time) Day { return DayOf(t, r.index.location) }
