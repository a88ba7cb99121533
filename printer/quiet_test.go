package printer_test

import (
	"testing"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// band is a run of rows with black in them.
type band struct{ top, bottom, left, right int }

func bands(page paper.Page) (all []band) {
	in := false
	for y := range page.Height {
		left, right := -1, -1
		for x := range page.Width {
			if page.Black(x, y) {
				if left < 0 {
					left = x
				}
				right = x
			}
		}
		switch {
		case left < 0:
			in = false
		case !in:
			all, in = append(all, band{y, y, left, right}), true
		default:
			b := &all[len(all)-1]
			b.bottom, b.left, b.right = y, min(b.left, left), max(b.right, right)
		}
	}
	return all
}

// Decoders read a code without its quiet zone from a clean picture, so none of
// them would miss it: it is measured.
func TestAQRCodeHasFourWhiteModulesAround(t *testing.T) {
	for name, p := range printer.BuiltIn() {
		var s printer.Slip
		s.Text("上上上上上上上上上上上上上上上上", printer.Style{Align: printer.Centre})
		s.QR(statusURL)
		s.Text("下下下下下下下下下下下下下下下下", printer.Style{Align: printer.Centre})
		b, err := printer.Encode(p, s)
		if err != nil {
			t.Fatal(err)
		}
		page := paper.Interpret(p, b)[0]
		all := bands(page)
		tallest := 0
		for i, b := range all {
			if b.bottom-b.top > all[tallest].bottom-all[tallest].top {
				tallest = i
			}
		}
		if tallest == 0 || tallest == len(all)-1 {
			t.Fatalf("%s: bands %v", name, all)
		}
		code := all[tallest]
		if side := code.bottom - code.top + 1; side != code.right-code.left+1 || side != 33*p.Module {
			t.Errorf("%s: the code measures %d by %d dots, want 33 modules of %d", name, code.right-code.left+1, side, p.Module)
		}
		white := min(code.top-all[tallest-1].bottom-1, all[tallest+1].top-code.bottom-1, code.left, page.Width-1-code.right)
		if white < 4*p.Module {
			t.Errorf("%s: %d white dots around the code, %d are needed", name, white, 4*p.Module)
		}
	}
}
