package kiosk

import (
	"slices"
	"strings"
	"testing"

	"onedoor/printer"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestABundleBeginsAtTheKiosk takes one number for a journey, and one for its first service
// alone.
func TestABundleBeginsAtTheKiosk(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) {
		r.Bundles = []queue.Bundle{
			{ID: "wages", Name: queue.Text{"zh": "讨薪一条龙", "en": "Wages"}, Steps: []queue.ServiceID{"legal", "mediation", "court"}},
			{ID: "any", Name: queue.Text{"zh": "两件一起办", "en": "Both"}, Steps: []queue.ServiceID{"labour", "legal"}, AnyOrder: true},
		}
	}})
	form := h.page(t, "/kiosk/main/options/legal").Find("form")
	if w := words(form); !strings.Contains(w, "讨薪一条龙法律援助 → 人民调解 → 共享法庭") || !strings.Contains(w, "两件一起办劳动权益 · 法律援助") {
		t.Errorf("it offers %s", w)
	}
	v := fields(form)
	alone := h.ticketOf(t, h.post(form.AttrOr("action", ""), v).Header().Get("Location"))
	if alone.Service != "legal" || len(alone.Plan) != 0 {
		t.Errorf("alone: %s, then %v", alone.Service, alone.Plan)
	}
	for bundle, want := range map[string]queue.ServiceID{"wages": "legal", "any": "labour"} { // fewest wait for labour
		form := h.page(t, "/kiosk/main/options/legal").Find("form")
		v := fields(form)
		v.Set("bundle", bundle)
		v.Set("party", "3")
		to := h.post(form.AttrOr("action", ""), v).Header().Get("Location")
		ticket := h.ticketOf(t, to)
		if stub := words(h.page(t, to).Find(".stub")); !strings.Contains(stub, " · 3 人") || bundle == "wages" && !strings.Contains(stub, "讨薪一条龙 法律援助 → 人民调解 → 共享法庭") {
			t.Errorf("%s: the page of its number says %s", bundle, stub)
		}
		if ticket.Service != want || ticket.Bundle != queue.BundleID(bundle) || len(ticket.Plan) == 0 {
			t.Errorf("%s: %s, then %v", bundle, ticket.Service, ticket.Plan)
		}
	}
	for lang, want := range map[string]string{"zh": "然后：人民调解、共享法庭", "en": "Then: Mediation, Shared court"} {
		ticket := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Bundle: "wages", Kiosk: "main", Lang: lang, Seed: queuetest.Seed()}).Ticket
		slip := h.slip(ticket)
		if !slices.ContainsFunc(slip.Blocks, func(b printer.Block) bool { return b.Text == want }) {
			t.Errorf("%s: the slip says %+v", lang, slip.Blocks)
		}
		if b, err := printer.Encode(printer.BuiltIn()["epson-80"], slip); err != nil || len(b) > 400 {
			t.Errorf("%s: %d bytes: %v", lang, len(b), err)
		}
	}
	if n := h.page(t, "/kiosk/main/options/court").Find(`[name="bundle"]`).Length(); n != 0 {
		t.Errorf("court offers %d", n)
	}
}
