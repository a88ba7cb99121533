package console

import "strings"

// keyRow is a key of the console. The buttons, what hears the keyboard and the help sheet are all made from
// this one table, so none of them can know another key than the others.
type keyRow struct {
	ID    string // what it does
	Key   string // as KeyboardEvent.key has it, letters small
	Words string // of the catalogue
	When  string // there is something to press: always, free (with empty hands), hand (with somebody in hand)
}

// keyRows are the keys in the order of the help sheet. Browsers own Ctrl, Alt and the function keys; these are plain
// ones only, so they need no function key and clash with none, nor with Firefox's search by / and '. Each means one
// thing, whoever is in hand: TestEveryKeyIsInTheHelpSheet holds it.
func keyRows() []keyRow {
	return []keyRow{
		{"go", "Enter", "console.key_enter", "free"},
		{"call", ";", "console.call", "free"},
		{"walk_in", "w", "console.walk_in", "free"},
		{"issue", "+", "console.issue", "free"},
		{"close", "x", "console.close", "free"},
		{"start", "s", "console.start", "hand"},
		{"finish", "1–9", "console.key_finish", "hand"},
		{"more", "-", "console.key_more", "hand"},
		{"recall", "r", "console.recall", "hand"},
		{"no_show", "n", "console.no_show", "hand"},
		{"hold", "h", "console.hold", "hand"},
		{"transfer", "t", "console.transfer", "hand"},
		{"hand_over", "[", "console.hand_over", "hand"},
		{"note", "f", "console.note_add", "hand"},
		{"copy", "c", "console.copy", "hand"},
		{"needs", "d", "console.needs", "hand"},
		{"plan", "j", "console.plan", "hand"},
		{"joint", "k", "console.joint", "hand"},
		{"heads", "e", "console.heads_title", "hand"},
		{"reprint", "b", "console.reprint", "hand"},
		{"matter", "m", "console.matter_find", "hand"},
		{"confirm", "y", "console.matter_confirm", "hand"},
		{"drop", "z", "console.matter_drop", "hand"},
		{"history", "v", "console.matter_history", "hand"},
		{"mark", "g", "console.mark", "hand"},
		{"class", "q", "console.class", "always"},
		{"undo", "u", "console.key_undo", "always"},
		{"pause", "p", "console.key_pause", "always"},
		{"joint_yes", "i", "console.key_joint_yes", "always"},
		{"joint_no", "o", "console.key_joint_no", "always"},
		{"other", "]", "console.key_other", "always"},
		{"sessions", "l", "sessions.title", "always"},
		{"help", "a", "console.key_help", "always"},
		{"silent", "0 0", "console.key_silent", "always"},
		{"small", ",", "console.small", "always"},
		{"bell", ".", "console.bell", "always"},
		{"keys", "?", "console.keys", "always"},
	}
}

// Shown are the keycaps as they are drawn.
func (k keyRow) Shown() []string {
	if k.ID == "finish" {
		return []string{"1", "9"}
	}
	caps := strings.Fields(k.Key)
	for i, c := range caps {
		if len(c) == 1 {
			caps[i] = strings.ToUpper(c)
		}
	}
	return caps
}

// keysByID gives the key of each thing.
func keysByID() map[string]string {
	m := map[string]string{}
	for _, k := range keyRows() {
		m[k.ID] = k.Key
	}
	return m
}

// KeyParts are the parts of the help sheet.
func (*windowData) KeyParts() []string { return []string{"free", "hand", "always"} }

// Offers says whether this page has a key at all.
func (d *windowData) Offers(id string) bool {
	switch id {
	case "sessions":
		return d.Sessions
	case "mark":
		return len(d.Rules.Categories) > 0
	case "reprint":
		return d.Reprints
	case "small":
		return !d.Small
	case "more":
		return len(d.Outcomes) > maxKeys
	}
	return true
}
