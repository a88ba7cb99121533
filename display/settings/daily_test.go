package settings_test

import (
	"strings"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/display/settings"
	"onedoor/queue/report/daily"
)

// TestHowTheDailyFiguresStand shows on /admin the last file and post, what waits, and what is in the way.
func TestHowTheDailyFiguresStand(t *testing.T) {
	state := daily.State{}
	h := open(t, func(o *settings.Options) {
		o.Daily = func() daily.State { return state }
	})
	p := h.login("supervisor")
	if p.get("/admin").Find(".daily").Length() != 0 {
		t.Error("figures that nobody wants are shown")
	}
	state = daily.State{
		File: daily.Way{On: true, Through: "2026-11-22"},
		Post: daily.Way{
			On: true, Due: "2026-11-20", Behind: 3, Tries: 4, Next: time.Date(2026, 11, 23, 1, 45, 0, 0, time.UTC),
			Trouble: daily.TroubleAnswer, Code: 503,
		},
	}
	rows := p.get("/admin").Find(".daily tbody tr")
	if got := words(rows.First()); !strings.Contains(got, "Files") || !strings.Contains(got, "Sunday 22 November") || !strings.Contains(got, "All is well") {
		t.Errorf("the file: %s", got)
	}
	if got := words(rows.Last()); !strings.Contains(got, "To the district") || !strings.Contains(got, "None yet") || !strings.Contains(got, "3 days") || !strings.Contains(got, "it answered 503") || !strings.Contains(got, "9:45") {
		t.Errorf("the post: %s", got)
	}
	state.Post = daily.Way{On: true, Through: "2026-11-22", Behind: 1}
	if got := words(p.get("/admin").Find(".daily tbody tr").Last()); !strings.Contains(got, "1 dayOn its way") {
		t.Errorf("the post: %s", got)
	}
	state.Post = daily.Way{On: true, Through: "2026-11-22", Held: []daily.Held{{Day: "2026-11-20", Trouble: daily.TroubleAnswer, Code: 422}}}
	if got := words(p.get("/admin").Find(".daily tbody tr").Last()); !strings.Contains(got, "Friday 20 November was refused and left behind (it answered 422)") {
		t.Errorf("a day left behind: %s", got)
	}
	state.Post = daily.Way{On: true, Lost: daily.Gap{From: "2026-11-19", To: "2026-11-22"}}
	if got := words(p.get("/admin").Find(".daily tbody tr").Last()); !strings.Contains(got, "from Thursday 19 November to Saturday 21 November") {
		t.Errorf("lost days: %s", got)
	}
}

// TestPasswordsInAddresses holds that a password in an address is seen nowhere and stays in the file.
func TestPasswordsInAddresses(t *testing.T) {
	h := open(t)
	p := h.login("supervisor")
	const secret = "s3cr3t"
	f := form(p.get("/admin/part/daily"), "form.entry")
	f.Set("f.post.url", "https://district.example.cn/days?key="+secret)
	if doc := p.post("/admin/part/daily", f); doc.Find(".problems .error").Length() != 0 {
		t.Fatalf("%s", words(doc.Find(".problems")))
	}
	seen := func() {
		t.Helper()
		for _, path := range []string{"/admin/text", "/admin/review", "/admin/history/1", "/admin/history/2", "/admin/part/printers"} {
			html, err := p.get(path).Html()
			if err != nil || strings.Contains(html, secret) {
				t.Errorf("%s shows it: %v", path, err)
			}
		}
	}
	seen()
	review := p.get("/admin/review")
	if got := words(review.Find(".words, .diff")); !strings.Contains(got, "key="+config.Masked) {
		t.Errorf("review: %s", got)
	}
	p.post("/admin/apply", form(review, `form[action="/admin/apply"]`))
	f = form(p.get("/admin/part/daily"), "form.entry") // which has it masked now
	f.Set("f.post.header", "")
	f.Set("f.dir", "/var/lib/onedoor/daily")
	p.post("/admin/part/daily", f)
	seen()
	p.post("/admin/apply", form(p.get("/admin/review"), `form[action="/admin/apply"]`))
	now, err := h.shelf.Current()
	if err != nil {
		t.Fatal(err)
	}
	if text := string(now.Src); !strings.Contains(text, "key="+secret) || !strings.Contains(text, "/var/lib/onedoor/daily") || strings.Contains(text, config.Masked) {
		t.Errorf("the file: %s", text[strings.Index(text, "daily:"):])
	}
	seen()
	if packed := p.unpacked("/admin/export"); strings.Contains(packed, secret) || !strings.Contains(packed, config.Masked) {
		t.Error("the export has it")
	}
	if packed := p.unpacked("/admin/export?hashes=1"); !strings.Contains(packed, secret) {
		t.Error("the export for a move lacks it")
	}
	// Elsewhere it isn't sent: it has to be written anew.
	f = form(p.get("/admin/part/daily"), "form.entry")
	f.Set("f.post.url", strings.Replace(f.Get("f.post.url"), "district.", "elsewhere.", 1))
	if doc := p.post("/admin/part/daily", f); !strings.Contains(words(doc.Find(".refusal, .problems .error")), "is masked; write it anew") {
		t.Errorf("nobody is told: %s", words(doc.Find(".problems")))
	}
}
