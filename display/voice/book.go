package voice

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Clip is a piece that is recorded as a whole: a digit, a room, a sentence.
type Clip struct {
	Name string // also its file, without language and ending: number-3
	Text string // what is heard in it
	How  string // how a machine is told to say it; "": as Text
}

// clip is a Clip that can be heard.
type clip struct {
	Clip
	from    string // whose voice it is
	samples int
	sound   func() (Sound, error)
	stamp   string // of the file that it was read from: another recording of it has another one
}

// book is the clips of a language, by the words they say.
type book struct {
	lang    string
	clips   map[string]clip
	longest int // words of the longest
}

func newBook(lang string) *book { return &book{lang: lang, clips: map[string]clip{}} }

func (b *book) add(c clip) {
	words := wordsOf(b.lang, c.Text)
	b.clips[keyOf(words)] = c
	b.longest = max(b.longest, len(words))
}

// The pauses behind what is said. None is longer than a quarter of a second: a call is one
// piece, and a silence in it sounds like its end.
const (
	joint  = 45 * time.Millisecond  // between two clips
	comma  = 150 * time.Millisecond // ，
	period = 220 * time.Millisecond // 。 and between two lines
)

// word is the smallest piece of a text: a Chinese character, an English word.
type word struct {
	text string
	rest time.Duration // behind it, as the text's punctuation has it
}

// keyOf is what clips are found by.
func keyOf(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.text)
		b.WriteByte(' ')
	}
	return b.String()
}

// wordsOf parts a text. Numbers become words; what is between words becomes a pause.
func wordsOf(lang, text string) []word {
	var words []word
	rest := func(d time.Duration) {
		if n := len(words); n > 0 {
			words[n-1].rest = max(words[n-1].rest, d)
		}
	}
	if lang == "zh" {
		text = chinese(text)
	}
	var open strings.Builder // a word of letters under way
	end := func() {
		if open.Len() > 0 {
			for _, t := range spoken(open.String()) {
				words = append(words, word{text: t, rest: joint})
			}
			open.Reset()
		}
	}
	for _, r := range text {
		switch {
		case r == '\'' || r == '’': // Xiao’s
		case unicode.Is(unicode.Han, r), lang == "zh" && unicode.IsLetter(r):
			end()
			words = append(words, word{text: string(unicode.ToLower(r)), rest: joint})
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			open.WriteRune(unicode.ToLower(r))
		case strings.ContainsRune("。！？.!?", r):
			end()
			rest(period)
		case strings.ContainsRune("，；：、,;:", r):
			end()
			rest(comma)
		default:
			end()
		}
	}
	end()
	return words
}

// Words parts a text as it is said: Chinese characters, English words, numbers in words.
func Words(lang, text string) []string {
	var all []string
	for _, w := range wordsOf(lang, text) {
		all = append(all, w.text)
	}
	return all
}

// spoken gives a word as it is said in English: numbers in words.
func spoken(w string) []string {
	n, err := strconv.Atoi(w)
	if err != nil || n < 0 {
		return []string{w}
	}
	return strings.Fields(english(n))
}

// english says a number from 0 to 9,999; larger ones sign by sign.
func english(n int) string {
	small := strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens := strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	behind := func(n int, and string) string {
		if n == 0 {
			return ""
		}
		return and + english(n)
	}
	switch {
	case n < 20:
		return small[n]
	case n < 100:
		return tens[n/10] + behind(n%10, " ")
	case n < 1000:
		return small[n/100] + " hundred" + behind(n%100, " and ")
	case n < 10_000:
		and := " "
		if n%1000 < 100 {
			and = " and "
		}
		return small[n/1000] + " thousand" + behind(n%1000, and)
	}
	var signs []string
	for _, d := range strconv.Itoa(n) {
		signs = append(signs, small[d-'0'])
	}
	return strings.Join(signs, " ")
}

// part is a clip and what rests behind it.
type part struct {
	clip
	rest time.Duration
}

// find gives the fewest clips that say a text, in order, and the words that none says.
func (b *book) find(text string) (parts []part, missing []string) {
	words := wordsOf(b.lang, text)
	const lost = 1 << 16
	type step struct{ cost, from int }
	best := make([]step, len(words)+1) // to have said the first i words
	for i := 1; i <= len(words); i++ {
		best[i] = step{best[i-1].cost + lost, -1}
		for n := 1; n <= min(b.longest, i); n++ {
			if _, ok := b.clips[keyOf(words[i-n:i])]; ok && best[i-n].cost+1 < best[i].cost {
				best[i] = step{best[i-n].cost + 1, i - n}
			}
		}
	}
	for i := len(words); i > 0; {
		from := best[i].from
		if from < 0 {
			missing = append(missing, words[i-1].text)
			i--
			continue
		}
		parts = append(parts, part{b.clips[keyOf(words[from:i])], words[i-1].rest})
		i = from
	}
	slices.Reverse(parts)
	slices.Reverse(missing)
	return parts, missing
}
