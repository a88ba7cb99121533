package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"onedoor/config"
	"onedoor/display"
	"onedoor/display/reports"
	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/report"
	"onedoor/queue/report/daily"
	"onedoor/queue/report/sheet"
)

type reportCmd struct {
	From    string `required:"" placeholder:"DATE" help:"First day, as 2026-11-23."`
	To      string `placeholder:"DATE" help:"Last day; the first when left out."`
	Format  string `enum:"csv,xlsx,json" default:"csv" help:"csv, xlsx or json."`
	Data    string `type:"path" default:"data" env:"ONEDOOR_DATA" placeholder:"DIR" help:"Where the books are kept."`
	Compare bool   `help:"With the period before."`
	Persons bool   `help:"With figures by member of staff, by their ids."`

	Department []string `placeholder:"ID" help:"Only of these departments, by their ids in the config; the same for what follows."`
	Service    []string `placeholder:"ID" help:"Only of these services."`
	Window     []string `placeholder:"ID" help:"Only of these windows."`
	Staff      []string `placeholder:"ID" help:"Only of these people; needs --persons."`
	Class      []string `placeholder:"CLASS" help:"Only of these classes: ordinary, priority."`
	Spoken     []string `placeholder:"LANG" help:"Only of visitors who chose these languages."`
	Hour       []int    `placeholder:"HOUR" help:"Only of numbers taken in these hours, 0 to 23."`
	Weekday    []int    `placeholder:"DAY" help:"Only of these weekdays, 1 for Monday to 7."`

	Lang string `placeholder:"LANG" help:"Of the names: zh, en; the centre's own when left out."`
}

// Run prints the figures of some days, also while the program runs.
func (c *reportCmd) Run(ctx context.Context, std streams) error {
	if c.To == "" {
		c.To = c.From
	}
	for _, day := range []string{c.From, c.To} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return badUsage("%q is no day: write it as 2026-11-23", day)
		}
	}
	if c.To < c.From {
		return badUsage("--to %s comes before --from %s", c.To, c.From)
	}
	period, err := report.Parse(c.From, c.To)
	if err != nil {
		return badUsage("%v", err)
	}
	if len(c.Staff) > 0 && !c.Persons {
		return badUsage("--staff needs --persons")
	}
	books, err := journal.OpenBooks(ctx, c.Data)
	if err != nil {
		return err
	}
	book, err := c.book(ctx, books, report.Query{Period: period, Compare: c.Compare, Persons: c.Persons, Now: time.Now()})
	if err = errors.Join(err, books.Close()); err != nil {
		return err
	}
	out := bufio.NewWriter(std.out)
	return errors.Join(writeBook(book, c.Format, out), out.Flush())
}

// book makes the tables by the rules that the books say are in force.
func (c *reportCmd) book(ctx context.Context, books *journal.Books, q report.Query) (*sheet.Book, error) {
	lobby, err := books.Lobby(ctx)
	if err != nil {
		return nil, err
	}
	words, err := display.LoadCatalogue()
	if err != nil {
		return nil, err
	}
	wish := c.Lang
	if wish == "" {
		wish = lobby.Rules().Centre.Locale
	}
	lang, ok := words.Match(wish)
	if c.Lang != "" && !slices.Contains(words.Langs(), c.Lang) {
		return nil, badUsage("%q is not a language that the reports speak", c.Lang)
	}
	if !ok {
		lang = words.Langs()[0]
	}
	if q.Filter, err = c.filter(lobby.Rules()); err != nil {
		return nil, err
	}
	made, err := report.Make(ctx, books, lobby.Rules(), q)
	if err != nil {
		return nil, err
	}
	return reports.Book(made, reports.BookOptions{Catalogue: words, Lang: lang, Rules: lobby.Rules(), Made: time.Now()}), nil
}

// filter reads what the figures are narrowed to. What the rules don't have is a mistake, so that
// nobody takes figures of nothing for true.
func (c *reportCmd) filter(r *queue.Rules) (f report.Filter, err error) {
	for _, id := range c.Department {
		if !slices.ContainsFunc(r.Departments, func(d queue.Department) bool { return string(d.ID) == id }) {
			return f, badUsage("there is no department %q", id)
		}
		f.Departments = append(f.Departments, queue.DepartmentID(id))
	}
	for _, id := range c.Service {
		if r.Service(queue.ServiceID(id)) == nil {
			return f, badUsage("there is no service %q", id)
		}
		f.Services = append(f.Services, queue.ServiceID(id))
	}
	for _, id := range c.Window {
		if r.Window(queue.WindowID(id)) == nil {
			return f, badUsage("there is no window %q", id)
		}
		f.Windows = append(f.Windows, queue.WindowID(id))
	}
	for _, id := range c.Staff { // who has left may be asked for
		f.Staff = append(f.Staff, queue.StaffID(id))
	}
	for _, class := range c.Class {
		if !slices.Contains(queue.Classes(), queue.Class(class)) {
			return f, badUsage("there is no class %q", class)
		}
		f.Classes = append(f.Classes, queue.Class(class))
	}
	f.Langs = c.Spoken
	for _, h := range c.Hour {
		if h < 0 || h > 23 {
			return f, badUsage("--hour %d is not of 0 to 23", h)
		}
		f.Hours = append(f.Hours, h)
	}
	for _, d := range c.Weekday {
		if d < 1 || d > 7 {
			return f, badUsage("--weekday %d is not of 1 to 7", d)
		}
		f.Weekdays = append(f.Weekdays, time.Weekday(d%7))
	}
	return f, nil
}

// writeBook writes tables in a format.
func writeBook(b *sheet.Book, format string, out *bufio.Writer) error {
	switch format {
	case "xlsx":
		return b.XLSX(out)
	case "json":
		return b.JSON(out)
	}
	return b.CSV(out)
}

// openDaily makes what hands closed days on; it does nothing while the config says
// nowhere.
func (a *app) openDaily(words *display.Catalogue) *daily.Daily {
	return daily.New(daily.Options{
		Settings: func() daily.Settings { return dailySettings(a.centre.Load()) },
		Book: func(ctx context.Context, i daily.Issue) (*sheet.Book, error) {
			rules := a.queue.Rules()
			made, err := report.Make(ctx, a.store, rules, report.Query{Period: report.DayOf(i.Day), Away: true, Now: a.queue.Now()})
			if err != nil {
				return nil, fmt.Errorf("make the figures of %s: %w", i.Day, err)
			}
			lang, _ := words.Match(rules.Centre.Locale)
			o := reports.BookOptions{Catalogue: words, Lang: lang, Rules: rules, Made: a.queue.Now(), Journal: i.Journal, Revision: i.Revision}
			if i.Day <= i.Gap.To {
				o.Restored = report.Period(i.Gap)
			}
			return reports.Book(made, o), nil
		},
		Today: func() (day queue.Day) {
			a.queue.View(func(l *queue.Lobby) { day = l.Day() })
			return day
		},
		First: a.store.FirstDay, Settle: func() int { return a.queue.Rules().SettleDays() },
		Gap: func(ctx context.Context) (gap daily.Gap, err error) {
			gap.From, gap.To, err = a.store.Restored(ctx)
			return gap, err
		},
		Journal: a.store.Journal, Marks: a.store, Now: a.queue.Wall, Log: a.log,
	})
}

// dailySettings takes them from the config, its token's file beside it.
func dailySettings(c *config.Centre) daily.Settings {
	s := daily.Settings{Dir: c.Daily.Dir, Post: daily.Post{URL: c.Daily.Post.URL, TokenFile: c.Daily.Post.TokenFile, Header: c.Daily.Post.Header}}
	if s.Post.TokenFile != "" {
		s.Post.TokenFile = c.Beside(s.Post.TokenFile)
	}
	return s
}

// dailyProblems are those of the daily figures that only this machine knows.
func dailyProblems(c *config.Centre) config.Problems {
	var list config.Problems
	warn := func(part config.Part, what, fix string) { list = append(list, c.At(part, config.Warning, what, fix)) }
	s := dailySettings(c)
	if s.Dir != "" {
		if err := daily.CheckDir(s.Dir); err != nil {
			warn(config.DailyDirPart, "the directory of the daily figures can't be used: "+err.Error(), "make it, and let the user that runs onedoor write there")
		}
	}
	if s.Post.TokenFile != "" {
		if err := daily.CheckToken(s.Post.TokenFile); err != nil {
			warn(config.DailyTokenPart, "the token for the district can't be read: "+err.Error(), "write the token alone into that file, readable by the user that runs onedoor")
		}
	}
	return list
}
