package printer

import (
	"fmt"
	"time"
)

// Port is a line to a printer. One goroutine writes and one reads at a time, and
// they may be two: an idle line is listened to while something is written. Close
// may come from another and ends a Read that waits, or has it end by its own time;
// after it nothing is written any more.
//
// Read returns what has come, waiting for the first byte no longer than within
// (0: what is there already). Nothing in time is 0, nil. An error means that the
// line is gone and the port must be opened anew.
//
// Write hands all of p over, or returns how much of it may have left and an
// error; it takes no longer than within. A write that left nothing can be
// repeated freely. One that failed may have ended the line: then Read fails, too.
type Port interface {
	Read(p []byte, within time.Duration) (int, error)
	Write(p []byte, within time.Duration) (int, error)
	Close() error
}

// DeviceError is what a port reports: enough for somebody who stands before the
// machine, and for the spool to decide.
type DeviceError struct {
	Op    string // open, read, write, lock …
	Why   Why    // the kind, as a stable code
	Retry bool   // trying again later can help without anybody doing anything
	Hint  string // what a technician can do about it
	Err   error  // the cause; may be nil
}

// Error says operation, kind, cause and hint.
func (e *DeviceError) Error() string {
	text := fmt.Sprintf("%s printer: %s", e.Op, e.Why)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	if e.Hint != "" {
		text += " (" + e.Hint + ")"
	}
	return text
}

// Unwrap gives the cause.
func (e *DeviceError) Unwrap() error { return e.Err }
