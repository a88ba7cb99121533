package kiosk

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// paperCase is what a print job went through, and what the page must say then.
type paperCase struct {
	name  string
	does  func(job queue.JobID) []queue.Command
	by    queue.PrinterID // who settles it; p1 when empty
	kind  string
	zh    string // title, and after a bar what else it says
	en    string
	known bool
	lost  bool // number and QR to be photographed, said aloud
	down  bool // the arrow
}

func begun(job queue.JobID) []queue.Command {
	return []queue.Command{queue.BeginPrint{Job: job, Attempt: 1, Process: 7}}
}

func settled(s queue.PrintState, weak bool, why string) func(queue.JobID) []queue.Command {
	return func(job queue.JobID) []queue.Command {
		return append(begun(job), queue.SettlePrint{Job: job, State: s, Weak: weak, Why: why})
	}
}

func stalled(why string) func(queue.JobID) []queue.Command {
	return func(job queue.JobID) []queue.Command { return []queue.Command{queue.StallPrint{Job: job, Why: why}} }
}

func moved(s queue.PrintState) func(queue.JobID) []queue.Command {
	return func(job queue.JobID) []queue.Command {
		c := []queue.Command{queue.MovePrint{Job: job, Printer: "p2", Why: "paper_out"}}
		switch s {
		case queue.PrintQueued:
			return c
		default:
			return append(append(c, begun(job)...), queue.SettlePrint{Job: job, State: s})
		}
	}
}

func paperCases() []paperCase {
	photo, photoEn := "请拍下号码，或到咨询台写一张", "Take a picture of the number, or have it written down at the reception desk"
	waits, waitsEn := "打印机在 2 分钟内恢复的话，号票会自己出来", "Your ticket comes out if the printer is back within 2 minutes"
	return []paperCase{
		{name: "queued", does: func(queue.JobID) []queue.Command { return nil }, kind: "printing", zh: "正在出票…", en: "Printing your ticket…"},
		{name: "printing", does: begun, kind: "printing", zh: "正在出票…", en: "Printing your ticket…"},
		{name: "confirmed", does: settled(queue.PrintConfirmed, false, ""), kind: "ready", zh: "请取走号票", en: "Please take your ticket", known: true, down: true},
		{
			name: "weak", does: settled(queue.PrintConfirmed, true, ""), kind: "ready", known: true, down: true,
			zh: "请取走号票|没看到号票？请到咨询台", en: "Please take your ticket|No ticket there? Please ask at the reception desk",
		},
		{
			name: "sent", does: settled(queue.PrintSent, false, ""), kind: "sent", known: true, down: true,
			zh: "请看出票口|没看到号票？请到咨询台", en: "Please look in the slot|No ticket there? Please ask at the reception desk",
		},
		{
			name: "failed", does: settled(queue.PrintFailed, false, "slip"), kind: "failed", known: true, lost: true,
			zh: "没打印出来|" + photo, en: "Your ticket didn’t print|" + photoEn,
		},
		{
			name: "lapsed", does: settled(queue.PrintLapsed, false, "too_old"), kind: "failed", known: true, lost: true,
			zh: "没打印出来|不用再等。" + photo, en: "Your ticket didn’t print|Don’t wait for it. " + photoEn,
		},
		{
			name: "in-doubt", does: settled(queue.PrintInDoubt, false, "power_cycled"), kind: "doubt", known: true, lost: true,
			zh: "号票可能没打印好|请看一下出票口：没有，或只有半张，就拍下号码，或到咨询台写一张",
			en: "Your ticket may be missing|Look in the slot. If it’s empty or torn, take a picture of the number, or ask at the reception desk",
		},
		{name: "paper-out", does: stalled("paper_out"), kind: "failed", lost: true, zh: "打印机没纸了|" + photo + "|" + waits, en: "The printer is out of paper|" + photoEn + "|" + waitsEn},
		{name: "cover-open", does: stalled("cover_open"), kind: "failed", lost: true, zh: "打印机的盖子开着|" + photo + "|" + waits, en: "The printer’s cover is open|" + photoEn + "|" + waitsEn},
		{name: "overheated", does: stalled("overheated"), kind: "failed", lost: true, zh: "打印机太热，要歇一会儿|" + photo + "|" + waits, en: "The printer must cool down|" + photoEn + "|" + waitsEn},
		{name: "unplugged", does: stalled("unplugged"), kind: "failed", lost: true, zh: "打印机暂时不出票|" + photo + "|" + waits, en: "The printer isn’t working|" + photoEn + "|" + waitsEn},
		{name: "silent", does: stalled("silent"), kind: "failed", lost: true, zh: "打印机暂时不出票|" + photo + "|" + waits, en: "The printer isn’t working|" + photoEn + "|" + waitsEn},
		{name: "cutter", does: stalled("cutter"), kind: "failed", lost: true, zh: "打印机暂时不出票|" + photo + "|" + waits, en: "The printer isn’t working|" + photoEn + "|" + waitsEn},
		{name: "elsewhere", by: "p2", does: moved(queue.PrintQueued), kind: "printing", zh: "您的号票在咨询台旁打印…", en: "Your ticket is being printed beside the reception desk"},
		{name: "elsewhere-out", by: "p2", does: moved(queue.PrintConfirmed), kind: "ready", known: true, zh: "请到咨询台旁取号票", en: "Fetch your ticket beside the reception desk"},
		{
			name: "elsewhere-doubt", by: "p2", does: moved(queue.PrintInDoubt), kind: "doubt", known: true, lost: true,
			zh: "号票可能没打印好|请到咨询台旁看一下：没有，或只有半张，就拍下号码，或到咨询台写一张",
			en: "Your ticket may be missing|Look for it beside the reception desk. If it isn’t there or is torn, take a picture of the number, or ask at the reception desk",
		},
	}
}

// through takes a ticket at the kiosk, in a language, and has the print job go
// through the case.
func (h *house) through(t testing.TB, c paperCase, lang string) (address string, ticket *queue.Ticket) {
	t.Helper()
	address = h.take(t, "/kiosk/main/about/law?lang="+lang, "legal")
	ticket = h.ticketOf(t, address)
	h.happen(t, c, ticket)
	return address, ticket
}

func (h *house) happen(t testing.TB, c paperCase, ticket *queue.Ticket) {
	t.Helper()
	for _, cmd := range c.does(h.jobOf(t, ticket.ID)) {
		by := queue.PrinterID("p1")
		if _, moves := cmd.(queue.MovePrint); c.by != "" && !moves {
			by = c.by
		}
		queuetest.Do(t, h.queue, queue.ByPrinter(by), cmd)
	}
}

// jobOf finds a ticket's unfinished print job.
func (h *house) jobOf(t testing.TB, id queue.TicketID) (job queue.JobID) {
	t.Helper()
	h.queue.View(func(l *queue.Lobby) {
		for _, j := range l.Jobs() {
			if j.Ticket == id {
				job = j.ID
			}
		}
	})
	if job == 0 {
		t.Fatal("the ticket has no print job")
	}
	return job
}

func TestTheTicketsPageTellsThePapersFate(t *testing.T) {
	h := newHouse(t, houseOptions{})
	for _, c := range paperCases() {
		for lang, says := range map[string]string{"zh": c.zh, "en": c.en} {
			t.Run(c.name+"/"+lang, func(t *testing.T) {
				at, ticket := h.through(t, c, lang)
				d := h.page(t, at)
				f := d.Find(".fate")
				var got []string
				f.Find("p").Each(func(_ int, s *goquery.Selection) { got = append(got, words(s)) })
				if strings.Join(got, "|") != says {
					t.Errorf("says\n%s, want\n%s", strings.Join(got, "|"), says)
				}
				known, alarm := f.AttrOr("data-known", "") == "true", f.AttrOr("data-alarm", "")
				if !f.HasClass(c.kind) || known != c.known || f.HasClass("lost-paper") != c.lost || (alarm != "") != (c.lost || c.by != "") {
					t.Errorf("is %q, known %v, said aloud %q", f.AttrOr("class", ""), known, alarm)
				}
				if c.by != "" && !c.lost && !strings.Contains(alarm, map[string]string{"zh": "咨询台旁", "en": "beside the reception desk"}[lang]) {
					t.Errorf("says %q aloud", alarm)
				}
				if c.lost && (!strings.HasPrefix(alarm, got[0]) || f.AttrOr("role", "") != "alert") {
					t.Errorf("says %q aloud, role %s", alarm, f.AttrOr("role", ""))
				}
				if down := f.Find(".fate-title > svg").Length() == 1 && !c.lost; down != c.down {
					t.Errorf("an arrow: %v, want %v", down, c.down)
				}
				if qr := d.Find("svg.qr").Length() == 1; qr != c.lost {
					t.Errorf("a QR: %v, want %v", qr, c.lost)
				}
				if got := words(d.Find(".number")); got != ticket.Number {
					t.Errorf("shows %s", got)
				}
			})
		}
	}
}

// TestALatePrintersWordReachesThePage follows one slip from doubt over a marked
// reprint to the printer's late word.
func TestALatePrintersWordReachesThePage(t *testing.T) {
	h := newHouse(t, houseOptions{})
	at, ticket := h.through(t, paperCase{does: settled(queue.PrintInDoubt, false, "timeout")}, "zh")
	job := queue.JobID(1)
	if got := words(h.page(t, at).Find(".fate-title")); got != "号票可能没打印好" {
		t.Fatalf("in doubt it says %q", got)
	}
	queuetest.Do(t, h.queue, queue.ByStaff("xiao"), queue.Reprint{Ticket: ticket.ID})
	look := "号票可能没打印好 请看一下出票口：没有，或只有半张，就拍下号码，或到咨询台写一张 "
	if got := words(h.page(t, at).Find(".fate")); got != look+"另外正在补打一张，一样有效" {
		t.Errorf("while the reprint is under way it says %q", got)
	}
	again := h.jobOf(t, ticket.ID)
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.StallPrint{Job: again, Why: "paper_out"})
	if got := words(h.page(t, at).Find(".fate")); got != look+"打印机一恢复，还会补打一张，一样有效" {
		t.Errorf("while the reprint waits it says %q", got)
	}
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.MovePrint{Job: again, Printer: "p2", Why: "paper_out"})
	if got := words(h.page(t, at).Find(".fate")); got != look+"另外正在咨询台旁补打一张，一样有效" {
		t.Errorf("while the reprint is under way elsewhere it says %q", got)
	}
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.SettlePrint{Job: job, State: queue.PrintConfirmed})
	if got := words(h.page(t, at).Find(".fate")); got != "请取走号票 号票上印着“补打 1”的，一样有效" {
		t.Errorf("after the late word it says %q", got)
	}
}

// TestASlipThatStopsHalfway has the paper end within the slip: the books still say
// printing, the printer says why it doesn't.
func TestASlipThatStopsHalfway(t *testing.T) {
	h := newHouse(t, houseOptions{})
	at, ticket := h.through(t, paperCase{does: begun}, "zh")
	says := func(title, text string) {
		t.Helper()
		f := h.page(t, at).Find(".fate")
		if got := words(f.Find(".fate-title")); got != title {
			t.Errorf("says %q, want %q", got, title)
		}
		if got := words(f.Find(".fate-text")); got != text {
			t.Errorf("says %q, want %q", got, text)
		}
		if _, alarm := f.Attr("data-alarm"); alarm != (text != "") {
			t.Errorf("said aloud: %v", alarm)
		}
	}
	says("正在出票…", "")
	look := "请看一下出票口：没有，或只有半张，就拍下号码，或到咨询台写一张"
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterPaperOut, Why: "paper_out", Since: h.queue.Now()})
	says("打印机没纸了", look)
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterOff, Why: "unplugged", Since: h.queue.Now()})
	says("打印机暂时不出票", look)
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterBusy, Since: h.queue.Now()})
	says("正在出票…", "")
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.SettlePrint{Job: h.jobOf(t, ticket.ID), State: queue.PrintConfirmed})
	says("请取走号票", "")
}

func TestAHandWrittenNumberNeedsNoAlarm(t *testing.T) {
	h := newHouse(t, houseOptions{})
	at, ticket := h.through(t, paperCase{does: stalled("paper_out")}, "zh")
	queuetest.Do(t, h.queue, queue.ByStaff("xiao"), queue.NoteHandWritten{Ticket: ticket.ID})
	f := h.page(t, at).Find(".fate")
	if _, alarm := f.Attr("data-alarm"); alarm || words(f.Find(".fate-title")) != "号码已经手写给您" {
		t.Errorf("says %q, alarm %v", words(f), alarm)
	}
}
