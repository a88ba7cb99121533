package report

import (
	"context"

	"onedoor/queue"
)

// TargetsOf says how the waits of a day stand against the targets: of the whole centre and of
// each service whose visitors were called. It is the section SectionTarget of that day's report,
// and quick enough to be asked for every few seconds.
func TargetsOf(ctx context.Context, b Books, r *queue.Rules, day queue.Day) (centre Figure, services map[queue.ServiceID]Figure, err error) {
	q := Query{Period: DayOf(day)}
	m := maker{rules: r, query: &q, now: &gathered{engine: newEngine(r, &q, q.Period)}}
	services = map[queue.ServiceID]Figure{}
	if err := m.now.read(ctx, b); err != nil {
		return Figure{}, nil, err
	}
	for i, s := range m.now.per[byService] {
		if s != nil && s.n[waits] > 0 {
			id := queue.ServiceID(m.now.key(byService, i))
			services[id] = m.figure(TargetMet, s, s)
		}
	}
	total := m.now.at(byNothing, 0)
	return m.figure(TargetMet, total, total), services, nil
}
