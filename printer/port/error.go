package port

import (
	"errors"
	"io"
	"net"
	"os"
	"syscall"

	"go.bug.st/serial"

	"onedoor/printer"
)

// deviceError says of what kind an error is and what can be done about it.
func deviceError(op string, err error) *printer.DeviceError {
	d := &printer.DeviceError{Op: op, Err: err, Why: printer.WhyUnplugged, Retry: true, Hint: "check cable and power"}
	var known *printer.DeviceError
	var driver *serial.PortError
	var timeout net.Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, os.ErrDeadlineExceeded):
		d.Why, d.Hint = printer.WhyTimeout, "the printer takes no bytes: paper, cover, flow control or speed"
	case errors.Is(err, os.ErrPermission):
		d.Why, d.Retry, d.Hint = printer.WhyRefused, false, "the program's user needs the device's group, dialout or lp"
	case errors.Is(err, syscall.ENOSPC): // the way of Linux' lp devices
		d.Why, d.Hint = printer.WhyPaperOut, "the printer's driver says that the paper is out"
	case errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.EAGAIN):
		d.Why, d.Hint = printer.WhyPortBusy, "another program holds the printer"
	case errors.Is(err, syscall.ECONNREFUSED):
		d.Why, d.Hint = printer.WhyRefused, "the host is there, but nothing listens on that port: is it a printer, is another computer printing?"
	case errors.Is(err, syscall.ENOTTY), errors.Is(err, os.ErrInvalid):
		d.Why, d.Retry, d.Hint = printer.WhyUnsupported, false, "not a serial port: file: may be right"
	case errors.Is(err, io.ErrShortWrite):
		d.Why = printer.WhyShortWrite
	case errors.Is(err, os.ErrClosed), errors.Is(err, net.ErrClosed):
		d.Hint = "the line was closed"
	case errors.Is(err, os.ErrNotExist):
		d.Hint = "the device is missing: check the cable; /dev/serial/by-id lists what is there, /dev/usb the printers without a serial line"
	case errors.Is(err, syscall.EISDIR):
		d.Why, d.Retry, d.Hint = printer.WhyUnsupported, false, "a printer is a device, as /dev/usb/lp0"
	case errors.As(err, &driver):
		driverError(d, driver)
	case errors.As(err, &timeout) && timeout.Timeout():
		d.Hint = "the host doesn't answer: check address, cable and power"
	}
	return d
}

// driverError sorts what the serial driver says.
func driverError(d *printer.DeviceError, err *serial.PortError) {
	switch err.Code() {
	case serial.PortBusy:
		d.Why, d.Hint = printer.WhyPortBusy, "another program holds the printer"
	case serial.PermissionDenied:
		d.Why, d.Retry, d.Hint = printer.WhyRefused, false, "the program's user needs the device's group, dialout"
	case serial.InvalidSerialPort:
		d.Why, d.Retry, d.Hint = printer.WhyUnsupported, false, "not a serial port: file: may be right"
	case serial.InvalidSpeed:
		d.Why, d.Retry, d.Hint = printer.WhyUnsupported, false, "the port doesn't know this speed"
	default: // gone, most likely
	}
}

// unreadable reports whether a device just can't be read from, as a printer with
// a one-way cable can't.
func unreadable(err error) bool {
	return errors.Is(err, syscall.EBADF) || errors.Is(err, syscall.EINVAL) || errors.Is(err, os.ErrPermission)
}
