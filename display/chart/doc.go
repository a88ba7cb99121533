// Package chart draws figures as SVG on the server: bars, bars that lie, lines,
// a map of hours and weekdays. It knows nothing of queues or reports; who draws
// hands it labels, values and the words for both.
//
// Guarantees:
//
//   - A drawing is presentation attributes and classes, without script, style
//     attributes or links, so the strictest content security policy shows it. Its
//     colours come from admin/chart.css.
//   - What it says doesn't hang on hue: now is a full shape, before is a pale one
//     with an outline, a second line is broken, a map's places have their number
//     written in them. It reads in grey and on paper.
//   - It has a title and a text for those who can't see it. The table behind it is
//     its caller's: a drawing is never the only place of a figure.
//   - What has no figure is a gap, never a zero. What is masked is said to be.
//
// Rejected: a charting library in the browser, which would draw nothing without
// JavaScript and nothing on paper that a test can hold, and one in Go, whose
// drawings set styles in attributes and their words in paths.
package chart
