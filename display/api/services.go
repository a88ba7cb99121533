package api

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// service is what one can queue for.
type service struct {
	ID             queue.ServiceID    `json:"id"`
	Name           string             `json:"name"`
	PublicName     string             `json:"public_name"` // on paper, phones and screens
	Department     queue.DepartmentID `json:"department"`
	DepartmentName string             `json:"department_name"`
	Floor          queue.FloorID      `json:"floor"`
	Prefix         string             `json:"prefix"`
	Open           bool               `json:"open"`
	Why            *string            `json:"why"`        // why it is not open
	OpenUntil      *time.Time         `json:"open_until"` // null: closed, or around the clock
	OpensAt        *time.Time         `json:"opens_at"`   // null: open, or not within sixty days
	Waiting        int                `json:"waiting"`
	Estimate       *queue.Range       `json:"estimate"`        // null until enough visits were seen
	Sample         bool               `json:"sample"`          // made-up data of the demo
	Quota          *int               `json:"quota,omitempty"` // of this half-day
	Left           *int               `json:"left,omitempty"`  // of the quota
}

func (a *api) services(c *gin.Context) {
	lang := a.Kit.Lang(c)
	var list []service
	now := a.Queue.Wall()
	a.Queue.View(func(l *queue.Lobby) {
		rules := l.Rules()
		list = make([]service, len(rules.Services))
		for i := range rules.Services {
			s := &rules.Services[i]
			list[i] = service{
				ID: s.ID, Name: s.Name.In(lang), PublicName: s.PublicName(lang), Department: s.Department,
				DepartmentName: departmentName(rules, s.Department, lang), Floor: s.Floor, Prefix: s.Prefix,
				Waiting: l.WaitingFor(s.ID), Sample: s.Sample, Estimate: display.ServiceRange(a.Estimates, s.ID, queue.ClassOrdinary),
			}
			o, why := l.Takes(s.ID, now)
			if list[i].Open = o.Open; why != nil {
				sentence := a.Kit.Reason(lang, *why)
				list[i].Why = &sentence
			}
			if quota, left, ok := l.Left(s.ID, now); ok {
				list[i].Quota, list[i].Left = &quota, &left
			}
			list[i].OpenUntil, list[i].OpensAt = instant(o.Until), instant(o.From)
		}
	})
	a.answer(c, http.StatusOK, gin.H{"services": list})
}

// instant is a moment, or null.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func departmentName(r *queue.Rules, id queue.DepartmentID, lang string) string {
	for i := range r.Departments {
		if r.Departments[i].ID == id {
			return r.Departments[i].Name.In(lang)
		}
	}
	return string(id)
}
