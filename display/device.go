package display

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// Kind is a kind of device of the house.
type Kind string

// The kinds. A tablet stands at a window and asks what people thought of it. Kiosks and
// Screens are every one of the house and no device of its own.
const (
	Kiosk   Kind = "kiosk"
	Screen  Kind = "screen"
	Tablet  Kind = "tablet"
	Kiosks  Kind = "kiosks"
	Screens Kind = "screens"
)

// DeviceStore keeps the devices that were let in by a code, and never sees a token: hash
// is the SHA-256 of it. The journal fits it.
type DeviceStore interface {
	PutDevice(ctx context.Context, hash []byte, kind, subject string, staff queue.StaffID, at time.Time) error
	DropDevice(ctx context.Context, id int64) error
	Devices(ctx context.Context, each func(id int64, hash []byte, kind, subject string, staff queue.StaffID, at time.Time)) error
}

// DeviceOptions is what Devices is made of: the SHA-256 of each device's token in hex,
// from the config, and where those are kept that are let in by a code. A device without
// a token can't be used outside the demo.
type DeviceOptions struct {
	Kit     *Kit
	Kiosks  map[queue.KioskID]string
	Screens map[queue.ScreenID]string
	Tablets map[queue.WindowID]string // of the tablets that stand at windows

	Store  DeviceStore      // nil: none is let in by a code
	Audit  Auditor          // nil: nothing is written down
	Now    func() time.Time // wall clock; time.Now when nil
	Random io.Reader        // crypto/rand when nil
	Log    *slog.Logger     // slog.Default when nil
}

// Devices knows which browser is a kiosk, a screen or a tablet of the house. A device
// that the config has a token for is opened once at /kiosk/{id}?token=…, takes its token
// as a cookie and goes on at the clean address; another one is let in by the code that
// it shows at /pair; a program sends its token as bearer. The demo asks nobody.
type Devices struct {
	kit    *Kit
	store  DeviceStore
	audit  Auditor
	now    func() time.Time
	random io.Reader
	log    *slog.Logger

	mu      sync.RWMutex
	filed   map[place][]byte  // of the config
	let     map[place][]LetIn // by a code
	live    map[[sha256.Size]byte]map[*Socket]struct{}
	waiting map[string]*waiting // by code
	guesses Guesses
}

// place is what a device is: the kiosk main, the screen hall, the tablet of a window.
type place struct {
	kind Kind
	id   string
}

// LetIn is a device that an administrator let in by its code.
type LetIn struct {
	ID    int64
	Kind  Kind
	Of    string // the kiosk, the screen or the window
	Staff queue.StaffID
	At    time.Time
	hash  []byte
}

// NewDevices reads the hashes; all bad ones are reported at once.
func NewDevices(o DeviceOptions) (*Devices, error) {
	d := &Devices{
		kit: o.Kit, store: o.Store, audit: o.Audit, now: o.Now, random: o.Random, log: o.Log,
		let: map[place][]LetIn{}, live: map[[sha256.Size]byte]map[*Socket]struct{}{}, waiting: map[string]*waiting{},
	}
	if d.now == nil {
		d.now = time.Now
	}
	if d.random == nil {
		d.random = rand.Reader
	}
	if d.log == nil {
		d.log = slog.Default()
	}
	var err error
	d.filed, err = readHashes(o)
	return d, err
}

func readHashes(o DeviceOptions) (map[place][]byte, error) {
	filed := map[place][]byte{}
	var bad []error
	put := func(kind Kind, id, hash string) {
		b, err := hex.DecodeString(hash)
		if err != nil || len(b) != sha256.Size {
			bad = append(bad, fmt.Errorf("token of %s %s is not a SHA-256 in hex", kind, id))
			return
		}
		filed[place{kind, id}] = b
	}
	for id, h := range o.Kiosks {
		put(Kiosk, string(id), h)
	}
	for id, h := range o.Screens {
		put(Screen, string(id), h)
	}
	for id, h := range o.Tablets {
		put(Tablet, string(id), h)
	}
	return filed, errors.Join(bad...)
}

// Set takes the config's tokens anew, as a reload does: a device whose token has gone is
// shut out at once.
func (d *Devices) Set(o DeviceOptions) error {
	filed, err := readHashes(o)
	if err != nil {
		return err
	}
	d.mu.Lock()
	var gone []*Socket
	for at, hash := range d.filed {
		if subtle.ConstantTimeCompare(hash, filed[at]) != 1 {
			gone = append(gone, d.leave(hash)...)
		}
	}
	d.filed = filed
	d.mu.Unlock()
	dismissDevices(gone)
	return nil
}

// IsKiosk says whether a request comes from that kiosk.
func (d *Devices) IsKiosk(c *gin.Context, id queue.KioskID) bool {
	return d.is(c, place{Kiosk, string(id)})
}

// IsScreen says whether a request comes from that screen.
func (d *Devices) IsScreen(c *gin.Context, id queue.ScreenID) bool {
	return d.is(c, place{Screen, string(id)})
}

// IsTablet says whether a request comes from the tablet of that window.
func (d *Devices) IsTablet(c *gin.Context, w queue.WindowID) bool {
	return d.is(c, place{Tablet, string(w)})
}

func (d *Devices) is(c *gin.Context, at place) bool {
	return d.kit.Demo() || d.has(c, at)
}

// has says whether a request brings a token of that device.
func (d *Devices) has(c *gin.Context, at place) bool { return d.hashOf(c, at) != nil }

// holds says whether a device has a token of that hash.
func (d *Devices) holds(at place, hash []byte) bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return subtle.ConstantTimeCompare(d.filed[at], hash) == 1 ||
		slices.ContainsFunc(d.let[at], func(l LetIn) bool { return subtle.ConstantTimeCompare(l.hash, hash) == 1 })
}

// hashOf gives the hash of the token that a request brings for a device; nil when it
// brings none.
func (d *Devices) hashOf(c *gin.Context, at place) []byte {
	token, bearer := Token(c)
	if !bearer {
		token = ""
	}
	own, err := c.Cookie("onedoor_" + string(at.kind))
	d.mu.RLock()
	defer d.mu.RUnlock()
	check := func(hash []byte) bool {
		return bearer && equal(token, hash) || err == nil && equal(own, hash)
	}
	if hash := d.filed[at]; check(hash) {
		return hash
	}
	for i := range d.let[at] {
		if hash := d.let[at][i].hash; check(hash) {
			return hash
		}
	}
	return nil
}

// KioskPage guards /kiosk/:id: it takes ?token= into a cookie, and refuses
// everybody who has none.
func (d *Devices) KioskPage(c *gin.Context) { d.page(c, place{Kiosk, c.Param("id")}) }

// ScreenPage guards /screen/:id in the same way.
func (d *Devices) ScreenPage(c *gin.Context) { d.page(c, place{Screen, c.Param("id")}) }

// TabletPage guards /evaluate/:window in the same way.
func (d *Devices) TabletPage(c *gin.Context) { d.page(c, place{Tablet, c.Param("window")}) }

// ScreenSocket guards /ws/screen/:id.
func (d *Devices) ScreenSocket(c *gin.Context) { d.data(c, place{Screen, c.Param("id")}) }

// TabletData guards what the tablet's page asks for.
func (d *Devices) TabletData(c *gin.Context) { d.data(c, place{Tablet, c.Param("window")}) }

func (d *Devices) data(c *gin.Context, at place) {
	if !d.is(c, at) {
		d.kit.Problem(c, Refuse(ErrNoDevice))
	}
}

// AnyScreen guards what every screen of the house may have.
func (d *Devices) AnyScreen(c *gin.Context) { d.any(c, Screen) }

// AnyKiosk guards what every kiosk of the house may have.
func (d *Devices) AnyKiosk(c *gin.Context) { d.any(c, Kiosk) }

func (d *Devices) any(c *gin.Context, kind Kind) {
	if !d.kit.Demo() && !d.hasAny(c, kind) {
		d.kit.Problem(c, Refuse(ErrNoDevice))
	}
}

func (d *Devices) hasAny(c *gin.Context, kind Kind) bool {
	for _, at := range d.places(kind) {
		if d.has(c, at) {
			return true
		}
	}
	return false
}

// places lists what has a token, of one kind.
func (d *Devices) places(kind Kind) (list []place) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for at := range d.filed {
		if at.kind == kind {
			list = append(list, at)
		}
	}
	for at := range d.let {
		if at.kind == kind {
			list = append(list, at)
		}
	}
	return list
}

func (d *Devices) page(c *gin.Context, at place) {
	if token := c.Query("token"); token != "" {
		d.mu.RLock()
		hash := d.filed[at]
		d.mu.RUnlock()
		if !d.kit.Demo() && equal(token, hash) {
			setDevice(c, at.kind, token)
		}
		q := c.Request.URL.Query()
		q.Del("token")
		clean := url.URL{Path: c.Request.URL.Path, RawQuery: q.Encode()}
		c.Redirect(http.StatusSeeOther, clean.RequestURI())
		c.Abort()
		return
	}
	if !d.is(c, at) {
		d.kit.Fail(c, Refuse(ErrNoDevice))
	}
}

// setDevice gives a browser its token for good: as long as browsers keep a cookie.
func setDevice(c *gin.Context, kind Kind, token string) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: "onedoor_" + string(kind), Value: token, Path: "/", MaxAge: 400 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: Encrypted(c.Request),
	})
}

func equal(token string, hash []byte) bool {
	sum := sha256.Sum256([]byte(token))
	return len(hash) == sha256.Size && subtle.ConstantTimeCompare(sum[:], hash) == 1
}
