package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"onedoor/printer"
)

// askPaper asks what only somebody with the sheet in hand can see. No answer is
// an answer: what isn't known stays as the profile has it. The error is the
// context's.
func askPaper(ctx context.Context, std streams, in io.Reader, r *printer.Report) error {
	fmt.Fprint(std.out, "\nNow the paper. Enter leaves a question out.\n\n")
	lines := linesOf(ctx, in)
	for _, q := range r.Questions() {
		for done := false; !done; {
			fmt.Fprintf(std.out, "%s\n  (%s): ", q.Ask, q.Right)
			var answer string
			var ok bool
			select {
			case answer, ok = <-lines:
			case <-ctx.Done():
				return ctx.Err()
			}
			if !ok { // nobody is there any more
				fmt.Fprintln(std.out)
				return nil
			}
			done = strings.TrimSpace(answer) == ""
			if done {
				break
			}
			if err := r.Saw(q.Code, answer); err != nil {
				fmt.Fprintf(std.out, "  %v\n", err)
				continue
			}
			done = true
		}
	}
	return nil
}

// linesOf reads lines beside, so that a program that is asked to stop needn't
// wait for the next one.
func linesOf(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scan := bufio.NewScanner(in); scan.Scan(); {
			select {
			case lines <- scan.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// propose writes what is still to be seen on the paper, and the profile that
// fits what is known, ready to be pasted into a config.
func propose(std streams, r *printer.Report, u printer.URL, known printer.Profiles, now time.Time) {
	if len(r.Questions()) == 0 {
		return
	}
	if open := r.Unseen(); len(open) > 0 {
		fmt.Fprint(std.out, "\nWhat only the paper shows\n")
		for _, q := range open {
			fmt.Fprintf(std.out, "  %s\n      decides on %s\n", q.Ask, q.Means)
		}
	}
	if r.XOFF > 0 && u.Scheme == printer.Serial {
		u.Flow = printer.FlowXonXoff
	}
	p := r.Proposal()
	p.Source += now.Format(", 2 January 2006")
	if u.Baud > 0 {
		p.Source += fmt.Sprintf(", at %d baud", u.Baud)
	}
	text := p.YAML(r.Profile)
	if text == "" {
		fmt.Fprintf(std.out, "\nProfile %s serves as it is: %s\n", r.Profile.Name, u)
		return
	}
	fmt.Fprintf(std.out, "\nA profile for it, to be put into the config\n\nprofiles:\n%s", text)
	u.Profile = p
	fmt.Fprintf(std.out, "\nprinters:\n  - id: hall\n    url: %q\n", u)
	if _, there := known[p.Name]; there {
		fmt.Fprintf(std.out, "\nThere is a profile %s already: this one needs another name, or replaces it.\n", p.Name)
	}
}
