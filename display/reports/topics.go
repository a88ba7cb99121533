package reports

import (
	"slices"

	"onedoor/display/chart"
	"onedoor/queue/report"
)

// topic is one page of the reports.
type topic struct {
	ID     string // of the address; "" is the first look
	blocks func(*page) []block
	facts  func(*page) []*facts
}

// topics lists the pages, in the order of their links.
func topics() []topic {
	return []topic{
		{"", (*page).overview, (*page).overviewFacts},
		{"times", (*page).times, (*page).timesFacts},
		{"results", (*page).results, (*page).resultsFacts},
		{"places", (*page).places, nil},
		{"visitors", (*page).visitors, nil},
		{"evaluation", (*page).evaluation, (*page).evaluationFacts},
		{"house", (*page).house, (*page).houseFacts},
	}
}

// leading are the totals that come first.
func leading() []report.Measure {
	return []report.Measure{report.Batches, report.Persons, report.Served, report.WaitMedian, report.TargetMet, report.MissRate, report.ConcludedRate}
}

// headline are the few figures that answer how it was. A centre without targets or
// evaluation has no figure of them.
func (p *page) headline() []fact {
	var list []fact
	for _, f := range []*facts{
		p.facts(report.SectionTotals, "", leading()...),
		p.facts(report.SectionEvaluationService, "", report.ContentRate),
	} {
		if f == nil {
			continue
		}
		for _, x := range f.Rows {
			if x.Measure == report.TargetMet && x.Text == none {
				x = p.facts(report.SectionTotals, "", report.WaitP90).Rows[0]
			}
			list = append(list, x)
		}
	}
	return list
}

// timesOf are the columns that tell of time.
func timesOf() []report.Measure {
	return []report.Measure{
		report.Batches, report.Persons, report.Served, report.Missed, report.WaitMean, report.WaitMedian, report.WaitP90, report.WaitP95,
		report.ServeMean, report.ServeMedian, report.ServeP90, report.ServeP95,
	}
}

// placesOf are the columns that tell of a department, a service, a window, a person.
func placesOf() []report.Measure {
	return []report.Measure{
		report.Batches, report.Persons, report.Served, report.MissRate, report.Receipts, report.Transfers, report.WaitMedian, report.WaitP90, report.CallMean,
		report.ServeMean, report.Accepted, report.Concluded, report.MediatedRate,
	}
}

// visitorsOf are the columns that tell of kinds of visitors.
func visitorsOf() []report.Measure {
	return []report.Measure{report.Batches, report.Persons, report.Served, report.WaitMedian, report.WaitP90}
}

// sectionFollowUp is there where evaluations have follow-ups.
const sectionFollowUp report.SectionID = "follow_up"

func (p *page) title(id report.SectionID) string { return p.t("section." + string(id)) }

// block makes a block of a section, or none when the report hasn't it.
func (p *page) block(list *[]block, id report.SectionID, wide bool, draw func(*report.Section) []drawn, only ...report.Measure) {
	s := p.report.Section(id)
	if s == nil {
		return
	}
	b := block{ID: string(id), Title: p.title(id), Wide: wide, Empty: empty(s)}
	if !b.Empty {
		if draw != nil {
			b.Charts = slices.DeleteFunc(draw(s), func(d drawn) bool { return d.SVG == "" })
		}
		b.Table = p.table(trimmed(s), b.Title, only...)
		b.Open = wide && id != report.SectionHeat && id != report.SectionDay && id != report.SectionHour
	}
	*list = append(*list, b)
}

func (p *page) overview() []block {
	var list []block
	q := p.report.Query.Period
	if q.Days() > 1 {
		p.block(&list, report.SectionDay, true, func(*report.Section) []drawn {
			return []drawn{p.bars(report.SectionDay, report.Batches, p.t("chart.day"), chart.Full)}
		}, report.Batches, report.Persons, report.Served, report.Missed, report.WaitMedian, report.WaitP90, report.ServeMedian)
	}
	p.block(&list, report.SectionHour, true, func(s *report.Section) []drawn {
		return []drawn{
			p.bars(report.SectionHour, report.Batches, p.t("chart.hour"), chart.Half),
			p.lines(s, p.t("chart.hour_wait"), chart.Half, report.WaitMedian, report.WaitP90),
		}
	}, report.Batches, report.Persons, report.Served, report.WaitMedian, report.WaitP90, report.ServeMedian)
	p.block(&list, report.SectionDepartment, false, func(s *report.Section) []drawn {
		return []drawn{p.across(s, report.Batches, p.t("chart.department"), chart.Half)}
	}, report.Batches, report.Persons, report.Served, report.WaitMedian)
	p.block(&list, report.SectionOutcome, false, func(s *report.Section) []drawn {
		return []drawn{p.across(s, report.Outcomes, p.t("chart.outcome"), chart.Half)}
	})
	return list
}

func (p *page) overviewFacts() []*facts {
	return []*facts{p.facts(report.SectionTotals, p.t("facts.became"), report.Served, report.Left, report.Missed, report.Lapsed, report.Inside, report.Batches)}
}

func (p *page) times() []block {
	var list []block
	p.block(&list, report.SectionWaits, false, func(s *report.Section) []drawn {
		return []drawn{p.distribution(s, s.Measures[0], p.t("chart.waits"), report.WaitMedian, report.WaitP90)}
	})
	p.block(&list, report.SectionServes, false, func(s *report.Section) []drawn {
		return []drawn{p.distribution(s, s.Measures[0], p.t("chart.serves"), report.ServeMedian, report.ServeP90)}
	})
	p.block(&list, report.SectionTarget, true, func(s *report.Section) []drawn {
		return []drawn{p.across(s, report.TargetMet, p.t("chart.target"), chart.Full)}
	})
	p.block(&list, report.SectionHour, true, func(s *report.Section) []drawn {
		return []drawn{p.bars(s.ID, report.Batches, p.t("chart.hour"), chart.Half), p.lines(s, p.t("chart.hour_wait"), chart.Half, report.WaitMedian, report.WaitP90)}
	}, timesOf()...)
	if p.report.Query.Period.Days() == 1 { // one weekday shows nothing that its hours don't
		return list
	}
	p.block(&list, report.SectionWeekday, true, func(s *report.Section) []drawn {
		return []drawn{p.bars(s.ID, report.Batches, p.t("chart.weekday"), chart.Half), p.bars(s.ID, report.WaitMedian, p.t("chart.weekday_wait"), chart.Half)}
	}, timesOf()...)
	p.block(&list, report.SectionHeat, true, func(*report.Section) []drawn {
		return []drawn{p.heat(report.Batches, p.t("chart.heat")), p.heat(report.WaitMean, p.t("chart.heat_wait"))}
	})
	return list
}

func (p *page) timesFacts() []*facts {
	return []*facts{
		p.facts(report.SectionTotals, p.t("facts.waits"), report.WaitMean, report.WaitMedian, report.WaitP90, report.WaitP95, report.WaitMax),
		p.facts(report.SectionTotals, p.t("facts.calls"), report.Calls, report.CallMean, report.CallMedian, report.CallP90, report.CallP95, report.CallMax),
		p.facts(report.SectionTotals, p.t("facts.serves"), report.ServeMean, report.ServeMedian, report.ServeP90, report.ServeP95, report.ServeMax),
	}
}

func (p *page) results() []block {
	var list []block
	p.block(&list, report.SectionOutcome, false, func(s *report.Section) []drawn {
		return []drawn{p.across(s, report.Outcomes, p.t("chart.outcome"), chart.Half)}
	})
	for i := range list {
		list[i].Open = true
	}
	p.block(&list, report.SectionConsult, false, nil)
	p.block(&list, sectionFollowUp, false, nil)
	return list
}

func (p *page) resultsFacts() []*facts {
	return []*facts{
		p.facts(report.SectionTotals, p.t("facts.rates"), report.ConcludedRate, report.MediatedRate, report.MissRate, report.LeftRate, report.SentRate),
		p.facts(report.SectionTotals, p.t("facts.matters"), report.Accepted, report.Concluded, report.Mediations, report.Mediated, report.MediationLost, report.Confirmed),
		p.facts(report.SectionTotals, p.t("facts.became"), report.Served, report.Left, report.Missed, report.Lapsed, report.Inside, report.Batches),
		p.facts(report.SectionTotals, p.t("facts.visits"), report.First, report.Repeated, report.Alone, report.Groups, report.PerBatch, report.Receipts, report.Transfers, report.Onward),
	}
}

func (p *page) places() []block {
	var list []block
	across := func(title string, width int) func(*report.Section) []drawn {
		return func(s *report.Section) []drawn {
			return []drawn{p.across(s, s.Measures[0], title, width)}
		}
	}
	received := func(s *report.Section) []drawn {
		return []drawn{p.across(s, report.Receipts, p.t("chart.window"), chart.Full)}
	}
	p.block(&list, report.SectionDepartment, true, across(p.t("chart.department"), chart.Full), placesOf()...)
	p.block(&list, report.SectionService, true, across(p.t("chart.service"), chart.Full), placesOf()...)
	p.block(&list, report.SectionWindow, true, received, placesOf()...)
	p.block(&list, report.SectionStaff, true, nil, placesOf()...)
	return list
}

func (p *page) visitors() []block {
	var list []block
	for _, id := range []report.SectionID{report.SectionParty, report.SectionRepeat, report.SectionClass, report.SectionLang} {
		p.block(&list, id, false, func(s *report.Section) []drawn {
			return []drawn{p.across(s, s.Measures[0], p.title(s.ID), chart.Half)}
		}, visitorsOf()...)
	}
	return list
}

func (p *page) evaluation() []block {
	var list []block
	p.block(&list, report.SectionLevel, false, func(s *report.Section) []drawn {
		return []drawn{p.across(s, report.Levels, p.t("chart.level"), chart.Half)}
	})
	for _, id := range []report.SectionID{report.SectionEvaluationService, report.SectionEvaluationWindow, report.SectionEvaluationStaff} {
		p.block(&list, id, true, nil)
	}
	p.block(&list, sectionFollowUp, true, nil)
	return list
}

func (p *page) evaluationFacts() []*facts {
	return []*facts{p.facts(report.SectionEvaluationService, p.t("facts.evaluation"), report.Evaluations, report.AnswerRate, report.ContentRate)}
}

func (p *page) house() []block {
	var list []block
	for _, id := range []report.SectionID{report.SectionAlert, report.SectionSearch, report.SectionPrinter, report.SectionServer} {
		p.block(&list, id, true, nil)
	}
	return list
}

func (p *page) houseFacts() []*facts { return nil }
