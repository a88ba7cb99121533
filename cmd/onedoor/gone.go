package main

import (
	"context"
	"errors"

	"onedoor/display"
	"onedoor/queue"
)

// forgetTheGone drops what the books keep of people and devices that the rules don't have any more, whoever took them
// out: the PIN that somebody chose and their sessions don't come back with their id.
func (a *app) forgetTheGone(ctx context.Context) error {
	rules := a.queue.Rules()
	known, err := a.store.StaffInBooks(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range known {
		if a.sessions != nil && rules.Person(id) == nil {
			failed = append(failed, a.sessions.Forget(ctx, id))
		}
	}
	if a.devices == nil {
		return errors.Join(failed...)
	}
	for _, l := range a.devices.LetIns() {
		if !stands(rules, l) {
			failed = append(failed, a.devices.Shut(ctx, "", l.ID))
		}
	}
	return errors.Join(failed...)
}

// stands says whether there still is what a device was let in as.
func stands(rules *queue.Rules, l display.LetIn) bool {
	switch l.Kind {
	case display.Kiosk:
		return rules.Kiosk(queue.KioskID(l.Of)) != nil
	case display.Screen:
		return rules.Screen(queue.ScreenID(l.Of)) != nil
	case display.Tablet:
		return rules.Window(queue.WindowID(l.Of)) != nil
	case display.Kiosks, display.Screens: // every one, and none that is let in
	}
	return false
}
