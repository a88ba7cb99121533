package port

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"onedoor/printer"
)

// links is where the system names serial ports after the devices behind them, and
// not by the order in which they were plugged in.
const links = "/dev/serial/by-id"

// place is where a serial port is to be found. A USB adapter that is pulled and
// plugged in again may come back under another number, and its old one may be
// another adapter's. So the name that the system gives to the adapter itself is
// noted when it is first opened, and from then on the port is found by that.
type place struct {
	path  string // as the URL has it
	links string // the directory of the names
	known string // the name within; empty: none is known
}

// find is the path to open now.
func (p *place) find() (string, error) {
	if p.known == "" {
		return p.path, nil
	}
	path, err := filepath.EvalSymlinks(filepath.Join(p.links, p.known))
	if err != nil {
		return "", &printer.DeviceError{
			Op: "open", Why: printer.WhyUnplugged, Retry: true, Err: err,
			Hint: p.known + " isn't plugged in: check the cable",
		}
	}
	return path, nil
}

// opened notes the name of the device that was opened. The URL may have had it
// already, or there may be none, as for a port on the main board.
func (p *place) opened(path string) {
	if filepath.Dir(p.path) == filepath.Clean(p.links) {
		return
	}
	for name, device := range p.names() {
		if device == path {
			p.known = name
		}
	}
}

// names are the devices by the system's names for them.
func (p *place) names() map[string]string {
	all := map[string]string{}
	entries, _ := os.ReadDir(p.links) // there is none before the first adapter is plugged in
	for _, e := range entries {
		if device, err := filepath.EvalSymlinks(filepath.Join(p.links, e.Name())); err == nil {
			all[e.Name()] = device
		}
	}
	return all
}

// hinted has an error about a missing port say which ones there are, by the names
// that stay.
func (p *place) hinted(err error) error {
	var d *printer.DeviceError
	if !errors.As(err, &d) || !errors.Is(err, os.ErrNotExist) {
		return err
	}
	var there []string
	for name := range p.names() {
		there = append(there, filepath.Join(p.links, name))
	}
	hinted := *d
	hinted.Hint = "the device is missing: check the cable"
	if len(there) > 0 {
		hinted.Hint += "; there are " + strings.Join(sorted(there), ", ")
	}
	return &hinted
}
