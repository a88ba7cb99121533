package edition

import (
	"slices"

	"onedoor/config"
	"onedoor/queue"
)

// keepsAnAdmin refuses a change after which nobody may administer, since nobody could take it back but by hand. Where
// nobody might before, as in old files, there is nothing to be kept.
func (s *Shelf) keepsAnAdmin(old Text, fresh *config.Centre) error {
	if administered(fresh) {
		return nil
	}
	if was, _ := s.Load(old.Src); was == nil || !administered(was) {
		return nil
	}
	return &queue.Error{Code: queue.ErrBadValue, Args: map[string]string{"what": "staff_last_admin"}}
}

// administered says whether anybody may administer.
func administered(c *config.Centre) bool {
	return slices.ContainsFunc(c.Rules.Staff, func(p queue.Staff) bool { return p.Is(queue.RoleAdmin) })
}
