package printer

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Scheme is the kind of line a printer hangs on.
type Scheme string

// The kinds. Virtual is the built-in printer on a pseudo-terminal, None no
// printer at all.
const (
	Serial  Scheme = "serial"
	TCP     Scheme = "tcp"
	File    Scheme = "file"
	Virtual Scheme = "virtual"
	None    Scheme = "none"
)

// Flow is a serial line's flow control.
type Flow string

// The flow controls. A printer with DTR/DSR has its DTR wired to CTS and uses RTSCTS.
const (
	FlowNone    Flow = "none"
	FlowXonXoff Flow = "xonxoff"
	FlowRTSCTS  Flow = "rtscts"
)

// Parity is a serial line's check bit.
type Parity string

// The parities. Characters have eight bits without it, always: hanzi and pictures
// need them all.
const (
	ParityNone Parity = "none"
	ParityEven Parity = "even"
	ParityOdd  Parity = "odd"
)

// DefaultBaud is a serial line's speed when its URL names none.
const DefaultBaud = 19200

// URL says where a printer is and what it is like.
type URL struct {
	Scheme  Scheme
	Address string  // Serial, File: the device's path; TCP: host:port; else empty
	Baud    int     // Serial and Virtual: bits per second
	Flow    Flow    // Serial and Virtual
	Parity  Parity  // Serial
	Stop    int     // Serial: stop bits, 1 or 2
	Profile Profile // none for None
	Class   string  // Virtual: how it answers, by the name of package paper; empty: as the profile hopes
	Script  string  // Virtual: path of a script of what goes wrong; empty: nothing does
}

// String is the URL as it would be written, every setting named.
func (u URL) String() string {
	switch u.Scheme {
	case Serial:
		return fmt.Sprintf("%s:%s?baud=%d&profile=%s&flow=%s&parity=%s&stop=%d",
			u.Scheme, u.Address, u.Baud, u.Profile.Name, u.Flow, u.Parity, u.Stop)
	case Virtual:
		text := fmt.Sprintf("%s:?baud=%d&profile=%s&flow=%s", u.Scheme, u.Baud, u.Profile.Name, u.Flow)
		if u.Class != "" {
			text += "&class=" + url.QueryEscape(u.Class)
		}
		if u.Script != "" {
			text += "&script=" + url.QueryEscape(u.Script)
		}
		return text
	case TCP, File:
		return fmt.Sprintf("%s:%s?profile=%s", u.Scheme, u.Address, u.Profile.Name)
	case None:
	}
	return string(None) + ":"
}

// ParseURL reads a printer's URL, looking profiles up in known:
//
//	serial:/dev/ttyUSB0?baud=19200&profile=epson-80&flow=none|xonxoff|rtscts&parity=none|even|odd&stop=1|2
//	tcp:HOST:9100?profile=…   file:/dev/usb/lp0?profile=…   virtual:   none:
//
// What isn't said of a serial line is 19200 baud, no flow control, no parity, one
// stop bit. A virtual printer has baud and flow as well, and class=NAME and
// script=FILE besides (see package paper).
//
// The error says everything that is wrong, joined, and what would be right.
func ParseURL(text string, known Profiles) (URL, error) {
	name, rest, ok := strings.Cut(text, ":")
	u := URL{Scheme: Scheme(name)}
	if !ok || !slices.Contains([]Scheme{Serial, TCP, File, Virtual, None}, u.Scheme) {
		return URL{}, fmt.Errorf("printer %q: should begin with one of serial:, tcp:, file:, virtual:, none: and go on", text)
	}
	address, query, _ := strings.Cut(rest, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return URL{}, fmt.Errorf("printer %q: settings are written ?name=value&name=value: %w", text, err)
	}
	u.Address = address
	err = errors.Join(u.checkAddress(), u.settings(values, known))
	if err != nil {
		return URL{}, fmt.Errorf("printer %q: %w", text, err)
	}
	return u, nil
}

func (u *URL) checkAddress() error {
	switch u.Scheme {
	case Serial:
		if !strings.HasPrefix(u.Address, "/") {
			return errors.New("a serial port is named by its path, such as serial:/dev/ttyUSB0 or, better, serial:/dev/serial/by-id/…")
		}
	case File:
		if !strings.HasPrefix(u.Address, "/") {
			return errors.New("a device is named by its path, such as file:/dev/usb/lp0")
		}
	case TCP:
		u.Address = strings.TrimPrefix(u.Address, "//")
		host, port, err := net.SplitHostPort(u.Address)
		if n, e := strconv.ParseUint(port, 10, 16); err != nil || host == "" || e != nil || n == 0 {
			return errors.New("a network printer is named by host and port, such as tcp:192.168.1.50:9100")
		}
	case Virtual, None:
		if u.Address != "" {
			return fmt.Errorf("nothing belongs between %s: and its settings, but there is %q", u.Scheme, u.Address)
		}
	}
	return nil
}

// settings reads what stands behind the question mark.
func (u *URL) settings(values url.Values, known Profiles) error {
	allowed := map[Scheme][]string{
		Serial: {"baud", "flow", "parity", "profile", "stop"}, Virtual: {"baud", "class", "flow", "profile", "script"},
		TCP: {"profile"}, File: {"profile"},
	}[u.Scheme]
	var problems []error
	for _, key := range slices.Sorted(maps.Keys(values)) {
		switch {
		case !slices.Contains(allowed, key) && len(allowed) == 0:
			problems = append(problems, fmt.Errorf("%s: has no settings, but there is %q", u.Scheme, key))
		case !slices.Contains(allowed, key):
			problems = append(problems, fmt.Errorf("unknown setting %q; %s: has %s", key, u.Scheme, strings.Join(allowed, ", ")))
		case len(values[key]) > 1:
			problems = append(problems, fmt.Errorf("setting %q is given %d times", key, len(values[key])))
		}
	}
	if u.Scheme == None {
		return errors.Join(problems...)
	}
	u.Class, u.Script = values.Get("class"), values.Get("script")
	var err error
	if u.Profile, err = known.Find(values.Get("profile")); err != nil {
		problems = append(problems, err)
	}
	if u.Scheme == Serial || u.Scheme == Virtual {
		problems = append(problems, u.line(values.Get("baud"), values.Get("flow")))
	}
	if u.Scheme == Serial {
		problems = append(problems, u.frame(values.Get("parity"), values.Get("stop")))
	}
	return errors.Join(problems...)
}

// line reads a serial line's settings.
func (u *URL) line(baud, flow string) error {
	u.Baud, u.Flow = DefaultBaud, FlowNone
	var wrongBaud, wrongFlow error
	if baud != "" {
		speeds := []int{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400}
		n, err := strconv.Atoi(baud)
		if err != nil || !slices.Contains(speeds, n) {
			wrongBaud = fmt.Errorf("baud is %q; right is one of %s", baud, strings.Trim(fmt.Sprint(speeds), "[]"))
		}
		u.Baud = n
	}
	if flow != "" {
		u.Flow = Flow(flow)
		if !slices.Contains([]Flow{FlowNone, FlowXonXoff, FlowRTSCTS}, u.Flow) {
			wrongFlow = fmt.Errorf("flow is %q; right is none, xonxoff or rtscts", flow)
		}
	}
	return errors.Join(wrongBaud, wrongFlow)
}

// frame reads what stands around a serial line's characters.
func (u *URL) frame(parity, stop string) error {
	u.Parity, u.Stop = ParityNone, 1
	var wrongParity, wrongStop error
	if parity != "" {
		u.Parity = Parity(parity)
		if !slices.Contains([]Parity{ParityNone, ParityEven, ParityOdd}, u.Parity) {
			wrongParity = fmt.Errorf("parity is %q; right is none, even or odd", parity)
		}
	}
	switch stop {
	case "", "1":
	case "2":
		u.Stop = 2
	default:
		wrongStop = fmt.Errorf("stop is %q; right is 1 or 2", stop)
	}
	return errors.Join(wrongParity, wrongStop)
}
