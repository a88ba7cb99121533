package reports

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report"
	"onedoor/queue/report/sheet"
)

// pageOf is how many tickets stand on a page.
const pageOf = 100

// ticketsData is the tickets behind a figure.
type ticketsData struct {
	data
	What    string // the figure: 批次
	Where   string // of what: 工伤; "" for all
	Found   string // how many there are
	Sum     string // what they come to, where that is another number
	Page    int    // which hundred, from 1
	Visits  []visit
	Lists   []listed // in the place of visits, where the figure counts no tickets
	Others  int      // searches for words that are told to nobody
	Next    string   // the address of the next page; "" at the end
	Back    string
	Files   []link
	Nothing bool

	next  queue.TicketID
	total int // of visits
}

// visit is a ticket in a line.
type visit struct {
	Day, Number, Service, Window, Class, State, Outcome, Issued, Called, Started, Ended, Wait, Serve string
}

// cellOf reads which figure's tickets are asked for.
func cellOf(c *gin.Context) report.Place {
	return report.Place{Section: report.SectionID(c.Query("section")), Key: c.Query("key"), Measure: report.Measure(c.Query("measure"))}
}

func (r *Reports) ticketsPage(c *gin.Context) {
	a := r.asked(c)
	w := r.words(r.Kit.Lang(c), a.query.Persons)
	cell := cellOf(c)
	d := &ticketsData{data: *r.frame(c, a, w, "/reports")}
	if a.problem != "" {
		d.Error = w.t(a.problem, "n", mostDays)
		r.Kit.Page(c, http.StatusUnprocessableEntity, display.Page{Name: "reports/tickets", Data: d})
		return
	}
	a.query.Compare = false
	here := []string{"section", string(cell.Section), "key", cell.Key, "measure", string(cell.Measure), keyFrom, string(d.From), keyTo, string(d.To)}
	fill := r.visitsPage
	if cell.Measure.Lists() {
		fill = r.list
	}
	err := fill(c, d, a, w, cell)
	if errors.Is(err, report.ErrNothingBehind) {
		d.Nothing = true
		r.Kit.Page(c, http.StatusNotFound, display.Page{Name: "reports/tickets", Data: d})
		return
	}
	if err != nil {
		r.Kit.Fail(c, err)
		return
	}
	if aboutPersons(cell.Section) || len(a.query.Filter.Staff) > 0 {
		r.seen(c, a, cell)
	}
	d.What, d.Page = w.measure(cell.Measure), max(number(c.Query("page")), 1)
	if cell.Key != "" {
		d.Where = w.key(dimensionOf(cell.Section), cell.Key)
	}
	if d.next != 0 {
		d.Next = a.link("/reports/tickets", append(here, "after", strconv.FormatInt(int64(d.next), 10), "page", strconv.Itoa(d.Page+1))...)
	}
	for _, form := range []string{"xlsx", "csv", "json"} {
		if form == "xlsx" && d.total >= r.most {
			continue
		}
		d.Files = append(d.Files, link{Key: form, Href: a.link("/reports/export/tickets."+form, here...)})
	}
	d.Back = a.of(topicOf(cell.Section), a.query.Period)
	r.Kit.Page(c, http.StatusOK, display.Page{Name: "reports/tickets", Data: d})
}

// visitsPage puts a page of the tickets behind a figure into its page.
func (r *Reports) visitsPage(c *gin.Context, d *ticketsData, a *ask, w *words, at report.Place) error {
	found, err := report.Behind(c.Request.Context(), r.Books, w.rules, a.query, at, queue.TicketID(number(c.Query("after"))), pageOf)
	if err != nil {
		return err
	}
	d.Found = w.t("found", "n", found.Total)
	if found.Of < found.Total {
		d.Found = w.t("found_legs", "n", found.Total, "of", w.t("of_tickets", "n", found.Of))
	}
	if found.Sum != found.Total {
		d.Sum = report.Thousands(found.Sum)
	}
	for i := range found.Cases {
		d.Visits = append(d.Visits, w.visit(&found.Cases[i], r.Kit))
	}
	d.next, d.total = found.Next, found.Total
	return nil
}

// topicOf is the page that has a section, to which one goes back.
func topicOf(id report.SectionID) string {
	path := map[report.SectionID]string{}
	for topic, sections := range map[string][]report.SectionID{
		"times":    {report.SectionWaits, report.SectionServes, report.SectionTarget, report.SectionWeekday, report.SectionHeat},
		"results":  {report.SectionConsult},
		"places":   {report.SectionService, report.SectionWindow, report.SectionStaff},
		"visitors": {report.SectionParty, report.SectionRepeat, report.SectionClass, report.SectionLang},
		"evaluation": {
			report.SectionLevel, report.SectionEvaluationService, report.SectionEvaluationWindow, report.SectionEvaluationStaff, report.SectionFollowUp,
		},
		"house": {report.SectionSearch, report.SectionPrinter, report.SectionAlert, report.SectionServer},
	} {
		for _, s := range sections {
			path[s] = "/reports/" + topic
		}
	}
	if p := path[id]; p != "" {
		return p
	}
	return "/reports"
}

// dimensionOf is what the keys of a section are.
func dimensionOf(id report.SectionID) report.Dimension {
	switch id {
	case report.SectionWaits, report.SectionServes:
		return report.DimWait
	case report.SectionPrinter:
		return report.DimPrinter
	case report.SectionTarget, report.SectionEvaluationService:
		return report.DimService
	case report.SectionEvaluationWindow:
		return report.DimWindow
	case report.SectionEvaluationStaff:
		return report.DimStaff
	case report.SectionSearch:
		return report.DimKiosk
	default: // is named as what it is by
		return report.Dimension(id)
	}
}

// visit says a ticket in words.
func (w *words) visit(v *report.Case, k *display.Kit) visit {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return k.Time(t)
	}
	name := func(by report.Dimension, id string) string {
		if id == "" {
			return ""
		}
		return w.key(by, id)
	}
	took := func(seconds int) string {
		if seconds < 0 {
			return ""
		}
		return minutes(seconds)
	}
	class := ""
	if v.Class != queue.ClassOrdinary {
		class = name(report.DimClass, string(v.Class))
	}
	return visit{
		Day: w.dayRow(string(v.Day)), Number: v.Number, Service: name(report.DimService, string(v.Service)), Window: name(report.DimWindow, string(v.Window)),
		Class: class, State: w.t("state." + string(v.State)), Outcome: name(report.DimOutcome, string(v.Outcome)),
		Issued: at(v.Issued), Called: at(v.Called), Started: at(v.Started), Ended: at(v.Ended),
		Wait: took(v.WaitedS), Serve: took(v.ServedS),
	}
}

// visits reads all tickets behind a figure, in one go.
func (r *Reports) visits(ctx context.Context, rules *queue.Rules, q report.Query, cell report.Place) iter.Seq2[*report.Case, error] {
	return func(yield func(*report.Case, error) bool) {
		stopped := errors.New("no more is asked for")
		err := report.Each(ctx, r.Books, rules, q, cell, func(c *report.Case) error {
			if !yield(c, nil) {
				return stopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(nil, err)
		}
	}
}

// ticketsSheet makes the table of the tickets behind a figure. It has times and places,
// and neither refs nor words.
func (w *words) ticketsSheet(visits iter.Seq2[*report.Case, error]) sheet.Sheet {
	head := func(id string, k sheet.Kind) sheet.Column {
		return sheet.Column{ID: id, Name: w.t("ticket." + id), Kind: k}
	}
	zone := w.rules.Location()
	row := make([]sheet.Cell, 0, 16)
	return sheet.Sheet{
		ID: "tickets", Name: w.t("tickets"),
		Columns: []sheet.Column{
			head("day", sheet.Day), head("number", sheet.Text), head("service", sheet.Text), head("window", sheet.Text), head("class", sheet.Text),
			head("state", sheet.Text), head("outcome", sheet.Text), head("issued", sheet.Moment), head("called", sheet.Moment),
			head("started", sheet.Moment), head("ended", sheet.Moment), head("wait_s", sheet.Seconds), head("serve_s", sheet.Seconds),
		},
		Rows: func(yield func([]sheet.Cell, error) bool) {
			for v, err := range visits {
				if err != nil {
					yield(nil, err)
					return
				}
				row = append(row[:0], sheet.Word(string(v.Day)), sheet.Word(v.Number), sheet.Word(string(v.Service)), sheet.Word(string(v.Window)),
					sheet.Word(string(v.Class)), sheet.Word(string(v.State)), sheet.Word(string(v.Outcome)), sheet.At(local(v.Issued, zone)), sheet.At(local(v.Called, zone)),
					sheet.At(local(v.Started, zone)), sheet.At(local(v.Ended, zone)), lasted(v.WaitedS), lasted(v.ServedS))
				if !yield(row, nil) {
					return
				}
			}
		},
	}
}

// lasted is a cell of a length in seconds; empty when there is none.
func lasted(seconds int) sheet.Cell {
	if seconds < 0 {
		return sheet.Cell{}
	}
	return sheet.Number(seconds)
}

func local(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(zone)
}
