package main

import (
	"crypto/rand"
	"fmt"

	"onedoor/config"
)

type pinCmd struct{}

// Run makes a PIN for somebody's first_pin and prints it once with its hash.
func (pinCmd) Run(std streams) error {
	pin, err := config.NewPIN(rand.Reader)
	if err != nil {
		return err
	}
	hash, err := config.HashPIN(pin, rand.Reader)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.out, "PIN %s\nfirst_pin: %q\n", pin, hash)
	return err
}

type tokenCmd struct{}

// Run makes a device token for a kiosk or a screen and prints it once with its hash.
func (tokenCmd) Run(std streams) error {
	token, err := config.NewToken(rand.Reader)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.out, "token %s\ntoken_sha256: \"%s\"\n", token, config.TokenHash(token))
	return err
}
