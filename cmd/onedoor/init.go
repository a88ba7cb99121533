package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"onedoor/config"
)

type initCmd struct {
	Dir string `arg:"" type:"path" help:"The directory to write into; it is made when it isn't there."`
}

// Run writes a config of one's own and prints its PINs and device tokens, once.
func (c *initCmd) Run(std streams) error {
	made, err := config.Init(c.Dir, rand.Reader)
	switch {
	case errors.Is(err, fs.ErrExist):
		return badInput(fmt.Errorf("%w; nothing was written", err))
	case err != nil:
		return err
	}
	for _, f := range made.Files {
		fmt.Fprintln(std.out, "wrote", f)
	}
	fmt.Fprintln(std.out, "\nWrite these down now: the files hold only their hashes.")
	printSecrets(std, "PIN of", made.Staff)
	printRoles(std, made.Files[0])
	printSecrets(std, "token of kiosk", made.Kiosks)
	printSecrets(std, "token of screen", made.Screens)
	fmt.Fprintf(std.out, "\nA kiosk opens once /kiosk/ID?token=TOKEN, a screen /screen/ID?token=TOKEN.\n"+
		"Then: onedoor check --config %s\nThe head of %s has the commands that install it as a service, that of\n%s those for the browser of a kiosk or a screen.\n",
		made.Files[0], made.Files[1], made.Files[2])
	return nil
}

// printRoles says who of the new file's staff may do what.
func printRoles(std streams, file string) {
	src, err := os.ReadFile(file)
	if err != nil {
		return // what was written is said above
	}
	centre, _ := config.Parse(file, src)
	if centre == nil {
		return
	}
	for _, p := range centre.Rules.Staff {
		roles := make([]string, len(p.Roles))
		for i, r := range p.Roles {
			roles[i] = string(r)
		}
		fmt.Fprintf(std.out, "  %s is %s\n", p.ID, strings.Join(roles, ", "))
	}
}

func printSecrets(std streams, what string, list []config.Secret) {
	for _, s := range list {
		fmt.Fprintf(std.out, "  %s %s: %s\n", what, s.ID, s.Value)
	}
}
