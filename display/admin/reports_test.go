package admin_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// row gives the cells of the table row that begins with a word.
func row(doc *goquery.Document, section, first string) []string {
	var cells []string
	doc.Find(section + " tr").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if words(s.Find("td").First()) != first {
			return true
		}
		s.Find("td").Each(func(_ int, c *goquery.Selection) { cells = append(cells, words(c)) })
		return false
	})
	return cells
}

// TestReportCountsEveryTicketOnce lets one ticket end in each way and holds the
// figures, and that the parts add up.
func TestReportCountsEveryTicketOnce(t *testing.T) {
	h := open(t, houseOptions{begin: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)})
	demo := queue.ByStaff("demo")
	do := func(c queue.Command) queue.Result { t.Helper(); return queuetest.Do(t, h.queue, demo, c) }
	do(queue.OpenWindow{Window: "w3"})
	issue := func(party int) *queue.Ticket {
		t.Helper()
		return do(queue.Issue{Service: "legal", Party: party, Seed: queuetest.Seed()}).Ticket
	}
	for _, outcome := range []queue.OutcomeID{"accepted", "accepted", "accepted", "concluded", "concluded", "mediated", "mediation_failed"} {
		issue(1)
		h.clock.forward(10 * time.Minute)
		do(queue.Next{Window: "w3"})
		do(queue.Start{Window: "w3"})
		h.clock.forward(4 * time.Minute)
		do(queue.Finish{Window: "w3", Outcome: outcome})
	}
	left := issue(2)
	do(queue.Cancel{Ticket: left.ID})
	issue(1)
	do(queue.Next{Window: "w3"})
	do(queue.Pass{Window: "w3"})
	issue(17)

	_, doc := h.get(t, h.login(t, "duty"), "/reports")
	var figures []string
	doc.Find(".figure .number").Each(func(_ int, s *goquery.Selection) { figures = append(figures, words(s)) })
	// batches, person-visits, served, mean wait (7 × 10 and one of 0), mean service, waiting now
	if got, want := strings.Join(figures, " "), "10 27 7 9分 4分 1"; got != want {
		t.Errorf("figures %q, want %q", got, want)
	}
	for first, want := range map[string]string{
		"自己离开": "1", "过号没来": "1", "失效": "0", "还在中心": "1", "批次": "10",
		"办结率": "66.7 %", "调解成功率": "50.0 %", "过号率": "10.0 %",
	} {
		if cells := row(doc, ".two section:first-child", first); len(cells) == 0 || cells[len(cells)-1] != want {
			t.Errorf("%s: %q, want %s", first, cells, want)
		}
	}
	if cells := row(doc, ".two section:last-child", "受理"); strings.Join(cells, " ") != "受理 3 42.9 %" {
		t.Errorf("outcome: %q", cells)
	}
	legal, all := row(doc, ".report > section:last-child", "公共法律服务"), row(doc, ".report > section:last-child tfoot", "合计")
	if len(legal) != 10 || len(all) != 9 || strings.Join(legal[2:], " ") != strings.Join(all[1:], " ") {
		t.Errorf("the one service has %q, all have %q", legal, all)
	}
}

func TestReportDates(t *testing.T) {
	h := open(t, houseOptions{begin: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)})
	queuetest.Issue(t, h.queue, "legal")
	c := h.login(t, "duty")
	for _, tt := range []struct {
		query  string
		status int
		want   string // batches, or the sentence
	}{
		{"", http.StatusOK, "1"},
		{"?from=2026-11-23&to=2026-11-23", http.StatusOK, "1"},
		{"?from=2026-11-01&to=2026-11-30", http.StatusOK, "1"},
		{"?from=2026-11-22&to=2026-11-22", http.StatusOK, "0"},
		{"?from=2026-11-23&to=2026-11-22", http.StatusUnprocessableEntity, "结束日期早于开始日期。"},
		{"?from=2020-01-01&to=2026-11-22", http.StatusUnprocessableEntity, "一次最多看 366 天。"},
		{"?from=today&to=", http.StatusUnprocessableEntity, "日期不对，请填年、月、日。"},
	} {
		status, doc := h.get(t, c, "/reports"+tt.query)
		got := words(doc.Find(".figure .number").First())
		if status != http.StatusOK {
			got = words(doc.Find(".refusal"))
		}
		if status != tt.status || got != tt.want {
			t.Errorf("%q: %d %q, want %d %q", tt.query, status, got, tt.status, tt.want)
		}
	}
}
