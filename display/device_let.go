package display

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// Load reads the devices that were let in by a code.
func (d *Devices) Load(ctx context.Context) error {
	if d.store == nil {
		return nil
	}
	let := map[place][]LetIn{}
	err := d.store.Devices(ctx, func(id int64, hash []byte, kind, subject string, staff queue.StaffID, at time.Time) {
		p := place{Kind(kind), subject}
		let[p] = append(let[p], LetIn{id, p.kind, subject, staff, at, hash})
	})
	if err != nil {
		return fmt.Errorf("read the devices let in: %w", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.let = let
	return nil
}

// LetIns lists the devices that were let in by a code, the newest first.
func (d *Devices) LetIns() []LetIn {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var list []LetIn
	for _, l := range d.let {
		list = append(list, l...)
	}
	slices.SortFunc(list, func(a, b LetIn) int { return cmp.Compare(b.ID, a.ID) })
	return list
}

// Filed says whether the config has a token for a device.
func (d *Devices) Filed(kind Kind, id string) bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.filed[place{kind, id}] != nil
}

// Shut shuts a device out that was let in by a code, and ends what it has open.
func (d *Devices) Shut(ctx context.Context, by queue.StaffID, id int64) error {
	list := d.LetIns()
	i := slices.IndexFunc(list, func(l LetIn) bool { return l.ID == id })
	if d.store == nil || i < 0 {
		return Refuse(ErrNotFound)
	}
	if err := d.store.DropDevice(ctx, id); err != nil {
		return fmt.Errorf("shut a device out: %w", err)
	}
	gone := list[i]
	at := place{gone.Kind, gone.Of}
	d.mu.Lock()
	d.let[at] = slices.DeleteFunc(slices.Clone(d.let[at]), func(l LetIn) bool { return l.ID == id })
	if len(d.let[at]) == 0 {
		delete(d.let, at)
	}
	sockets := d.leave(gone.hash)
	d.mu.Unlock()
	dismissDevices(sockets)
	Record(ctx, d.audit, d.log, AuditEntry{Staff: by, Act: "device_revoked", Subject: gone.Of, Detail: map[string]string{"kind": string(gone.Kind)}})
	return nil
}

// Live makes a device's socket end when the device is shut out. Give what it returns to
// Pump.Serve.
func (d *Devices) Live(c *gin.Context, kind Kind, id string, open func(*Socket)) func(*Socket) {
	hash := d.hashOf(c, place{kind, id})
	if hash == nil { // the demo asks for none
		return open
	}
	key := [sha256.Size]byte(hash)
	return func(sock *Socket) {
		open(sock)
		leave := sock.onClose
		sock.OnClose(func() {
			d.mu.Lock()
			if delete(d.live[key], sock); len(d.live[key]) == 0 {
				delete(d.live, key)
			}
			d.mu.Unlock()
			if leave != nil {
				leave()
			}
		})
		d.mu.Lock()
		if d.live[key] == nil {
			d.live[key] = map[*Socket]struct{}{}
		}
		d.live[key][sock] = struct{}{}
		d.mu.Unlock()
		if !d.holds(place{kind, id}, hash) { // it was shut out meanwhile
			dismissDevices([]*Socket{sock})
		}
	}
}

// leave gives the sockets that came by a token. The caller has the lock.
func (d *Devices) leave(hash []byte) (list []*Socket) {
	if len(hash) != sha256.Size {
		return nil
	}
	for sock := range d.live[[sha256.Size]byte(hash)] {
		list = append(list, sock)
	}
	return list
}

func dismissDevices(list []*Socket) {
	for _, sock := range list {
		sock.Close(policyViolation, "shut_out")
	}
}

// Via says how an evaluation of a visit that ended at a window comes, by whose token it
// brings: a kiosk's, the window's tablet's, or none, as from the visitor's own phone. The
// demo, where nobody has one, takes it for a phone's.
func (d *Devices) Via(c *gin.Context, w queue.WindowID) queue.Via {
	switch {
	case d.has(c, place{Tablet, string(w)}):
		return queue.ViaWindow
	case d.hasAny(c, Kiosk):
		return queue.ViaKiosk
	}
	return queue.ViaQR
}
