package voice

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestALoudspeakerOfTheServer plays a call, fails, and plays again.
func TestALoudspeakerOfTheServer(t *testing.T) {
	dir := t.TempDir()
	player, out := filepath.Join(dir, "player"), filepath.Join(dir, "heard.wav")
	script := func(s string) {
		t.Helper()
		if err := os.WriteFile(player, []byte("#!/bin/sh\n"+s+"\n"), 0o700); err != nil { //nolint:gosec // it is run
			t.Fatal(err)
		}
	}
	script(`cat >"$1.part" && mv "$1.part" "$1"`)
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{})
	k, err := display.New(display.Options{Rules: q.Rules, Now: q.Now})
	if err != nil {
		t.Fatal(err)
	}
	board := display.NewBoard()
	a := New(Options{Kit: k, Queue: q, Voice: opened(t), Board: board, Speakers: []Speaker{{Zone: "f1", Play: player + " " + out}}})
	s := a.speakers["f1"]
	said := a.speechOf(Call{Number: "A001", Lang: "zh", Window: k.Rules().Window("w1"), Floor: k.Rules().Floor("f1"), Once: true})
	made, err := a.calls.make(said.mix)
	if err != nil {
		t.Fatal(err)
	}
	s.play(t.Context(), made.wav, said.length)
	s.wait.Wait()
	heard, err := os.ReadFile(out)
	if err != nil || string(heard) != string(made.wav) {
		t.Fatalf("it is given %d of %d bytes: %v", len(heard), len(made.wav), err)
	}
	if !a.Speaks("f1") || a.Speaks("f3") {
		t.Error("who speaks isn't known")
	}
	script(`echo "no such card" >&2; exit 1`)
	s.play(t.Context(), made.wav, said.length)
	s.wait.Wait()
	if since, err := s.failed(); err == nil || !strings.Contains(err.Error(), "no such card") || since.IsZero() || a.Speaks("f1") {
		t.Errorf("a card that fails isn't said: %v", err)
	}
	if h := board.Snapshot().Voice; !h.Known || !h.Standin || len(h.Speakers) != 1 || h.Speakers[0].Fails.IsZero() {
		t.Errorf("the hall is told %+v", h)
	}
	script(`cat >/dev/null`)
	s.play(t.Context(), made.wav, said.length)
	s.wait.Wait()
	if !a.Speaks("f1") {
		t.Error("it doesn't speak again")
	}
	script(`exec sleep 60`)
	began := time.Now()
	s.play(t.Context(), made.wav, said.length)
	s.stop()
	s.wait.Wait()
	if time.Since(began) > 10*time.Second || !a.Speaks("f1") {
		t.Errorf("what was stopped is a failure, after %s", time.Since(began))
	}
}

// TestTheNextPlayerWaitsForTheEndOfTheLast has a card that plays one thing at a time, and players
// that take their time to end, or never do.
func TestTheNextPlayerWaitsForTheEndOfTheLast(t *testing.T) {
	for name, goes := range map[string]time.Duration{"soon": 300 * time.Millisecond, "never": time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var playing, both, played atomic.Int32
				card := func(ctx context.Context, _ string, _ []byte) error {
					if playing.Add(1) > 1 {
						both.Add(1)
					}
					defer playing.Add(-1)
					played.Add(1)
					<-ctx.Done()
					time.Sleep(goes)
					return ctx.Err()
				}
				s := &speaker{log: slog.New(slog.DiscardHandler), run: card, news: func() {}}
				s.play(t.Context(), nil, time.Minute)
				synctest.Wait()
				s.play(t.Context(), nil, time.Minute) // is stopped before it has begun
				s.play(t.Context(), nil, time.Minute)
				time.Sleep(2*handover + time.Millisecond)
				if soon := goes < handover; soon && (both.Load() != 0 || played.Load() != 2) || !soon && played.Load() != 2 {
					t.Errorf("%d were played, %d while the card was busy", played.Load(), both.Load())
				}
				if _, err := s.failed(); err != nil {
					t.Errorf("what was stopped is a failure: %v", err)
				}
				s.stop()
				s.wait.Wait()
			})
		})
	}
}
