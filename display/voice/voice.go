package voice

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"onedoor/display"
	"onedoor/queue"
)

// Line is one sentence to say.
type Line struct {
	Lang  string `json:"lang"` // BCP 47, for choosing the voice: zh-CN, en-GB
	Text  string `json:"text"`
	Local bool   `json:"local,omitempty"` // there is no audio of it: the browser's own voice may say it

	lang  string // of the catalogue
	short string // the same without the place, for a voice that can't say that
}

// Call is what is announced.
type Call struct {
	Number string
	Lang   string // of the ticket
	Window *queue.WindowRule
	Floor  *queue.Floor // of the window; nil when unknown
	Here   bool         // the listeners are on that floor
	Send   int          // of a group, who shall come at most; 0: all
	Once   bool         // without the repetition
	Yi     bool         // 一 in the number is 一 and not 幺
}

// Compose gives the sentences of a call, in order: the house's language twice,
// then the ticket's own once when it is another one.
func Compose(k *display.Kit, c Call) []Line {
	house := k.HouseLang()
	first := line(k, house, c)
	lines := []Line{first, first}
	if c.Once {
		lines = lines[:1]
	}
	if own, ok := k.Catalogue.Match(c.Lang); ok && own != house {
		lines = append(lines, line(k, own, c))
	}
	return lines
}

func line(k *display.Kit, lang string, c Call) Line {
	say := func(s string) string { return s }
	if lang == "zh" {
		say = chinese
	}
	window, floor, way := say(c.Window.Label.In(lang)), "", ""
	if c.Floor != nil {
		floor = say(c.Floor.Name.In(lang))
		if !c.Here {
			way = lowerFirst(strings.TrimPrefix(say(c.Floor.Way.In(lang)), k.T(lang, "voice.please")))
		}
	}
	key := "voice.call"
	switch {
	case way != "":
		key = "voice.call_way"
	case floor == "":
		key = "voice.call_here"
	}
	number := spell(lang, c.Number)
	if c.Yi {
		number = strings.ReplaceAll(number, "幺", "一")
	}
	text := k.T(lang, key, "number", number, "floor", floor, "way", way, "window", window)
	if c.Send > 0 {
		text += k.T(lang, "voice.send", "n", say(strconv.Itoa(c.Send)))
	}
	return Line{Lang: k.T(lang, "voice.tag"), Text: text, lang: lang, short: k.T(lang, "voice.call_screen", "number", number)}
}

// lowerFirst makes what began a sentence stand within one.
func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	first, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(next) { // VIP
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

// spell says a ticket's number sign by sign.
func spell(lang, number string) string {
	var b strings.Builder
	digits := []rune("零幺二三四五六七八九")
	for _, r := range number {
		switch {
		case lang == "zh" && r >= '0' && r <= '9':
			b.WriteRune(digits[r-'0'])
		default:
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteRune(r)
			if lang == "zh" {
				b.WriteByte(' ')
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// chinese turns numbers in a label into words and takes the spaces that are
// there for the eye: "12 号窗口" is 十二号窗口.
func chinese(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		i := strings.IndexFunc(s, unicode.IsDigit)
		if i < 0 {
			i = len(s)
		}
		b.WriteString(strings.ReplaceAll(s[:i], " ", ""))
		s = s[i:]
		j := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
		if j < 0 {
			j = len(s)
		}
		if n, err := strconv.Atoi(s[:j]); err == nil {
			if n == 2 && strings.HasPrefix(strings.TrimLeft(s[j:], " "), "位") {
				b.WriteString("两") // people are counted so
			} else {
				b.WriteString(count(n))
			}
		} else {
			b.WriteString(s[:j])
			if j == 0 && len(s) > 0 { // a digit of another script
				r := []rune(s)[0]
				b.WriteRune(r)
				j = len(string(r))
			}
		}
		s = s[j:]
	}
	return b.String()
}

// count says a number from 0 to 9,999 in Chinese; larger ones sign by sign.
func count(n int) string {
	digits := []rune("零一二三四五六七八九")
	if n == 0 {
		return "零"
	}
	if n < 0 || n > 9999 {
		return spell("zh", strconv.Itoa(n))
	}
	var b strings.Builder
	gap := false
	for _, u := range []struct {
		unit int
		word string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / u.unit % 10
		if d == 0 {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteRune('零')
			gap = false
		}
		if d != 1 || u.unit != 10 || b.Len() != 0 { // 十二, not 一十二
			b.WriteRune(digits[d])
		}
		b.WriteString(u.word)
	}
	return b.String()
}
