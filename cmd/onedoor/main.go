package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a mini-PC may come without the zones' files

	"github.com/alecthomas/kong"
)

// version is set by the linker in releases.
var version = "dev" //nolint:gochecknoglobals // the linker can set nothing else

// cli is the command line. Every flag has an environment variable.
type cli struct {
	Serve     serveCmd     `cmd:"" default:"withargs" help:"Run the centre (the default command)."`
	Check     checkCmd     `cmd:"" help:"Tell every problem of a config file, with line and column."`
	Init      initCmd      `cmd:"" help:"Write a commented config of one's own into a directory."`
	Backup    backupCmd    `cmd:"" help:"Write a verified copy of the books, also while the program runs."`
	Restore   restoreCmd   `cmd:"" help:"Put a backup into an empty data directory."`
	Rebuild   rebuildCmd   `cmd:"" help:"Make what pages and reports read anew from the events, while the program doesn't run."`
	Report    reportCmd    `cmd:"" help:"Print the figures of some days."`
	PrintTest printTestCmd `cmd:"" name:"print-test" help:"Walk through a printer: what it answers, a test sheet, a profile for it. Or draw a slip."`
	Simulate  simulateCmd  `cmd:"" help:"Try the rules on days that never were."`
	Words     wordsCmd     `cmd:"" help:"Print all sentences as a file of words, to be written in another language and named under catalogues."`
	Voice     voiceCmd     `cmd:"" help:"A voice of the centre's own: what to read aloud, a stand-in by espeak-ng, a check of the recordings."`
	Unlock    unlockCmd    `cmd:"" help:"Let somebody log in again who is locked out after wrong PINs."`
	PIN       pinCmd       `cmd:"" name:"pin" help:"Make a PIN for a member of staff: the PIN, and the hash for the config."`
	Token     tokenCmd     `cmd:"" help:"Make a token for a kiosk or a screen: the token, and the hash for the config."`
	Version   versionCmd   `cmd:"" help:"Print the version."`
}

// streams are where commands write; tests put their own.
type streams struct {
	out, err io.Writer
}

// The exit codes.
const (
	exitOK = iota
	exitInput
	exitUsage
	exitEnvironment
)

// failure is an error with the exit code it ends the program with.
type failure struct {
	code int
	err  error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// badInput ends with exit code 1.
func badInput(err error) error { return &failure{exitInput, err} }

// badUsage ends with exit code 2.
func badUsage(format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...)}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// run runs one command and gives the exit code.
func run(ctx context.Context, args []string, std streams) int {
	var c cli
	code := -1
	parser, err := kong.New(&c, kong.Name("onedoor"), kong.UsageOnError(),
		kong.Description("OneDoor (一门): kiosk, tickets, calls and screens of a one-stop centre's lobby."),
		kong.Writers(std.out, std.err), kong.Exit(func(n int) { code = n }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std))
	if err != nil {
		fmt.Fprintln(std.err, err)
		return exitUsage
	}
	k, err := parser.Parse(args)
	if code >= 0 { // --help
		return code
	}
	if err != nil {
		fmt.Fprintf(std.err, "onedoor: %v\nTry onedoor --help.\n", err)
		return exitUsage
	}
	return exitCode(k.Run(), std)
}

// exitCode tells an error and chooses the code; what has none of its own is
// the environment's.
func exitCode(err error, std streams) int {
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(std.err, err)
	if f, ok := errors.AsType[*failure](err); ok {
		return f.code
	}
	return exitEnvironment
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(std streams) error {
	_, err := fmt.Fprintln(std.out, "onedoor", version)
	return err
}
