package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/display/voice"
	"onedoor/queue"
	"onedoor/queue/journal"
)

// appOptions are what a centre is put together from.
type appOptions struct {
	Centre    *config.Centre
	Config    string // the file's path; empty: the sample
	Data      string
	Printer   string // replaces the printer of every kiosk; empty: as the config says
	PublicURL string // without a slash at the end

	Everything  bool         // the administration may name programs, hosts and paths
	Listen      string       // host:port that is listened on
	Hosts       []string     // names that the house answers to besides its own
	Certificate *certificate // nil: plain HTTP
	Log         *slog.Logger
}

// app is the centre at work. Its parts end in the order of the data's way: first
// the faces, then the printers, then the queue, then the books.
type app struct {
	log     *slog.Logger
	handler http.Handler
	centre  atomic.Pointer[config.Centre] // as the file said when it was last taken
	running []queue.PrinterID             // the printers that were opened at the start
	options appOptions                    // as the program was started
	shelf   *edition.Shelf
	taking  sync.Mutex // one takes a config over at a time

	store    *journal.Store
	queue    *queue.Queue
	pump     *display.Pump
	sessions *display.Sessions
	devices  *display.Devices
	kit      *display.Kit
	voice    *voice.Announcer

	certificate *certificate // nil: plain HTTP

	closers []func() error // in the order they are called
}

// newApp opens the books, starts the queue, the printers and the faces. On an
// error everything that was started is ended.
func newApp(ctx context.Context, o appOptions) (_ *app, err error) {
	a := &app{log: o.Log, certificate: o.Certificate}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.close())
		}
	}()
	printers, err := choosePrinters(&o)
	if err != nil {
		return nil, err
	}
	if err := a.openBooks(ctx, o); err != nil {
		return nil, err
	}
	if err := a.setRules(ctx, o.Centre); err != nil {
		return nil, err
	}
	a.centre.Store(o.Centre)
	a.options = o
	if err := a.openShelf(o); err != nil {
		return nil, err
	}
	a.running = slices.Sorted(maps.Keys(printers))
	if err := a.openFaces(o, printers); err != nil {
		return nil, err
	}
	if err := a.forgetTheGone(ctx); err != nil { // taken out of the file while the program was down
		a.log.Error("who has left is still in the books; the next reload tries again", "err", err)
	}
	a.followReloads()
	if a.certificate != nil {
		a.run("certificate", a.certificate.follow)
	}
	for _, p := range o.Centre.ReachProblems(a.faults(o)(), o.PublicURL == o.Centre.PublicURL) {
		a.log.Warn("address", "problem", p.String())
	}
	return a, nil
}

// openBooks opens the journal and the queue over it.
func (a *app) openBooks(ctx context.Context, o appOptions) error {
	store, err := journal.Open(ctx, journal.Options{Dir: o.Data, Now: time.Now, Logger: o.Log})
	if err != nil {
		return err
	}
	a.store = store
	a.closers = append(a.closers, store.Close)
	if a.queue, err = queue.Open(ctx, queue.Options{Store: store, Now: time.Now}); err != nil {
		return err
	}
	a.run("queue", func(ctx context.Context) error {
		a.queue.Run(ctx)
		return nil
	})
	a.aside("verification", a.verify)
	a.aside("erasing", a.erase)
	return nil
}

// verifyAgain is how long after a verification that could not be done the next
// one begins.
const verifyAgain = 10 * time.Minute

// verify reads the whole chain of the books in the background. Damage stops
// issuing for good; everything else goes on. What isn't damage, as too many open
// files, is tried again.
func (a *app) verify(ctx context.Context) error {
	for {
		err := a.store.Verify(ctx)
		switch {
		case err == nil || ctx.Err() != nil:
			return nil
		case errors.Is(err, &queue.Error{Code: queue.ErrDamaged}):
			a.log.Error("the books are damaged: nothing is written any more; restore a backup", "err", err)
			a.queue.SetDamaged(err)
			return nil
		}
		a.log.Error("the books could not be verified; tried again in ten minutes", "err", err)
		select {
		case <-time.After(verifyAgain):
		case <-ctx.Done():
			return nil
		}
	}
}

// eraseEvery is how often personal rows are looked through for those whose time
// has come.
const eraseEvery = time.Hour

// erase deletes personal rows whose retention has ended, at the start and then
// every hour.
func (a *app) erase(ctx context.Context) error {
	ticker := time.NewTicker(eraseEvery)
	defer ticker.Stop()
	for {
		n, err := a.store.Erase(ctx, a.queue.Now())
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			a.log.Error("personal rows could not be erased; tried again in an hour", "err", err)
		case n > 0:
			a.log.Info("erased personal rows whose time had come", "rows", n)
		}
		if err := a.store.DropAudits(ctx, time.Now().AddDate(0, 0, -a.centre.Load().AuditDays)); err != nil && ctx.Err() == nil {
			a.log.Error("old audits could not be dropped; tried again in an hour", "err", err)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// setRules puts the config's rules in force.
func (a *app) setRules(ctx context.Context, c *config.Centre) error {
	_, err := a.queue.Do(ctx, queue.Request{Command: queue.SetRules{Rules: c.Rules}, Actor: queue.System})
	if errors.Is(err, &queue.Error{Code: queue.ErrBadRules}) {
		return badInput(fmt.Errorf("put the rules in force: %w", err))
	}
	if err != nil {
		return fmt.Errorf("put the rules in force: %w", err)
	}
	return nil
}

// faults looks for what keeps phones and browsers from the house.
func (a *app) faults(o appOptions) func() []config.Fault {
	return func() []config.Fault {
		return reach(a.queue.Rules().Centre, o.PublicURL, o.Listen, a.certificate).Faults()
	}
}

// reload reads the config again and takes it over. A file with a problem changes nothing.
func (a *app) reload(ctx context.Context) error {
	problems, err := a.shelf.Reread(ctx)
	if bad, ok := errors.AsType[*config.InvalidError](err); ok {
		return badInput(bad)
	}
	for _, p := range problems {
		a.log.Warn("config", "problem", p.String())
	}
	return err
}

// takeOver puts a centre's rules, names, PINs, template, words and recordings in force without losing a ticket or a socket. What needs a
// new start goes on as it was, see waiting: a kiosk that names a printer which isn't running yet prints where it did. After
// an error what was in force still is.
func (a *app) takeOver(ctx context.Context, centre *config.Centre) error {
	a.taking.Lock()
	defer a.taking.Unlock()
	if _, err := sentences(centre); err != nil {
		return err // the next start would fail
	}
	o := a.options
	o.Centre = centre
	if _, err := choosePrinters(&o); err != nil {
		return err
	}
	if err := a.enforce(ctx, a.withRunning(o.Centre)); err != nil {
		return errors.Join(err, a.enforce(context.WithoutCancel(ctx), a.centre.Load()))
	}
	if err := a.forgetTheGone(context.WithoutCancel(ctx)); err != nil {
		a.log.Error("who has left is still in the books; the next reload tries again", "err", err)
	}
	for _, part := range a.waiting() {
		a.log.Warn("this part of the config is taken at the next start only", "part", part)
	}
	return nil
}

// enforce puts a centre in force, the rules last: nobody is offered a language whose words aren't there.
func (a *app) enforce(ctx context.Context, centre *config.Centre) error {
	if a.kit != nil {
		if err := errors.Join(a.respeak(centre), a.revoice(centre)); err != nil {
			return err
		}
	}
	if a.devices != nil {
		if err := a.devices.Set(display.DeviceOptions{Kiosks: centre.KioskTokens, Screens: centre.ScreenTokens}); err != nil {
			return err
		}
	}
	if err := a.setRules(ctx, centre); err != nil {
		return err
	}
	a.centre.Store(centre)
	if a.sessions != nil {
		a.sessions.Recheck()
	}
	return nil
}

// anew does something once more with the centre in force, and not while another one is taken over: of both the newer
// is said afterwards.
func (a *app) anew(do func(*config.Centre) error) func() error {
	return func() error {
		a.taking.Lock()
		defer a.taking.Unlock()
		return do(a.centre.Load())
	}
}

// waiting lists the parts of the config that differ from those the program was started with and wait for the next
// start, sorted.
func (a *app) waiting() []string { return a.waitsFor(a.centre.Load()) }

// waitsFor is waiting for a centre that nobody has taken over yet.
func (a *app) waitsFor(c *config.Centre) []string { return waitsFor(a.options.Centre, c) }

// waitsFor lists what of a centre would wait for the next start of a program that began with another, sorted.
func waitsFor(was, now *config.Centre) []string {
	var list []string
	for part, changed := range map[string]bool{
		"printers":   !maps.Equal(now.Printers, was.Printers),
		"profiles":   !maps.Equal(now.Profiles, was.Profiles),
		"font":       now.Font != was.Font,
		"voice":      !slices.Equal(now.Voice.Speakers, was.Voice.Speakers),
		"public_url": now.PublicURL != was.PublicURL,
	} {
		if changed {
			list = append(list, part)
		}
	}
	slices.Sort(list)
	return list
}

// followReloads reloads the config at each SIGHUP.
func (a *app) followReloads() {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	a.run("reloading", func(ctx context.Context) error {
		defer signal.Stop(hup)
		for {
			select {
			case <-hup:
			case <-ctx.Done():
				return nil
			}
			if err := a.reload(ctx); err != nil {
				a.log.Error("the config was not reloaded; what was in force stays", "err", err)
				continue
			}
			a.log.Info("the config was reloaded")
		}
	})
}

// run runs one part until close ends it. Parts end in the opposite order of
// their beginning.
func (a *app) run(name string, part func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		err := part(ctx)
		if err != nil && ctx.Err() == nil {
			a.log.Error("a part of the program has ended", "part", name, "err", err)
		}
		done <- err
	}()
	end := sync.OnceValue(func() error {
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
	a.closers = append(a.closers, end)
}

// aside runs a part that has time: it begins when the house has been open for a
// moment, so that whoever comes first doesn't wait for it.
func (a *app) aside(name string, part func(context.Context) error) {
	a.run(name, func(ctx context.Context) error {
		timer := time.NewTimer(2 * time.Second)
		defer timer.Stop()
		select {
		case <-timer.C:
			return part(ctx)
		case <-ctx.Done():
			return nil
		}
	})
}

// close ends every part, the last begun first.
func (a *app) close() error {
	var errs []error
	for _, end := range slices.Backward(a.closers) {
		errs = append(errs, end())
	}
	a.closers = nil
	return errors.Join(errs...)
}

// address is what a person on this machine opens.
func (a *app) address(addr net.Addr, secure bool) string {
	scheme := "http"
	if secure {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return scheme + "://" + addr.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}
