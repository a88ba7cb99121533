package report

import "slices"

// Measure is something that is counted or measured. What it means stands in the locale
// catalogues, see Definition.
type Measure string

// The measures.
const (
	Batches   Measure = "batches"   // numbers taken
	Persons   Measure = "persons"   // heads under these numbers
	PerBatch  Measure = "per_batch" // persons to batches
	Alone     Measure = "alone"
	Groups    Measure = "groups"
	First     Measure = "first"
	Repeated  Measure = "repeated"
	Served    Measure = "served"
	Left      Measure = "left"
	Missed    Measure = "missed"
	Lapsed    Measure = "lapsed"
	Inside    Measure = "inside"
	LeftRate  Measure = "left_rate"
	MissRate  Measure = "missed_rate"
	Receipts  Measure = "receptions" // legs that were served
	Transfers Measure = "transfers"
	Onward    Measure = "planned_stops" // legs that were served, with the plan's next one after them
	SentRate  Measure = "transfer_rate"

	Waits       Measure = "waits" // visits that were called
	WaitShare   Measure = "wait_share"
	WaitMean    Measure = "wait_mean"
	WaitMedian  Measure = "wait_median"
	WaitP90     Measure = "wait_p90"
	WaitP95     Measure = "wait_p95"
	WaitMax     Measure = "wait_max"
	Calls       Measure = "calls" // legs that were called
	CallMean    Measure = "call_wait_mean"
	CallMedian  Measure = "call_wait_median"
	CallP90     Measure = "call_wait_p90"
	CallP95     Measure = "call_wait_p95"
	CallMax     Measure = "call_wait_max"
	Serves      Measure = "serves" // legs whose service has a beginning and an end
	ServeShare  Measure = "serve_share"
	ServeMean   Measure = "serve_mean"
	ServeMedian Measure = "serve_median"
	ServeP90    Measure = "serve_p90"
	ServeP95    Measure = "serve_p95"
	ServeMax    Measure = "serve_max"
	TargetMet   Measure = "target_met"

	Outcomes      Measure = "outcome"
	OutcomeShare  Measure = "outcome_share"
	Accepted      Measure = "accepted"
	Concluded     Measure = "concluded"
	ConcludedRate Measure = "concluded_rate"
	Mediations    Measure = "mediations"
	Mediated      Measure = "mediated"
	MediationLost Measure = "mediation_failed"
	MediatedRate  Measure = "mediated_rate"
	Confirmed     Measure = "confirmed"

	Evaluations Measure = "evaluations"
	AnswerRate  Measure = "answer_rate"
	Levels      Measure = "level"
	LevelShare  Measure = "level_share"
	ContentRate Measure = "content_rate"

	Searches     Measure = "searches"
	Unserved     Measure = "unserved"
	UnservedRate Measure = "unserved_rate"
	Untaken      Measure = "untaken"

	Slips          Measure = "slips"
	PrintConfirmed Measure = "print_confirmed"
	PrintSent      Measure = "print_sent"
	PrintDoubt     Measure = "print_doubt"
	PrintFailed    Measure = "print_failed"
	PrintLapsed    Measure = "print_lapsed"
	PrintWaits     Measure = "print_waits"
	Reprints       Measure = "reprints"
	ByHand         Measure = "by_hand"
	Stalls         Measure = "stalls"
	StalledTime    Measure = "stalled_time"
	ServerUp       Measure = "server_up"

	FollowUps     Measure = "follow_ups"
	FollowUpsDone Measure = "follow_ups_closed"
	FollowUpsLate Measure = "follow_ups_late"
	FollowUpsRate Measure = "follow_ups_closed_rate"

	Consultations    Measure = "consultations"
	ConsultationsNot Measure = "consultations_not_held"
	ConsultationMean Measure = "consultation_mean"

	Alerts          Measure = "alerts"
	AlertsSeen      Measure = "alerts_acknowledged"
	AlertsSeenRate  Measure = "alerts_acknowledged_rate"
	AlertSeenMean   Measure = "alert_acknowledged_mean"
	AlertLastedMean Measure = "alert_lasted_mean"
)

// Kind is what a measure's figures are.
type Kind string

// The kinds.
const (
	KindCount Kind = "count"
	KindRate  Kind = "rate"  // a part of a whole, in per cent
	KindRatio Kind = "ratio" // one count to another, with two decimals
	KindTime  Kind = "time"  // seconds
)

// count is what the figures are made of, counted in one pass.
type count uint8

const (
	ofNothing count = iota

	// Of a visit.
	batches
	persons
	alone
	groups
	first
	repeated
	served
	left
	missed
	lapsed
	inside
	slips
	printConfirmed
	printSent
	printDoubt
	printFailed
	printLapsed
	printWaits
	reprints
	byHand

	// Of the leg with a visit's first call.
	waits
	targeted
	within

	// Of a leg.
	ended // served, and then the visit was over: there it is evaluated
	receptions
	transfers
	onward
	calls
	serves
	outcomes
	accepted
	concluded
	mediations
	mediated
	mediationFailed
	confirmed

	// Of tallies.
	evaluations
	content
	searches
	unserved
	untaken
	stalls
	followUps
	followUpsDone
	followUpsLate
	held
	notHeld
	alerts
	alertsSeen
	alertsOver

	counts // how many there are
)

// spec is how a measure is made of counts.
type spec struct {
	measure Measure
	kind    Kind
	n, of   count
	share   bool     // of is that of all rows together
	time    sequence // of KindTime
	percent int      // of a percentile; 0: the mean
	lists   bool     // what stands behind it are no tickets, but other cases: see List
	closed  bool     // nothing stands behind it
}

// sequence is which lengths of time a measure is of.
type sequence uint8

const (
	noTimes sequence = iota
	waitTimes
	callTimes
	serveTimes
	stallTimes
	consultTimes
	seenTimes
	alertTimes

	sequences // how many there are
)

// specs are all measures, in the order in which they are told.
var specs = []spec{
	{measure: Batches, kind: KindCount, n: batches},
	{measure: Persons, kind: KindCount, n: persons},
	{measure: PerBatch, kind: KindRatio, n: persons, of: batches},
	{measure: Alone, kind: KindCount, n: alone},
	{measure: Groups, kind: KindCount, n: groups},
	{measure: First, kind: KindCount, n: first},
	{measure: Repeated, kind: KindCount, n: repeated},
	{measure: Served, kind: KindCount, n: served},
	{measure: Left, kind: KindCount, n: left},
	{measure: LeftRate, kind: KindRate, n: left, of: batches},
	{measure: Missed, kind: KindCount, n: missed},
	{measure: MissRate, kind: KindRate, n: missed, of: batches},
	{measure: Lapsed, kind: KindCount, n: lapsed},
	{measure: Inside, kind: KindCount, n: inside},
	{measure: Receipts, kind: KindCount, n: receptions},
	{measure: Transfers, kind: KindCount, n: transfers},
	{measure: Onward, kind: KindCount, n: onward},
	{measure: SentRate, kind: KindRate, n: transfers, of: receptions},
	{measure: Waits, kind: KindCount, n: waits},
	{measure: WaitShare, kind: KindRate, n: waits, of: waits, share: true},
	{measure: WaitMean, kind: KindTime, n: waits, time: waitTimes},
	{measure: WaitMedian, kind: KindTime, n: waits, time: waitTimes, percent: 50},
	{measure: WaitP90, kind: KindTime, n: waits, time: waitTimes, percent: 90},
	{measure: WaitP95, kind: KindTime, n: waits, time: waitTimes, percent: 95},
	{measure: WaitMax, kind: KindTime, n: waits, time: waitTimes, percent: 100},
	{measure: TargetMet, kind: KindRate, n: within, of: targeted},
	{measure: Calls, kind: KindCount, n: calls},
	{measure: CallMean, kind: KindTime, n: calls, time: callTimes},
	{measure: CallMedian, kind: KindTime, n: calls, time: callTimes, percent: 50},
	{measure: CallP90, kind: KindTime, n: calls, time: callTimes, percent: 90},
	{measure: CallP95, kind: KindTime, n: calls, time: callTimes, percent: 95},
	{measure: CallMax, kind: KindTime, n: calls, time: callTimes, percent: 100},
	{measure: Serves, kind: KindCount, n: serves},
	{measure: ServeShare, kind: KindRate, n: serves, of: serves, share: true},
	{measure: ServeMean, kind: KindTime, n: serves, time: serveTimes},
	{measure: ServeMedian, kind: KindTime, n: serves, time: serveTimes, percent: 50},
	{measure: ServeP90, kind: KindTime, n: serves, time: serveTimes, percent: 90},
	{measure: ServeP95, kind: KindTime, n: serves, time: serveTimes, percent: 95},
	{measure: ServeMax, kind: KindTime, n: serves, time: serveTimes, percent: 100},
	{measure: Outcomes, kind: KindCount, n: outcomes},
	{measure: OutcomeShare, kind: KindRate, n: outcomes, of: outcomes, share: true},
	{measure: Accepted, kind: KindCount, n: accepted},
	{measure: Concluded, kind: KindCount, n: concluded},
	{measure: ConcludedRate, kind: KindRate, n: concluded, of: accepted},
	{measure: Mediations, kind: KindCount, n: mediations},
	{measure: Mediated, kind: KindCount, n: mediated},
	{measure: MediationLost, kind: KindCount, n: mediationFailed},
	{measure: MediatedRate, kind: KindRate, n: mediated, of: mediations},
	{measure: Confirmed, kind: KindCount, n: confirmed},
	{measure: Evaluations, kind: KindCount, n: evaluations},
	{measure: AnswerRate, kind: KindRate, n: evaluations, of: ended},
	{measure: Levels, kind: KindCount, n: evaluations},
	{measure: LevelShare, kind: KindRate, n: evaluations, of: evaluations, share: true},
	{measure: ContentRate, kind: KindRate, n: content, of: evaluations},
	{measure: Searches, kind: KindCount, n: searches, lists: true},
	{measure: Unserved, kind: KindCount, n: unserved, lists: true},
	{measure: UnservedRate, kind: KindRate, n: unserved, of: searches, lists: true},
	{measure: Untaken, kind: KindCount, n: untaken, lists: true},
	{measure: Slips, kind: KindCount, n: slips},
	{measure: PrintConfirmed, kind: KindCount, n: printConfirmed},
	{measure: PrintSent, kind: KindCount, n: printSent},
	{measure: PrintDoubt, kind: KindCount, n: printDoubt},
	{measure: PrintFailed, kind: KindCount, n: printFailed},
	{measure: PrintLapsed, kind: KindCount, n: printLapsed},
	{measure: PrintWaits, kind: KindCount, n: printWaits},
	{measure: Reprints, kind: KindCount, n: reprints},
	{measure: ByHand, kind: KindCount, n: byHand},
	{measure: Stalls, kind: KindCount, n: stalls, lists: true},
	{measure: StalledTime, kind: KindTime, n: stalls, time: stallTimes, lists: true},
	{measure: ServerUp, kind: KindRate, lists: true},
	{measure: FollowUps, kind: KindCount, n: followUps, lists: true},
	{measure: FollowUpsDone, kind: KindCount, n: followUpsDone, lists: true},
	{measure: FollowUpsRate, kind: KindRate, n: followUpsDone, of: followUps, lists: true},
	{measure: FollowUpsLate, kind: KindCount, n: followUpsLate, lists: true},
	{measure: Consultations, kind: KindCount, n: held, lists: true},
	{measure: ConsultationsNot, kind: KindCount, n: notHeld, lists: true},
	{measure: ConsultationMean, kind: KindTime, n: held, time: consultTimes, lists: true},
	{measure: Alerts, kind: KindCount, n: alerts, lists: true},
	{measure: AlertsSeen, kind: KindCount, n: alertsSeen, lists: true},
	{measure: AlertsSeenRate, kind: KindRate, n: alertsSeen, of: alerts, lists: true},
	{measure: AlertSeenMean, kind: KindTime, n: alertsSeen, time: seenTimes, lists: true},
	{measure: AlertLastedMean, kind: KindTime, n: alertsOver, time: alertTimes, lists: true},
}

// spec finds how a measure is made; that of no measure counts nothing.
func (m Measure) spec() spec {
	if i := slices.IndexFunc(specs, func(s spec) bool { return s.measure == m }); i >= 0 {
		return specs[i]
	}
	return spec{measure: m, kind: KindCount, closed: true}
}

// Measures lists all measures.
func Measures() []Measure {
	list := make([]Measure, len(specs))
	for i := range specs {
		list[i] = specs[i].measure
	}
	return list
}

// Kind says what the measure's figures are.
func (m Measure) Kind() Kind { return m.spec().kind }

// Drills says whether something stands behind the measure's figures: tickets, see Behind, or
// what Lists says.
func (m Measure) Drills() bool { return !m.spec().closed }

// Lists says whether what stands behind the measure's figures are no tickets, but searches,
// stalls, consultations, call-backs, alerts or times that the program ran, see List.
func (m Measure) Lists() bool { return m.spec().lists }

// opinion says whether the measure's figures are of what visitors thought.
func (m Measure) opinion() bool {
	switch m {
	case Evaluations, AnswerRate, Levels, LevelShare, ContentRate, FollowUps, FollowUpsDone, FollowUpsRate, FollowUpsLate:
		return true
	default:
		return false
	}
}

// Name is the key of the measure's name in the locale catalogues.
func (m Measure) Name() string { return "measure." + string(m) }

// Definition is the key of what the measure means in the locale catalogues: what is counted,
// and for a rate of what.
func (m Measure) Definition() string { return "define." + string(m) }
