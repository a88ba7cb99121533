package kiosk

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"onedoor/display"
	"onedoor/queue"
)

// langOf gives the catalogue's language for a ticket's, or the house's.
func langOf(words *display.Catalogue, r *queue.Rules, lang string) string {
	for _, l := range [...]string{lang, r.Centre.Locale} {
		if found, ok := words.Match(l); ok {
			return found
		}
	}
	return words.Langs()[0]
}

// waitPlace is where visitors of a floor wait, or the floor's name.
func waitPlace(r *queue.Rules, id queue.FloorID, lang string) string {
	f := r.Floor(id)
	if f == nil {
		return string(id)
	}
	if place := f.Wait.In(lang); place != "" {
		return place
	}
	return f.Name.In(lang)
}

func monthKey(m time.Month) string { return fmt.Sprintf("slip.month.%d", m) }

// closed takes out the space that a sentence keeps for Latin or digits where
// hanzi came instead: 请到 3 号窗口, but 请到共享法庭.
func closed(s string) string {
	r := []rune(s)
	var b strings.Builder
	for i, c := range r {
		between := i > 0 && i < len(r)-1 && unicode.Is(unicode.Han, r[i-1]) && unicode.Is(unicode.Han, r[i+1])
		if c != ' ' || !between {
			b.WriteRune(c)
		}
	}
	return b.String()
}
