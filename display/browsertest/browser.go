package browsertest

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// shared is the one Chromium of a test process. It is started by who first opens a page, and ended by Main.
var shared struct {
	sync.Mutex
	ctx  context.Context // nil: not started
	stop func()          // nil: Main isn't called
}

// Main runs a package's tests, ends their browser, does what is to be done after them, and exits. It is all that
// TestMain does in most packages.
func Main(m *testing.M, after ...func()) {
	shared.stop = func() {}
	code := m.Run()
	shared.stop()
	for _, f := range after {
		f()
	}
	os.Exit(code)
}

// chromium gives the context of the shared browser.
func chromium() (context.Context, error) {
	shared.Lock()
	defer shared.Unlock()
	if shared.stop == nil {
		return nil, errors.New("TestMain has to call browsertest.Main")
	}
	if shared.ctx != nil {
		return shared.ctx, nil
	}
	ctx, stop, err := Start(context.Background())
	if err == nil {
		shared.ctx, shared.stop = ctx, stop
	}
	return ctx, err
}

// Start starts a Chromium that isn't shared, for a test that measures it, ends it or needs it otherwise; stop ends it and
// takes its files away.
func Start(ctx context.Context, more ...chromedp.ExecAllocatorOption) (_ context.Context, stop func(), _ error) {
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("autoplay-policy", "no-user-gesture-required"), chromedp.Flag("lang", "zh-CN"))
	ctx, cancel := chromedp.NewExecAllocator(ctx, append(o, more...)...)
	ctx, closes := chromedp.NewContext(ctx)
	stop = func() { closes(); cancel() }
	if err := begin(ctx, stop); err != nil {
		return nil, nil, err
	}
	return ctx, stop, nil
}

// begin starts what a context stands for, a browser or a page, which lasts as long as the context; stop ends it when it
// doesn't come within Patience.
func begin(ctx context.Context, stop func()) error {
	late := time.AfterFunc(Patience, stop)
	err := chromedp.Do(ctx)
	if !late.Stop() && err == nil {
		err = context.DeadlineExceeded
	}
	if err != nil {
		stop()
	}
	return err
}
