package printer_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/printer/printertest"
)

// TestModel has visitors come while everything goes wrong by chance: the program
// is killed, the cable is pulled, the paper ends, the knife jams, the power goes.
// In the end all is mended, and the paper must agree with the books. A seed that
// fails is said; SEED=… runs that one alone, SEEDS=… so many more.
func TestModel(t *testing.T) {
	seeds := []uint64{rand.Uint64()}
	for i := range uint64(12) {
		seeds = append(seeds, i)
	}
	if more, err := strconv.Atoi(os.Getenv("SEEDS")); err == nil {
		for range more {
			seeds = append(seeds, rand.Uint64())
		}
	}
	if only, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seeds = []uint64{only}
	}
	for name, class := range classes(t) {
		for _, seed := range seeds {
			t.Run(fmt.Sprintf("%s, seed %d", name, seed), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					h := newHouse(t, class.profile, class.answers)
					defer h.stop()
					random := rand.New(rand.NewPCG(seed, 1))
					for range 8 {
						h.day(random, class.answers == nil)
					}
					h.live(&life{left: -1}, time.Hour)
					h.witness()
					if t.Failed() {
						t.Log(h.dump())
					}
				})
			})
		}
	}
}

// day is one run of the program with something going wrong.
func (h *house) day(random *rand.Rand, answers bool) {
	for range random.IntN(3) + 1 {
		h.ask()
	}
	l := &life{left: -1}
	if random.IntN(2) == 0 {
		l.left = random.IntN(900)
	}
	if random.IntN(4) == 0 {
		l.cut = &cut{after: random.IntN(900), honest: random.IntN(2) == 0}
	}
	ctx, end := context.WithCancel(context.Background())
	mended := make(chan struct{})
	troubles := rand.New(rand.NewPCG(random.Uint64(), 2))
	go func() {
		defer close(mended)
		h.trouble(ctx, troubles, answers)
	}()
	h.live(l, time.Duration(random.IntN(240))*time.Second)
	end()
	<-mended
}

// trouble breaks one thing after the other, and mends it, until ctx ends.
func (h *house) trouble(ctx context.Context, random *rand.Rand, answers bool) {
	set := func(c paper.Condition) func() func() {
		return func() func() { return printertest.Break(h.v, c) }
	}
	wrongs := []func() func(){
		set(paper.CoverOpen), set(paper.Offline), set(paper.Overheated), set(paper.CutterStuck),
		set(paper.Stalled), set(paper.NearEnd), h.unplug,
		func() func() { return printertest.RunOut(h.v) },
		h.powerCut,
	}
	if answers { // of a printer that says nothing nobody sees that it is silent
		wrongs = append(wrongs, set(paper.Mute))
	}
	if h.p.Status.ProcessID { // anything may be taken for a fence, nothing for an id
		wrongs = append(wrongs,
			func() func() { return printertest.Garble(h.v, random.Uint64()) },
			func() func() { return printertest.Delay(h.v) })
	}
	for ctx.Err() == nil {
		nap(ctx, time.Duration(random.IntN(9000))*time.Millisecond)
		if random.IntN(2) == 0 { // at an exact byte, of what comes next
			came := make(chan struct{})
			var mend func()
			h.v.After(1+random.IntN(400), func() {
				mend = wrongs[random.IntN(len(wrongs))]()
				close(came)
			})
			select {
			case <-came:
			case <-ctx.Done():
				h.v.After(1, func() {})
				return
			}
			nap(ctx, time.Duration(random.IntN(20000))*time.Millisecond)
			mend()
			continue
		}
		mend := wrongs[random.IntN(len(wrongs))]()
		nap(ctx, time.Duration(random.IntN(20000))*time.Millisecond)
		mend()
	}
}

func (h *house) unplug() func() {
	h.v.Unplug()
	return func() { _, _ = h.v.Plug() }
}

// powerCut switches off. Nobody is quick enough to have a printer on again within
// the second for which the rest of a slip is held back.
func (h *house) powerCut() func() {
	h.v.PowerOff()
	return func() { time.Sleep(1500 * time.Millisecond); h.v.PowerOn() }
}

func nap(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

var _ printer.Ledger = (*life)(nil)
