package api

import (
	"encoding/json"

	"onedoor/queue"
)

type consultBody struct {
	Windows  posts          `json:"windows" need:"true"` // whom to invite
	Room     queue.WindowID `json:"room"`                // a window that is a room; without it at the lead's window
	TimeoutS *int64         `json:"timeout_s"`           // to answer; without it as the centre's policy says
	Auto     bool           `json:"auto"`                // begins by itself once all have answered and are free
}

// posts are invited windows: each an id, or {"window", "staff"} where one person is asked for.
type posts []queue.Invitation

// UnmarshalJSON takes a list of strings and objects.
func (p *posts) UnmarshalJSON(b []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*p = make(posts, 0, len(list))
	for _, raw := range list {
		var one struct {
			Window queue.WindowID `json:"window"`
			Staff  queue.StaffID  `json:"staff"`
		}
		if err := json.Unmarshal(raw, &one.Window); err != nil {
			if err := decode(raw, &one); err != nil {
				return err
			}
		}
		*p = append(*p, queue.Invitation{Window: one.Window, Staff: one.Staff})
	}
	return nil
}

// consult invites posts to a joint consultation about the ticket in hand.
func consult(w queue.WindowID, b *consultBody) (queue.Command, error) {
	command := queue.Consult{Window: w, Posts: b.Windows, Room: b.Room, Auto: b.Auto}
	var err error
	command.For, err = lasting("timeout_s", b.TimeoutS)
	return command, err
}
