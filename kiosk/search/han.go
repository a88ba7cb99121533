package search

import (
	"slices"
	"strings"
)

// fillers are what any sentence may have, and nothing is meant by.
var fillers = strings.NewReplacer(
	"怎么办", "", "怎么", "", "请问", "", "我想要", "", "我想", "", "我要", "", "想要", "", "我们", "", "我的", "", "一下", "",
	"可以", "", "什么", "", "哪里", "", "哪儿", "", "办理", "", "咋办", "", "你好", "", "您好", "", "帮我", "",
)

// costWithin is what a find costs whose text doesn't begin with what was typed: more than a
// further word that is just it.
const costWithin = 4

// core leaves the fillers out, unless nothing but them was typed.
func core(han []rune) []rune {
	if c := []rune(fillers.Replace(string(han))); len(c) > 0 {
		return c
	}
	return han
}

// overlap is what it costs to mean a text by hanzi.
func overlap(q, t []rune) int {
	whole, other := string(t), string(q)
	switch {
	case whole == other:
		return 0
	case strings.HasPrefix(whole, other):
		return 1
	case strings.Contains(whole, other):
		return costWithin
	case len(t) >= 2 && strings.Contains(other, whole):
		return 4 + min(len(q)-len(t), 4)/2
	}
	common := longest(q, t)
	switch short := min(len(q), len(t)); {
	case common < 2 || !sharesPair(q, t):
		return nowhere
	case common*5 >= len(q)*4: // nearly all that was typed
		return 5 + len(q) - common
	case common*4 >= short*3:
		return 8 + min(len(q)-common, 4)
	case len(q) >= 4:
		return 14
	}
	return nowhere
}

// sharesPair says whether two neighbours of one text are neighbours in the other.
func sharesPair(a, b []rune) bool {
	for i := range len(a) - 1 {
		for j := range len(b) - 1 {
			if slices.Equal(a[i:i+2], b[j:j+2]) {
				return true
			}
		}
	}
	return false
}

// longest is the length of the longest common subsequence.
func longest(a, b []rune) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		before := 0
		for j, y := range b {
			here := row[j+1]
			if x == y {
				row[j+1] = before + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			before = here
		}
	}
	return row[len(b)]
}
