package phone

import (
	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// offered turns away who comes where the centre has no page for phones: by an address kept from before it
// was turned off.
func (p *Phones) offered(c *gin.Context) {
	if p.kit.Rules().Centre.Phone == queue.PhoneOff {
		p.kit.Refused(c, display.Refuse(display.ErrNoPhones))
	}
}
