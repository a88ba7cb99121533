package port

import (
	"os"

	"go.bug.st/serial"

	"onedoor/printer"
)

// OpenSerial opens a serial port, or the pseudo-terminal of a virtual printer, at
// baud bits per second, eight bits, no parity, one stop bit. A baud of 0 is
// printer.DefaultBaud. The error is a *printer.DeviceError.
func OpenSerial(path string, baud int, flow printer.Flow) (printer.Port, error) {
	if baud == 0 {
		baud = printer.DefaultBaud
	}
	ours, err := openDevice(path, os.O_RDWR)
	if err != nil {
		return nil, err
	}
	driver, err := serial.Open(path, &serial.Mode{
		BaudRate: baud, DataBits: 8, Parity: serial.NoParity, StopBits: serial.OneStopBit,
	})
	if err != nil {
		_ = ours.Close()
		return nil, deviceError("open", err)
	}
	if err := setFlow(ours, flow); err != nil { // after the driver, which clears it
		_ = ours.Close()
		_ = driver.Close()
		return nil, deviceError("set flow control of", err)
	}
	return &line{
		file: ours, other: driver.Close,
		held:  func() (int, error) { return held(ours) },
		flush: func() { flush(ours) },
	}, nil
}
