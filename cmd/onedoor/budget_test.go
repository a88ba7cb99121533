package main

import "testing"

// budget is what a face's first load may cost, with nothing in the browser's store.
type budget struct {
	face, path, ready string
	size              size
	kilobytes         float64 // on the line, heads of answers included
	requests          int     // 0: as many as it takes
}

func budgets() []budget {
	return []budget{
		{"kiosk", "/kiosk/main", ".tile", kioskSize(), 120, 0},
		{"screen", "/screen/hall", "main, #now", screenSize(), 120, 0},
		{"phone", "/t/{waiting}", "[data-live=live]", phoneSize(), 30, 6}, // five, and what makes sounds comes later
	}
}

// firstLoads opens each face of the visitor in a browser that has nothing yet.
func (w *walk) firstLoads(t *testing.T) {
	t.Helper()
	for _, b := range budgets() {
		fresh := w.browser.tab("first-"+b.face, b.size)
		w.open(fresh, view{path: b.path}, "zh")
		fresh.see(b.ready)
		fresh.calm()
		fresh.mu.Lock()
		asked, kilobytes := fresh.asked, fresh.bytes/1000
		fresh.mu.Unlock()
		t.Logf("%s: %.1f KB in %d requests", b.face, kilobytes, asked)
		if kilobytes > b.kilobytes || b.requests > 0 && asked > b.requests {
			t.Errorf("%s: its first load takes %.1f KB in %d requests, %.0f KB and %d (0: any) are right", b.face, kilobytes, asked, b.kilobytes, b.requests)
		}
	}
}
