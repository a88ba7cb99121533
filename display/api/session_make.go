package api

import "onedoor/queue"

type makeSessionBody struct {
	Numbers []string        `json:"numbers" need:"true"` // its parties, in the order of the service's
	Service queue.ServiceID `json:"service"`             // without it the window's first that has sessions
}

// makeSession makes a session out of numbers that are there.
func (a *api) makeSession(w queue.WindowID, b *makeSessionBody) (queue.Command, error) {
	command := queue.GatherSession{Window: w, Service: b.Service, Numbers: b.Numbers}
	return command, a.seed(command.Seed[:])
}
