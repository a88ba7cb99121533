// Package reports is what the head of the centre and supervisors look at to know how it
// was: /reports and the pages below it, and what is taken home from them, as CSV, XLSX,
// JSON and on A4.
//
// The first look is eight figures with those of the period before; below stand the
// sections, a page for each question: times, results, places, visitors, evaluation,
// house. The figures are queue/report's and are computed nowhere else; here they are
// named, drawn and written.
//
// Guarantees:
//
//   - An address says all: period, filter, whether to compare. The back button works,
//     an address can be sent to a colleague, and nothing needs JavaScript.
//   - A figure is a link to what is behind it, and as much stands there: tickets, or the
//     searches, stalls, call-backs, consultations, alerts and times that it counts. One of
//     nothing, or that is masked, is none; nor, where figures are masked, one of what visitors
//     thought. A word that found nothing is told when as many
//     searched for it as a masked figure needs.
//   - Each figure's definition is one touch or key from its name, and all stand in a
//     list at the page's end, which is printed too.
//   - A drawing has its table behind it and its text for those who can't see it.
//   - Page, file and paper say the same: all are made of one Report. What a filter can't
//     narrow stands on none of them, and each says so.
//   - The month on one page is exactly one A4 page.
//   - Figures by person are for administrators only; ?staff= asks in vain for all else.
//
// It was a part of display/admin, and left when that had more than it could show at a
// glance: reports are read, the hall is lived in.
//
// Rejected: a page that draws itself in the browser, which prints badly, can't be read
// back by a test and says nothing without JavaScript; figures that are computed for the
// page and again for the export.
package reports
