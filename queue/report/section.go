package report

import (
	"fmt"
	"slices"
	"strconv"
)

// SectionID names a table of a report.
type SectionID string

// Dimension is what the keys of a table's rows are.
type Dimension string

// The tables.
const (
	SectionTotals            SectionID = "totals"
	SectionDay               SectionID = "day"
	SectionWeekday           SectionID = "weekday"
	SectionHour              SectionID = "hour"
	SectionHeat              SectionID = "heat"
	SectionDepartment        SectionID = "department"
	SectionService           SectionID = "service"
	SectionWindow            SectionID = "window"
	SectionStaff             SectionID = "staff"
	SectionClass             SectionID = "class"
	SectionLang              SectionID = "lang"
	SectionParty             SectionID = "party"
	SectionRepeat            SectionID = "repeat"
	SectionOutcome           SectionID = "outcome"
	SectionTarget            SectionID = "target"
	SectionWaits             SectionID = "waits"
	SectionServes            SectionID = "serves"
	SectionLevel             SectionID = "level"
	SectionEvaluationService SectionID = "evaluation_service"
	SectionEvaluationWindow  SectionID = "evaluation_window"
	SectionEvaluationStaff   SectionID = "evaluation_staff"
	SectionFollowUp          SectionID = "follow_up"
	SectionSearch            SectionID = "search"
	SectionPrinter           SectionID = "printer"
	SectionServer            SectionID = "server"
	SectionConsult           SectionID = "consult"
	SectionAlert             SectionID = "alert"
)

// The dimensions, with how their keys look.
const (
	DimNone       Dimension = ""
	DimDay        Dimension = "day"        // 2026-11-23
	DimWeekday    Dimension = "weekday"    // 1 for Monday to 7
	DimHour       Dimension = "hour"       // 0 to 23
	DimHeat       Dimension = "heat"       // weekday and hour, as 1-9
	DimDepartment Dimension = "department" // an id, as all below; of what is gone from the rules, too
	DimService    Dimension = "service"
	DimWindow     Dimension = "window" // "-": none yet
	DimStaff      Dimension = "staff"  // "-": nobody yet, or nobody known
	DimClass      Dimension = "class"
	DimLang       Dimension = "lang"
	DimParty      Dimension = "party"  // alone, group
	DimRepeat     Dimension = "repeat" // first, repeated
	DimOutcome    Dimension = "outcome"
	DimLevel      Dimension = "level"
	DimKiosk      Dimension = "kiosk"
	DimPrinter    Dimension = "printer"
	DimAlert      Dimension = "alert" // a kind of the rules, or surge
	DimWait       Dimension = "wait"  // seconds from (included) to (not), as 300-600; the last as 7200-
)

// nobody is the key of what is nobody's and nowhere; the empty one is the total's.
const nobody = "-"

// visitMeasures are the columns of the tables that count visits.
var visitMeasures = []Measure{
	Batches, Persons, PerBatch, Alone, Groups, First, Repeated, Served, Left, LeftRate, Missed, MissRate, Lapsed, Inside,
	Receipts, Transfers, SentRate, Onward,
	Waits, WaitMean, WaitMedian, WaitP90, WaitP95, WaitMax, TargetMet, Calls, CallMean, CallMedian, CallP90, CallP95, CallMax,
	Serves, ServeMean, ServeMedian, ServeP90, ServeP95, ServeMax,
	Outcomes, Accepted, Concluded, ConcludedRate, Mediations, Mediated, MediationLost, MediatedRate, Confirmed,
}

// source is where a table's rows come from.
type source uint8

const (
	ofAxis source = iota
	ofBins
	ofTable
	ofServer
)

// plan is how a table is made.
type plan struct {
	id       SectionID
	by       Dimension
	from     source
	axis     axis
	time     sequence // of ofBins
	table    table    // of ofTable
	measures []Measure
}

// plans are all tables, in their order.
var plans = []plan{
	{id: SectionTotals, by: DimNone, axis: byNothing, measures: visitMeasures},
	{id: SectionDay, by: DimDay, axis: byDay, measures: visitMeasures},
	{id: SectionWeekday, by: DimWeekday, axis: byWeekday, measures: visitMeasures},
	{id: SectionHour, by: DimHour, axis: byHour, measures: visitMeasures},
	{id: SectionHeat, by: DimHeat, axis: byHeat, measures: []Measure{Batches, Persons, WaitMean}},
	{id: SectionWaits, by: DimWait, from: ofBins, time: waitTimes, measures: []Measure{Waits, WaitShare}},
	{id: SectionServes, by: DimWait, from: ofBins, time: serveTimes, measures: []Measure{Serves, ServeShare}},
	{id: SectionDepartment, by: DimDepartment, axis: byDepartment, measures: visitMeasures},
	{id: SectionService, by: DimService, axis: byService, measures: visitMeasures},
	{id: SectionWindow, by: DimWindow, axis: byWindow, measures: visitMeasures},
	{id: SectionStaff, by: DimStaff, axis: byStaff, measures: visitMeasures},
	{id: SectionClass, by: DimClass, axis: byClass, measures: visitMeasures},
	{id: SectionLang, by: DimLang, axis: byLang, measures: visitMeasures},
	{id: SectionParty, by: DimParty, axis: byParty, measures: visitMeasures},
	{id: SectionRepeat, by: DimRepeat, axis: byRepeat, measures: visitMeasures},
	{id: SectionOutcome, by: DimOutcome, axis: byOutcome, measures: []Measure{Outcomes, OutcomeShare}},
	{id: SectionTarget, by: DimService, axis: byService, measures: []Measure{Waits, TargetMet, WaitMedian, WaitP90}},
	{id: SectionLevel, by: DimLevel, from: ofTable, table: levelTable, measures: []Measure{Levels, LevelShare}},
	{id: SectionEvaluationService, by: DimService, from: ofTable, table: evaluatedService, measures: evaluationMeasures},
	{id: SectionEvaluationWindow, by: DimWindow, from: ofTable, table: evaluatedWindow, measures: evaluationMeasures},
	{id: SectionEvaluationStaff, by: DimStaff, from: ofTable, table: evaluatedStaff, measures: evaluationMeasures},
	{id: SectionFollowUp, by: DimNone, from: ofTable, table: followUpTable, measures: []Measure{FollowUps, FollowUpsDone, FollowUpsRate, FollowUpsLate}},
	{id: SectionSearch, by: DimKiosk, from: ofTable, table: searchTable, measures: []Measure{Searches, Unserved, UnservedRate, Untaken}},
	{id: SectionPrinter, by: DimPrinter, from: ofTable, table: printerTable, measures: []Measure{
		Slips, PrintConfirmed, PrintSent, PrintDoubt, PrintFailed, PrintLapsed, PrintWaits, Reprints, ByHand, Stalls, StalledTime,
	}},
	{id: SectionConsult, by: DimWindow, from: ofTable, table: consultTable, measures: []Measure{Consultations, ConsultationsNot, ConsultationMean}},
	{id: SectionAlert, by: DimAlert, from: ofTable, table: alertTable, measures: []Measure{Alerts, AlertsSeen, AlertsSeenRate, AlertSeenMean, AlertLastedMean}},
	{id: SectionServer, by: DimNone, from: ofServer, measures: []Measure{ServerUp}},
}

var evaluationMeasures = []Measure{Evaluations, AnswerRate, ContentRate}

// bins are where the classes of the distributions begin, in seconds.
var bins = []int{0, 300, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200}

// binKey is the key of the class that begins at a place of bins.
func binKey(i int) string {
	if i == len(bins)-1 {
		return strconv.Itoa(bins[i]) + "-"
	}
	return fmt.Sprintf("%d-%d", bins[i], bins[i+1])
}

// binOf is the place of the class that a length belongs to.
func binOf(seconds int) int {
	i, exact := slices.BinarySearch(bins, seconds)
	if exact {
		return i
	}
	return i - 1
}
