// Package golden makes books of centres whose figures are known: those of the article about a
// centre of 12 departments since July 2020, those of another one in 2025, and those of a person
// who came about one matter in three years.
//
// The books are made by commands to the rules, decided and applied as a running lobby does, and
// written by the journal: tickets, legs, matters and closed days come of the events. A seed says
// who comes on which day, to which window, in which company and for how long; how many there are
// of each kind is the centre's own. So a report that says 18,951 person-visits has counted them.
//
// It is for tests and for trying out reports. Nothing of the program uses it.
package golden
