package main

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"onedoor/printer/paper"
	"onedoor/printer/printertest"
)

// disk is a data directory on a disk that can be filled and emptied.
type disk struct {
	dir  string
	fill func(t testing.TB, p *program) (empty func())
}

// smallDisk mounts a disk of a few megabytes; nil where nothing may be mounted.
func smallDisk(t *testing.T) *disk {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		t.Logf("no small disk can be mounted here: %v", err)
		return nil
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return &disk{dir, func(t testing.TB, _ *program) func() {
		name := filepath.Join(dir, "somebody-else's")
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for block := make([]byte, 4096); err == nil; {
			_, err = f.Write(block)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("fill the disk: %v", err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		return func() {
			if err := os.Remove(name); err != nil {
				t.Error(err)
			}
		}
	}}
}

// TestAFullDisk fills the disk under load, with paper on its way. Everything
// that would have to be written is refused, everything known is shown, and when
// there is space again all goes on by itself.
func TestAFullDisk(t *testing.T) {
	if d := smallDisk(t); d != nil {
		t.Run("small", d.test)
	}
	refusing := &disk{t.TempDir(), func(t testing.TB, p *program) func() { return p.tamper(t, "pwrite64", "ENOSPC") }}
	t.Run("refusing", refusing.test)
}

func (d *disk) test(t *testing.T) {
	v := printertest.Start(t, paper.Options{Profile: printertest.Profile(t, "epson-80"), Baud: 115200, Speed: 2000, Keep: 10_000})
	witness := printertest.Watch(t, v)
	printer := "serial:" + v.Path() + "?profile=epson-80&baud=115200"
	p := serve(t, d.dir, "--printer", printer)
	clerk := p.login("demo")
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	w := &books{numbers: map[string]string{}, tickets: map[string]string{}, done: map[string]bool{}}
	first := p.caller().issued(t, "petition", "")
	w.issued(first)

	wait := w.untilRefused(t, p)
	p.await(t, "the load", func() bool { return len(w.refs()) > 20 })
	empty := d.fill(t, p)
	wait()
	d.full(t, p, clerk, first)

	empty()
	p.await(t, "the house to be ready again", p.ready)
	for range 3 {
		w.issued(p.caller().issued(t, "petition", ""))
	}
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/next", nil, nil)
	p.settled(t)
	last := p.caller().issued(t, "petition", "")
	w.issued(ticket{Ref: "settled's", Number: before(last.Number)}) // the one that settled took
	w.issued(last)
	w.gapless(t)
	delete(w.tickets, "settled's")
	w.check(t, p)
	p.keepsQuiet(t, append(w.refs(), clerk.token)...)
	p.kill()

	p = serve(t, d.dir, "--printer", printer)
	w.check(t, p)
	if code := p.stop(); code != 0 {
		t.Errorf("ended with %d:\n%s", code, p.log)
	}
	if twice := witness.Twice(); len(twice) > 0 {
		t.Errorf("printed twice without a mark: %v", twice)
	}
}

// full holds the house with a full disk against what it should do.
func (d *disk) full(t *testing.T, p *program, clerk *caller, first ticket) {
	t.Helper()
	for _, call := range []struct {
		c      *caller
		method string
		path   string
		body   any
	}{
		{p.caller(), "POST", "/api/v1/tickets", map[string]string{"service": "petition"}},
		{clerk, "POST", "/api/v1/tickets", map[string]string{"service": "petition", "kiosk": "main"}},
		{clerk, "POST", "/api/v1/windows/w1/next", nil},
		{clerk, "POST", "/api/v1/windows/w2/open", nil},
		{p.caller(), "POST", "/api/v1/tickets/" + first.Ref + "/cancel", nil},
		{p.caller(), "POST", "/api/v1/session", map[string]string{"staff": "demo", "pin": "246810"}},
	} {
		if r := call.c.refused(t, call.method, call.path, call.body); r.Status != 503 || r.Code != "disk_full" || r.Detail == "" {
			t.Errorf("%s %s with a full disk: %+v", call.method, strings.TrimSuffix(call.path, first.Ref+"/cancel"), r)
		}
	}
	if p.ready() {
		t.Error("/readyz says ready with a full disk")
	}
	p.shows(t, "/api/v1/tickets/"+first.Ref, "/kiosk/main/ticket/"+first.Ref)
	if got := p.caller().ticket(t, first.Ref); got.State != "waiting" {
		t.Errorf("a ticket is %s after refusals", got.State)
	}
	if !strings.Contains(p.log.String(), "disk_full") {
		t.Errorf("the log doesn't say why:\n%s", p.log)
	}
}

// untilRefused issues from many sides until each is refused once; wait returns
// then.
func (b *books) untilRefused(t *testing.T, p *program) (wait func()) {
	var work sync.WaitGroup
	for i := range 6 {
		kiosk := ""
		if i == 0 {
			kiosk = "main"
		}
		work.Go(func() {
			for c := p.caller(); ; {
				got, status, err := c.issue("petition", kiosk)
				if status != http.StatusCreated {
					if status != http.StatusServiceUnavailable {
						t.Errorf("issue on a disk that is getting full: %d, %v", status, err)
					}
					return
				}
				b.issued(got)
			}
		})
	}
	return work.Wait
}

// before gives the number before one: A012 for A013.
func before(number string) string {
	b := []byte(number)
	for i := len(b) - 1; i > 0; i-- {
		if b[i] > '0' {
			b[i]--
			break
		}
		b[i] = '9'
	}
	return string(b)
}

// TestADiskThatDoesNotSync lets every sync fail under load: nothing is
// acknowledged any more, what is known is shown, and a restart on a sound disk
// has everything that was acknowledged.
func TestADiskThatDoesNotSync(t *testing.T) {
	data := t.TempDir()
	p := serve(t, data, "--printer", "none:")
	clerk := p.login("demo")
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	w := &books{numbers: map[string]string{}, tickets: map[string]string{}, done: map[string]bool{}}
	first := p.caller().issued(t, "petition", "")
	w.issued(first)
	var called struct{ Ticket ticket }
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/next", nil, &called)

	wait := w.untilRefused(t, p)
	p.await(t, "the load", func() bool { return len(w.refs()) > 20 })
	mend := p.tamper(t, "fsync,fdatasync", "EIO")
	wait()
	for path, body := range map[string]any{
		"/api/v1/tickets":           map[string]string{"service": "petition"},
		"/api/v1/windows/w1/finish": map[string]string{"outcome": "answered"},
	} {
		r := clerk.refused(t, "POST", path, body)
		if r.Status != 503 || (r.Code != "damaged" && r.Code != "not_durable") || r.Detail == "" {
			t.Errorf("POST %s on a disk that doesn't sync: %+v", path, r)
		}
	}
	if p.ready() {
		t.Error("/readyz says ready on a disk that doesn't sync")
	}
	p.shows(t, "/api/v1/tickets/"+first.Ref)
	if got := p.caller().ticket(t, first.Ref); got.State != "called" {
		t.Errorf("a ticket that was called is %s", got.State)
	}
	mend()
	p.keepsQuiet(t, w.refs()...)
	p.kill()

	p = serve(t, data, "--printer", "none:")
	w.check(t, p)
	next := p.caller().issued(t, "petition", "")
	w.issued(next)
	w.check(t, p) // the number isn't one of those acknowledged
	if got := p.caller().ticket(t, first.Ref); got.State != "called" {
		t.Errorf("a ticket that was called is %s after a restart", got.State)
	}
	if code := p.stop(); code != 0 {
		t.Errorf("ended with %d:\n%s", code, p.log)
	}
}
