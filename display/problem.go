package display

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// The refusals that come from the wire and not from the rules.
const (
	ErrNoSession  queue.Code = "no_session"  // nobody is logged in
	ErrNoDevice   queue.Code = "no_device"   // no token of a kiosk or a screen
	ErrBadPIN     queue.Code = "bad_pin"     // staff id and PIN don't fit
	ErrSlowDown   queue.Code = "slow_down"   // too many log-ins failed; args: retry_s
	ErrLocked     queue.Code = "locked"      // locked out; args: minutes, retry_s
	ErrCrossSite  queue.Code = "cross_site"  // another site's page sent it
	ErrWrongHost  queue.Code = "wrong_host"  // it came by a name that isn't the house's
	ErrBadRequest queue.Code = "bad_request" // not the JSON or form that was asked for
	ErrNotFound   queue.Code = "not_found"   // no such address
	ErrTooLarge   queue.Code = "too_large"   // the body is longer than anything we take
	ErrBadMethod  queue.Code = "bad_method"  // not this method here
	ErrNoPhones   queue.Code = "no_phones"   // the centre has no page for phones
	ErrInternal   queue.Code = "internal"    // the program's fault

	ErrWeakPIN     queue.Code = "weak_pin"          // args: what is wrong with it
	ErrWrongPIN    queue.Code = "wrong_pin"         // not the present one of who changes theirs
	ErrPINChange   queue.Code = "pin_change_needed" // somebody else chose the PIN: it has to be changed first
	ErrUnknownCode queue.Code = "unknown_code"      // no device shows it
)

// retryAfterS is what a 503 asks for, in seconds: the disk may have space, and
// a restart is over, by then.
const retryAfterS = 5

// Refuse makes a refusal with pairs of argument names and values.
func Refuse(code queue.Code, pairs ...string) *queue.Error {
	e := &queue.Error{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args[pairs[i]] = pairs[i+1]
	}
	return e
}

// Status is the one table from codes to HTTP.
func Status(code queue.Code) int {
	switch code {
	case queue.ErrUnknownWindow, queue.ErrUnknownService, queue.ErrUnknownStaff, queue.ErrUnknownKiosk,
		queue.ErrUnknownTicket, queue.ErrUnknownSession, queue.ErrUnknownJob, queue.ErrUnknownHelp,
		queue.ErrUnknownBundle, queue.ErrUnknownMatter, queue.ErrUnknownSurge, queue.ErrUnknownNotice, queue.ErrUnknownAlert, queue.ErrUnknownFollowUp, ErrNotFound, ErrNoPhones, ErrUnknownCode:
		return http.StatusNotFound
	case queue.ErrWindowBusy, queue.ErrWindowClosed, queue.ErrWindowPaused, queue.ErrServiceClosed,
		queue.ErrNotServed, queue.ErrNotInHand, queue.ErrBadState, queue.ErrTooLate, queue.ErrBeingFetched, queue.ErrStaffAway,
		queue.ErrInConsultation, queue.ErrNoConsultation, queue.ErrNobodyAccepted, queue.ErrPostsBusy,
		queue.ErrNothingNext, queue.ErrFrontFull, queue.ErrNoticesFull, queue.ErrEvaluated, queue.ErrNotFinished, queue.ErrCallFirst, queue.ErrOwnVisit,
		queue.ErrInSession, queue.ErrNobodyBehind, queue.ErrNotOffered, queue.ErrTooEarly,
		ErrConfigChanged, ErrConfigReadOnly, queue.ErrNoProposal, queue.ErrHasMatter, queue.ErrMatterTaken, queue.ErrConfirmNeeded:
		return http.StatusConflict
	case ErrConfigInvalid, queue.ErrBadValue, queue.ErrFieldNeeded, queue.ErrUnknownOutcome, queue.ErrKeyReused, queue.ErrBadRules, ErrWeakPIN, ErrWrongPIN:
		return http.StatusUnprocessableEntity
	case queue.ErrNotAllowed, ErrCrossSite, ErrPINChange:
		return http.StatusForbidden
	case queue.ErrNotDurable, queue.ErrDiskFull, queue.ErrDamaged, queue.ErrStopped:
		return http.StatusServiceUnavailable
	case ErrNoSession, ErrNoDevice, ErrBadPIN:
		return http.StatusUnauthorized
	case ErrSlowDown, ErrLocked:
		return http.StatusTooManyRequests
	case ErrBadRequest:
		return http.StatusBadRequest
	case ErrTooLarge:
		return http.StatusRequestEntityTooLarge
	case ErrWrongHost:
		return http.StatusMisdirectedRequest
	case ErrBadMethod:
		return http.StatusMethodNotAllowed
	}
	return http.StatusInternalServerError
}

// Problem is an RFC 9457 problem document.
type Problem struct {
	Type     string            `json:"type"` // urn:onedoor:problem:<code>
	Title    string            `json:"title"`
	Status   int               `json:"status"`
	Detail   string            `json:"detail,omitempty"`
	Instance string            `json:"instance,omitempty"` // the route, never a visitor's address
	Code     queue.Code        `json:"code"`
	Args     map[string]string `json:"args,omitempty"`
}

// refusal gives the refusal in an error; whatever has no code is the program's
// fault and is logged, since nobody else will see it.
func (k *Kit) refusal(c *gin.Context, err error) *queue.Error {
	if e, ok := errors.AsType[*queue.Error](err); ok {
		if Status(e.Code) >= http.StatusInternalServerError && e.Code != ErrInternal { // who made that one has logged it
			k.log.Error("refused", "code", e.Code, "route", c.FullPath(), "err", err)
		}
		return e
	}
	if errors.Is(err, context.Canceled) { // who asked has gone
		k.log.Debug("request abandoned", "route", c.FullPath())
		return Refuse(ErrInternal)
	}
	k.log.Error("request failed", "route", c.FullPath(), "err", err)
	return Refuse(ErrInternal)
}

// Sentence says a refusal to a person. Ids of windows, services and outcomes in
// the arguments become their names. An argument "what" picks a closer sentence,
// error.<code>.<what>, and an argument "field" error.<code>.field, where the
// catalogue has one.
func (k *Kit) Sentence(lang string, e *queue.Error) string {
	key := "error." + string(e.Code)
	switch closer := key + "." + e.Args["what"]; {
	case e.Args["what"] != "" && k.Catalogue.Has(closer):
		key = closer
	case e.Args["field"] != "" && k.Catalogue.Has(key+".field"):
		key += ".field"
	}
	return k.say(lang, key, e.Args)
}

// Reason says why something was decided as it was.
func (k *Kit) Reason(lang string, r queue.Reason) string {
	return k.say(lang, "reason."+r.Code, r.Args)
}

func (k *Kit) say(lang, key string, args map[string]string) string {
	pairs := make([]any, 0, 2*len(args))
	for name, v := range args {
		pairs = append(pairs, name, k.nameOf(lang, name, v))
	}
	return k.T(lang, key, pairs...)
}

// nameOf turns an id in an argument into what people call it.
func (k *Kit) nameOf(lang, arg, v string) string {
	r := k.rules()
	switch arg {
	case "window":
		if w := r.Window(queue.WindowID(v)); w != nil {
			return w.Label.In(lang)
		}
	case "windows":
		return k.windowNames(lang, v)
	case "role":
		if key := "admin.role_" + v; k.Catalogue.Has(key) {
			return k.T(lang, key)
		}
	case "have":
		return k.roleNames(lang, v, "common.list_comma")
	case "need":
		return k.roleNames(lang, v, "common.or")
	case "service":
		if s := r.Service(queue.ServiceID(v)); s != nil {
			return s.Name.In(lang)
		}
	case "outcome":
		if o := r.Outcome(queue.OutcomeID(v)); o != nil {
			return o.Name.In(lang)
		}
	case "holiday":
		if name := r.Holiday(queue.Day(v)).In(lang); name != "" {
			return name
		}
	case "from":
		if t, err := time.Parse(time.RFC3339, v); err == nil {
			return k.When(lang, t)
		}
	}
	return v
}

// windowNames turns a list of windows' ids into what people call them.
func (k *Kit) windowNames(lang, ids string) string {
	names := strings.Split(ids, ",")
	for i, id := range names {
		names[i] = k.nameOf(lang, "window", id)
	}
	return strings.Join(names, k.T(lang, "common.list_comma"))
}

// roleNames turns a list of roles' ids into their names, the last two joined by a word of the catalogue's.
func (k *Kit) roleNames(lang, ids, last string) string {
	var b strings.Builder
	names := strings.Split(ids, ",")
	for i, id := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			b.WriteString(k.T(lang, last))
		default:
			b.WriteString(k.T(lang, "common.list_comma"))
		}
		b.WriteString(k.nameOf(lang, "role", id))
	}
	return b.String()
}

// Problem answers an API call with a problem document and ends the chain.
func (k *Kit) Problem(c *gin.Context, err error) {
	e := k.refusal(c, err)
	lang, status := k.Lang(c), Status(e.Code)
	retryAfter(c, status, e)
	if status == http.StatusUnauthorized {
		c.Header("WWW-Authenticate", "Bearer") // RFC 9110, 15.5.2
	}
	b, encErr := json.Marshal(Problem{
		Type: "urn:onedoor:problem:" + string(e.Code), Title: k.title(lang, status), Status: status,
		Detail: k.Sentence(lang, e), Instance: c.FullPath(), Code: e.Code, Args: e.Args,
	})
	if encErr != nil { // strings only: can't be
		b = []byte(`{"status":500,"code":"internal"}`)
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, "application/problem+json", b)
	c.Abort()
}

// failData is what the page shows that says what is wrong.
type failData struct {
	Title, Sentence string
	Pair            bool   // a device that may ask to be let in
	Name            string // of somebody who may not; "": nobody is logged in, or it is something else
	Home            string // their own page
	To              string // where they wanted to be, which somebody else may
}

// homeOf gives the page that somebody begins with.
func homeOf(p *queue.Staff) string {
	switch {
	case p.Is(queue.RoleAdmin):
		return "/admin"
	case p.Is(queue.RoleSupervisor):
		return "/hall"
	case p.Is(queue.RoleDesk):
		return "/desk"
	}
	return "/window"
}

// Fail answers a page's request with a page that says what is wrong and what
// to do, and ends the chain.
func (k *Kit) Fail(c *gin.Context, err error) {
	e := k.refusal(c, err)
	lang, status := k.Lang(c), Status(e.Code)
	retryAfter(c, status, e)
	d := failData{Title: k.title(lang, status), Sentence: k.Sentence(lang, e), Pair: e.Code == ErrNoDevice}
	if d.Pair {
		d.Title = k.T(lang, "pair.refused")
	}
	if p := PersonOf(c); p != nil && e.Code == queue.ErrNotAllowed {
		d.Name, d.Home = string(p.ID), homeOf(p)
		if v, _ := c.Get(namesKey); v != nil {
			d.Name = v.(func(queue.StaffID) string)(p.ID) //nolint:forcetypeassert // identify puts it there
		}
		if c.Request.Method == http.MethodGet {
			d.To = plainPath(c)
		}
	}
	k.Page(c, status, Page{Name: "display/problem", Data: d})
	c.Abort()
}

// Refused answers as the caller expects: a problem document below /api and /ws,
// or to somebody who asks for JSON, a page to everybody else.
func (k *Kit) Refused(c *gin.Context, err error) {
	p := c.Request.URL.Path
	if strings.HasPrefix(p, "/api/") || strings.HasPrefix(p, "/ws/") || strings.Contains(c.GetHeader("Accept"), "json") {
		k.Problem(c, err)
		return
	}
	k.Fail(c, err)
}

// NotFound answers addresses that don't exist, for gin's NoRoute.
func (k *Kit) NotFound(c *gin.Context) { k.Refused(c, Refuse(ErrNotFound)) }

// BadMethod answers for gin's NoMethod.
func (k *Kit) BadMethod(c *gin.Context) { k.Refused(c, Refuse(ErrBadMethod)) }

func retryAfter(c *gin.Context, status int, e *queue.Error) {
	switch {
	case e.Args["retry_s"] != "":
		c.Header("Retry-After", e.Args["retry_s"])
	case status == http.StatusServiceUnavailable:
		c.Header("Retry-After", strconv.Itoa(retryAfterS))
	}
}

func (k *Kit) title(lang string, status int) string {
	if key := "common.status." + strconv.Itoa(status); k.Catalogue.Has(key) {
		return k.T(lang, key)
	}
	return http.StatusText(status)
}
