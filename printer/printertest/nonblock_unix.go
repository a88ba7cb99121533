//go:build unix

package printertest

import "syscall"

// nonblock opens a device such that deadlines work, and not as this process's
// terminal.
const nonblock = syscall.O_NONBLOCK | syscall.O_NOCTTY
