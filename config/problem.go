package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity says whether a centre can be run with a problem.
type Severity string

// The severities. The centre doesn't start with an Error; it does with a
// Warning, and /hall goes on saying it.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Problem is one thing wrong with a config file.
type Problem struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`   // from 1
	Column   int      `json:"column"` // from 1, in characters
	Severity Severity `json:"severity"`
	What     string   `json:"what"`          // what is wrong
	Fix      string   `json:"fix,omitempty"` // what would be right

	Cause error `json:"-"` // for who has other words for it; nil for what the check itself finds
}

// String gives the problem on one line, as compilers do: file:line:col: what; fix.
func (p Problem) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: ", p.File, p.Line, p.Column)
	if p.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.What)
	if p.Fix != "" {
		b.WriteString("; " + p.Fix)
	}
	return b.String()
}

// Problems is all that is wrong with a file, sorted by position.
type Problems []Problem

// Errors gives those that keep the centre from starting.
func (ps Problems) Errors() Problems { return ps.only(Error) }

// Warnings gives those that don't.
func (ps Problems) Warnings() Problems { return ps.only(Warning) }

// String gives one problem a line, without a newline at the end.
func (ps Problems) String() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Err gives the errors as one error, or nil when there are only warnings.
func (ps Problems) Err() error {
	bad := ps.Errors()
	if len(bad) == 0 {
		return nil
	}
	return &InvalidError{Problems: bad}
}

func (ps Problems) only(s Severity) Problems {
	var out Problems
	for _, p := range ps {
		if p.Severity == s {
			out = append(out, p)
		}
	}
	return out
}

// sort puts the problems in the order of the file.
func (ps Problems) sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.What, b.What),
		)
	})
}

// InvalidError is a config that can't be used, with every reason.
type InvalidError struct{ Problems Problems }

// Error gives one problem a line.
func (e *InvalidError) Error() string { return e.Problems.String() }

// nearest gives the candidate that was probably meant, or "" when none is near:
// at most one edit in three characters, the first in alphabetical order among
// equals. Of what has one or two characters nothing can be guessed.
func nearest(got string, candidates []string) string {
	best, bestAt := "", len(got)/3
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		if d := distance(got, c); d > 0 && d <= bestAt {
			if best == "" || d < bestAt {
				best, bestAt = c, d
			}
		}
	}
	return best
}

// distance is the optimal string alignment distance: insertions, deletions,
// replacements and swaps of neighbours, in bytes.
func distance(a, b string) int {
	const long = 64 // nobody misspells a key of this length; keeps the work bounded
	if len(a) > long || len(b) > long {
		return long
	}
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			swap := 1
			if a[i-1] == b[j-1] {
				swap = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+swap)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}

// guess turns what was written and what is known into advice: the nearest name
// or the whole list.
func guess(got string, known []string) string {
	if n := nearest(got, known); n != "" {
		return fmt.Sprintf("did you mean %q?", n)
	}
	if len(known) == 0 {
		return ""
	}
	const most = 24
	list := slices.Compact(slices.Sorted(slices.Values(known)))
	if len(list) > most {
		list = append(list[:most], "…")
	}
	return "known here: " + strings.Join(list, ", ")
}
