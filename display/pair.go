package display

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

const (
	pairCookie  = "onedoor_pair"
	pairFor     = 10 * time.Minute // how long a code is good
	maxPairing  = 32               // devices that wait at a time
	maxFromHere = 4                // of them from one address
)

// waiting is a device that shows a code. Only the browser that it was made for knows the
// secret, so nobody else gets the token.
type waiting struct {
	secret [sha256.Size]byte
	until  time.Time
	from   netip.Prefix
	place  *place        // what it is to be; nil: nobody has let it in yet
	by     queue.StaffID // who let it in
}

// RegisterPairing adds the page at which a device asks to be let in.
func (d *Devices) RegisterPairing(r gin.IRouter, publicURL string) {
	r.GET("/pair", StaffPage, func(c *gin.Context) { d.pairPage(c, publicURL) })
	r.POST("/pair", d.pairState)
}

// pairData is what the page of a device without a token shows.
type pairData struct {
	Code  string        // three digits, a space, three digits
	QR    template.HTML // leads an administrator's phone to where the code is typed
	Where string
	Until time.Time
	Error string
}

func (d *Devices) pairPage(c *gin.Context, publicURL string) {
	c.Header("Cache-Control", "no-store")
	code, err := d.begin(c)
	if err != nil {
		e := d.kit.refusal(c, err)
		retryAfter(c, Status(e.Code), e)
		d.kit.Page(c, Status(e.Code), Page{Name: "display/pair", Data: pairData{Error: d.kit.Sentence(d.kit.Lang(c), e)}})
		return
	}
	where := strings.TrimSuffix(publicURL, "/") + "/admin/devices"
	qr, err := QR(where + "?code=" + code)
	if err != nil {
		d.kit.Fail(c, err)
		return
	}
	d.kit.Page(c, http.StatusOK, Page{Name: "display/pair", Data: pairData{
		Code: code[:3] + " " + code[3:], QR: qr, Where: where, Until: d.now().Add(pairFor),
	}})
}

// begin gives a device a code of its own; the one that it has been shown goes.
func (d *Devices) begin(c *gin.Context) (string, error) {
	from, now := strangerOf(c), d.now()
	old, _ := c.Cookie(pairCookie)
	d.mu.Lock()
	defer d.mu.Unlock()
	near := 0
	for code, w := range d.waiting {
		switch {
		case !now.Before(w.until), old != "" && w.knows(old):
			delete(d.waiting, code)
		case w.from == from:
			near++
		}
	}
	if len(d.waiting) >= maxPairing || near >= maxFromHere {
		return "", Refuse(ErrSlowDown, "retry_s", "60")
	}
	var b [40]byte
	if _, err := io.ReadFull(d.random, b[:]); err != nil {
		return "", fmt.Errorf("read a code: %w", err)
	}
	secret := base64.RawURLEncoding.EncodeToString(b[8:])
	code := fmt.Sprintf("%06d", binary.BigEndian.Uint64(b[:8])%1_000_000)
	if d.waiting[code] != nil { // once in a million
		return "", Refuse(ErrSlowDown, "retry_s", "1")
	}
	d.waiting[code] = &waiting{secret: sha256.Sum256([]byte(secret)), until: now.Add(pairFor), from: from}
	http.SetCookie(c.Writer, &http.Cookie{
		Name: pairCookie, Value: secret, Path: "/pair", MaxAge: int(pairFor / time.Second),
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: Encrypted(c.Request),
	})
	return code, nil
}

func (w *waiting) knows(secret string) bool {
	sum := sha256.Sum256([]byte(secret))
	return subtle.ConstantTimeCompare(sum[:], w.secret[:]) == 1
}

// LetIn lets the device in that shows a code, as the kiosk, the screen or the tablet
// that it stands for. A code is good once. Somebody who types too many wrong ones has to wait.
func (d *Devices) LetIn(_ context.Context, by queue.StaffID, code string, kind Kind, id string) error {
	now := d.now()
	if err := d.guesses.Allow(string(by), now); err != nil {
		return err
	}
	if !d.known(kind, id) {
		return Refuse(queue.ErrBadValue, "field", "device", "value", id)
	}
	typed := digits(code)
	d.mu.Lock()
	var found *waiting
	for shown, w := range d.waiting {
		if subtle.ConstantTimeCompare([]byte(shown), []byte(typed)) == 1 && w.place == nil && now.Before(w.until) {
			found = w
		}
	}
	if found != nil {
		found.place, found.by = &place{kind, id}, by
	}
	d.mu.Unlock()
	if found == nil {
		d.guesses.Wrong(string(by), now)
		return Refuse(ErrUnknownCode)
	}
	return nil
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// known says whether the rules have such a device.
func (d *Devices) known(kind Kind, id string) bool {
	r := d.kit.Rules()
	switch kind {
	case Kiosk:
		return r.Kiosk(queue.KioskID(id)) != nil
	case Screen:
		return r.Screen(queue.ScreenID(id)) != nil
	case Tablet:
		return r.Window(queue.WindowID(id)) != nil
	case Kiosks, Screens:
	}
	return false
}

// pairAnswer is what the page of a device hears when it asks how things stand.
type pairAnswer struct {
	State string `json:"state"`        // waiting, let_in, over
	To    string `json:"to,omitempty"` // where it goes on when it was let in
}

// pairState answers the device that waits, and gives it its token once it was let in.
func (d *Devices) pairState(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	secret, err := c.Cookie(pairCookie)
	if err != nil {
		c.JSON(http.StatusOK, pairAnswer{State: "over"})
		return
	}
	at, by, state := d.take(secret)
	if state != "let_in" {
		c.JSON(http.StatusOK, pairAnswer{State: state})
		return
	}
	token, err := d.issue(c.Request.Context(), at, by)
	if err != nil {
		d.kit.Problem(c, err)
		return
	}
	setDevice(c, at.kind, token)
	http.SetCookie(c.Writer, &http.Cookie{Name: pairCookie, Path: "/pair", MaxAge: -1})
	c.JSON(http.StatusOK, pairAnswer{State: state, To: at.address()})
}

// take finds the device that has the secret; one that was let in is taken out of those who wait.
func (d *Devices) take(secret string) (at place, by queue.StaffID, state string) {
	now := d.now()
	d.mu.Lock()
	defer d.mu.Unlock()
	for code, w := range d.waiting {
		switch {
		case !w.knows(secret):
		case w.place != nil:
			delete(d.waiting, code)
			return *w.place, w.by, "let_in"
		case now.Before(w.until):
			return place{}, "", "waiting"
		}
	}
	return place{}, "", "over"
}

// issue makes a token for a device and keeps its hash.
func (d *Devices) issue(ctx context.Context, at place, by queue.StaffID) (string, error) {
	secret := make([]byte, 32)
	if _, err := io.ReadFull(d.random, secret); err != nil {
		return "", fmt.Errorf("read a token: %w", err)
	}
	token := base64.RawURLEncoding.EncodeToString(secret)
	hash := sha256.Sum256([]byte(token))
	if d.store == nil {
		return "", Refuse(ErrNotFound)
	}
	if err := d.store.PutDevice(ctx, hash[:], string(at.kind), at.id, by, d.now()); err != nil {
		return "", fmt.Errorf("keep a device: %w", err)
	}
	if err := d.Load(ctx); err != nil {
		return "", err
	}
	Record(ctx, d.audit, d.log, AuditEntry{Staff: by, Act: "device_paired", Subject: at.id, Detail: map[string]string{"kind": string(at.kind)}})
	return token, nil
}

// address is the page of a device.
func (p place) address() string {
	if p.kind == Tablet {
		return "/evaluate/" + p.id
	}
	return "/" + string(p.kind) + "/" + p.id
}
