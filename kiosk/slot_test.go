package kiosk

import (
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestWhereThePaperComesOut holds that the arrow points to the slot as the centre has it, and only
// once a slip is there.
func TestWhereThePaperComesOut(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) {
		for i := range r.Kiosks {
			r.Kiosks[i].Slot = &queue.Slot{Side: queue.SlotRight, Text: queue.Text{"zh": "出票口在屏幕右边", "en": "right of the screen"}}
		}
	}})
	at, ticket := h.through(t, paperCase{does: begun}, "zh")
	if d := h.page(t, at); d.Find(".fate-title svg").Length() != 0 || d.Find(".fate-slot").Length() != 0 {
		t.Error("points to a slot that nothing is in yet")
	}
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.SettlePrint{Job: h.jobOf(t, ticket.ID), State: queue.PrintConfirmed})
	d := h.page(t, at)
	if d.Find(`.fate-title[data-arrow="arrow-right"] svg`).Length() != 1 || words(d.Find(".fate-slot")) != "出票口在屏幕右边" {
		t.Errorf("says %q", words(d.Find(".fate")))
	}
}

// TestTheTicketShowsWhereToWait holds the plan of the ticket's floor: where to wait, the window
// only once it calls, and the way to another floor in words.
func TestTheTicketShowsWhereToWait(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) {
		for i := range r.Centre.Floors {
			f := &r.Centre.Floors[i]
			f.Way = queue.Text{"zh": "请乘电梯", "en": "Take the lift"}
			f.Plan = &queue.FloorPlan{Width: 50, Height: 20, Waits: []queue.Area{{ID: "hall", X: 1, Y: 1, Width: 20, Height: 9}}}
			for _, w := range r.Windows {
				if w.Floor == f.ID {
					f.Plan.Windows = append(f.Plan.Windows, queue.WindowSpot{Window: w.ID, Point: queue.Point{X: 30, Y: 5}})
				}
			}
			if f.ID == r.Services[0].Floor {
				f.Plan.Kiosks = []queue.KioskSpot{{Kiosk: r.Kiosks[0].ID, Point: queue.Point{X: 10, Y: 18}}}
			}
		}
	}})
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.OpenWindow{Window: "w1"})
	at, ticket := h.through(t, paperCase{does: begun}, "zh")
	d := h.page(t, at)
	if d.Find(".plan .plan-wait.here").Length() != 1 || d.Find(".plan .plan-you").Length() != 1 || d.Find(".plan .plan-here").Length() != 1 {
		t.Error("doesn't mark where one is and where to wait, or more")
	}
	if d.Find(".where-way").Length() != 0 {
		t.Error("sends to a floor on which one is")
	}
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Call{Window: "w1", Number: ticket.Number})
	d = h.page(t, at)
	if d.Find(".plan .plan-wait.here").Length() != 0 || d.Find(".plan .plan-here").Length() != 1 {
		t.Error("once called, the window is what is marked")
	}
}
