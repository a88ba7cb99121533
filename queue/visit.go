package queue

import (
	"slices"
	"time"
)

// Visit is what a ticket carries from window to window besides its place in the
// order. All of it stands in one column of the projections, so that a new part of a
// visit needs no new form of the books.
type Visit struct {
	ClassWhy string `json:"class_why,omitempty"` // code: why it was given priority on the spot

	Due   time.Time `json:"due,omitzero"`    // of the appointment; zero: none
	Front bool      `json:"front,omitempty"` // goes before the others, up to the ceiling
	Low   bool      `json:"low,omitempty"`   // only windows that can be reached from a wheelchair
	Seats int       `json:"seats,omitempty"` // how many come to the window together; 0: it doesn't matter where
	Brief []Reply   `json:"brief,omitempty"` // what the visitor answered; for staff alone

	Needs     int64     `json:"needs,omitempty"`      // id of the personal row of the visitor's needs
	Fetch     bool      `json:"fetch,omitempty"`      // wants to be fetched at each call
	Fetching  time.Time `json:"fetching,omitzero"`    // since when somebody is to fetch the visitor; zero: nobody
	Outside   bool      `json:"outside,omitempty"`    // held, because the visitor stepped outside
	Postponed int       `json:"postponed,omitempty"`  // how often the visitor let others go first
	GaveUpUS  int64     `json:"gave_up_us,omitempty"` // microseconds waited that no longer count in the order, but in the leg

	Bundle   BundleID `json:"bundle,omitempty"`    // that laid the journey out
	Plan     []Step   `json:"plan,omitempty"`      // what comes after the present leg, next first
	AnyOrder bool     `json:"any_order,omitempty"` // of the plan

	Half    Half        `json:"half,omitempty"`    // of which half-day's quota it is one; empty: of none
	Closing ClosingRule `json:"closing,omitempty"` // it waited when the hours ended, and was told this
	Coming  time.Time   `json:"coming,omitzero"`   // about when the person comes who was called in for it
	Joint   bool        `json:"joint,omitempty"`   // in a joint consultation
	Room    WindowID    `json:"room,omitempty"`    // where that meets, when it isn't the window that has it in hand

	Matter   MatterID   `json:"matter,omitempty"`   // what it is about; 0: nobody has said
	Earlier  *Earlier   `json:"earlier,omitempty"`  // the visit before about the same; only proposed while Matter is 0
	Repeat   bool       `json:"repeat,omitempty"`   // a repeated visit about the matter
	Category CategoryID `json:"category,omitempty"` // what staff said that the matter is like
	Tags     []TagID    `json:"tags,omitempty"`
	Session  SessionID  `json:"session,omitempty"` // that it is a side of
	Side     SideID     `json:"side,omitempty"`
	With     TicketID   `json:"with,omitempty"` // held: it follows this ticket of its session, which is in hand
	As       State      `json:"as,omitempty"`   // how it stands as a follower: called or serving

	MovedFrom ServiceID `json:"moved_from,omitempty"` // a supervisor had it wait on elsewhere: from where

	Evaluated bool `json:"evaluated,omitempty"` // while it still lived
}

// Step is a leg that is still to come.
type Step struct {
	Service   ServiceID `json:"service"`
	ForWindow WindowID  `json:"for_window,omitempty"`
	ForStaff  StaffID   `json:"for_staff,omitempty"`
}

// clone gives a copy that shares nothing.
func (v Visit) clone() Visit {
	v.Plan = slices.Clone(v.Plan)
	v.Brief = slices.Clone(v.Brief)
	v.Tags = slices.Clone(v.Tags)
	if v.Earlier != nil {
		e := *v.Earlier
		v.Earlier = &e
	}
	return v
}
