// Package report makes the centre's figures from the tickets as the journal's
// projection keeps them. A figure has one definition, here, whoever shows it:
// the reports page, onedoor report, and later exports.
//
// Person-visits are never derived from batches or the other way round; a rate
// always comes with its denominator, and none is given without one.
package report
