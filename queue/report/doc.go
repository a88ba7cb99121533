// Package report makes the centre's figures from the books as the journal keeps them. A figure
// has one definition, here, whoever shows it: the reports page, onedoor report, exports, the hall.
//
//	facts of days ──┐
//	                ├→ engine → sums along every axis → sections → figures, masked
//	tallies, runs ──┘     │
//	                      ├→ Behind: the tickets behind a figure, by the same rules of counting
//	                      └→ List: what is behind one that counts no tickets, by the same
//
// Three things are counted: a visit, the leg with its first call, each leg. A visit stands in the row
// of the service, window and person that first called it, and so do its heads, its wait and what became
// of it: within a row they are of the same visits. Receptions, later waits, service and outcomes stand
// where each took place. What each counts to is said
// once, in count.go, and where it belongs once, in engine.go: both make of a visit its steps. Make goes
// over a period's facts once and adds the steps up along all axes; Behind goes over them again and keeps
// those that a figure counted, so that it can't come to another number. Each reads the books as they
// stand at one moment.
//
// What is promised:
//
//   - Person-visits are never derived from batches or the other way round; a rate always comes with
//     its whole, and none is given without one.
//   - Mean, median and the other percentiles of any range, filter and breakdown are exact: all
//     lengths are kept to the second, whole seconds cut. Percentiles are nearest rank.
//   - Accepted and concluded count once for a matter, with the first act, on its visit's day; what
//     comes later changes no earlier day.
//   - A day keeps the rules that it ended with: a change of departments, targets, time zone or levels
//     rewrites no figure of before, also not by a rebuild.
//   - Waiting is what the visitor waited: from an appointment's time on, over no night, at each window.
//   - Every figure equals a slow recount of the events, which knows none of this; also after a
//     rebuild, and with a day that is open (queue/journal has the test).
//   - Few cases of a person, or of the evaluation, are hidden as the rules say, and don't come out
//     by subtraction within a report. Two reports of overlapping periods can still be subtracted:
//     the audit knows who asked for figures of a person, for the visits behind
//     an opinion, and for files.
//
// Where the plan was changed: closed days are kept as cells of hour, service, window, staff, class
// and language as planned, but a day is one row, in which each cell lists its visits' seconds, and
// the adding up is done here and not by SQLite. A busy hall has some two visits in such a cell, so
// a row a cell is nearly a row a visit, and histograms of two are longer than the two. A year of
// 2.35 million visits is read and counted along all axes in about the time that SQLite takes to add
// up one column of them (make bench shows both). And a rule of counting in SQL would be a second
// definition beside the one that the open day needs.
//
// Rejected: sums a month, kept as well. They would make ten years as quick as one, and be wrong
// each time that an old day changes.
package report
