package search

import (
	"slices"
	"strings"
)

// meaning leaves out the words that any sentence has, unless there are no others.
func meaning(words []string) []string {
	kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return strings.Contains(small, " "+w+" ") })
	if len(kept) == 0 {
		return words
	}
	return kept
}

const small = " a an and am about are at been can could did do don t for get got had has have haven help how i in is it ive m me my need not of on or please s some the they this to want was we what where with would you your "

// What an English word costs by how it was typed.
const (
	costForm    = 1 // wage for wages
	costBegun   = 1
	costWrong   = 6 // one letter
	costTwice   = 9 // two letters, in a long word
	costMissing = 8 // a word that nothing has
)

// english is what it costs to mean an entry by English words: each of them by any of its texts.
func english(words []string, texts []text) int {
	sum, found := 0, 0
	for i, w := range words {
		best := nowhere
		for k := range texts {
			for j, word := range texts[k].words {
				cost := english1(w, word, i == len(words)-1)
				if j > 0 {
					cost = plus(cost, 1)
				}
				best = min(best, plus(cost, 3*texts[k].rank))
			}
		}
		if best >= nowhere {
			sum += costMissing
			continue
		}
		found++
		sum += best
	}
	if found == 0 || found*3 < len(words) {
		return nowhere
	}
	return sum
}

// english1 is what it costs to mean one word by another; the last one typed may only be begun.
func english1(typed, word string, last bool) int {
	n := len(typed)
	switch {
	case typed == word:
		return 0
	case n >= 3 && stem(typed) == stem(word):
		return costForm
	case last && strings.HasPrefix(word, typed), n >= 4 && strings.HasPrefix(word, typed):
		return costBegun + min(len(word)-n, 9)/3
	case n < 4 || typed[0] >= '0' && typed[0] <= '9':
		return nowhere
	}
	if d := distance(typed, word, last); d == 1 {
		return costWrong
	} else if d == 2 && n >= 8 {
		return costTwice
	}
	return nowhere
}

// stem leaves out the ends by which a word has other forms.
func stem(w string) string {
	for _, end := range [...]string{"ings", "ing", "ies", "ed", "es", "s", "y", "e"} {
		if s, ok := strings.CutSuffix(w, end); ok && len(s) >= 3 {
			return s
		}
	}
	return w
}

// distance is how many letters are wrong, left out, too many or changed over between what was
// typed and a word, or, when it may only be begun, the word's likeliest beginning.
func distance(typed, word string, begun bool) int {
	n, m := len(typed), len(word)
	if n-m > 2 || !begun && m-n > 2 {
		return 9
	}
	d := make([][]int, n+1)
	for i := range d {
		d[i] = make([]int, m+1)
		d[i][0] = i
	}
	for j := range m + 1 {
		d[0][j] = j
	}
	for i := 1; i <= n; i++ {
		for j := 1; j <= m; j++ {
			wrong := 1
			if typed[i-1] == word[j-1] {
				wrong = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+wrong)
			if i > 1 && j > 1 && typed[i-1] == word[j-2] && typed[i-2] == word[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	if begun && n >= 5 {
		return slices.Min(d[n])
	}
	return d[n][m]
}
