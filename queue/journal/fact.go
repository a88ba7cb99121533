package journal

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"

	"onedoor/queue"
)

// Name is an id of the rules, by its place in Names.
type Name int32

// Names holds the ids that facts tell of, each once; the first is the empty one.
type Names struct {
	list []string
	at   map[string]Name
}

// NewNames gives names that hold the empty one.
func NewNames() *Names { return &Names{list: []string{""}, at: map[string]Name{"": 0}} }

// Of gives the place of an id, a new one if need be.
func (n *Names) Of(s string) Name {
	i, ok := n.at[s]
	if !ok {
		i = Name(len(n.list))
		n.list = append(n.list, s)
		n.at[s] = i
	}
	return i
}

// String gives the id.
func (n *Names) String(i Name) string { return n.list[i] }

// Len is how many there are.
func (n *Names) Len() int { return len(n.list) }

// Cell is what the visits of one cell of a day have in common.
type Cell struct {
	Hour    int // of the day, when the number was taken, by the clock on the wall
	Service Name
	Window  Name // of the last leg
	Staff   Name
	Class   Name
	Lang    Name
}

// Fact is what the figures need of a visit.
type Fact struct {
	Cell
	Ticket  queue.TicketID
	State   queue.State
	Party   int
	Repeat  bool
	Print   queue.PrintState
	Printer Name
	Copies  int
	ByHand  bool
	Legs    []Passage // at least one
}

// Visits is what the figures need of a day: its visits, and what the rules of that day said.
type Visits struct {
	Day   queue.Day
	Facts []Fact
	terms []Terms // by a service's Name
}

// Terms is what the rules of a day said of a service; of the empty name, of the whole centre.
type Terms struct {
	Department Name
	WithinS    int // of the target, in seconds; 0: there was none
	Percent    int // of the target
}

// Terms gives those of a service.
func (v *Visits) Terms(service Name) Terms {
	if int(service) < len(v.terms) {
		return v.terms[service]
	}
	return Terms{}
}

// set keeps the terms of a service.
func (v *Visits) set(service Name, t Terms) {
	for len(v.terms) <= int(service) {
		v.terms = append(v.terms, Terms{})
	}
	v.terms[service] = t
}

// Home is the place of the leg that the visit is counted at: the one with its first call, or where
// somebody was served who came straight to the window; the last while nobody has been called.
func (f *Fact) Home() int {
	for i := range f.Legs {
		if l := &f.Legs[i]; l.Waited >= 0 || l.Received {
			return i
		}
	}
	return len(f.Legs) - 1
}

// First is the place of the leg with the visit's first call; -1: nobody was called, or nobody had to
// be, since the visitor came straight to the window.
func (f *Fact) First() int {
	if i := f.Home(); f.Legs[i].Waited >= 0 {
		return i
	}
	return -1
}

// Passage is what the figures need of a leg.
type Passage struct {
	Service, Window, Staff Name
	Waited                 int // whole seconds until its first call, with those of legs before that nobody was called at; -1: never called, or served without waiting
	Served                 int // whole seconds from the start of service to its end; -1: one of them wasn't said
	Calls                  int
	Begun                  bool // somebody said that service began
	Received               bool // somebody was served there
	Transferred            bool // and sent on without an outcome; who is sent on with one has a leg after it
	Planned                bool // the leg after it is the next stop of the visit's plan
	Counts                 queue.Counts
	Once                   bool // of what counts once for a matter: this one does
	Outcome                Name // empty: it ended without one
}

// The numbers of states, paper and figures in packed cells. They only ever grow at the end.
var (
	packedStates = []queue.State{queue.Waiting, queue.Called, queue.Serving, queue.Held, queue.NoShow, queue.Done, queue.Cancelled, queue.Lapsed}
	packedPaper  = []queue.PrintState{
		queue.PrintNone, queue.PrintQueued, queue.Printing, queue.PrintConfirmed, queue.PrintSent, queue.PrintFailed, queue.PrintInDoubt, queue.PrintLapsed,
	}
	packedCounts = []queue.Counts{
		"", queue.CountsNothing, queue.CountsAccepted, queue.CountsConcluded, queue.CountsMediated, queue.CountsFailed, queue.CountsConfirmed,
	}
)

// packedForm is the form of packed cells; another is an error.
const packedForm = 2

// The flags of a packed visit and of a packed leg.
const (
	visitRepeat = 1 << iota
	visitByHand
	visitParty  // more or less than one head
	visitPaper  // there is something to say of paper
	visitOnward // it has more than one leg
)

const (
	legCalled = 1 << iota
	legServed
	legReceived
	legTransferred
	legBegun
	legOnce
	legCounts // the figure's number is above, less than figuresOf
)

// figuresOf is how many figures have a number; above it stands what later forms say of a leg, which
// older ones didn't know and so left out.
const (
	figuresOf  = 1 << 3
	legPlanned = legCounts * figuresOf
)

// compare orders cells.
func (c Cell) compare(o Cell) int {
	return cmp.Or(cmp.Compare(c.Hour, o.Hour), cmp.Compare(c.Service, o.Service), cmp.Compare(c.Window, o.Window),
		cmp.Compare(c.Staff, o.Staff), cmp.Compare(c.Class, o.Class), cmp.Compare(c.Lang, o.Lang))
}

// pack writes the visits of a day: the terms of its services, then cell by cell. The same visits give
// the same bytes: the names are those of the day, sorted.
func (v *Visits) pack(names *Names) []byte {
	p := packer{names: names}
	p.sortNames(v)
	slices.SortFunc(v.Facts, func(a, b Fact) int {
		return cmp.Or(p.cell(a.Cell).compare(p.cell(b.Cell)), cmp.Compare(a.Ticket, b.Ticket))
	})
	p.number(packedForm, len(p.sorted))
	for _, s := range p.sorted {
		p.number(len(s))
		p.out = append(p.out, s...)
	}
	p.number(len(p.services))
	for _, s := range p.services {
		t := v.Terms(s)
		p.name(s, t.Department)
		p.number(t.WithinS, t.Percent)
	}
	for rest := v.Facts; len(rest) > 0; {
		n := slices.IndexFunc(rest, func(f Fact) bool { return f.Cell != rest[0].Cell })
		if n < 0 {
			n = len(rest)
		}
		p.putCell(rest[:n])
		rest = rest[n:]
	}
	return p.out
}

// packer writes packed cells.
type packer struct {
	names    *Names
	sorted   []string
	place    map[Name]Name
	services []Name // with terms, sorted
	out      []byte
}

func (p *packer) number(list ...int) {
	for _, n := range list {
		p.out = binary.AppendUvarint(p.out, uint64(n))
	}
}

// sortNames finds the names that some visits use, and the services among them with terms.
func (p *packer) sortNames(v *Visits) {
	p.place = map[Name]Name{}
	use := func(list ...Name) {
		for _, n := range list {
			p.place[n] = 0
		}
	}
	services := map[Name]bool{0: true}
	for i := range v.Facts {
		f := &v.Facts[i]
		use(f.Service, f.Window, f.Staff, f.Class, f.Lang, f.Printer)
		for _, l := range f.Legs {
			use(l.Service, l.Window, l.Staff, l.Outcome)
			services[l.Service] = true
		}
	}
	for s := range services {
		if t := v.Terms(s); t != (Terms{}) {
			use(s, t.Department)
			p.services = append(p.services, s)
		}
	}
	for n := range p.place {
		p.sorted = append(p.sorted, p.names.String(n))
	}
	slices.Sort(p.sorted)
	for i, s := range p.sorted {
		p.place[p.names.Of(s)] = Name(i)
	}
	slices.SortFunc(p.services, func(a, b Name) int { return cmp.Compare(p.place[a], p.place[b]) })
}

// cell is a cell with the names of the day.
func (p *packer) cell(c Cell) Cell {
	return Cell{c.Hour, p.place[c.Service], p.place[c.Window], p.place[c.Staff], p.place[c.Class], p.place[c.Lang]}
}

// name writes names by their places.
func (p *packer) name(list ...Name) {
	for _, n := range list {
		p.number(int(p.place[n]))
	}
}

func (p *packer) putCell(visits []Fact) {
	c := visits[0].Cell
	p.number(c.Hour)
	p.name(c.Service, c.Window, c.Staff, c.Class, c.Lang)
	p.number(len(visits))
	before := queue.TicketID(0)
	for i := range visits {
		p.putVisit(&visits[i], before)
		before = visits[i].Ticket
	}
}

func (p *packer) putVisit(f *Fact, before queue.TicketID) {
	flags := btoi(f.Repeat)*visitRepeat | btoi(f.ByHand)*visitByHand | btoi(f.Party != 1)*visitParty |
		btoi(f.Print != queue.PrintNone || f.Copies != 0 || f.Printer != 0)*visitPaper | btoi(len(f.Legs) > 1)*visitOnward
	p.number(flags, int(f.Ticket-before), slices.Index(packedStates, f.State))
	if flags&visitParty != 0 {
		p.number(f.Party)
	}
	if flags&visitPaper != 0 {
		p.number(max(slices.Index(packedPaper, f.Print), 0), f.Copies)
		p.name(f.Printer)
	}
	if flags&visitOnward != 0 {
		p.number(len(f.Legs))
	}
	for i := range f.Legs {
		l := &f.Legs[i]
		if i < len(f.Legs)-1 { // the last is the cell's
			p.name(l.Service, l.Window, l.Staff)
		}
		counts := max(slices.Index(packedCounts, l.Counts), 0)
		p.number(btoi(l.Waited >= 0)*legCalled|btoi(l.Served >= 0)*legServed|btoi(l.Received)*legReceived|
			btoi(l.Transferred)*legTransferred|btoi(l.Begun)*legBegun|btoi(l.Once)*legOnce|counts*legCounts|btoi(l.Planned)*legPlanned, l.Calls)
		if l.Waited >= 0 {
			p.number(l.Waited)
		}
		if l.Served >= 0 {
			p.number(l.Served)
		}
		if counts != 0 {
			p.name(l.Outcome)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// errPacked is what is wrong with packed cells that aren't.
var errPacked = errors.New("packed cells are cut off or of another form")

// unpacker reads packed cells.
type unpacker struct {
	in    []byte
	names []Name // by the day's places
	bad   bool
	legs  []Passage // of all visits, in one piece
}

// unpack reads a packed day in place of what v has. The legs stand in one piece, for which there
// may be room.
func (v *Visits) unpack(in []byte, names *Names, legs []Passage) ([]Passage, error) {
	v.Facts = v.Facts[:0]
	clear(v.terms)
	u := unpacker{in: in, legs: legs[:0]}
	if u.number() != packedForm {
		return nil, errPacked
	}
	for n := u.count(); n > 0 && !u.bad; n-- {
		size := u.count()
		if u.bad {
			break
		}
		u.names = append(u.names, names.Of(string(u.in[:size])))
		u.in = u.in[size:]
	}
	for n := u.count(); n > 0 && !u.bad; n-- {
		service, t := u.name(), Terms{Department: u.name(), WithinS: u.number(), Percent: u.number()}
		v.set(service, t)
	}
	for len(u.in) > 0 && !u.bad {
		c := Cell{Hour: u.number(), Service: u.name(), Window: u.name(), Staff: u.name(), Class: u.name(), Lang: u.name()}
		id := queue.TicketID(0)
		for n := u.count(); n > 0 && !u.bad; n-- {
			f := Fact{Cell: c}
			u.visit(&f, id)
			id = f.Ticket
			v.Facts = append(v.Facts, f)
		}
	}
	if u.bad {
		return nil, errPacked
	}
	return u.legs, nil
}

// number reads a number that fits 31 bits but for tickets', which are as great as they are.
func (u *unpacker) number() int {
	if len(u.in) > 0 && u.in[0] < 0x80 { // most are
		n := int(u.in[0])
		u.in = u.in[1:]
		return n
	}
	n, size := binary.Uvarint(u.in)
	if size <= 0 || n > 1<<62 {
		u.bad, u.in = true, nil
		return 0
	}
	u.in = u.in[size:]
	return int(n)
}

// count reads how many of something follow, each at least a byte long.
func (u *unpacker) count() int {
	n := u.number()
	if n > len(u.in) {
		u.bad, u.in = true, nil
		return 0
	}
	return n
}

func (u *unpacker) name() Name {
	i := u.number()
	if i >= len(u.names) {
		u.bad, u.in = true, nil
		return 0
	}
	return u.names[i]
}

// pickOf reads one of a list.
func pickOf[T any](u *unpacker, list []T, i int) T {
	if i >= len(list) {
		u.bad, u.in = true, nil
		i = 0
	}
	return list[i]
}

func (u *unpacker) visit(f *Fact, before queue.TicketID) {
	flags := u.number()
	f.Ticket = before + queue.TicketID(u.number())
	f.State = pickOf(u, packedStates, u.number())
	f.Repeat, f.ByHand, f.Party, f.Print = flags&visitRepeat != 0, flags&visitByHand != 0, 1, queue.PrintNone
	if flags&visitParty != 0 {
		f.Party = u.number()
	}
	if flags&visitPaper != 0 {
		f.Print = pickOf(u, packedPaper, u.number())
		f.Copies, f.Printer = u.number(), u.name()
	}
	n := 1
	if flags&visitOnward != 0 {
		n = u.count()
	}
	from := len(u.legs)
	for i := range n {
		l := Passage{Service: f.Service, Window: f.Window, Staff: f.Staff, Waited: -1, Served: -1}
		if i < n-1 {
			l.Service, l.Window, l.Staff = u.name(), u.name(), u.name()
		}
		u.leg(&l)
		u.legs = append(u.legs, l)
	}
	if n == 0 || u.bad {
		u.bad, u.in = true, nil
		return
	}
	f.Legs = u.legs[from:len(u.legs):len(u.legs)]
}

func (u *unpacker) leg(l *Passage) {
	flags := u.number()
	l.Calls = u.number()
	l.Received, l.Transferred, l.Begun, l.Once = flags&legReceived != 0, flags&legTransferred != 0, flags&legBegun != 0, flags&legOnce != 0
	l.Planned = flags&legPlanned != 0
	if flags&legCalled != 0 {
		l.Waited = u.number()
	}
	if flags&legServed != 0 {
		l.Served = u.number()
	}
	if counts := flags / legCounts % figuresOf; counts != 0 {
		l.Counts, l.Outcome = pickOf(u, packedCounts, counts), u.name()
	}
}
