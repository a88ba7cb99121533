package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"onedoor/config"
)

type checkCmd struct {
	Config    string `required:"" type:"path" env:"ONEDOOR_CONFIG" placeholder:"FILE" help:"The centre's YAML file."`
	Listen    string `env:"ONEDOOR_LISTEN" placeholder:"ADDR" help:"As serve will have it: whether phones find the house there."`
	PublicURL string `name:"public-url" env:"ONEDOOR_PUBLIC_URL" placeholder:"URL" help:"As serve will have it, in place of the file's."`
	TLSCert   string `name:"tls-cert" type:"path" env:"ONEDOOR_TLS_CERT" placeholder:"FILE" help:"As serve will have it: whether browsers will take it, and for how long."`
	TLSKey    string `name:"tls-key" type:"path" env:"ONEDOOR_TLS_KEY" placeholder:"FILE" help:"Its key."`
}

// reach tells what keeps phones and browsers from the house, as far as flags and file say where it is.
func (c *checkCmd) reach(centre *config.Centre) config.Problems {
	base := cmp.Or(c.PublicURL, centre.PublicURL)
	shown, err := openCertificate(c.TLSCert, c.TLSKey, slog.Default())
	r := reach(centre.Rules.Centre, base, c.Listen, shown)
	if err != nil {
		r.Broken, r.TLS = err.Error(), true
	}
	return centre.ReachProblems(r.Faults(), c.PublicURL == "")
}

// Run tells every problem of a config; exit code 1 when one is an error. Beside
// what the file says it makes the slips of all services, for every printer and
// language, weighs them, and looks whether their texts get the size asked for, and
// it lists what the centre's own languages have no words for, and whether phones will find the house.
func (c *checkCmd) Run(std streams) error {
	centre, problems, err := readCentre(c.Config)
	if err != nil {
		return err
	}
	var unmade error
	if centre != nil {
		problems = append(append(problems, c.reach(centre)...), dailyProblems(centre)...)
		more, err := unseen(centre)
		problems = append(problems, more...)
		unmade = err
	}
	for _, p := range problems {
		fmt.Fprintln(std.err, p)
	}
	if unmade != nil {
		return unmade
	}
	if len(problems.Errors()) > 0 {
		return badInput(fmt.Errorf("%s: %s", c.Config, counted(len(problems.Errors()), "problem")))
	}
	rules := centre.Rules
	_, err = fmt.Fprintf(std.out, "%s: fine: %s, %s, %s, %s\n", c.Config, counted(len(rules.Services), "service"),
		counted(len(rules.Windows), "window"), counted(len(rules.Kiosks), "kiosk"), counted(len(rules.Screens), "screen"))
	return err
}

// unseen finds what the file alone doesn't show: what the centre's own languages have no words for, slips that are too
// long or don't get the size asked for. The error is that it couldn't be looked for, with its place in the file.
func unseen(centre *config.Centre) (config.Problems, error) {
	maker, err := newSlipMaker(centre, time.Now())
	if err != nil {
		return nil, err
	}
	return append(append(unsaid(centre, maker.words), maker.weigh()...), maker.shrunk()...), nil
}

// counted says how many there are of what has an ordinary plural.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// readCentre reads and checks a config file. A file that can't be read is the
// input's fault.
func readCentre(file string) (*config.Centre, config.Problems, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, badInput(fmt.Errorf("read the config: %w", err))
	}
	centre, problems := config.Load(file, src)
	return centre, problems, nil
}

// loadCentre gives the centre of a file, or the sample without one. Problems
// become one error, one problem a line.
func loadCentre(file string) (*config.Centre, config.Problems, error) {
	if file == "" {
		return config.Sample(), nil, nil
	}
	centre, problems, err := readCentre(file)
	if err != nil {
		return nil, nil, err
	}
	if centre == nil {
		lines := make([]error, len(problems))
		for i, p := range problems {
			lines[i] = errors.New(p.String())
		}
		return nil, nil, badInput(errors.Join(lines...))
	}
	return centre, problems, nil
}
