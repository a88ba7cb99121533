package voice

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"strings"
	"sync"
	"time"

	"onedoor/queue"
)

// Speaker is a loudspeaker at the server's own sound card: a program that plays a WAVE file
// which it reads, as aplay -q -.
type Speaker struct {
	Zone queue.ZoneID
	Play string // the program and its arguments, parted by spaces; no shell reads them
}

const (
	slack    = 5 * time.Second // how much longer than its audio a player may take
	handover = time.Second     // that a player is waited for which was ended: a card may play one thing at a time
)

// speaker plays in one zone. A player that fails never holds up a call: it is said, and the
// zone's browsers have the word until it plays again.
type speaker struct {
	Speaker
	log  *slog.Logger
	run  func(ctx context.Context, play string, wav []byte) error
	news func() // is told when it fails, and when it plays again
	wait sync.WaitGroup

	mu     sync.Mutex
	cancel context.CancelFunc // ends what is being played
	ended  chan struct{}      // is closed when the last player has ended
	err    error              // of the last time
	since  time.Time
	left   time.Time // when it last couldn't say all
}

// play begins to play, behind nothing: what was being played ends first.
func (s *speaker) play(ctx context.Context, wav []byte, length time.Duration) {
	s.stop()
	ctx, cancel := context.WithTimeout(ctx, handover+length+slack)
	ended := make(chan struct{})
	s.mu.Lock()
	before := s.ended
	s.cancel, s.ended = cancel, ended
	s.mu.Unlock()
	s.wait.Go(func() {
		defer close(ended)
		defer cancel()
		if before != nil {
			select {
			case <-before:
			case <-time.After(handover): // it is dead, and may be long in going
			}
		}
		if ctx.Err() != nil {
			return // it was stopped before it began
		}
		err := s.run(ctx, s.Play, wav)
		if errors.Is(ctx.Err(), context.Canceled) {
			return // it was stopped
		}
		s.note(err)
	})
}

func run(ctx context.Context, play string, wav []byte) error {
	args := strings.Fields(play)
	if len(args) == 0 {
		return errors.New("no program to play with")
	}
	var said bytes.Buffer
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Stdin, c.Stderr = bytes.NewReader(wav), &said
	c.WaitDelay = time.Second
	if err := c.Run(); err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
		return fmt.Errorf("%s: %w: %.200s", args[0], err, first)
	}
	return nil
}

// note keeps how playing went, and logs it when it went otherwise than before.
func (s *speaker) note(err error) {
	s.mu.Lock()
	was := s.err
	s.err = err
	if err != nil && was == nil {
		s.since = time.Now()
	}
	s.mu.Unlock()
	switch {
	case err != nil && was == nil:
		s.log.Error("the loudspeaker fails; the zone's screens speak", "zone", s.Zone, "err", err)
	case err == nil && was != nil:
		s.log.Info("the loudspeaker plays again", "zone", s.Zone)
	default:
		return
	}
	s.news()
}

// stop ends what is being played.
func (s *speaker) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
}

// leave notes that it can't say all of what is announced now.
func (s *speaker) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = time.Now()
}

func (s *speaker) leftAt() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.left
}

// failed says what is wrong, and since when; nil while it plays.
func (s *speaker) failed() (since time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.since, s.err
}
