package people

import (
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

const (
	auditLines = 100   // on a page
	auditChunk = 2_000 // lines of a file that are read at a time
	auditDays  = 93    // that may be looked at together
)

// auditData is a page of what staff did.
type auditData struct {
	head
	From, To string // days
	Staff    queue.StaffID
	Act      string
	Window   queue.WindowID
	Number   string
	People   []choice
	Windows  []choice
	Acts     []choice
	Days     []auditDay
	Older    string // address of the next page; empty: this is the last
	File     string // address of the same as CSV
	First    bool   // no older page leads here
	KeptDays int
}

// choice is one of a list to choose from.
type choice struct {
	Value, Name string
	Chosen      bool
}

type auditDay struct {
	Day  string
	Rows []auditRow
}

type auditRow struct {
	At       string // time of day
	Who      string
	Sentence string
	Act      string // its code
}

var (
	numberForm = regexp.MustCompile(`^[A-Z]{1,3}[0-9]{1,6}$`)
	actForm    = regexp.MustCompile(`^[a-z_]{1,40}$`)
	markForm   = regexp.MustCompile(`^(\d{1,18})-(\d{1,18})$`)
)

func asRefusal(err error) (*queue.Error, bool) { return errors.AsType[*queue.Error](err) }

// auditQuery reads what is asked for; days are the centre's.
func (p *People) auditQuery(c *gin.Context) (q queue.AuditQuery, d auditData, err error) {
	rules := p.Kit.Rules()
	d.head, d.KeptDays = p.head(c, "audit"), p.Centre().AuditDays
	today := string(rules.Date(p.Queue.Now()))
	d.From, d.To = c.DefaultQuery("from", today), c.DefaultQuery("to", today)
	from, err1 := time.ParseInLocation(time.DateOnly, d.From, rules.Location())
	to, err2 := time.ParseInLocation(time.DateOnly, d.To, rules.Location())
	if err1 != nil || err2 != nil || to.Before(from) || to.After(from.AddDate(0, 0, auditDays-1)) {
		d.From, d.To = today, today
		return q, d, display.Refuse(queue.ErrBadValue, "what", "audit_days", "n", strconv.Itoa(auditDays))
	}
	d.Staff, d.Window = queue.StaffID(c.Query("staff")), queue.WindowID(c.Query("window"))
	d.Number = strings.ToUpper(strings.TrimSpace(c.Query("number")))
	d.Act = c.Query("act")
	if d.Number != "" && !numberForm.MatchString(d.Number) {
		return q, d, display.Refuse(queue.ErrBadValue, "what", "audit_number")
	}
	if d.Act != "" && !actForm.MatchString(d.Act) {
		d.Act = ""
	}
	q = queue.AuditQuery{From: from, To: to.AddDate(0, 0, 1), Staff: d.Staff, Act: d.Act, Window: d.Window, Number: d.Number, Limit: auditLines}
	d.First = true
	if m := markForm.FindStringSubmatch(c.Query("before")); m != nil {
		d.First = false
		q.Before.Seq, _ = strconv.ParseInt(m[1], 10, 64)
		q.Before.Entry, _ = strconv.ParseInt(m[2], 10, 64)
	}
	return q, d, nil
}

func (p *People) auditPage(c *gin.Context) {
	q, d, err := p.auditQuery(c)
	status := http.StatusOK
	var lines []queue.AuditLine
	if err == nil {
		q.Limit++ // one more says that there are older ones
		if lines, err = p.Books.Audits(c.Request.Context(), q); err != nil {
			p.Kit.Fail(c, err)
			return
		}
	} else {
		var ok bool
		if status, d.Error, ok = p.refuse(c, err); !ok {
			return
		}
	}
	if len(lines) > auditLines {
		lines = lines[:auditLines]
		last := lines[len(lines)-1].Mark
		d.Older = "/admin/audit?" + d.address(fmt.Sprintf("%d-%d", last.Seq, last.Entry))
	}
	d.File = "/admin/audit.csv?" + d.address("")
	p.auditChoices(c, &d)
	say, err := p.sayer(c, lines)
	if err != nil {
		p.Kit.Fail(c, err)
		return
	}
	lang, zone := p.Kit.Lang(c), p.Kit.Rules().Location()
	for i := range lines {
		at := lines[i].Entry.At.In(zone)
		day := p.Kit.Date(lang, at)
		if n := len(d.Days); n == 0 || d.Days[n-1].Day != day {
			d.Days = append(d.Days, auditDay{Day: day})
		}
		rows := &d.Days[len(d.Days)-1].Rows
		*rows = append(*rows, auditRow{at.Format("15:04:05"), say.who(lines[i].Entry.Staff), say.line(&lines[i]), lines[i].Entry.Act})
	}
	p.Kit.Page(c, status, display.Page{Name: "people/audit", Data: &d})
}

// address is the same question, from a mark on.
func (d *auditData) address(before string) string {
	v := url.Values{"from": {d.From}, "to": {d.To}}
	for k, s := range map[string]string{"staff": string(d.Staff), "act": d.Act, "window": string(d.Window), "number": d.Number, "before": before} {
		if s != "" {
			v.Set(k, s)
		}
	}
	return v.Encode()
}

// auditChoices lists what can be asked for, by name.
func (p *People) auditChoices(c *gin.Context, d *auditData) {
	lang, rules := p.Kit.Lang(c), p.Kit.Rules()
	for _, s := range rules.Staff {
		d.People = append(d.People, choice{string(s.ID), p.Sessions.Name(s.ID), s.ID == d.Staff})
	}
	if d.Staff != "" && rules.Person(d.Staff) == nil { // somebody who has left
		d.People = append(d.People, choice{string(d.Staff), string(d.Staff), true})
	}
	for i := range rules.Windows {
		w := &rules.Windows[i]
		d.Windows = append(d.Windows, choice{string(w.ID), w.Label.In(lang), w.ID == d.Window})
	}
	for _, act := range p.acts() {
		d.Acts = append(d.Acts, choice{act, p.Kit.T(lang, "audit.name."+act), act == d.Act})
	}
	slices.SortStableFunc(d.Acts, func(a, b choice) int { return strings.Compare(a.Name, b.Name) })
}

// auditCSV gives all of the lines as a file for a spreadsheet, and is written down itself. It is read and sent piece
// by piece, so that the largest one takes no more room than a small one.
func (p *People) auditCSV(c *gin.Context) {
	q, d, err := p.auditQuery(c)
	if err != nil {
		p.Kit.Fail(c, err)
		return
	}
	q.Limit, q.Before = auditChunk, queue.AuditMark{}
	lines, err := p.Books.Audits(c.Request.Context(), q)
	if err != nil {
		p.Kit.Fail(c, err)
		return
	}
	display.Record(c.Request.Context(), p.Audit, p.Log, display.AuditEntry{
		Staff: display.StaffOf(c), Act: "export_taken", Subject: "audit", Detail: map[string]string{"what": "audit", "format": "csv", "from": d.From, "to": d.To},
	})
	c.Header("Content-Type", "text/csv; charset=utf-8")
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="audit-%s-%s.csv"`, d.From, d.To))
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusOK)
	_, _ = c.Writer.WriteString("\ufeff") // the browser has gone
	w := csv.NewWriter(c.Writer)
	w.UseCRLF = true
	lang := p.Kit.Lang(c)
	head := []string{"at", "staff", "name", "act", "what"}
	for i, h := range head {
		head[i] = p.Kit.T(lang, "audit.column_"+h)
	}
	_ = w.Write(head)
	for len(lines) > 0 && err == nil {
		if err = p.writeLines(c, w, lines); err != nil || len(lines) < q.Limit {
			break
		}
		q.Before = lines[len(lines)-1].Mark
		lines, err = p.Books.Audits(c.Request.Context(), q)
	}
	w.Flush()
	if err != nil { // the file breaks off, as the browser sees by the connection
		if c.Request.Context().Err() == nil {
			p.Log.Error("an export of the audit broke off", "err", err)
		}
		panic(http.ErrAbortHandler)
	}
}

// writeLines writes lines into a file.
func (p *People) writeLines(c *gin.Context, w *csv.Writer, lines []queue.AuditLine) error {
	say, err := p.sayer(c, lines)
	if err != nil {
		return err
	}
	zone := p.Kit.Rules().Location()
	for i := range lines {
		e := &lines[i].Entry
		if err := w.Write([]string{
			e.At.In(zone).Format("2006-01-02 15:04:05"), plainCell(string(e.Staff)), plainCell(say.who(e.Staff)), e.Act, plainCell(say.line(&lines[i])),
		}); err != nil {
			return err
		}
	}
	return nil
}

// plainCell keeps a spreadsheet from taking a text for a formula.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
