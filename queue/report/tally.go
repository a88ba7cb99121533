package report

import (
	"cmp"

	"onedoor/queue/journal"
)

// table is something that tallies are broken down by.
type table uint8

const (
	levelTable table = iota
	evaluatedService
	evaluatedWindow
	evaluatedStaff
	searchTable
	printerTable
	consultTable
	followUpTable
	alertTable
	tables
)

// tally counts what is no ticket's.
func (g *gathered) tally(list []journal.Tally) {
	for i := range list {
		t := &list[i]
		more, length := ofTally(t, nil)
		for table, key := range g.tablesOf(t) {
			s := g.tallied[table].of(key)
			s.add(more)
			s.seconds[length] += t.Seconds
		}
	}
}

// beside puts beside it what it is a part of.
func (g *gathered) beside() {
	for table, a := range map[table]axis{evaluatedService: byService, evaluatedWindow: byWindow, evaluatedStaff: byStaff} {
		for i, s := range g.per[a] {
			if s != nil && s.n[ended] > 0 {
				g.tallied[table].of(g.key(a, i)).n[ended] += s.n[ended]
			}
		}
	}
	for i, s := range g.per[byPrinter] {
		if s != nil && s.n[slips]+s.n[reprints]+s.n[byHand] > 0 {
			g.tallied[printerTable].of(g.key(byPrinter, i)).join(s)
		}
	}
}

// tablesOf says which rows of which tables a tally belongs to.
func (g *gathered) tablesOf(t *journal.Tally) map[table]string {
	switch t.What {
	case journal.TallyEvaluation, journal.TallyDiscontent:
		if !g.told(t) {
			return nil
		}
		return map[table]string{
			levelTable: t.Code, evaluatedService: cmp.Or(string(t.Service), nobody),
			evaluatedWindow: cmp.Or(string(t.Window), nobody), evaluatedStaff: cmp.Or(string(t.Staff), nobody),
		}
	case journal.TallyFollowUp:
		if !g.told(t) {
			return nil
		}
		return map[table]string{followUpTable: ""}
	case journal.TallySearch:
		return map[table]string{searchTable: cmp.Or(t.Device, nobody)}
	case journal.TallyStall:
		if g.filter.places() || g.filter.visits() {
			return nil
		}
		return map[table]string{printerTable: cmp.Or(t.Device, nobody)}
	case journal.TallyConsultation:
		return map[table]string{consultTable: cmp.Or(string(t.Window), nobody)}
	case journal.TallyAlert, journal.TallyAlertSeen, journal.TallyAlertOver:
		if !g.told(t) {
			return nil
		}
		return map[table]string{alertTable: t.Code}
	}
	return nil
}

// keyed are sums by the keys of a table's rows.
type keyed map[string]*sums

// of gives the sums of a key.
func (k keyed) of(key string) *sums {
	if k[key] == nil {
		k[key] = &sums{short: true}
	}
	return k[key]
}
