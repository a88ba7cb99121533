package golden

import (
	"context"
	"math/rand/v2"
	"time"

	"onedoor/queue/journal"
)

// kinds is how many matters of each kind a centre had.
type kinds struct {
	accepted, concluded  int // matters
	mediations, mediated int // of those accepted
	confirmed            int // of those mediated
	answered             int // visits of which no matter came
	heads                int // in all
	visits               int // in all; 0: as they come
	again                int // matters that were accepted at a second visit once more, and count once
}

// Article writes the books of the article's centre: its figures since July 2020.
func Article(ctx context.Context, store *journal.Store, seed uint64) error {
	return fill(ctx, store, seed, kinds{
		accepted: 13423, concluded: 12311, mediations: 2155, mediated: 1708, confirmed: 304, answered: 400, heads: 18951, again: 900,
	}, day(2020, 7, 1), day(2023, 9, 8))
}

// Other writes the books of another centre in 2025: 1,911 batches, 2,833 person-visits, 493 cases.
func Other(ctx context.Context, store *journal.Store, seed uint64) error {
	return fill(ctx, store, seed, kinds{accepted: 493, concluded: 400, heads: 2833, visits: 1911}, day(2025, 1, 1), day(2025, 12, 31))
}

// Shan writes the books of one person who came in three years about one matter: to legal aid,
// where it was accepted, to the court, where it was accepted again, and to legal aid at last,
// where it was concluded.
func Shan(ctx context.Context, store *journal.Store, seed uint64) error {
	m := newMaker(store, seed, day(2021, 3, 2).Add(9*time.Hour))
	injury := &matter{}
	m.come(&visit{service: "legal", steps: []step{{"legal", "accepted"}}, party: 1, of: injury})
	m.nextDay(ctx, day(2022, 5, 17))
	m.come(&visit{service: "court", steps: []step{{"court", "accepted"}}, party: 1, earlier: injury})
	m.nextDay(ctx, day(2023, 8, 9))
	m.come(&visit{service: "legal", steps: []step{{"legal", "concluded"}}, party: 1, earlier: injury})
	m.nextDay(ctx, day(2023, 8, 10))
	return m.end(ctx)
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.FixedZone("", 8*3600))
}

// fill plans who comes, spreads them over the working days, and has them come.
func fill(ctx context.Context, store *journal.Store, seed uint64, k kinds, first, last time.Time) error {
	rng := rand.New(rand.NewPCG(seed, 1))
	list := plan(rng, k)
	var days []time.Time
	for d := first; !d.After(last); d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			days = append(days, d)
		}
	}
	comes := make([][]*visit, len(days))
	for _, chain := range list {
		at := rng.IntN(len(days) - len(chain) + 1)
		for i, v := range chain { // who comes again does so on a later day
			if i > 0 {
				at += 1 + rng.IntN(min(60, len(days)-at-len(chain)+i))
			}
			comes[at] = append(comes[at], v)
		}
	}
	m := newMaker(store, seed, days[0].Add(8*time.Hour+30*time.Minute))
	for i, d := range days {
		m.nextDay(ctx, d)
		for _, v := range comes[i] {
			m.come(v)
		}
	}
	m.nextDay(ctx, last.AddDate(0, 0, 1))
	return m.end(ctx)
}

// plan makes the visits of a centre, those about the same matter in one chain.
func plan(rng *rand.Rand, k kinds) (chains [][]*visit) {
	var all []*visit
	add := func(chain ...*visit) {
		chains = append(chains, chain)
		all = append(all, chain...)
	}
	settled := k.concluded * 9 / 10 // at their first visit
	concluded, again := k.concluded-settled, k.again
	for i := range k.accepted {
		v := &visit{service: "petition", steps: []step{{"petition", "accepted"}}, of: &matter{}}
		switch {
		case i < k.confirmed:
			v.bundle, v.steps = "confirmed", append(v.steps, step{"mediation", "mediated"}, step{"court", "confirmed"})
		case i < k.mediated:
			v.bundle, v.steps = "mediated", append(v.steps, step{"mediation", "mediated"})
		case i < k.mediations:
			v.bundle, v.steps = "mediated", append(v.steps, step{"mediation", "mediation_failed"})
		case i < k.mediations+settled:
			v.bundle, v.steps = "settled", append(v.steps, step{"legal", "concluded"})
		}
		add(v)
	}
	// Of those not settled at once some come again: to be told, some once more, that it is accepted
	// or concluded.
	for i := len(chains) - 1; i >= 0 && (concluded > 0 || again > 0); i-- {
		v := chains[i][0]
		if v.bundle == "settled" {
			continue
		}
		later := &visit{service: "legal", steps: []step{{"legal", "concluded"}}, earlier: v.of}
		if concluded == 0 || again > 0 && rng.IntN(2) == 0 {
			later.steps[0].outcome = "accepted"
			again--
		} else {
			concluded--
		}
		chains[i] = append(chains[i], later)
		all = append(all, later)
	}
	for range max(k.answered, k.visits-len(all)) {
		add(&visit{service: "legal", steps: []step{{"legal", "answered"}}})
	}
	companies(rng, all, k.heads)
	return chains
}

// companies spreads heads over visits: one each, and the rest in groups of up to 17 neighbours.
func companies(rng *rand.Rand, all []*visit, heads int) {
	for _, v := range all {
		v.party = 1
	}
	for rest := heads - len(all); rest > 0; {
		v := all[rng.IntN(len(all))]
		more := min(1+rng.IntN(16), rest, 17-v.party)
		v.party += more
		rest -= more
	}
}
