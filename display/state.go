package display

import "fmt"

// pageState is how a page, or a part of it, stands when it has nothing to show.
type pageState struct {
	Kind  string // loading, empty, error, stale
	Icon  string
	Title string
	Text  string // what to do, or what to wait for; may be empty
}

// newState makes what the part "state" draws:
//
//	{{template "state" (state "empty" (t "desk.nobody") (t "desk.nobody_text"))}}
func newState(kind, title, text string) (pageState, error) {
	s := pageState{Kind: kind, Title: title, Text: text}
	switch kind {
	case "loading":
		s.Icon = "again"
	case "empty":
		s.Icon = "ticket"
	case "error":
		s.Icon = "warning"
	case "stale":
		s.Icon = "offline"
	default:
		return s, fmt.Errorf("a page is never %q: loading, empty, error or stale", kind)
	}
	return s, nil
}
