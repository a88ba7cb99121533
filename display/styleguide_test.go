package display

import (
	"net/http"
	"strings"
	"testing"

	"onedoor/queue"
)

// TestStylesAreForTheDemo shows every icon there is and every pair's contrast in
// the sample centre, and nothing to the visitors of a real one.
func TestStylesAreForTheDemo(t *testing.T) {
	t.Parallel()
	d, err := newStyles()
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Looks) != 3 || len(d.Faces) != 4 || d.Looks[0].Colours[3].Ratio == "" {
		t.Errorf("the page shows %d looks and %d faces", len(d.Looks), len(d.Faces))
	}
	for _, l := range d.Looks {
		for _, c := range l.Colours {
			if !strings.HasPrefix(c.Value, "#") {
				t.Errorf("%s: %s is %q", l.Name, c.Name, c.Value)
			}
		}
	}
	for _, f := range d.Faces {
		for _, s := range f.Sizes {
			if s.Value == "" {
				t.Errorf("%s has no size %s", f.Name, s.Name)
			}
		}
	}
	for demo, want := range map[bool]int{true: http.StatusOK, false: http.StatusNotFound} {
		w := get(engine(testKit(t, func(r *queue.Rules) { r.Centre.Demo = demo })), "/styles")
		if w.Code != want {
			t.Errorf("demo %v: /styles answers %d", demo, w.Code)
			continue
		}
		if n := document(t, w).Find("#icons li svg").Length(); demo && n != len(IconNames()) {
			t.Errorf("%d icons are shown, %d are drawn", n, len(IconNames()))
		}
	}
}
