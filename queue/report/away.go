package report

import "onedoor/queue"

// Figures that leave the house go to who knows it: a row of one visitor is that visitor's hour,
// service, language and outcome. So in every table the rows of few visits are hidden, whoever they
// are of, and there is none of single windows, since a mediator's room is a person, nor of what
// visitors typed. A department is told when all of its services are: else the one that is hidden
// came out of it.
//
// What it can't hide: that of forty visits at an hour one left. A count within a row that is told
// stands.

// leaves says whether a table may leave the house.
func (id SectionID) leaves() bool {
	switch id {
	case SectionWindow, SectionStaff, SectionEvaluationWindow, SectionEvaluationStaff, SectionConsult, SectionSearch:
		return false
	default:
		return true
	}
}

// away hides the rows of few visits, and times that are made of few.
func (m *maker) away(t masking) {
	switch t.section.ID {
	case SectionPrinter, SectionAlert, SectionServer: // of machines
		return
	default:
	}
	a, b := of(t.section.ID)
	t.rows(a, b)
	t.times()
	for of, n := range timedBy {
		if few(t.of(&t.section.Total).n[n], t.below) {
			t.hide(&t.section.Total, of.measures, false)
		}
	}
	t.total(a, b)
}

// hideDepartments hides the departments that have a hidden service: all, when it isn't known which.
func (r *Report) hideDepartments(rules *queue.Rules) {
	services, departments := r.Section(SectionService), r.Section(SectionDepartment)
	if services == nil || departments == nil || r.MaskBelow == 0 {
		return
	}
	for i := range services.Rows {
		if len(services.Rows[i].Figures) == 0 || !services.Rows[i].Figures[0].Masked {
			continue
		}
		s := rules.Service(queue.ServiceID(services.Rows[i].Key))
		t := masking{section: departments}
		for j := range departments.Rows {
			if s == nil || departments.Rows[j].Key == string(s.Department) {
				t.hide(&departments.Rows[j], all, false)
			}
		}
	}
}
