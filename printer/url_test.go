package printer

import (
	"strings"
	"testing"
)

func TestParseURL(t *testing.T) {
	for text, want := range map[string]string{
		"none:":                                 "none:",
		"virtual:":                              "virtual:?baud=19200&profile=generic-80&flow=none",
		"virtual:?profile=epson-80&baud=115200": "virtual:?baud=115200&profile=epson-80&flow=none",
		"virtual:?class=zjiang&script=/tmp/a%20b": "virtual:?baud=19200&profile=generic-80&flow=none&class=zjiang&script=%2Ftmp%2Fa+b",
		"serial:/dev/ttyUSB0":                     "serial:/dev/ttyUSB0?baud=19200&profile=generic-80&flow=none&parity=none&stop=1",
		"serial:/dev/ttyS0?baud=9600&flow=rtscts": "serial:/dev/ttyS0?baud=9600&profile=generic-80&flow=rtscts&parity=none&stop=1",
		"serial:/dev/ttyS0?parity=even&stop=2":    "serial:/dev/ttyS0?baud=19200&profile=generic-80&flow=none&parity=even&stop=2",
		"serial:/dev/ttyS0?parity=odd&stop=1":     "serial:/dev/ttyS0?baud=19200&profile=generic-80&flow=none&parity=odd&stop=1",
		"tcp:192.168.1.50:9100?profile=epson-80":  "tcp:192.168.1.50:9100?profile=epson-80",
		"tcp:[fe80::1]:9100":                      "tcp:[fe80::1]:9100?profile=generic-80",
		"tcp://printer.lan:9100":                  "tcp:printer.lan:9100?profile=generic-80",
		"file:/dev/usb/lp0?profile=raster-58":     "file:/dev/usb/lp0?profile=raster-58",
	} {
		u, err := ParseURL(text, BuiltIn())
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if u.String() != want {
			t.Errorf("%s: got %s, want %s", text, u, want)
		}
		if again, err := ParseURL(u.String(), BuiltIn()); err != nil || again != u {
			t.Errorf("%s doesn't read back: %v %v", u, again, err)
		}
	}
}

func TestParseURLSaysWhatWouldBeRight(t *testing.T) {
	for text, wants := range map[string][]string{
		"":                 {"serial:", "none:"},
		"/dev/ttyUSB0":     {"serial:"},
		"usb:/dev/usb/lp0": {"file:"},
		"serial:ttyUSB0":   {"/dev/ttyUSB0"},
		"serial:/dev/ttyUSB0?baud=19201&flow=dsr&parity=e&stop=0&bits=7&profile=tsp": {
			"115200", "xonxoff", "none, even or odd", "1 or 2", "bits", "baud, flow, parity, profile, stop", "generic-80",
		},
		"virtual:?parity=even":         {"parity", "baud, class, flow, profile, script"},
		"tcp:printer":                  {":9100"},
		"tcp:printer:0":                {":9100"},
		"tcp:printer:99999":            {":9100"},
		"file:lp0":                     {"/dev/usb/lp0"},
		"file:/dev/usb/lp0?baud=9600":  {"baud", "profile"},
		"none:?profile=x":              {"no settings"},
		"virtual:x":                    {"nothing belongs"},
		"virtual:?baud=9600&baud=1200": {"2 times"},
		"virtual:?profile=%zz":         {"name=value"},
		"tcp:printer:9100?class=epson": {"class", "profile"},
	} {
		_, err := ParseURL(text, BuiltIn())
		if err == nil {
			t.Errorf("%s was accepted", text)
			continue
		}
		for _, want := range wants {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q should say %q", text, err, want)
			}
		}
	}
}
