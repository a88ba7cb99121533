package reports

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report"
)

// Who looks at figures of a person, or at the visits behind what visitors thought, is written down
// with what was asked for: masking can't hide what two reports tell together, and who makes one
// after the other can be asked why. Other figures are looked at all day and are nobody's.

// asksFor says in ids and codes what is asked for, as the audit keeps it.
func (a *ask) asksFor(at report.Place) map[string]string {
	d := map[string]string{keyFrom: string(a.query.Period.From), keyTo: string(a.query.Period.To)}
	for k, v := range map[string]string{"section": string(at.Section), "key": at.Key, "measure": string(at.Measure), "filter": a.filter().Encode()} {
		if v != "" {
			d[k] = v
		}
	}
	return d
}

// filter is what narrows the figures, by its names in an address.
func (a *ask) filter() url.Values {
	f := url.Values{}
	for k, list := range a.values {
		if k != keyFrom && k != keyTo && k != keyCompare {
			f[k] = list
		}
	}
	return f
}

// fileName is an export's: it says the period, and what narrows the figures.
func (a *ask) fileName(name, form string) string {
	list := []string{"onedoor", name, string(a.query.Period.From), string(a.query.Period.To)}
	narrowed := len(list)
	for _, p := range parts() {
		list = append(list, p.ids(&a.query.Filter)...)
	}
	for _, k := range []string{keyWeekday, keyHour} {
		for _, v := range a.values[k] {
			list = append(list, k+v)
		}
	}
	const most = 100
	base := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.Join(list, "-"))
	if len(base) > most {
		base = strings.Join(list[:narrowed], "-") + "-narrowed"
	}
	return base + "." + form
}

// seen writes down who looks at figures of persons, or at the visits behind opinions.
func (r *Reports) seen(c *gin.Context, a *ask, at report.Place) {
	subject := ""
	switch {
	case (at.Section == report.SectionStaff || at.Section == report.SectionEvaluationStaff) && at.Key != "":
		subject = at.Key
	case len(a.query.Filter.Staff) > 0:
		subject = string(a.query.Filter.Staff[0])
	}
	display.Record(c.Request.Context(), r.Audit, r.Log, queue.AuditEntry{
		Staff: display.StaffOf(c), Act: "staff_figures_seen", Subject: subject, Detail: a.asksFor(at),
	})
}

// aboutPersons says whether a table tells of persons, or of what visitors thought of somebody.
func aboutPersons(id report.SectionID) bool {
	switch id {
	case report.SectionStaff, report.SectionEvaluationStaff, report.SectionEvaluationWindow, report.SectionEvaluationService, report.SectionLevel, report.SectionFollowUp:
		return true
	default:
		return false
	}
}

// personsShown is the table by person that a page shows; "" when it has none.
func personsShown(blocks []block) report.SectionID {
	for _, id := range []report.SectionID{report.SectionStaff, report.SectionEvaluationStaff} {
		if slices.ContainsFunc(blocks, func(b block) bool { return b.ID == string(id) }) {
			return id
		}
	}
	return ""
}
