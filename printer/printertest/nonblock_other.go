//go:build !unix

package printertest

// nonblock has no meaning without pseudo-terminals.
const nonblock = 0
