package display

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// Kind is a kind of device of the house.
type Kind string

// The kinds. A tablet stands at a window and asks what people thought of it. Screens is
// every screen of the house and no device of its own.
const (
	Kiosk   Kind = "kiosk"
	Screen  Kind = "screen"
	Tablet  Kind = "tablet"
	Screens Kind = "screens"
)

// DeviceOptions is what Devices is made of: the SHA-256 of each device's token
// in hex, from the config. A device without one can't be used outside the demo.
type DeviceOptions struct {
	Kit     *Kit
	Kiosks  map[queue.KioskID]string
	Screens map[queue.ScreenID]string
}

// Devices knows which browser is a kiosk or a screen of the house. A device is
// opened once at /kiosk/{id}?token=…, takes its token as a cookie and goes on
// at the clean address; a program sends it as bearer. The demo asks nobody.
type Devices struct {
	kit     *Kit
	kiosks  map[string][]byte
	screens map[string][]byte
}

// NewDevices reads the hashes; all bad ones are reported at once.
func NewDevices(o DeviceOptions) (*Devices, error) {
	d := &Devices{kit: o.Kit, kiosks: map[string][]byte{}, screens: map[string][]byte{}}
	var bad []error
	put := func(into map[string][]byte, kind, id, hash string) {
		b, err := hex.DecodeString(hash)
		if err != nil || len(b) != sha256.Size {
			bad = append(bad, fmt.Errorf("token of %s %s is not a SHA-256 in hex", kind, id))
			return
		}
		into[id] = b
	}
	for id, h := range o.Kiosks {
		put(d.kiosks, "kiosk", string(id), h)
	}
	for id, h := range o.Screens {
		put(d.screens, "screen", string(id), h)
	}
	return d, errors.Join(bad...)
}

// IsKiosk says whether a request comes from that kiosk.
func (d *Devices) IsKiosk(c *gin.Context, id queue.KioskID) bool {
	return d.kit.Demo() || fits(c, "kiosk", d.kiosks[string(id)])
}

// IsScreen says whether a request comes from that screen.
func (d *Devices) IsScreen(c *gin.Context, id queue.ScreenID) bool {
	return d.kit.Demo() || fits(c, "screen", d.screens[string(id)])
}

// KioskPage guards /kiosk/:id: it takes ?token= into a cookie, and refuses
// everybody who has none.
func (d *Devices) KioskPage(c *gin.Context) {
	d.page(c, "kiosk", d.kiosks[c.Param("id")])
}

// ScreenPage guards /screen/:id in the same way.
func (d *Devices) ScreenPage(c *gin.Context) {
	d.page(c, "screen", d.screens[c.Param("id")])
}

// ScreenSocket guards /ws/screen/:id.
func (d *Devices) ScreenSocket(c *gin.Context) {
	if !d.IsScreen(c, queue.ScreenID(c.Param("id"))) {
		d.kit.Problem(c, Refuse(ErrNoDevice))
	}
}

// AnyScreen guards what every screen of the house may have.
func (d *Devices) AnyScreen(c *gin.Context) { d.any(c, "screen", d.screens) }

// AnyKiosk guards what every kiosk of the house may have.
func (d *Devices) AnyKiosk(c *gin.Context) { d.any(c, "kiosk", d.kiosks) }

func (d *Devices) any(c *gin.Context, kind string, hashes map[string][]byte) {
	if d.kit.Demo() {
		return
	}
	for _, hash := range hashes {
		if fits(c, kind, hash) {
			return
		}
	}
	d.kit.Problem(c, Refuse(ErrNoDevice))
}

func (d *Devices) page(c *gin.Context, kind string, hash []byte) {
	if token := c.Query("token"); token != "" {
		if !d.kit.Demo() && equal(token, hash) {
			http.SetCookie(c.Writer, &http.Cookie{
				Name: "onedoor_" + kind, Value: token, Path: "/", MaxAge: 400 * 24 * 3600,
				HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: Encrypted(c.Request),
			})
		}
		q := c.Request.URL.Query()
		q.Del("token")
		clean := url.URL{Path: c.Request.URL.Path, RawQuery: q.Encode()}
		c.Redirect(http.StatusSeeOther, clean.RequestURI())
		c.Abort()
		return
	}
	if !d.kit.Demo() && !fits(c, kind, hash) {
		d.kit.Fail(c, Refuse(ErrNoDevice))
	}
}

// fits holds a request's device token against a hash.
func fits(c *gin.Context, kind string, hash []byte) bool {
	if token, bearer := Token(c); bearer && equal(token, hash) {
		return true
	}
	token, err := c.Cookie("onedoor_" + kind)
	return err == nil && equal(token, hash)
}

func equal(token string, hash []byte) bool {
	sum := sha256.Sum256([]byte(token))
	return len(hash) == sha256.Size && subtle.ConstantTimeCompare(sum[:], hash) == 1
}
