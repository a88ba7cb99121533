package settings

import (
	"context"
	"errors"
	"strconv"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/queue"
)

var _ display.Configs = (*Settings)(nil)

// ConfigText gives the file, masked.
func (s *Settings) ConfigText(context.Context) (display.ConfigText, error) {
	now, err := s.Shelf.Current()
	if err != nil {
		return display.ConfigText{}, err
	}
	waits := s.Waits(s.Centre())
	if waits == nil {
		waits = []string{}
	}
	return display.ConfigText{
		Text: string(s.memo.mask(now)), Base: now.Sum, Sample: s.Shelf.Sample(), InForce: s.Shelf.InForce(now), Waiting: waits,
	}, nil
}

// CheckConfig says what the check says of a text.
func (s *Settings) CheckConfig(_ context.Context, text string) ([]display.ConfigProblem, error) {
	now, err := s.Shelf.Current()
	if err != nil {
		return nil, err
	}
	_, problems := s.check([]byte(text), &work{now: now, base: now.Sum, src: s.memo.mask(now)})
	list := make([]display.ConfigProblem, len(problems))
	for i, p := range problems {
		list[i] = display.ConfigProblem{Line: p.Line, Column: p.Column, Severity: string(p.Severity), What: p.What, Fix: p.Fix}
	}
	return list, nil
}

// PutConfig applies a text that was made from the one whose sum is base.
func (s *Settings) PutConfig(ctx context.Context, staff queue.StaffID, base, text string) error {
	now, err := s.Shelf.Current()
	if err != nil {
		return err
	}
	if now.Sum != base {
		return display.Refuse(display.ErrConfigChanged)
	}
	_, problems := s.check([]byte(text), &work{now: now, base: now.Sum, src: s.memo.mask(now)})
	if bad := problems.Errors(); len(bad) > 0 {
		return invalid(bad)
	}
	src := config.Unmask([]byte(text), now.Src).Src
	err = s.applied(ctx, staff, edition.Change{Who: staff, Act: edition.Program, Base: base, Src: src})
	if _, stale := errors.AsType[*edition.StaleError](err); stale {
		return display.Refuse(display.ErrConfigChanged)
	}
	if _, locked := errors.AsType[*edition.ReadOnlyError](err); locked {
		return display.Refuse(display.ErrConfigReadOnly)
	}
	if bad, ok := errors.AsType[*config.InvalidError](err); ok {
		return invalid(bad.Problems)
	}
	return err
}

// invalid refuses a text by its first error.
func invalid(bad config.Problems) error {
	return display.Refuse(display.ErrConfigInvalid, "line", strconv.Itoa(bad[0].Line), "column", strconv.Itoa(bad[0].Column), "what", bad[0].What)
}

// ConfigEditions lists what is kept, the newest first.
func (s *Settings) ConfigEditions(context.Context) ([]display.ConfigEdition, error) {
	list, err := s.Shelf.Editions()
	out := make([]display.ConfigEdition, len(list))
	for i, e := range list {
		out[i] = display.ConfigEdition{Edition: e.N, At: e.At.In(s.zone()), Staff: e.Staff, By: string(e.Act), Of: e.Of}
	}
	return out, err
}

// ConfigEdition gives the text of an edition, masked.
func (s *Settings) ConfigEdition(_ context.Context, n int) (string, bool, error) {
	_, src, ok, err := s.Shelf.Edition(n)
	return string(config.Mask(src)), ok, err
}
