package kiosk

import (
	"testing"

	"onedoor/printer"
)

// TestEveryCauseHasWords finds a cause of the spool's, or of ours, that the
// catalogue doesn't know: people would read "printer trouble".
func TestEveryCauseHasWords(t *testing.T) {
	h := newHouse(t, houseOptions{})
	causes := []printer.Why{
		printer.WhyPaperOut, printer.WhyCoverOpen, printer.WhyOffline, printer.WhyCutter, printer.WhyOverheated, printer.WhyFault,
		printer.WhySilent, printer.WhyUnplugged, printer.WhyPortBusy, printer.WhyRefused, printer.WhyTimeout, printer.WhyShortWrite,
		printer.WhyUnsupported, printer.WhyStore, printer.WhyStopped, printer.WhySlip, printer.WhyTooOld, printer.WhyPowerCycled,
		"no_printer", "crashed", "visit_over", "by_hand", "original_came", "reprinted",
	}
	for _, why := range causes {
		if !h.kit.Catalogue.Has("print.why_" + string(why)) {
			t.Errorf("nobody says %s", why)
		}
	}
	for _, why := range causes[:11] { // those of a printer, not of a slip
		if !h.kit.Catalogue.Has("print.do_" + string(why)) {
			t.Errorf("nobody says what to do about %s", why)
		}
	}
}
