package main

import (
	"testing"

	"onedoor/config"
)

// TestWhatIsSaidAnewIsOfTheCentreInForce: words and recordings that are read again aren't read while another config is
// taken over, which would be undone by them.
func TestWhatIsSaidAnewIsOfTheCentreInForce(t *testing.T) {
	t.Parallel()
	a, centre := &app{}, config.Sample()
	a.centre.Store(centre)
	err := a.anew(func(c *config.Centre) error {
		if c != centre || a.taking.TryLock() {
			t.Error("another config may be taken over meanwhile")
		}
		return nil
	})()
	if err != nil || !a.taking.TryLock() {
		t.Errorf("no other config is taken over any more: %v", err)
	}
}
