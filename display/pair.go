package display

import (
	"cmp"
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
	"slices"
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
	since  time.Time
	until  time.Time
	from   netip.Prefix
	place  *place // what it is to be; nil: nobody has let it in yet
	token  string // of that, once it is durable: given each time it is asked for, since an answer may get lost
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
	if secret, err := c.Cookie(pairCookie); err == nil {
		if at, token, _ := d.find(secret); token != "" { // somebody has let it in, and it was opened anew meanwhile
			give(c, at, token)
			c.Redirect(http.StatusSeeOther, at.address())
			return
		}
	}
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

// begin gives a device a code of its own; the one that it has been shown goes. Where all places are taken it has the
// oldest of the address that has the most, so that no few addresses keep the others from asking.
func (d *Devices) begin(c *gin.Context) (string, error) {
	from, now := strangerOf(c), d.now()
	old, _ := c.Cookie(pairCookie)
	d.mu.Lock()
	defer d.mu.Unlock()
	near, all := map[netip.Prefix]int{}, 0
	for code, w := range d.waiting {
		switch {
		case !now.Before(w.until) || old != "" && w.knows(old) && w.place == nil:
			delete(d.waiting, code)
		case w.place == nil: // one that was let in waits for nobody, and is kept for an answer that got lost
			near[w.from]++
			all++
		}
	}
	if near[from] >= maxFromHere || all >= maxPairing && !d.makeRoom(near, near[from]+1) {
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
	d.waiting[code] = &waiting{secret: sha256.Sum256([]byte(secret)), since: now, until: now.Add(pairFor), from: from}
	http.SetCookie(c.Writer, &http.Cookie{
		Name: pairCookie, Value: secret, Path: "/pair", MaxAge: int(pairFor / time.Second),
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: Encrypted(c.Request),
	})
	return code, nil
}

// makeRoom takes the code from the device that has waited longest at the address with the most, if they are more than
// so many. The caller has the lock.
func (d *Devices) makeRoom(near map[netip.Prefix]int, more int) bool {
	out := ""
	for code, w := range d.waiting {
		if w.place != nil || near[w.from] <= more {
			continue
		}
		if o := d.waiting[out]; o == nil || cmp.Or(cmp.Compare(near[o.from], near[w.from]), w.since.Compare(o.since), strings.Compare(code, out)) < 0 {
			out = code
		}
	}
	delete(d.waiting, out)
	return out != ""
}

// Asking is a device that shows a code, as an administrator sees it: the code itself stands on the device alone.
type Asking struct {
	From string        // the address it comes from
	For  time.Duration // how long it has waited
}

// Asking lists the devices that show a code and that nobody has let in, the one that has waited longest first.
func (d *Devices) Asking() []Asking {
	now := d.now()
	d.mu.RLock()
	defer d.mu.RUnlock()
	var list []Asking
	for _, w := range d.waiting {
		if w.place == nil && now.Before(w.until) {
			list = append(list, Asking{addressOf(w.from), now.Sub(w.since)})
		}
	}
	slices.SortFunc(list, func(a, b Asking) int { return cmp.Or(cmp.Compare(b.For, a.For), strings.Compare(a.From, b.From)) })
	return list
}

// addressOf writes one address plainly, and a network as one.
func addressOf(p netip.Prefix) string {
	switch {
	case !p.IsValid():
		return ""
	case p.IsSingleIP():
		return p.Addr().String()
	}
	return p.String()
}

func (w *waiting) knows(secret string) bool {
	sum := sha256.Sum256([]byte(secret))
	return subtle.ConstantTimeCompare(sum[:], w.secret[:]) == 1
}

// LetIn lets the device in that shows a code, as the kiosk, the screen or the tablet
// that it stands for: its token is durable and written down when this returns, and the device gets it when it asks next.
// A code is good once. Somebody who types too many wrong ones has to wait.
func (d *Devices) LetIn(ctx context.Context, by queue.StaffID, code string, kind Kind, id string) error {
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
		found.place = &place{kind, id} // nobody else lets it in meanwhile
	}
	d.mu.Unlock()
	if found == nil {
		d.guesses.Wrong(string(by), now)
		return Refuse(ErrUnknownCode)
	}
	token, err := d.issue(ctx, place{kind, id}, by, found.from)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil {
		found.place = nil
		return err
	}
	found.token, found.until = token, now.Add(pairFor)
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
	at, token, state := d.find(secret)
	if token == "" {
		c.JSON(http.StatusOK, pairAnswer{State: state})
		return
	}
	give(c, at, token)
	c.JSON(http.StatusOK, pairAnswer{State: state, To: at.address()})
}

// give gives a device its token.
func give(c *gin.Context, at place, token string) {
	setDevice(c, at.kind, token)
	http.SetCookie(c.Writer, &http.Cookie{Name: pairCookie, Path: "/pair", MaxAge: -1})
}

// find finds the device that has the secret, and its token if it was let in.
func (d *Devices) find(secret string) (at place, token, state string) {
	now := d.now()
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, w := range d.waiting {
		switch {
		case !w.knows(secret) || !now.Before(w.until):
		case w.token != "":
			return *w.place, w.token, "let_in"
		default:
			return place{}, "", "waiting"
		}
	}
	return place{}, "", "over"
}

// issue makes a token for a device and keeps its hash.
func (d *Devices) issue(ctx context.Context, at place, by queue.StaffID, from netip.Prefix) (string, error) {
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
	Record(ctx, d.audit, d.log, AuditEntry{Staff: by, Act: "device_paired", Subject: at.id, Detail: map[string]string{"kind": string(at.kind), "address": addressOf(from)}})
	return token, nil
}

// address is the page of a device.
func (p place) address() string {
	if p.kind == Tablet {
		return "/evaluate/" + p.id
	}
	return "/" + string(p.kind) + "/" + p.id
}
