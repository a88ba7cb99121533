package api

import "onedoor/queue"

type pageBody struct {
	Service queue.ServiceID `json:"service"` // that they are asked for
	Window  queue.WindowID  `json:"window"`  // that asks
}

// page asks somebody on call to come.
func page(id queue.StaffID, b *pageBody) (queue.Command, error) {
	return queue.CallIn{Staff: id, Service: b.Service, Window: b.Window}, nil
}
