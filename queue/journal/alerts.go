package journal

import (
	"context"
	"database/sql/driver"

	"onedoor/queue"
)

// putAlert brings the table of alerts to what an event says. A surge is an alert without an id, told anew
// each time that it has grown. Of several acknowledgements the first counts: what an alert grew by later was
// known to somebody.
func putAlert(ctx context.Context, x driver.ExecerContext, e *queue.Event) error {
	do := func(query string, args ...driver.Value) error {
		_, err := x.ExecContext(ctx, query, named(nil, args))
		return err
	}
	const raise = "INSERT INTO alerts (seq, alert, at, day, kind, service, device) VALUES (?, ?, ?, ?, ?, ?, ?)"
	switch d := e.Data.(type) {
	case queue.AlertRaisedData:
		a := &d.Alert
		return do(raise, e.Seq, int64(a.ID), micros(e.At), string(e.Day), string(a.Kind), string(a.Service), a.Device)
	case queue.SurgeFoundData:
		return do(raise, e.Seq, nil, micros(e.At), string(e.Day), AlertSurge, "", "")
	case queue.AlertSeenData:
		return do("UPDATE alerts SET seen = coalesce(seen, ?) WHERE alert = ?", micros(e.At), int64(d.Alert))
	case queue.SurgeSeenData:
		return do("UPDATE alerts SET seen = coalesce(seen, ?) WHERE seq = ? AND alert IS NULL", micros(e.At), d.Surge)
	case queue.AlertOverData:
		return do("UPDATE alerts SET ended = ? WHERE alert = ?", micros(e.At), int64(d.Alert))
	}
	return nil
}
