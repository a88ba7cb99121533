package phone

import (
	"html/template"

	"onedoor/display"
	"onedoor/queue"
)

// again is how somebody comes back about the same matter: a kiosk or the desk takes
// the old ticket's code and offers a new number. The old ticket only proposes: what
// was said then is seen by staff once they have confirmed that it is the same matter.
type again struct {
	QR   template.HTML // of this page's own address, for the kiosk's scanner; "" where there is none
	Code string        // to be typed or read out
}

func (p *Phones) again(t *queue.Ticket) *again {
	a := &again{Code: display.SpacedCode(t.Code)}
	if p.statusURL == nil {
		return a
	}
	url := p.statusURL(t.Ref)
	if url == "" {
		return a
	}
	qr, err := display.QR(url)
	if err != nil {
		p.log.Error("a code could not be drawn", "err", err)
		return a
	}
	a.QR = qr
	return a
}

// served says whether somebody spoke with the visitor. A window may finish without having
// said that it began.
func served(l queue.Leg) bool {
	switch l.End {
	case "", "cancelled", "lapsed", queue.EndSkipped:
		return !l.Started.IsZero()
	}
	return true
}
