package paper

import (
	"fmt"
	"os"
	"strings"

	"onedoor/printer"
)

// OptionsFor are the options that the URL of a virtual printer asks for: profile
// and speed; flow control, the kindest where it says none; the class and the script
// of its settings, if any:
//
//	virtual:?profile=zjiang-58&class=zjiang
//	virtual:?profile=epson-80&script=/tmp/bad-day.txt
//
// A script to begin with is testdata/bad-day.txt.
//
// The error says which classes are known, or what is wrong with the script and in
// which line.
func OptionsFor(u printer.URL) (Options, error) {
	o := Options{Profile: u.Profile, Baud: u.Baud}
	if u.Flow != printer.FlowNone {
		o.Flow = u.Flow
	}
	if u.Class != "" {
		var ok bool
		if o.Class, ok = ClassNamed(u.Class); !ok {
			var known []string
			for _, c := range Classes() {
				known = append(known, c.Name)
			}
			return Options{}, fmt.Errorf("unknown class of printers %q; known are %s", u.Class, strings.Join(known, ", "))
		}
	}
	if u.Script != "" {
		text, err := os.ReadFile(u.Script)
		if err != nil {
			return Options{}, fmt.Errorf("read the virtual printer's script: %w", err)
		}
		if o.Script, err = ParseScript(string(text)); err != nil {
			return Options{}, fmt.Errorf("the virtual printer's script %s: %w", u.Script, err)
		}
	}
	return o, nil
}
