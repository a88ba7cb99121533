package api

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// alertView is an alert that lasts.
type alertView struct {
	ID      queue.AlertID   `json:"id"`
	Kind    queue.AlertKind `json:"kind"`
	Service queue.ServiceID `json:"service,omitempty"`
	Device  string          `json:"device,omitempty"`
	Value   int             `json:"value"`
	Limit   int             `json:"limit"`
	Since   time.Time       `json:"since"`
	SeenBy  queue.StaffID   `json:"seen_by,omitempty"`
	SeenAt  *time.Time      `json:"seen_at,omitempty"`
	Until   *time.Time      `json:"quiet_until,omitempty"`
}

// alerts lists what is beyond its threshold.
func (a *api) alerts(c *gin.Context) {
	list := []alertView{}
	at := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		t = t.In(a.Kit.Rules().Location())
		return &t
	}
	a.Queue.View(func(l *queue.Lobby) {
		for _, x := range l.Alerts() {
			list = append(list, alertView{
				ID: x.ID, Kind: x.Kind, Service: x.Service, Device: x.Device, Value: x.Value, Limit: x.Limit, Since: *at(x.At),
				SeenBy: x.Seen.Staff, SeenAt: at(x.Seen.At), Until: at(x.Seen.Until),
			})
		}
	})
	a.answer(c, http.StatusOK, struct {
		Alerts []alertView `json:"alerts"`
	}{list})
}
