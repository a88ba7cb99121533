package main

import (
	"slices"
	"strings"
	"testing"

	"onedoor/printer/printertest"
)

// TestACentreOfItsOwnPaper prints by a profile and a template of the centre's
// own, and on the fallback printer when the first has no paper: all from the YAML,
// nothing built for it.
func TestACentreOfItsOwnPaper(t *testing.T) {
	t.Parallel()
	hall, counter := newPrinter(t, "epson-80"), newPrinter(t, "generic-58")
	own := newCentre(t,
		"printers:\n  - id: hall\n    url: \"virtual:\"\n", "profiles:\n"+
			"  - name: our-hall\n    like: epson-80\n    columns: 40\n    dots: 480\n"+
			"printers:\n"+
			"  - id: hall\n    url: "+strings.Replace(hall.url, "profile=epson-80", "profile=our-hall", 1)+"\n"+
			"  - id: counter\n    url: "+counter.url+"\n    place: {zh: 咨询台旁, en: beside the reception desk}\n",
		"    # fallback: [counter]", "    fallback: [counter] #",
		"  # template:\n", "  template:\n    - mark\n    - {item: note, text: {zh: 欢迎, en: Welcome}, size: 2}\n    - {item: number, size: 3}\n    - service\n    - where\n  # template:\n",
	)
	p := own.serve(t, t.TempDir(), "--public-url", "http://127.0.0.1")
	kiosk := own.kiosk(p)

	first := kiosk.issued(t, "petition", "main")
	p.prints(t, first.Ref, "confirmed", "")
	hall.once(t, first.Number)
	page := comesOut(t, hall.Virtual)
	if want := []string{"欢迎", first.Number, "来访接待"}; len(page.Texts) < 4 || !slices.Equal(page.Texts[:3], want) {
		t.Errorf("the slip says %q, want it to begin with %q", page.Texts, want)
	}
	if len(page.QRs) != 0 || len(page.Problems) != 0 {
		t.Errorf("codes %v, problems %v", page.QRs, page.Problems)
	}

	defer printertest.RunOut(hall.Virtual)()
	second := kiosk.issued(t, "petition", "main")
	p.await(t, "the fallback printer to take over", func() bool {
		state := p.caller().ticket(t, second.Ref).Print.State
		return state == "confirmed" || state == "sent"
	})
	counter.once(t, second.Number)
	if all := hall.Of(second.Number); len(all) > 0 {
		t.Errorf("it came out at both: %v", all)
	}
	if page := comesOut(t, counter.Virtual); page.Texts[0] != "欢迎" {
		t.Errorf("the fallback's slip says %q", page.Texts)
	}
}
