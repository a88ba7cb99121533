package printer_test

import (
	"fmt"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// A ticket becomes a slip, the slip bytes for a kind of printer. What they say can
// be read, and paper.Interpret draws them.
func ExampleEncode() {
	slip := printer.Ticket{
		Lang: "zh", Mark: "补打 2", Number: "A012", Service: "劳动争议调解", QR: "http://10.0.0.5/t/qJZrhmXwtKfL",
	}.Slip(printer.DefaultTemplate())
	profile, err := printer.BuiltIn().Find("epson-58")
	if err != nil {
		fmt.Println(err)
		return
	}
	b, err := printer.Encode(profile, slip)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(paper.Disassemble(b))
	// Output:
	// ESC @
	// GS a 14
	// ESC a 1
	// FS &
	// GS ! 17
	// ESC E 1
	// text "补打 2"
	// LF
	// GS ! 51
	// text "A012"
	// LF
	// ESC J 16
	// ESC a 1
	// FS &
	// GS ! 0
	// ESC E 1
	// text "补打 2"
	// LF
	// GS ! 17
	// ESC E 0
	// text "劳动争议调解"
	// LF
	// LF
	// GS ! 112
	// text "____"
	// LF
	// LF
	// FS .
	// GS ( k model 2
	// GS ( k module 6
	// GS ( k correction Q
	// GS ( k store "http://10.0.0.5/t/qJZrhmXwtKfL"
	// GS ( k print
	// LF
	// GS V 66 48
}
