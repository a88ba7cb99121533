package phone

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// counted is a past that counts how often it is asked, and for what.
type counted struct {
	Past
	asked []string
}

func (c *counted) Ticket(ctx context.Context, ref string) (*queue.Ticket, bool, error) {
	c.asked = append(c.asked, ref)
	return c.Past.Ticket(ctx, ref)
}

// TestWrongRefsAreAllTheSame gives refs that can't be one, that could be one and of another house:
// the same work and, to the letter, the same answer.
func TestWrongRefsAreAllTheSame(t *testing.T) {
	h, other := newHouse(t), newHouse(t)
	past := &counted{Past: h.store}
	h.phones.past = past
	foreign := queuetest.Issue(t, other.queue, "legal").Ref
	answers := map[string]bool{}
	for i, ref := range []string{"AAAAAAAAAAAAAAAA", foreign, "x", "%00", "%E5%8F%B7", strings.Repeat("a", 300)} {
		w := h.get("/t/" + ref)
		answers[w.Body.String()] = true
		if w.Code != http.StatusNotFound || len(past.asked) != i+1 || len(past.asked[i]) != 16 {
			t.Errorf("%.20s: %d, the books were asked for %q", ref, w.Code, past.asked)
		}
	}
	if len(answers) != 1 {
		t.Errorf("%d different answers", len(answers))
	}
}

// TestAHallBehindOneAddressIsNeverLockedOut has somebody in the hall try refs: the others' pages
// come, whatever their address.
func TestAHallBehindOneAddressIsNeverLockedOut(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	tries := 0
	w := h.get("/t/AAAAAAAAAAAAAAAA")
	for ; w.Code == http.StatusNotFound && tries < 1000; tries++ {
		w = h.get("/t/AAAAAAAAAAAAAAAA")
	}
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "秒再试") {
		t.Fatalf("after %d tries: %d, %v", tries, w.Code, w.Header())
	}
	for _, path := range []string{"/ws/ticket/BBBBBBBBBBBBBBBB", "/t/x"} {
		if w := h.get(path); w.Code != http.StatusTooManyRequests {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := h.get("/t/" + mine.Ref); w.Code != http.StatusOK {
		t.Errorf("a ticket of today: %d", w.Code)
	}
	h.listen(t, mine.Ref).next()
	if w := h.post("/t/"+mine.Ref, "leave"); w.Code != http.StatusSeeOther {
		t.Errorf("leaving: %d", w.Code)
	}
}
