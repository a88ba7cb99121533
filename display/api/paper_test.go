package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// printed issues a ticket at the kiosk main and gives its ref and number.
func (h *house) printed() (ref, number string) {
	h.t.Helper()
	a := h.post("kiosk", "/api/v1/tickets", `{"service":"legal","kiosk":"main"}`).want(http.StatusCreated)
	return a.str("ref"), a.str("number")
}

// job is the latest print job that is unfinished.
func (h *house) job() (id queue.JobID) {
	h.t.Helper()
	h.queue.View(func(l *queue.Lobby) {
		for _, j := range l.Jobs() {
			id = j.ID
		}
	})
	if id == 0 {
		h.t.Fatal("no print job")
	}
	return id
}

func (h *house) printer(id queue.PrinterID, c queue.Command) {
	h.t.Helper()
	queuetest.Do(h.t, h.queue, queue.ByPrinter(id), c)
}

// TestTheTicketTellsThePapersFate walks one slip after the other through its
// states, and holds what the API says of each against the description.
func TestTheTicketTellsThePapersFate(t *testing.T) {
	begin := func(j queue.JobID) queue.Command { return queue.BeginPrint{Job: j, Attempt: 1, Process: 1} }
	for _, c := range []struct {
		name string
		does func(h *house, j queue.JobID)
		want []any
	}{
		{"queued", func(*house, queue.JobID) {}, []any{"print.state", "queued", "print.why", nil, "print.printer", "p1"}},
		{"stalled", func(h *house, j queue.JobID) { h.printer("p1", queue.StallPrint{Job: j, Why: "paper_out"}) }, []any{"print.state", "queued", "print.why", "paper_out"}},
		{"printing", func(h *house, j queue.JobID) { h.printer("p1", begin(j)) }, []any{"print.state", "printing", "print.why", nil}},
		{"confirmed", func(h *house, j queue.JobID) {
			h.printer("p1", begin(j))
			h.printer("p1", queue.SettlePrint{Job: j, State: queue.PrintConfirmed})
		}, []any{"print.state", "confirmed", "print.weak", nil, "print.why", nil}},
		{"weak", func(h *house, j queue.JobID) {
			h.printer("p1", begin(j))
			h.printer("p1", queue.SettlePrint{Job: j, State: queue.PrintConfirmed, Weak: true})
		}, []any{"print.state", "confirmed", "print.weak", true}},
		{"sent", func(h *house, j queue.JobID) {
			h.printer("p1", begin(j))
			h.printer("p1", queue.SettlePrint{Job: j, State: queue.PrintSent})
		}, []any{"print.state", "sent", "print.weak", nil}},
		{"failed", func(h *house, j queue.JobID) {
			h.printer("p1", queue.SettlePrint{Job: j, State: queue.PrintFailed, Why: "slip"})
		}, []any{"print.state", "failed", "print.why", "slip"}},
		{"in doubt", func(h *house, j queue.JobID) {
			h.printer("p1", begin(j))
			h.printer("p1", queue.SettlePrint{Job: j, State: queue.PrintInDoubt, Why: "power_cycled"})
		}, []any{"print.state", "in_doubt", "print.why", "power_cycled", "print.copies", nil}},
		{"confirmed late", func(h *house, j queue.JobID) {
			h.printer("p1", begin(j))
			h.printer("p1", queue.SettlePrint{Job: j, State: queue.PrintInDoubt, Why: "timeout"})
			h.printer("p1", queue.SettlePrint{Job: j, State: queue.PrintConfirmed})
		}, []any{"print.state", "confirmed", "print.why", nil}},
		{"lapsed", func(h *house, j queue.JobID) {
			h.printer("p1", queue.SettlePrint{Job: j, State: queue.PrintLapsed, Why: "too_old"})
		}, []any{"print.state", "lapsed", "print.why", "too_old"}},
		{"at the fallback", func(h *house, j queue.JobID) {
			h.printer("p1", queue.MovePrint{Job: j, Printer: "p2", Why: "paper_out"})
			h.printer("p2", begin(j))
			h.printer("p2", queue.SettlePrint{Job: j, State: queue.PrintConfirmed})
		}, []any{"print.state", "confirmed", "print.printer", "p2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := open(t)
			ref, number := h.printed()
			c.does(h, h.job())
			a := h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has(c.want...)
			if at := a.str("print.at"); !strings.HasSuffix(at, "+08:00") {
				t.Errorf("since %q, want the centre's time", at)
			}
			staff := append([]any{}, c.want...)
			for i := 0; i < len(staff); i += 2 {
				staff[i] = "ticket." + staff[i].(string)
			}
			h.get("xiao", "/api/v1/desk/ticket?number="+number).want(http.StatusOK).has(staff...)
		})
	}
}

func TestANumberWrittenByHandIsNoted(t *testing.T) {
	h := open(t)
	ref, number := h.printed()
	h.printer("p1", queue.StallPrint{Job: h.job(), Why: "cover_open"})
	body := `{"number":"` + number + `"}`
	h.post("", "/api/v1/desk/hand-written", body).refused(401, "no_session")
	h.post("anna", "/api/v1/desk/hand-written", body).refused(403, "not_allowed")
	h.post("xiao", "/api/v1/desk/hand-written", `{"number":"Z999"}`).refused(404, "unknown_ticket")
	h.post("xiao", "/api/v1/desk/hand-written", `{}`).refused(400, "bad_request")
	h.post("xiao", "/api/v1/desk/hand-written", body).want(http.StatusOK).has("ticket.print.by_hand", true, "ticket.print.state", "lapsed")
	h.post("xiao", "/api/v1/desk/hand-written", body).want(http.StatusOK)
	h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("print.by_hand", true)
	h.post("", "/api/v1/tickets/"+ref+"/cancel", "").want(http.StatusOK)
	h.post("xiao", "/api/v1/desk/hand-written", body).refused(404, "unknown_ticket")
}

// TestAReprintComesOutWhereSlipsDo asks for reprints without naming a kiosk.
func TestAReprintComesOutWhereSlipsDo(t *testing.T) {
	for _, c := range []struct {
		name   string
		kiosk  string // where the ticket was taken
		p1, p2 string // how the printers of main and of the desk are
		want   string
	}{
		{"where it was taken", "main", display.PrinterReady, display.PrinterReady, "p1"},
		{"at the desk when taken without paper", "", display.PrinterReady, display.PrinterReady, "p3"},
		{"not at a dead printer", "main", display.PrinterOff, display.PrinterReady, "p3"},
		{"where it was taken when all are dead", "main", display.PrinterOff, display.PrinterOff, "p1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := open(t, func(b *build) {
				b.rules.Kiosks = append(b.rules.Kiosks, queue.Kiosk{ID: display.DeskKiosk, Name: b.rules.Kiosks[0].Name, Printer: "p3"})
			})
			for id, state := range map[queue.PrinterID]string{"p1": c.p1, "p3": c.p2} {
				h.board.Printer(display.PrinterHealth{ID: id, State: state})
			}
			number := h.post("xiao", "/api/v1/tickets", `{"service":"legal","kiosk":"`+c.kiosk+`"}`).want(http.StatusCreated).str("number")
			h.post("xiao", "/api/v1/desk/reprint", `{"number":"`+number+`"}`).want(http.StatusOK).has("ticket.print.printer", c.want)
		})
	}
}

// TestADoubtIsToldWhileTheReprintIsOnItsWay follows a ticket whose original may be out:
// by the API, and by the figures of a program that was started after it ended in doubt.
func TestADoubtIsToldWhileTheReprintIsOnItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(b *build) { b.rules.Policy.ReprintDoubt = true })
		ref, number := h.printed()
		first := h.job()
		h.printer("p1", queue.BeginPrint{Job: first, Attempt: 1, Process: 1})
		h.printer("p1", queue.SettlePrint{Job: first, State: queue.PrintInDoubt, Why: "crashed"})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- h.metrics.Run(ctx) }()
		synctest.Wait()
		tells := func(state string, doubt any, figure string) {
			t.Helper()
			synctest.Wait()
			h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("print.state", state, "print.doubt", doubt)
			h.get("xiao", "/api/v1/desk/ticket?number="+number).want(http.StatusOK).has("ticket.print.doubt", doubt)
			h.figures(t, "onedoor_print_in_doubt "+figure)
		}
		tells("queued", true, "1")
		h.printer("p1", queue.BeginPrint{Job: h.job(), Attempt: 1, Process: 2})
		tells("printing", true, "1")
		h.printer("p1", queue.StallPrint{Job: h.job(), Why: "cover_open"})
		h.printer("p1", queue.SettlePrint{Job: first, State: queue.PrintConfirmed})
		tells("confirmed", nil, "0")
		text := h.figures(t, `onedoor_prints_total{printer="p1",state="confirmed"} 1`, `onedoor_prints_total{printer="p1",state="lapsed"} 1`)
		if strings.Contains(text, `printer=""`) {
			t.Errorf("a slip of no printer is counted:\n%s", text)
		}
		cancel()
		must(t, <-done)
	})
}

// TestASlipThatStopsHalfwayIsCountedAtOnce takes the board's word: the books say
// printing until the slip has come to its end.
func TestASlipThatStopsHalfwayIsCountedAtOnce(t *testing.T) {
	h := open(t)
	h.printed()
	h.printer("p1", queue.BeginPrint{Job: h.job(), Attempt: 1, Process: 1})
	h.figures(t, `onedoor_tickets_without_paper 0`)
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterPaperOut, Why: "paper_out"})
	h.figures(t, `onedoor_tickets_without_paper 1`)
}

func TestMetricsTellOfPaper(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- h.metrics.Run(ctx) }()
		synctest.Wait()
		h.figures(t, `onedoor_prints_total{printer="p1",state="confirmed"} 0`, `onedoor_reprints_total{printer="p2"} 0`, `onedoor_printer_queued{printer="p1"} 0`)
		end := func(s queue.PrintState, weak bool) queue.JobID {
			h.printed()
			j := h.job()
			h.printer("p1", queue.BeginPrint{Job: j, Attempt: 1, Process: 1})
			h.printer("p1", queue.SettlePrint{Job: j, State: s, Weak: weak})
			return j
		}
		end(queue.PrintConfirmed, false)
		end(queue.PrintConfirmed, true)
		end(queue.PrintSent, false)
		end(queue.PrintFailed, false)
		end(queue.PrintInDoubt, false)
		late := end(queue.PrintInDoubt, false)
		h.printer("p1", queue.SettlePrint{Job: late, State: queue.PrintConfirmed})
		ref, number := h.printed()
		h.printer("p1", queue.MovePrint{Job: h.job(), Printer: "p2", Why: "paper_out"})
		h.printer("p2", queue.StallPrint{Job: h.job(), Why: "silent"})
		h.post("xiao", "/api/v1/desk/reprint", `{"number":"`+number+`"}`).want(http.StatusOK)
		now := h.queue.Now()
		h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterBusy, Since: now, Low: true})
		h.board.Printer(display.PrinterHealth{ID: "p2", State: display.PrinterOff, Why: "silent", Since: now})
		synctest.Wait()
		text := h.figures(
			t, `onedoor_prints_total{printer="p1",state="confirmed"} 2`, `onedoor_prints_total{printer="p1",state="confirmed_weak"} 1`,
			`onedoor_prints_total{printer="p1",state="sent"} 1`, `onedoor_prints_total{printer="p1",state="failed"} 1`,
			`onedoor_prints_total{printer="p1",state="in_doubt"} 2`, `onedoor_print_in_doubt 1`,
			`onedoor_reprints_total{printer="p1"} 1`, `onedoor_print_confirmed_seconds_count{printer="p1"} 3`,
			`onedoor_printer_queued{printer="p1"} 1`, `onedoor_printer_queued{printer="p2"} 0`, `onedoor_prints_total{printer="p2",state="lapsed"} 1`,
			`onedoor_printer_up{printer="p1"} 1`, `onedoor_printer_up{printer="p2"} 0`, `onedoor_printer_paper_low{printer="p1"} 1`,
			`onedoor_printer_state{printer="p1",state="busy"} 1`, `onedoor_printer_state{printer="p1",state="off"} 0`,
			`onedoor_printer_state{printer="p2",state="off"} 1`, `onedoor_tickets_without_paper 2`, `onedoor_hand_written_total 0`,
		)
		if strings.Contains(text, ref) {
			t.Error("a ref is in the figures")
		}
		h.post("xiao", "/api/v1/desk/hand-written", `{"number":"`+number+`"}`).want(http.StatusOK)
		synctest.Wait()
		h.figures(t, `onedoor_hand_written_total 1`, `onedoor_printer_queued{printer="p1"} 0`, `onedoor_prints_total{printer="p1",state="lapsed"} 1`)
		if problems, err := testutil.CollectAndLint(h.metrics); err != nil || len(problems) > 0 {
			t.Error(problems, err)
		}
		cancel()
		must(t, <-done)
	})
}
