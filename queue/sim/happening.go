package sim

import (
	"time"

	"onedoor/queue"
)

// happening is something to come in one run: a window is free, or may help, or its session begins; a ticket enters.
type happening struct {
	at     time.Time
	order  int // of what comes at the same moment
	kind   kind
	window int           // of the window's
	ticket *queue.Ticket // that enters
}

type kind int

const (
	isFree kind = iota
	mayHelp
	meets
	enters
	comes
)

// happenings is a heap, the earliest first.
type happenings []happening

// before says whether one comes before another.
func (h *happening) before(o *happening) bool {
	if h.at.Equal(o.at) {
		return h.order < o.order
	}
	return h.at.Before(o.at)
}

// push adds one. It is container/heap's without a box for each.
func (q *happenings) push(h happening) {
	*q = append(*q, h)
	list := *q
	for i := len(list) - 1; i > 0; {
		up := (i - 1) / 2
		if !list[i].before(&list[up]) {
			return
		}
		list[i], list[up] = list[up], list[i]
		i = up
	}
}

// pop takes the earliest.
func (q *happenings) pop() happening {
	list := *q
	first, last := list[0], len(list)-1
	list[0], list[last] = list[last], happening{}
	list = list[:last]
	*q = list
	for i := 0; ; {
		least := i
		for down := 2*i + 1; down <= 2*i+2 && down < last; down++ {
			if list[down].before(&list[least]) {
				least = down
			}
		}
		if least == i {
			return first
		}
		list[i], list[least] = list[least], list[i]
		i = least
	}
}
