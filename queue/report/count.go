package report

import (
	"onedoor/queue"
	"onedoor/queue/journal"
)

// more is one count going up.
type more struct {
	count count
	by    int
}

// Three things are counted: a visit, where it was first called; the leg with its first call, where
// the visitor waited to be called; and each leg, where somebody was served. What is counted of
// each is said here and nowhere else: figures and what is behind them are both made of it.

// ofVisit counts a visit.
func ofVisit(f *journal.Fact, list []more) []more {
	size, again := alone, first
	if f.Party > 1 {
		size = groups
	}
	if f.Repeat {
		again = repeated
	}
	list = append(list, more{batches, 1}, more{persons, f.Party}, more{size, 1}, more{again, 1})
	switch f.State {
	case queue.Done:
		list = append(list, more{served, 1})
	case queue.Cancelled:
		list = append(list, more{left, 1})
	case queue.NoShow:
		list = append(list, more{missed, 1})
	case queue.Lapsed:
		end := lapsed
		if l := &f.Legs[len(f.Legs)-1]; l.Calls > 0 && !l.Begun {
			end = missed
		}
		list = append(list, more{end, 1})
	case queue.Waiting, queue.Called, queue.Serving, queue.Held:
		list = append(list, more{inside, 1})
	}
	return ofPaper(f, list)
}

// ofPaper counts what became of a visit's paper: of its last slip.
func ofPaper(f *journal.Fact, list []more) []more {
	how := ofNothing
	switch f.Print {
	case queue.PrintConfirmed:
		how = printConfirmed
	case queue.PrintSent:
		how = printSent
	case queue.PrintInDoubt:
		how = printDoubt
	case queue.PrintFailed:
		how = printFailed
	case queue.PrintLapsed:
		how = printLapsed
	case queue.PrintQueued, queue.Printing:
		how = printWaits
	case queue.PrintNone:
	}
	if how != ofNothing {
		list = append(list, more{slips, 1}, more{how, 1})
	}
	if f.Copies > 0 {
		list = append(list, more{reprints, f.Copies})
	}
	if f.ByHand {
		list = append(list, more{byHand, 1})
	}
	return list
}

// ofFirst counts the leg with a visit's first call, with the target in seconds that it has; 0: none.
func ofFirst(l *journal.Passage, target int, list []more) []more {
	list = append(list, more{waits, 1})
	if target > 0 {
		list = append(list, more{targeted, 1})
		if l.Waited <= target {
			list = append(list, more{within, 1})
		}
	}
	return list
}

// ofLeg counts a leg of a visit.
func ofLeg(f *journal.Fact, i int, list []more) []more {
	l, last := &f.Legs[i], i == len(f.Legs)-1
	if last && f.State == queue.Done {
		list = append(list, more{ended, 1})
	}
	if l.Received {
		list = append(list, more{receptions, 1})
		switch { // who was sent on before anybody called is no reception's part
		case l.Planned:
			list = append(list, more{onward, 1})
		case l.Transferred || !last:
			list = append(list, more{transfers, 1})
		}
	}
	if l.Waited >= 0 {
		list = append(list, more{calls, 1})
	}
	if l.Served >= 0 {
		list = append(list, more{serves, 1})
	}
	if l.Counts == "" {
		return list
	}
	list = append(list, more{outcomes, 1})
	switch l.Counts {
	case queue.CountsAccepted:
		if l.Once {
			list = append(list, more{accepted, 1})
		}
	case queue.CountsConcluded:
		if l.Once {
			list = append(list, more{concluded, 1})
		}
	case queue.CountsMediated:
		list = append(list, more{mediations, 1}, more{mediated, 1})
	case queue.CountsFailed:
		list = append(list, more{mediations, 1}, more{mediationFailed, 1})
	case queue.CountsConfirmed:
		list = append(list, more{confirmed, 1})
	case queue.CountsNothing:
	}
	return list
}

// ofTally counts what is no ticket's, and gives the sequence that its length belongs to.
func ofTally(t *journal.Tally, list []more) ([]more, sequence) {
	switch t.What {
	case journal.TallyEvaluation:
		return append(list, more{evaluations, t.N}, more{content, t.N}), noTimes
	case journal.TallyDiscontent:
		return append(list, more{evaluations, t.N}), noTimes
	case journal.TallySearch:
		list = append(list, more{searches, t.N})
		switch t.Code {
		case journal.SearchUnserved:
			list = append(list, more{unserved, t.N})
		case journal.SearchUntaken:
			list = append(list, more{untaken, t.N})
		}
	case journal.TallyFollowUp:
		list = append(list, more{followUps, t.N})
		if t.Code == journal.FollowDone || t.Code == journal.FollowDoneLate {
			list = append(list, more{followUpsDone, t.N})
		}
		if t.Code == journal.FollowLate || t.Code == journal.FollowDoneLate {
			list = append(list, more{followUpsLate, t.N})
		}
	case journal.TallyStall:
		return append(list, more{stalls, t.N}), stallTimes
	case journal.TallyConsultation:
		if t.Code == journal.ConsultHeld {
			return append(list, more{held, t.N}), consultTimes
		}
		list = append(list, more{notHeld, t.N})
	case journal.TallyAlert:
		list = append(list, more{alerts, t.N})
	case journal.TallyAlertSeen:
		return append(list, more{alertsSeen, t.N}), seenTimes
	case journal.TallyAlertOver:
		return append(list, more{alertsOver, t.N}), alertTimes
	}
	return list, noTimes
}

// sums is what has been counted of something.
type sums struct {
	n       [counts]int
	seconds [sequences]int // in all, by sequence
	waits   times          // until a visit's first call
	onward  times          // until the calls after it
	serves  times
	aim     aim
	short   bool // keep no times
}

// add takes in what one thing counts to.
func (s *sums) add(list []more) {
	for _, m := range list {
		s.n[m.count] += m.by
	}
}

// leg takes in the times of a leg.
func (s *sums) leg(l *step) {
	if l.waited >= 0 {
		s.seconds[callTimes] += l.waited
		switch {
		case l.first:
			s.seconds[waitTimes] += l.waited
			if !s.short {
				s.waits.add(l.waited)
			}
		case !s.short:
			s.onward.add(l.waited)
		}
	}
	if l.served >= 0 {
		s.seconds[serveTimes] += l.served
		if !s.short {
			s.serves.add(l.served)
		}
	}
}

// aim is the target of what was counted, as far as it is one.
type aim struct {
	set             bool
	within, percent int // 0: several
}

func (a *aim) take(t journal.Terms) {
	switch {
	case !a.set:
		*a = aim{true, t.WithinS, t.Percent}
	case a.within != t.WithinS || a.percent != t.Percent:
		if a.within != t.WithinS {
			a.within = 0
		}
		if a.percent != t.Percent {
			a.percent = 0
		}
	}
}
