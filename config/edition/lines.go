package edition

import (
	"slices"
	"strings"
)

// Op says what became of a line.
type Op int

// The ops.
const (
	Same Op = iota
	Gone
	Added
)

// String gives the sign that stands before such a line.
func (o Op) String() string { return [...]string{" ", "−", "+"}[o] }

// Line is a line of a difference, with its numbers in both texts, from 1; 0 where it isn't there.
type Line struct {
	Op       Op
	Old, New int
	Text     string
}

// Hunk is a run of lines of a difference with some that stayed around it.
type Hunk struct{ Lines []Line }

// Diff compares two texts line by line and gives what differs, with so many lines around it. None: they are alike.
func Diff(old, fresh []byte, around int) []Hunk {
	all := compare(split(old), split(fresh))
	var hunks []Hunk
	last := -1 // of what was taken
	for i, l := range all {
		if l.Op == Same {
			continue
		}
		from := max(i-around, last+1)
		if len(hunks) == 0 || from > last+1 {
			hunks = append(hunks, Hunk{})
		}
		h := &hunks[len(hunks)-1]
		to := min(i+around+1, len(all))
		for k := i + 1; k < to; k++ { // the next change brings its own
			if all[k].Op != Same {
				to = k
				break
			}
		}
		h.Lines = append(h.Lines, all[from:to]...)
		last = to - 1
	}
	return hunks
}

// split gives the lines of a text; that it ends with a line break makes no empty one.
func split(b []byte) []string {
	s := strings.ReplaceAll(string(b), "\r\n", "\n")
	if s = strings.TrimSuffix(s, "\n"); s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// compare gives all lines of both texts, as few of them gone and added as can be; what is alike at both ends is left
// out of the search.
func compare(a, b []string) []Line {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []Line
	for i := range head {
		out = append(out, Line{Same, i + 1, i + 1, a[i]})
	}
	i, j := head, head
	for _, op := range script(a[head:len(a)-tail], b[head:len(b)-tail]) {
		switch op {
		case Same:
			out = append(out, Line{Same, i + 1, j + 1, a[i]})
			i, j = i+1, j+1
		case Gone:
			out = append(out, Line{Gone, i + 1, 0, a[i]})
			i++
		case Added:
			out = append(out, Line{Added, 0, j + 1, b[j]})
			j++
		}
	}
	for ; i < len(a); i, j = i+1, j+1 {
		out = append(out, Line{Same, i + 1, j + 1, a[i]})
	}
	return out
}

// widest is how many pairs of lines are held against each other: texts of 2,000 lines that differ from the first to
// the last. Larger ones are told as wholly replaced.
const widest = 4 << 20

// script gives the ops that lead from a to b, by their longest common subsequence.
func script(a, b []string) []Op {
	n, m := len(a), len(b)
	if n*m > widest {
		return slices.Concat(slices.Repeat([]Op{Gone}, n), slices.Repeat([]Op{Added}, m))
	}
	common := make([]int32, (n+1)*(m+1)) // of what begins at i and j
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*(m+1)+j] = common[(i+1)*(m+1)+j+1] + 1
			} else {
				common[i*(m+1)+j] = max(common[(i+1)*(m+1)+j], common[i*(m+1)+j+1])
			}
		}
	}
	var ops []Op
	for i, j := 0, 0; i < n || j < m; {
		switch {
		case i < n && j < m && a[i] == b[j]:
			ops, i, j = append(ops, Same), i+1, j+1
		case j == m || i < n && common[(i+1)*(m+1)+j] >= common[i*(m+1)+j+1]:
			ops, i = append(ops, Gone), i+1
		default:
			ops, j = append(ops, Added), j+1
		}
	}
	return ops
}

// Merge brings two changes of one text together; ok is false when they touch the same lines or neighbours.
func Merge(base, mine, theirs []byte) (merged []byte, ok bool) {
	lines := split(base)
	a, b := edits(lines, split(mine)), edits(lines, split(theirs))
	var out []string
	at, i, j := 0, 0, 0
	for i < len(a) || j < len(b) {
		var e edit
		switch {
		case j == len(b) || i < len(a) && a[i].from <= b[j].from:
			e = a[i]
			if j < len(b) {
				if same := e.from == b[j].from && e.to == b[j].to && slices.Equal(e.lines, b[j].lines); same {
					j++
				} else if e.to >= b[j].from {
					return nil, false
				}
			}
			i++
		default:
			e = b[j]
			if i < len(a) && e.to >= a[i].from {
				return nil, false
			}
			j++
		}
		out = append(out, lines[at:e.from]...)
		out = append(out, e.lines...)
		at = e.to
	}
	out = append(out, lines[at:]...)
	return []byte(strings.Join(out, "\n") + "\n"), true
}

// edit puts lines in place of some of a text.
type edit struct {
	from, to int
	lines    []string
}

func edits(base, fresh []string) []edit {
	var list []edit
	at := 0 // in base
	open := false
	for _, l := range compare(base, fresh) {
		if l.Op == Same {
			at, open = at+1, false
			continue
		}
		if !open {
			list, open = append(list, edit{from: at, to: at}), true
		}
		e := &list[len(list)-1]
		if l.Op == Gone {
			at++
			e.to = at
		} else {
			e.lines = append(e.lines, l.Text)
		}
	}
	return list
}
