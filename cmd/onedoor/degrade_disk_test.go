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
	leaver := p.caller().issued(t, "petition", "")
	w.issued(first)
	w.issued(leaver)
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/next", nil, nil)

	wait := w.untilRefused(t, p)
	p.await(t, "the load", func() bool { return len(w.refs()) > 20 })
	empty := d.fill(t, p)
	wait()
	d.full(t, p, clerk, w, first, leaver)

	empty()
	p.await(t, "the house to be ready again", p.ready)
	for range 3 {
		w.issued(p.caller().issued(t, "petition", ""))
	}
	clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/w1/finish", map[string]string{"outcome": "answered"}, nil)
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
func (d *disk) full(t *testing.T, p *program, clerk *caller, w *books, first, leaver ticket) {
	t.Helper()
	acts := []act{
		{p.caller(), "POST", "/api/v1/tickets", map[string]string{"service": "petition"}},
		{clerk, "POST", "/api/v1/tickets", map[string]string{"service": "petition", "kiosk": "main"}},
		{clerk, "POST", "/api/v1/windows/w1/recall", nil},
		{p.caller(), "POST", "/api/v1/session", map[string]string{"staff": "demo", "pin": "246810"}},
	}
	w.useUp(t, acts)
	for _, a := range acts {
		if r := a.c.refused(t, a.method, a.path, a.body); r.Status != 503 || r.Code != "disk_full" || r.Detail == "" {
			t.Errorf("%s %s with a full disk: %+v", a.method, a.path, r)
		}
	}
	if p.ready() {
		t.Error("/readyz says ready with a full disk")
	}
	p.shows(t, "/api/v1/tickets/"+first.Ref, "/kiosk/main/ticket/"+first.Ref, "/t/"+first.Ref)
	if got := p.caller().ticket(t, first.Ref); got.State != "called" {
		t.Errorf("a ticket in hand is %s after refusals", got.State)
	}
	// Leaving is small and may still find room: then it has to be true.
	want := "waiting"
	if r := p.caller().refused(t, "POST", "/api/v1/tickets/"+leaver.Ref+"/cancel", nil); r.Status == http.StatusOK {
		want = "cancelled"
	} else if r.Code != "disk_full" {
		t.Errorf("leaving with a full disk: %+v", r)
	}
	if got := p.caller().ticket(t, leaver.Ref); got.State != want {
		t.Errorf("a ticket is %s, and its visitor was told %s", got.State, want)
	}
	if !strings.Contains(p.log.String(), "disk_full") {
		t.Errorf("the log doesn't say why:\n%s", p.log)
	}
}

// act is something that has to be written down.
type act struct {
	c      *caller
	method string
	path   string
	body   any
}

// useUp does all acts again and again until all are refused: what one found no
// room for may leave enough for a smaller one.
func (b *books) useUp(t *testing.T, acts []act) {
	t.Helper()
	for range 200 {
		refused := 0
		for _, a := range acts {
			var got ticket
			status, err := a.c.do(a.method, a.path, a.body, &got)
			switch {
			case err != nil:
				t.Fatalf("%s %s: %v", a.method, a.path, err)
			case status == http.StatusServiceUnavailable:
				refused++
			case got.Ref != "":
				b.issued(got)
			}
		}
		if refused == len(acts) {
			return
		}
	}
	t.Fatal("the disk doesn't get full")
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
	p.shows(t, "/api/v1/tickets/"+first.Ref, "/t/"+first.Ref)
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
