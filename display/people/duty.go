package people

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/display"
	"onedoor/queue"
)

// weekData is who is on duty on which day of this week.
type weekData struct {
	Days   []weekDay // Monday first
	People []weekRow
	Others []string // of whom nobody wrote down when they are there
}

type weekDay struct {
	Name    string // weekday
	Date    string // day and month
	Holiday string
	Today   bool
}

type weekRow struct {
	ID     queue.StaffID
	Name   string
	OnCall bool
	Line   string // away, and who stands in; empty: they aren't said to be away
	Cells  []weekCell
}

type weekCell struct {
	Words []string // from when to when; none: off
	Today bool
}

// week reads who is on duty in the week of a moment.
func (p *People) week(lang string, now time.Time) weekData {
	rules := p.Kit.Rules()
	now = now.In(rules.Location())
	monday := now.AddDate(0, 0, -(int(now.Weekday())+6)%7)
	var d weekData
	days := make([]time.Time, 7)
	for i := range days {
		days[i] = monday.AddDate(0, 0, i)
		d.Days = append(d.Days, weekDay{
			Name: p.Kit.T(lang, "people.weekday_"+weekdays()[i]), Date: days[i].Format("1/2"),
			Holiday: rules.Holiday(rules.Date(days[i])).In(lang), Today: rules.Date(days[i]) == rules.Date(now),
		})
	}
	away := p.away(lang)
	for i := range rules.Staff {
		s := &rules.Staff[i]
		row := weekRow{ID: s.ID, Name: p.Sessions.Name(s.ID), OnCall: s.OnCall, Line: away[s.ID]}
		if s.Roster == nil {
			d.Others = append(d.Others, row.Name)
			continue
		}
		for k, day := range days {
			spans, _ := rules.OnDutyAt(s, day)
			row.Cells = append(row.Cells, weekCell{Words: words(spans), Today: d.Days[k].Today})
		}
		d.People = append(d.People, row)
	}
	return d
}

// away gives a line of everybody who is said to be away.
func (p *People) away(lang string) map[queue.StaffID]string {
	lines := map[queue.StaffID]string{}
	p.Queue.View(func(l *queue.Lobby) {
		for _, line := range p.Kit.Duties(l, lang, "", p.Sessions.Name) {
			if line.Kind == "away" {
				lines[line.Staff] = line.Text
			}
		}
	})
	return lines
}

// words writes the parts of a day, one each.
func words(spans []queue.Span) (list []string) {
	for _, s := range spans {
		list = append(list, strings.Replace(config.WriteSpans([]queue.Span{s}), "-", "–", 1))
	}
	return list
}

// weekdays are a week's keys in the file, Monday first.
func weekdays() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

// dutyData is the form of when somebody is there, and of who stands in.
type dutyData struct {
	ByRoster bool
	Week     []dutyDay
	Others   int // days that differ, which have the form of the file's own
	OnCall   bool
	Fallback []choice
}

type dutyDay struct{ Key, Name, Text string }

// duty fills the form with what the rules say of somebody.
func (p *People) duty(c *gin.Context, s *queue.Staff) (d dutyData) {
	lang := p.Kit.Lang(c)
	d.OnCall, d.ByRoster = s.OnCall, s.Roster != nil
	for i, key := range weekdays() {
		day := dutyDay{Key: key, Name: p.Kit.T(lang, "people.weekday_"+key)}
		if s.Roster != nil {
			day.Text = config.WriteSpans(s.Roster.Week[(i+1)%7])
			d.Others = len(s.Roster.Days)
		}
		d.Week = append(d.Week, day)
	}
	d.Fallback = []choice{
		{"", p.Kit.T(lang, "people.fallback_nobody"), s.Fallback == ""},
		{string(queue.Anybody), p.Kit.T(lang, "people.fallback_any"), s.Fallback == queue.Anybody},
	}
	for _, o := range p.Kit.Rules().Staff {
		if o.ID != s.ID {
			d.Fallback = append(d.Fallback, choice{string(o.ID), p.Sessions.Name(o.ID), s.Fallback == o.ID})
		}
	}
	return d
}

// sentDuty reads what was filled in; what is wrong stays in the form to be put right.
func sentDuty(c *gin.Context, d *dutyData) (week [7][]queue.Span, err error) {
	d.ByRoster, d.OnCall = c.PostForm("by") == "roster", c.PostForm("on_call") != ""
	for i := range d.Fallback {
		d.Fallback[i].Chosen = d.Fallback[i].Value == c.PostForm("fallback")
	}
	some := false
	for i := range d.Week {
		day := &d.Week[i]
		day.Text = strings.TrimSpace(c.PostForm(day.Key))
		spans, ok := config.ReadSpans(day.Text)
		if !ok && err == nil && d.ByRoster {
			err = display.Refuse(queue.ErrBadValue, "what", "staff_roster", "day", day.Name)
		}
		week[(i+1)%7], some = spans, some || len(spans) > 0
	}
	if err == nil && d.ByRoster && !some {
		err = display.Refuse(queue.ErrBadValue, "what", "staff_roster_empty")
	}
	return week, err
}

func (p *People) keepDuty(c *gin.Context) {
	id := c.Param("staff")
	s := p.Kit.Rules().Person(queue.StaffID(id))
	if s == nil {
		p.Kit.Fail(c, display.Refuse(queue.ErrUnknownStaff, "staff", id))
		return
	}
	d := p.known(c, s)
	week, err := sentDuty(c, &d.Duty)
	if err == nil {
		err = p.fromBase(c, id)
	}
	if err == nil {
		i := slices.IndexFunc(d.Duty.Fallback, func(f choice) bool { return f.Chosen })
		err = p.changeDuty(c, s, d.Duty, week, d.Duty.Fallback[max(i, 0)].Value)
	}
	if err != nil {
		status, sentence, ok := p.said(c, err)
		if !ok {
			return
		}
		d.Error = sentence
		p.showPerson(c, status, &d)
		return
	}
	if s = p.Kit.Rules().Person(s.ID); s != nil {
		d = p.known(c, s)
	}
	d.Saved = d.Full
	p.showPerson(c, http.StatusOK, &d)
}

// changeDuty writes what is new of somebody's duty into the file, and leaves the rest as it is written.
func (p *People) changeDuty(c *gin.Context, s *queue.Staff, d dutyData, week [7][]queue.Span, fallback string) error {
	same := true
	var onCall, stands any
	if d.OnCall {
		onCall = true
	}
	if fallback != "" {
		stands = fallback
	}
	put := func(src []byte, key string, changed bool, value any) ([]byte, error) {
		if !changed {
			return src, nil
		}
		same = false
		return config.Edit(src, append(config.Path{"staff", string(s.ID)}, strings.Split(key, "/")...), value)
	}
	err := p.edit(c.Request.Context(), display.StaffOf(c), func(src []byte) (out []byte, err error) {
		switch {
		case !d.ByRoster:
			out, err = put(src, "roster", s.Roster != nil, nil)
		case s.Roster == nil:
			out, err = put(src, "roster", true, config.Map{{Key: "week", Value: config.Week(week)}})
		default:
			out, err = put(src, "roster/week", !sameWeek(s.Roster.Week, week), config.Week(week))
		}
		if err != nil {
			return nil, err
		}
		if out, err = put(out, "on_call", s.OnCall != d.OnCall, onCall); err != nil {
			return nil, err
		}
		return put(out, "fallback", string(s.Fallback) != fallback, stands)
	})
	if err == nil && !same {
		display.Record(c.Request.Context(), p.Audit, p.Log, display.AuditEntry{Staff: display.StaffOf(c), Act: "duty_set", Subject: string(s.ID)})
	}
	return err
}

func sameWeek(a, b [7][]queue.Span) bool {
	for i := range a {
		if !slices.Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}
