package queue

import "strconv"

// DefaultRepresentatives is how many of a group go to the window where a service doesn't
// say.
const DefaultRepresentatives = 5

// seatsFor gives how many of a party come to a window of a service together: all of a
// small one, of a larger one its representatives, unless the service wants everybody. One
// person needs no seat that any window wouldn't have, so that is 0.
func (l *Lobby) seatsFor(id ServiceID, party int) int {
	return seatsAt(l.Service(id), party)
}

func seatsAt(s *Service, party int) int {
	switch {
	case party <= 1:
		return 0
	case s == nil:
		return min(party, DefaultRepresentatives)
	}
	return s.Sends(party)
}

// Sends is how many of a party come to a window of the service: the whole of it, or its
// representatives.
func (s *Service) Sends(party int) int {
	most := s.Representatives
	switch {
	case s.WholeParty:
		return party
	case most == 0:
		most = DefaultRepresentatives
	}
	return min(party, most)
}

// Representatives is how many of a group at most shall come to the window, the others wait;
// 0: all come.
func (t *Ticket) Representatives() int {
	if t.Seats > 0 && t.Seats < t.Party {
		return t.Seats
	}
	return 0
}

// partySize refuses a head count that the policy doesn't allow.
func (l *Lobby) partySize(field string, n, others int) error {
	if limit := max(1, l.rules.Policy.MaxParty); n < 1 || n > limit-others {
		return refuse(ErrBadValue, "field", field, "value", strconv.Itoa(n), "max", strconv.Itoa(max(0, limit-others)))
	}
	return nil
}

// CountHeads says how many have really come, of the ticket in hand: the figures go by it.
type CountHeads struct {
	Window WindowID
	Party  int
}

func (c CountHeads) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if err := l.partySize("party", c.Party, 0); err != nil {
		return nil, err
	}
	if c.Party == t.Party {
		return one(t, c.Window), nil
	}
	return one(t, c.Window, JoinedData{OnTicket: on(t), Heads: c.Party - t.Party, Party: c.Party, Seats: l.seatsFor(t.Service, c.Party)}), nil
}

// Join adds late-comers to a group under its number, at any moment before its visit is
// over. They find it by its code.
type Join struct {
	Ticket TicketID
	Heads  int // how many have come
}

func (c Join) decide(l *Lobby, _ Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	if t == nil {
		return nil, refuse(ErrUnknownTicket)
	}
	if t.State.Over() {
		return nil, wrongState(t)
	}
	if err := l.partySize("heads", c.Heads, t.Party); err != nil {
		return nil, err
	}
	party := t.Party + c.Heads
	return one(t, t.Window, JoinedData{OnTicket: on(t), Heads: c.Heads, Party: party, Seats: l.seatsFor(t.Service, party)}), nil
}
