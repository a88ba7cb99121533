package kiosk

import (
	"net/http"
	"net/url"
	"testing"

	"onedoor/printer/paper"
	"onedoor/queue"
)

func TestTheDemosPrinterCanBeBroken(t *testing.T) {
	v, p := virtual(t, "epson-80")
	h := newHouse(t, houseOptions{printers: []Printer{p}})
	h.print(t)
	press := func() {
		t.Helper()
		form := h.page(t, "/paper").Find(`.trouble form[action="/paper/p1/paper_out"]`)
		if form.Length() != 1 {
			t.Fatalf("%d keys take the paper away", form.Length())
		}
		if w := h.post(form.AttrOr("action", ""), fields(form)); w.Code != http.StatusSeeOther {
			t.Fatalf("POST: %d", w.Code)
		}
	}
	press()
	if !v.Is(paper.PaperOut) || h.page(t, "/paper").Find(`.trouble [aria-pressed="true"]`).Length() != 1 {
		t.Error("the paper is still there")
	}
	press()
	if v.Is(paper.PaperOut) {
		t.Error("the paper is still away")
	}
	for _, path := range []string{"/paper/p1/nonsense", "/paper/p9/paper_out"} {
		if w := h.post(path, url.Values{"on": {"1"}}); w.Code != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, w.Code)
		}
	}
}

func TestNobodyBreaksThePrinterOfARealCentre(t *testing.T) {
	v, p := virtual(t, "epson-80")
	h := newHouse(t, houseOptions{printers: []Printer{p}, rules: func(r *queue.Rules) { r.Centre.Demo = false }})
	if w := h.post("/paper/p1/paper_out", url.Values{"on": {"1"}}); w.Code != http.StatusUnauthorized || v.Is(paper.PaperOut) {
		t.Errorf("POST: %d", w.Code)
	}
}
