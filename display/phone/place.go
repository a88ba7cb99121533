package phone

import (
	"html/template"
	"strings"
	"unicode"

	"onedoor/display"
	"onedoor/queue"
)

// place is where the visitor should be.
type place struct {
	Main string // 请在一楼大厅等, 请到 3 号窗口
	Text string // how to get there
	Kind string // now: go now; near: it is soon; or ""
}

// waitPlace says where to wait; no window before the call.
func waitPlace(v display.TicketView, say sayer) *place {
	if v.Wait == nil {
		return nil
	}
	at := v.Wait.Place
	if at == "" {
		at = v.Wait.FloorName
	}
	return &place{Main: say("wait", "place", at), Text: say("wait_text")}
}

// windowPlace says which window, and how to get there.
func windowPlace(r *queue.Rules, v display.TicketView, lang string, say sayer) *place {
	if v.Window == nil {
		return nil
	}
	pl := &place{Main: v.Window.Label}
	if v.State == queue.Called || v.Consultation {
		pl.Kind, pl.Main = "now", closed(say("go", "window", v.Window.Label))
	}
	var way []string
	if f := r.Floor(v.Window.Floor); f != nil {
		way = append(way, f.Name.In(lang))
		if w := f.Way.In(lang); w != "" {
			way[0] = w
		}
	}
	if v.Window.Way != "" {
		way = append(way, v.Window.Way)
	}
	for i, w := range way {
		if i > 0 {
			pl.Text += say("way_joint")
		}
		pl.Text += w
	}
	return pl
}

// plan draws the floor where the visitor should be.
func (p *Phones) plan(r *queue.Rules, t *queue.Ticket, lang string) template.HTML {
	floor, marks := display.PlanOf(r, t, "")
	return p.kit.Plan(lang, floor, marks)
}

// closed takes out the space that a sentence keeps for Latin or digits where
// hanzi came instead: 请到 3 号窗口, but 请到共享法庭.
func closed(s string) string {
	r := []rune(s)
	var b strings.Builder
	for i, c := range r {
		between := i > 0 && i < len(r)-1 && unicode.Is(unicode.Han, r[i-1]) && unicode.Is(unicode.Han, r[i+1])
		if c != ' ' || !between {
			b.WriteRune(c)
		}
	}
	return b.String()
}
