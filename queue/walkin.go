package queue

// WalkIn serves somebody who came straight to the window, without a ticket: a number is
// issued and in hand as serving, in one act. Nobody is announced, since the visitor is
// there, and no paper comes out unless it is asked for.
type WalkIn struct {
	Window  WindowID
	Service ServiceID // empty: the first of the window's
	Class   Class
	Party   int
	Lang    string
	Kiosk   KioskID // printed there; empty: not printed
	Needs   []Need
	Seed    Seed
}

func (c WalkIn) decide(l *Lobby, in Input) (*Decision, error) {
	w, rule, err := readyWindow(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if c.Service == "" && len(rule.Services) > 0 {
		c.Service = rule.Services[0]
	}
	issue := Issue{
		Service: c.Service, Class: c.Class, Party: c.Party, Lang: c.Lang, Kiosk: c.Kiosk, Needs: c.Needs, Seed: c.Seed, Window: w.ID,
		Over: true, // the visitor stands there, and the clerk has decided
	}
	d, err := issue.decide(l, in)
	if err != nil {
		return nil, err
	}
	issued := d.Data[0].(IssuedData)
	// Sent nowhere: a window that takes the visitor over later need not be this one.
	issued.ForWindow, issued.Ahead = "", 0
	d.Data[0] = issued
	t := &Ticket{ID: issued.Ticket, Number: issued.Number}
	call := l.callData(t, rule, in, 0, Reason{Code: "walk_in", Args: map[string]string{"number": t.Number}})
	call.Silent = true
	d.Data = append(d.Data, call, StartedData{OnTicket: on(t), Window: w.ID})
	d.window = w.ID
	return d, nil
}
