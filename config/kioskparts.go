package config

import (
	"fmt"
	"regexp"

	"onedoor/queue"
)

// readSlot reads where a kiosk's paper comes out; nil when it doesn't say.
func (b *builder) readSlot(t *table) *queue.Slot {
	v, ok := t.get("slot")
	if !ok {
		return nil
	}
	st, ok := b.table(v, `"slot" of `+t.what)
	if !ok {
		return nil
	}
	var sides []string
	for _, s := range queue.SlotSides() {
		sides = append(sides, string(s))
	}
	slot := &queue.Slot{Side: queue.SlotSide(st.choice("side", sides...)), Text: st.names("text")}
	st.done()
	return slot
}

// keyForm is a key as a browser names it: a sign, or a name of letters and digits. Digits and
// letters stay with the scanner.
var keyForm = regexp.MustCompile(`^([-+*/.#=]|[A-Z][A-Za-z0-9]{1,20})$`)

// readKeypad reads what the keys that can be felt send; nil when it doesn't say.
func (b *builder) readKeypad(t *table) *queue.Keypad {
	v, ok := t.get("keypad")
	if !ok {
		return nil
	}
	kt, ok := b.table(v, `"keypad" of `+t.what)
	if !ok {
		return nil
	}
	pad := queue.DefaultKeypad()
	used := map[string]string{}
	for _, key := range []struct {
		name string
		into *string
	}{{"listen", &pad.Listen}, {"next", &pad.Next}, {"choose", &pad.Choose}, {"back", &pad.Back}} {
		*key.into = kt.textOr(key.name, *key.into)
		if !keyForm.MatchString(*key.into) {
			b.bad(kt.spotOfKey(key.name), fmt.Sprintf("%q of %s is %q", key.name, kt.what, short(*key.into)),
				"write the key as a browser names it: F1, Enter, ArrowDown, + (letters and digits are the scanner's)")
			continue
		}
		if other, twice := used[*key.into]; twice {
			b.bad(kt.spotOfKey(key.name), fmt.Sprintf("%q and %q of %s are the same key %q", other, key.name, kt.what, *key.into), "give each a key of its own")
		}
		used[*key.into] = key.name
	}
	kt.done()
	return &pad
}
