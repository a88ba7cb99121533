package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
)

// key is the key of a place of an axis.
func (e *engine) key(a axis, i int) string {
	switch a {
	case byDay:
		return date(e.period.From).AddDate(0, 0, i).Format(time.DateOnly)
	case byWeekday, byHour:
		return strconv.Itoa(i)
	case byHeat:
		return fmt.Sprintf("%d-%d", i/24, i%24)
	case byParty:
		return []string{"alone", "group"}[i]
	case byRepeat:
		return []string{"first", "repeated"}[i]
	default:
		return cmp.Or(e.names.String(journal.Name(i)), nobody)
	}
}

// keys lists the keys of a table's rows in order: those that it always has, then the rules'
// order, what is gone from the rules after it, and what is nobody's last.
func (m *maker) keys(p plan, rows, was map[string]*sums) []string {
	var order []string
	switch p.by {
	case DimNone:
		return nil
	case DimDay:
		for i := range m.query.Period.Days() {
			order = append(order, m.now.key(byDay, i))
		}
		return order
	case DimWeekday:
		return strings.Fields("1 2 3 4 5 6 7")
	case DimHour:
		for i := range 24 {
			order = append(order, strconv.Itoa(i))
		}
		return order
	case DimWait:
		for i := range bins {
			order = append(order, binKey(i))
		}
		return order
	case DimHeat:
		for i := range 8 * 24 {
			order = append(order, m.now.key(byHeat, i))
		}
	default:
		order = m.inRules(p.by)
	}
	has := map[string]int{}
	for i, key := range order {
		has[key] = i - len(order)
	}
	keys := slices.Collect(maps.Keys(rows))
	for key := range was {
		if rows[key] == nil {
			keys = append(keys, key)
		}
	}
	if p.by == DimLevel {
		for _, key := range order {
			if rows[key] == nil && was[key] == nil {
				keys = append(keys, key)
			}
		}
	}
	last := func(key string) int {
		if key == nobody {
			return 1
		}
		return 0
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(has[a], has[b]), cmp.Compare(a, b))
	})
	return keys
}

// inRules lists ids in the rules' order.
func (m *maker) inRules(by Dimension) []string {
	r := m.rules
	switch by {
	case DimDepartment:
		return ids(r.Departments, func(d *queue.Department) string { return string(d.ID) })
	case DimService:
		return ids(r.Services, func(s *queue.Service) string { return string(s.ID) })
	case DimWindow:
		return ids(r.Windows, func(w *queue.WindowRule) string { return string(w.ID) })
	case DimStaff:
		return ids(r.Staff, func(s *queue.Staff) string { return string(s.ID) })
	case DimClass:
		return []string{string(queue.ClassOrdinary), string(queue.ClassPriority)}
	case DimLang:
		return r.Centre.Languages
	case DimParty:
		return []string{"alone", "group"}
	case DimRepeat:
		return []string{"first", "repeated"}
	case DimOutcome:
		return ids(r.Outcomes, func(o *queue.Outcome) string { return string(o.ID) })
	case DimLevel:
		return ids(r.Evaluation, func(l *queue.Level) string { return string(l.ID) })
	case DimKiosk:
		return ids(r.Kiosks, func(k *queue.Kiosk) string { return string(k.ID) })
	case DimAlert:
		return append(ids(queue.AlertKinds(), func(k *queue.AlertKind) string { return string(*k) }), journal.AlertSurge)
	default:
		return nil
	}
}

func ids[T any](list []T, id func(*T) string) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = id(&list[i])
	}
	return out
}
