// Package port opens the lines that printers hang on: serial ports, network
// sockets, /dev/usb/lp devices. Each is a printer.Port.
//
// What every line guarantees:
//
//   - a write ends by its deadline, and says how much of it may have left: all
//     that wasn't surely thrown away;
//   - a write is short only together with an error;
//   - after Close nothing is written: not to the printer, and not to another file
//     that got the printer's descriptor number;
//   - a device is opened once. A second try, by this program or another that
//     asks, is refused as port_busy;
//   - a USB adapter that was opened once is found again by the name that the system
//     gives to it (/dev/serial/by-id), under whatever number it comes back, and
//     another adapter that got its old number is left alone. Two adapters without
//     serial numbers share one name, and can't be told apart: they are better named
//     by /dev/serial/by-path in the URL.
//
// What a failed write leaves in the system is thrown away, else half a slip would
// follow later. A network printer's line is closed for it, with a reset: what was
// never sent hasn't left, what was sent and isn't acknowledged may have. A port on
// the main board forgets what it hasn't sent. The driver of a USB adapter can't, says
// nothing of it, and goes on by itself when the printer takes bytes again, so all
// that it was given may have left; closing such a line waits for it, half a minute
// at most. What a device that is a plain file was given may have left, too.
//
// That a network printer has gone without a word is noticed in 20 s with bytes under
// way, and in half a minute without.
//
// A serial port is opened and set up by go.bug.st/serial, but read and written by
// a second descriptor of our own. The driver's Write knows no deadline and blocks
// for ever when the printer lowers CTS; a Write of its after Close may reach
// an unrelated file; it has no flow control; and its Read uses select, which ends
// the program when the descriptor's number is above 1023, as it is in a lobby full
// of phones. The second descriptor is opened first, because the driver claims the
// port for itself, and is the runtime's: non-blocking, with deadlines, safe to close.
//
// Rejected: CUPS and its backends, for the reason told in package printer.
// Rejected: waiting with tcdrain for a line to empty: it has no deadline.
package port
