package queue_test

import (
	"errors"
	"strings"
	"testing"

	"onedoor/queue"
)

func TestWhatSomebodyBringsOfAnEarlierVisit(t *testing.T) {
	for text, want := range map[string]queue.Clue{
		"AbCd_fgh-jkl0123": {Kind: queue.ClueRef, Value: "AbCd_fgh-jkl0123"},
		"https://door.example/t/AbCd_fgh-jkl0123\r\n": {Kind: queue.ClueRef, Value: "AbCd_fgh-jkl0123"},
		"http://10.0.0.2:8080/t/AbCd_fgh-jkl0123?x=1": {Kind: queue.ClueRef, Value: "AbCd_fgh-jkl0123"},
		"4827163":                {Kind: queue.ClueCode, Value: "4827163"},
		" 4827-163 ":             {Kind: queue.ClueCode, Value: "4827163"},
		"4827 163":               {Kind: queue.ClueCode, Value: "4827163"},
		"2026-11-23 a012":        {Kind: queue.ClueNumber, Value: "A012", Day: "2026-11-23"},
		"（2026）宁0105民初1234号":     {Kind: queue.ClueCase, Value: "(2026)宁0105民初1234号"},
		"(2026) 宁0105 民初 1234 号": {Kind: queue.ClueCase, Value: "(2026)宁0105民初1234号"},
		"银西劳人仲案〔2026〕18号":        {Kind: queue.ClueCase, Value: "银西劳人仲案[2026]18号"},
		"ｘｘ２０２６－１８":              {Kind: queue.ClueCase, Value: "XX2026-18"},
		"":                       {},
		"你好":                     {},
		"abc":                    {},
		"2026-02-30 A012":        {Kind: queue.ClueCase, Value: "2026-02-30A012"},
		"https://elsewhere/123":  {},
		strings.Repeat("12", 40): {},
		"\xff\xfe1234":           {},
		"1234\x00567":            {},
	} {
		got, ok := queue.ReadClue(text)
		if got != want || ok != (want.Kind != "") {
			t.Errorf("%q is read as %+v, %v; want %+v", text, got, ok, want)
		}
	}
	if _, err := queue.CaseNumber(strings.Repeat("1", 65)); !errors.Is(err, &queue.Error{Code: queue.ErrBadValue}) {
		t.Errorf("a number of 65 characters: %v", err)
	}
}
