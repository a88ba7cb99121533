//go:build !linux

package paper

import "errors"

// tty is a pseudo-terminal, which the virtual printer has on Linux only.
type tty struct{}

func openTTY() (*tty, error) {
	return nil, errors.New("the virtual printer needs Linux: use --printer none: here")
}

func (*tty) path() string             { return "" }
func (*tty) ready()                   {}
func (*tty) read([]byte) (int, error) { return 0, errors.ErrUnsupported }
func (*tty) answer([]byte)            {}
func (*tty) close()                   {}
