package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"onedoor/queue"
)

func TestTheSameKeyGivesTheSameAnswer(t *testing.T) {
	h := open(t)
	const body = `{"service":"legal","kiosk":"main"}`
	first := h.post("kiosk", "/api/v1/tickets", body, "Idempotency-Key", "k1").want(http.StatusCreated)
	seq := h.seq()
	again := h.post("kiosk", "/api/v1/tickets", body, "Idempotency-Key", "k1").want(http.StatusCreated)
	if again.raw != first.raw || h.seq() != seq {
		t.Errorf("the answers differ:\n%s\n%s", first.raw, again.raw)
	}
	h.post("kiosk", "/api/v1/tickets", `{"service":"labour"}`, "Idempotency-Key", "k2").want(http.StatusCreated).has("number", "A002")
	h.post("kiosk", "/api/v1/tickets", body+" ", "Idempotency-Key", "k1").refused(422, "key_reused")
	h.post("boss", "/api/v1/tickets", body, "Idempotency-Key", "k1").want(http.StatusCreated).has("number", "A003") // another's key

	h.act("anna", "w1", "open", "")
	called := h.post("anna", "/api/v1/windows/w1/next", "", "Idempotency-Key", "k1").want(http.StatusOK).has("ticket.number", "A001")
	h.act("anna", "w1", "finish", `{"outcome":"answered"}`)
	late := h.post("anna", "/api/v1/windows/w1/next", "", "Idempotency-Key", "k1").want(http.StatusOK)
	if late.raw != called.raw {
		t.Errorf("the answers differ:\n%s\n%s", called.raw, late.raw)
	}
	h.act("anna", "w2", "open", "")
	h.post("anna", "/api/v1/windows/w2/next", "", "Idempotency-Key", "k1").want(http.StatusOK).has("ticket.number", "A002") // another window
}

func TestAKeyOutlivesARestart(t *testing.T) {
	h := open(t)
	const body = `{"service":"legal"}`
	first := h.post("boss", "/api/v1/tickets", body, "Idempotency-Key", "k1").want(http.StatusCreated)
	next := open(t, func(b *build) { b.store = h.store })
	again := next.post("boss", "/api/v1/tickets", body, "Idempotency-Key", "k1").want(http.StatusCreated)
	if again.raw != first.raw {
		t.Errorf("the answers differ:\n%s\n%s", first.raw, again.raw)
	}
	next.post("boss", "/api/v1/tickets", `{"service":"labour"}`, "Idempotency-Key", "k1").refused(422, "key_reused")
}

func TestWhatChangedNothingIsNotKept(t *testing.T) {
	h := open(t)
	h.post("anna", "/api/v1/windows/w1/next", "", "Idempotency-Key", "k1").refused(409, "window_closed")
	h.act("anna", "w1", "open", "")
	h.post("anna", "/api/v1/windows/w1/next", "", "Idempotency-Key", "k1").want(http.StatusNoContent)
	h.issue("legal")
	h.post("anna", "/api/v1/windows/w1/next", "", "Idempotency-Key", "k1").want(http.StatusOK).has("ticket.number", "A001")
}

func TestTwoVisitorsWhoCountTheirKeysFromOne(t *testing.T) {
	h := open(t)
	one, _ := h.issue("legal")
	two, _ := h.issue("legal")
	first := h.post("", "/api/v1/tickets/"+one+"/cancel", "", "Idempotency-Key", "1").want(http.StatusOK).has("number", "A001")
	h.post("", "/api/v1/tickets/"+two+"/cancel", "", "Idempotency-Key", "1").want(http.StatusOK).has("number", "A002")
	h.post("", "/api/v1/tickets/"+one+"/undo", "", "Idempotency-Key", "1").want(http.StatusOK).has("state", "waiting")
	again := h.post("", "/api/v1/tickets/"+one+"/cancel", "", "Idempotency-Key", "1").want(http.StatusOK)
	if again.raw != first.raw {
		t.Errorf("the answers differ:\n%s\n%s", first.raw, again.raw)
	}
	h.get("", "/api/v1/tickets/"+one).has("state", "waiting") // the repeated request did nothing
}

func TestKeysThatCannotBeKept(t *testing.T) {
	h := open(t)
	for _, key := range []string{"", "a b", "号", strings.Repeat("k", 256)} {
		h.post("boss", "/api/v1/tickets", `{"service":"legal"}`, "Idempotency-Key", key).refused(400, "bad_request")
	}
	h.post("boss", "/api/v1/tickets", `{"service":"legal"}`, "Idempotency-Key", strings.Repeat("k", 255)).want(http.StatusCreated)
}

// gate is a store whose commits wait once it is shut.
type gate struct {
	queue.Store
	arrived chan struct{} // one for each commit that waits
	open    chan struct{} // closed: they go on
	shut    chan struct{} // closed: commits wait
}

func (g *gate) Commit(ctx context.Context, b *queue.Batch) error {
	select {
	case <-g.shut:
		g.arrived <- struct{}{}
		<-g.open
	default:
	}
	return g.Store.Commit(ctx, b)
}

func TestATwinUnderWayWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{arrived: make(chan struct{}, 16), open: make(chan struct{}), shut: make(chan struct{})}
		h := open(t, func(b *build) {
			b.over = func(s queue.Store) queue.Store { g.Store = s; return g }
		})
		h.token("boss")
		close(g.shut)
		answers := make(chan *answer, 2)
		ask := func() {
			answers <- h.post("boss", "/api/v1/tickets", `{"service":"legal"}`, "Idempotency-Key", "k1")
		}
		go ask()
		<-g.arrived // the first is being committed
		go ask()
		synctest.Wait()
		if len(answers) > 0 {
			t.Fatalf("answered before it was durable: %s", (<-answers).raw)
		}
		close(g.open)
		one, two := <-answers, <-answers
		if one.want(http.StatusCreated).raw != two.want(http.StatusCreated).raw {
			t.Errorf("the twins differ:\n%s\n%s", one.raw, two.raw)
		}
		n := 0
		for _, e := range h.store.Events() {
			if e.Type == queue.Issued {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d tickets were issued", n)
		}
	})
}
