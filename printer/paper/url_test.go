package paper

import (
	"os"
	"strings"
	"testing"

	"onedoor/printer"
)

func TestOptionsFor(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"bad-day.txt": "after page 1: paper out for 8s\n", "nonsense.txt": "\nwhatever\n"} {
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	options := func(text string) (Options, error) {
		u, err := printer.ParseURL(text, printer.BuiltIn())
		if err != nil {
			t.Fatal(err)
		}
		return OptionsFor(u)
	}
	o, err := options("virtual:?profile=zjiang-58&baud=9600&flow=xonxoff&class=zjiang&script=" + dir + "/bad-day.txt")
	if err != nil || o.Profile.Name != "zjiang-58" || o.Baud != 9600 || o.Flow != printer.FlowXonXoff ||
		o.Class.Name != ClassZjiang || o.Script.String() != "after page 1: paper out for 8s\n" {
		t.Errorf("%+v, %v", o, err)
	}
	if o, err := options("virtual:"); err != nil || o.Flow != "" || o.Class.Name != "" || o.Script != nil {
		t.Errorf("clean by default: %+v, %v", o, err)
	}
	for text, want := range map[string]string{
		"virtual:?class=tsp":                       "epson, epson-older, snbc",
		"virtual:?script=" + dir + "/none.txt":     "read the virtual printer's script",
		"virtual:?script=" + dir + "/nonsense.txt": "nonsense.txt: line 2",
	} {
		if _, err := options(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", text, err, want)
		}
	}
}
