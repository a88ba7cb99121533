package people

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// sayer makes sentences of what staff did.
type sayer struct {
	p       *People
	lang    string
	rules   *queue.Rules
	numbers map[queue.TicketID]string
}

// sayer reads the numbers of the tickets that lines are about.
func (p *People) sayer(c *gin.Context, lines []queue.AuditLine) (*sayer, error) {
	ids := map[queue.TicketID]bool{}
	for i := range lines {
		if e := lines[i].Event; e != nil && e.TicketOf() != 0 {
			ids[e.TicketOf()] = true
		}
	}
	numbers, err := p.Books.Numbers(c.Request.Context(), slices.Sorted(maps.Keys(ids)))
	return &sayer{p, p.Kit.Lang(c), p.Kit.Rules(), numbers}, err
}

// who names a member of staff; empty: nobody who is known.
func (s *sayer) who(id queue.StaffID) string {
	if id == "" {
		return s.p.Kit.T(s.lang, "audit.nobody")
	}
	return s.p.Sessions.Name(id)
}

// places are all that a sentence may speak of. For what isn't told there is a sentence with less, or else a dash.
func places() []string {
	return []string{
		"number", "window", "from", "for_window", "service", "staff", "outcome", "reason", "kiosk", "until", "state", "heads", "n",
		"subject", "edition", "of", "kind", "what", "format", "to", "class", "answer", "owner", "result", "room", "words", "clips", "address",
	}
}

// line says what was done.
func (s *sayer) line(l *queue.AuditLine) string {
	args := map[string]string{}
	prefix := "audit.act."
	if l.Event != nil {
		prefix = "audit.event."
		s.ofEvent(l.Event, args)
	} else {
		s.ofEntry(&l.Entry, args)
	}
	key := prefix + l.Entry.Act
	if l.Entry.Detail["of"] != "" {
		key += ".back"
	}
	if !s.p.Kit.Catalogue.Has(key) {
		return s.p.Kit.T(s.lang, "audit.unknown", "act", l.Entry.Act)
	}
	pairs := make([]any, 0, 2*len(places()))
	for _, k := range places() {
		v := args[k]
		if v == "" {
			v = untold
		}
		pairs = append(pairs, k, v)
	}
	line := s.p.Kit.T(s.lang, key, pairs...)
	if less := key + ".less"; strings.Contains(line, untold) && s.p.Kit.Catalogue.Has(less) {
		line = s.p.Kit.T(s.lang, less, pairs...)
	}
	return strings.ReplaceAll(line, untold, "–")
}

// untold stands in a sentence for what an event doesn't tell, until it is known whether there is a sentence with less.
const untold = "\ue000"

// ofEvent reads what an event tells: ids become names, times the centre's.
func (s *sayer) ofEvent(e *queue.Event, args map[string]string) {
	raw, err := queue.EncodeData(e.Data)
	if err != nil {
		return
	}
	var told map[string]json.RawMessage
	if json.Unmarshal(raw, &told) != nil {
		return
	}
	for k, v := range told {
		var text string
		if json.Unmarshal(v, &text) == nil {
			args[k] = s.name(k, text)
			continue
		}
		var n int64
		if json.Unmarshal(v, &n) == nil {
			args[k] = strconv.FormatInt(n, 10)
		}
	}
	if n := s.numbers[e.TicketOf()]; n != "" {
		args["number"] = n
	}
	if args["window"] == "" {
		args["window"] = args["lead"]
	}
	if args["heads"] == "" {
		args["heads"] = args["party"]
	}
	s.nested(told, args)
	switch d := e.Data.(type) {
	case queue.JoinedData: // more of them, or fewer
		args["n"] = strconv.Itoa(d.Party)
	case queue.AlertRaisedData:
		args["kind"] = s.ofAlert(d.Alert.Kind, d.Alert.Service, d.Alert.Device)
	case queue.AlertSeenData:
		if d.Kind != "" { // those of before don't say
			args["kind"] = s.ofAlert(d.Kind, d.Service, d.Device)
		}
	case queue.AlertOverData:
		args["kind"] = s.ofAlert(d.Kind, d.Service, d.Device)
	}
}

// nested reads the few events whose data is a thing of its own.
func (s *sayer) nested(told map[string]json.RawMessage, args map[string]string) {
	var list []string
	if json.Unmarshal(told["services"], &list) == nil && len(list) > 0 {
		for i, id := range list {
			list[i] = s.name("service", id)
		}
		args["service"] = strings.Join(list, s.p.Kit.T(s.lang, "common.list_comma"))
	}
}

// ofAlert says what an alert is about: its kind, and the service or the device.
func (s *sayer) ofAlert(kind queue.AlertKind, service queue.ServiceID, device string) string {
	words := s.p.Kit.T(s.lang, "reports.alert."+string(kind))
	switch {
	case service != "":
		device = s.name("service", string(service))
	case kind == queue.AlertKiosk:
		device = s.name("kiosk", device)
	case kind == queue.AlertScreen:
		if v := s.rules.Screen(queue.ScreenID(device)); v != nil {
			device = v.Name.In(s.lang)
		}
	}
	if device == "" {
		return words
	}
	return s.p.Kit.T(s.lang, "audit.alert_of", "kind", words, "of", device)
}

// name makes an id what people call it.
func (s *sayer) name(field, id string) string {
	switch field {
	case "window", "for_window", "from", "lead", "room", "place":
		if w := s.rules.Window(queue.WindowID(id)); w != nil {
			return w.Label.In(s.lang)
		}
		if v := s.rules.Service(queue.ServiceID(id)); v != nil { // a ticket moved from one service to another
			return v.Name.In(s.lang)
		}
	case "service":
		if v := s.rules.Service(queue.ServiceID(id)); v != nil {
			return v.Name.In(s.lang)
		}
	case "staff", "for_staff", "owner":
		return s.p.Sessions.Name(queue.StaffID(id))
	case "outcome":
		if o := s.rules.Outcome(queue.OutcomeID(id)); o != nil {
			return o.Name.In(s.lang)
		}
	case "kiosk":
		if k := s.rules.Kiosk(queue.KioskID(id)); k != nil {
			return k.Name.In(s.lang)
		}
	case "reason", "state", "answer", "kind", "class", "result":
		if key := "audit.word." + id; s.p.Kit.Catalogue.Has(key) {
			return s.p.Kit.T(s.lang, key)
		}
	case "until", "back", "due":
		if at, err := time.Parse(time.RFC3339Nano, id); err == nil {
			return s.p.Kit.When(s.lang, at)
		}
	}
	return id
}

// ofEntry reads an entry: its subject is a member of staff, a device, or an id as it stands.
func (s *sayer) ofEntry(e *queue.AuditEntry, args map[string]string) {
	for k, v := range e.Detail {
		args[k] = s.name(k, v)
	}
	args["subject"] = e.Subject
	kind := e.Detail["kind"]
	switch {
	case kind == "kiosk":
		args["subject"] = s.name("kiosk", e.Subject)
	case kind == "tablet":
		args["subject"] = s.name("window", e.Subject)
	case kind == "screen":
		if v := s.rules.Screen(queue.ScreenID(e.Subject)); v != nil {
			args["subject"] = v.Name.In(s.lang)
		}
	case e.Act == "export_taken":
		args["subject"] = s.name("kind", e.Subject)
		if e.Detail["from"] != "" && e.Detail["to"] != "" {
			args["subject"] += " " + e.Detail["from"] + "–" + e.Detail["to"]
		}
		if hashes := e.Detail["hashes"]; hashes != "" { // of the config
			args["subject"] = s.p.Kit.T(s.lang, "audit.config_hashes_"+hashes)
		}
		args["from"], args["to"] = "", ""
	case e.Act == "staff_figures_seen" && e.Subject == "":
		args["subject"] = s.p.Kit.T(s.lang, "reports.section."+cmp.Or(e.Detail["section"], "staff"))
	case ofStaff(e.Act):
		args["subject"] = s.p.Sessions.Name(queue.StaffID(e.Subject))
	}
}

// ofStaff says whether the subject of an act is a member of staff.
func ofStaff(act string) bool {
	return slices.Contains([]string{
		"pin_set", "pin_changed", "login_failed", "locked_out", "unlocked", "unlocked_on_machine", "session_ended", "staff_added", "staff_changed", "staff_removed", "staff_figures_seen", "duty_set",
	}, act)
}

// acts lists the codes that the catalogue has a name for.
func (p *People) acts() []string {
	var list []string
	for _, key := range p.Kit.Catalogue.Keys("audit.name.") {
		list = append(list, strings.TrimPrefix(key, "audit.name."))
	}
	return list
}
