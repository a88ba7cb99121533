//go:build !linux

package port

import (
	"errors"
	"os"

	"onedoor/printer"
)

const openFlags = 0

// lock claims nothing: only Linux is fit for a lobby.
func lock(*os.File) error { return nil }

func setFlow(_ *os.File, flow printer.Flow) error {
	if flow == printer.FlowNone || flow == "" {
		return nil
	}
	return &printer.DeviceError{
		Op: "set flow control of", Why: printer.WhyUnsupported,
		Err: errors.New("flow control is only known on Linux"),
	}
}

func held(*os.File) (int, error) { return 0, nil }

func drop(*os.File) bool { return false }
