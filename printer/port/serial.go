package port

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"go.bug.st/serial"

	"onedoor/printer"
)

// OpenSerial opens a serial port, or the pseudo-terminal of a virtual printer, at
// baud bits per second, eight bits, no parity, one stop bit. A baud of 0 is
// printer.DefaultBaud. The error is a *printer.DeviceError.
func OpenSerial(path string, baud int, flow printer.Flow) (printer.Port, error) {
	return openTTY(path, printer.URL{Baud: baud, Flow: flow})
}

// openPlace opens the serial port of a URL where it is now.
func openPlace(p *place, u printer.URL) (printer.Port, error) {
	path, err := p.find()
	if err != nil {
		return nil, err
	}
	line, err := openTTY(path, u)
	if err != nil {
		return nil, p.hinted(err)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		p.opened(real)
	}
	return line, nil
}

// openTTY opens a serial port with a URL's settings.
func openTTY(path string, u printer.URL) (printer.Port, error) {
	mode, err := mode(u)
	if err != nil {
		return nil, err
	}
	ours, err := openDevice(path, os.O_RDWR)
	if err != nil {
		return nil, err
	}
	driver, err := serial.Open(path, mode)
	if err != nil {
		_ = ours.Close()
		return nil, deviceError("open", err)
	}
	if err := setFlow(ours, u.Flow); err != nil { // after the driver, which clears it
		_ = ours.Close()
		_ = driver.Close()
		return nil, deviceError("set flow control of", err)
	}
	l := newLine(ours)
	l.other = driver.Close
	l.held = func() (int, error) { return held(ours) }
	l.drop = func() bool { return drop(ours) }
	return l, nil
}

// mode is a URL's settings in the driver's words.
func mode(u printer.URL) (*serial.Mode, error) {
	m := &serial.Mode{BaudRate: u.Baud, DataBits: 8, StopBits: serial.OneStopBit}
	if m.BaudRate == 0 {
		m.BaudRate = printer.DefaultBaud
	}
	switch u.Parity {
	case printer.ParityNone, "":
		m.Parity = serial.NoParity
	case printer.ParityEven:
		m.Parity = serial.EvenParity
	case printer.ParityOdd:
		m.Parity = serial.OddParity
	default:
		return nil, &printer.DeviceError{Op: "open", Why: printer.WhyUnsupported, Err: fmt.Errorf("parity %q", u.Parity)}
	}
	if u.Stop == 2 {
		m.StopBits = serial.TwoStopBits
	}
	return m, nil
}

func sorted(all []string) []string {
	slices.Sort(all)
	return all
}
