package config

import (
	"fmt"
	"regexp"
	"strings"

	"onedoor/printer"
	"onedoor/queue"
)

var tokenForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (b *builder) readPrinters(root *table) {
	for _, v := range root.items("printers") {
		t, ok := b.table(v, "a printer")
		if !ok {
			continue
		}
		id := t.needID("id", "id: hall")
		t.what = about(aPrinter, id)
		u := t.needText("url", "url: serial:/dev/ttyUSB0?baud=19200&profile=epson-80")
		place := t.names("place")
		t.done()
		b.checkPrinterURL(u, t)
		if !b.define(aPrinter, id) {
			continue
		}
		b.centre.Printers[queue.PrinterID(id.id)] = u
		b.centre.mark(PrinterPart(queue.PrinterID(id.id)), t.spotOfKey("url"))
		if place != nil {
			b.rules.Printers = append(b.rules.Printers, queue.PrinterRule{ID: queue.PrinterID(id.id), Place: place})
		}
	}
}

// checkPrinterURL reports each thing that printer.ParseURL finds; it says itself
// what would be right.
func (b *builder) checkPrinterURL(u string, t *table) {
	if u == "" || t.starred(u) {
		return
	}
	if _, err := printer.ParseURL(u, b.centre.Profiles); err != nil {
		all := strings.TrimPrefix(err.Error(), fmt.Sprintf("printer %q: ", u))
		for one := range strings.SplitSeq(all, "\n") {
			b.bad(t.spotOfKey("url"), fmt.Sprintf("the url of %s: %s", t.what, maskIn(one, u)), "")
		}
	}
}

func (b *builder) readKiosks(root *table) {
	for _, v := range root.items("kiosks") {
		t, ok := b.table(v, "a kiosk")
		if !ok {
			continue
		}
		id := t.needID("id", "id: main")
		t.what = about(aKiosk, id)
		p := t.maybeID("printer")
		fallback := b.fallback(t, p)
		k := queue.Kiosk{
			ID: queue.KioskID(id.id), Name: t.needNames("name"),
			Printer: queue.PrinterID(p.id), Fallback: known[queue.PrinterID](fallback),
			Slot: b.readSlot(t), Keypad: b.readKeypad(t),
		}
		token := b.token(t)
		t.done()
		b.name(aPrinter, t.what, append(fallback, p)...)
		if b.define(aKiosk, id) {
			b.rules.Kiosks = append(b.rules.Kiosks, k)
			if token != "" {
				b.centre.KioskTokens[k.ID] = token
			}
		}
	}
}

// fallback reads the printers that take over when a kiosk's own can't print, the
// first to be tried first.
func (b *builder) fallback(t *table, own ref) []ref {
	var out []ref
	for _, p := range t.ids("fallback") {
		if p.id == own.id {
			b.bad(p.at, fmt.Sprintf("%q in \"fallback\" of %s is its printer already", p.id, t.what), "name another one, or leave the key out")
			continue
		}
		out = append(out, p)
	}
	if _, given := t.get("printer"); !given && len(out) > 0 {
		b.bad(t.spotOfKey("fallback"), t.what+" has a fallback and no printer", "write printer: the one to be tried first")
	}
	return out
}

// token reads a device's token hash. A device without one is let in by the code that it
// shows at /pair.
func (b *builder) token(t *table) string {
	const key = "token_sha256"
	v, given := t.get(key)
	if !given {
		return ""
	}
	s, ok := b.line(v, fmt.Sprintf("%q of %s", key, t.what))
	if !ok {
		return ""
	}
	if !tokenForm.MatchString(s) {
		b.bad(v.at, fmt.Sprintf("%q of %s is not a SHA-256", key, t.what), "write the 64 of 0–9 and a–f that onedoor token prints beside a new token")
		return ""
	}
	if other, twice := b.tokens[s]; twice {
		b.bad(v.at, fmt.Sprintf("%s has the same token as %s", t.what, other), "give each device a token of its own")
		return ""
	}
	b.tokens[s] = t.what
	return s
}
