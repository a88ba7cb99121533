package display

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// Where a guard leaves the member of staff in gin's context, and who can name them.
const (
	staffKey = "display.staff"
	namesKey = "display.names"
)

// StaffOf gives who a guard let through, or "".
func StaffOf(c *gin.Context) queue.StaffID {
	if p := PersonOf(c); p != nil {
		return p.ID
	}
	return ""
}

// PersonOf gives the rules' entry of who a guard let through, or nil.
func PersonOf(c *gin.Context) *queue.Staff {
	v, _ := c.Get(staffKey)
	p, _ := v.(*queue.Staff)
	return p
}

// Identify finds who calls, if anybody does, and lets everybody through. A
// write that comes with the cookie must come from one of our own pages.
func (s *Sessions) Identify(c *gin.Context) {
	if err := s.identify(c); err != nil {
		s.kit.Refused(c, err)
	}
}

func (s *Sessions) identify(c *gin.Context) error {
	token, bearer := Token(c)
	if token == "" {
		return nil
	}
	p, why, err := s.find(c.Request.Context(), token)
	if err != nil {
		return err
	}
	if p == nil {
		return nil
	}
	a := s.rights[c.Request.Method+" "+c.FullPath()]
	if !a.changing && (why == owedForSet || why == owedForFile && a.page) {
		return Refuse(ErrPINChange)
	}
	if !bearer {
		if err := s.SameSite(c.Request); err != nil {
			return err
		}
	}
	c.Set(staffKey, p)
	c.Set(namesKey, s.Name)
	return nil
}

// SameSite refuses a write that another site's page sent, by Sec-Fetch-Site or
// Origin. Programs send neither and pass: they have no cookie to be abused.
func (s *Sessions) SameSite(r *http.Request) error {
	if err := s.cross.Check(r); err != nil {
		return &queue.Error{Code: ErrCrossSite, Cause: err}
	}
	return nil
}

// Guard lets those through who have the right that the route's line in the table of
// rights asks for. Without a session a page leads to the log-in page and back,
// everything else is a 401; without the right it is a 403. A route without a line is
// nobody's.
func (s *Sessions) Guard(c *gin.Context) {
	route := c.FullPath()
	if route == "" { // no such address: NoRoute tells
		return
	}
	a, ok := s.rights[c.Request.Method+" "+route]
	switch {
	case !ok:
		s.kit.log.Error("a route without a line in the table of rights", "route", c.Request.Method+" "+route)
		s.kit.Refused(c, Refuse(queue.ErrNotAllowed))
	case a.named:
		s.Identify(c)
	case a.role == "":
	case a.page:
		s.guardPage(c, a)
	case a.inDemo && s.kit.Demo():
	default:
		if err := s.require(c, a.role); err != nil {
			s.kit.Problem(c, err)
		}
	}
}

func (s *Sessions) guardPage(c *gin.Context, a access) {
	StaffPage(c)
	s.kit.keepAsked(c)
	if a.inDemo && s.kit.Demo() {
		return
	}
	err := s.require(c, a.role)
	switch {
	case err == nil:
	case isCode(err, ErrNoSession) && c.Request.Method == http.MethodGet:
		leadTo(c, "/login")
	case isCode(err, ErrPINChange) && c.Request.Method == http.MethodGet:
		leadTo(c, "/pin")
	default:
		s.kit.Fail(c, err)
	}
}

// leadTo leads to a page that goes on to where one wanted to be.
func leadTo(c *gin.Context, page string) {
	q := url.Values{"to": {c.Request.URL.RequestURI()}}
	if lang := c.Query("lang"); lang != "" {
		q.Set("lang", lang)
	}
	c.Redirect(http.StatusSeeOther, page+"?"+q.Encode())
	c.Abort()
}

func (s *Sessions) require(c *gin.Context, role queue.Role) error {
	if err := s.identify(c); err != nil {
		return err
	}
	p := PersonOf(c)
	if p == nil {
		return Refuse(ErrNoSession)
	}
	if !p.Is(role) {
		return needsRole(p, role)
	}
	return nil
}

// needsRole refuses somebody for want of a role, and says which would do and which they have.
func needsRole(p *queue.Staff, role queue.Role) error {
	var may []queue.Role
	for _, r := range queue.Roles() {
		if (&queue.Staff{Roles: []queue.Role{r}}).Is(role) {
			may = append(may, r)
		}
	}
	return Refuse(queue.ErrNotAllowed, "what", "role", "need", roleIDs(may), "have", roleIDs(p.Roles))
}

func roleIDs(roles []queue.Role) string {
	ids := make([]string, len(roles))
	for i, r := range roles {
		ids[i] = string(r)
	}
	return strings.Join(ids, ",")
}

// StaffPage loosens the referrer policy to our own site: under no-referrer a
// browser sends forms with "Origin: null", which looks like another site's on
// a centre's plain http. Staff addresses hold nothing secret.
func StaffPage(c *gin.Context) { c.Header("Referrer-Policy", "same-origin") }

func isCode(err error, code queue.Code) bool {
	e, ok := err.(*queue.Error) //nolint:errorlint // made here, never wrapped
	return ok && e.Code == code
}

// Register adds the guard of every route that is registered after it, the log-in page
// and the way out.
func (s *Sessions) Register(r gin.IRouter) {
	r.Use(s.Guard)
	r.GET("/login", StaffPage, s.kit.keepAsked, s.loginPage)
	r.POST("/login", StaffPage, s.login)
	r.POST("/logout", StaffPage, s.logout)
	r.GET("/pin", s.pinPage)
	r.POST("/pin", s.changePIN)
}

// loginData is what the log-in page shows.
type loginData struct {
	To    string
	Staff string
	Error string
	Demo  bool
}

func (s *Sessions) loginPage(c *gin.Context) {
	s.kit.Page(c, http.StatusOK, Page{Name: "display/login", Data: loginData{To: SafePath(c.Query("to")), Demo: s.kit.Demo()}})
}

// pinData is what the page shows on which somebody changes their PIN.
type pinData struct {
	To     string
	Staff  queue.StaffID // whom the browser's store of passwords keeps it for
	Error  string
	Must   bool // somebody else chose the present one
	Length int
	Fixed  bool // it stands on the demo's pages, and stays
}

func (s *Sessions) pinPage(c *gin.Context) { s.showPIN(c, http.StatusOK, c.Query("to"), "") }

func (s *Sessions) showPIN(c *gin.Context, status int, to, sentence string) {
	must, err := s.MustChange(c.Request.Context(), StaffOf(c))
	if err != nil {
		s.kit.Fail(c, err)
		return
	}
	fixed, err := s.Fixed(c.Request.Context(), StaffOf(c))
	if err != nil {
		s.kit.Fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	s.kit.Page(c, status, Page{Name: "display/pin", Data: pinData{
		To: SafePath(to), Staff: StaffOf(c), Error: sentence, Must: must, Length: max(s.policy().Length, 6), Fixed: fixed,
	}})
}

func (s *Sessions) changePIN(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, loginBytes)
	to, pin := c.PostForm("to"), c.PostForm("new")
	token, err := "", error(Refuse(ErrWeakPIN, "what", "again", "n", "0"))
	if pin == c.PostForm("again") {
		token, err = s.ChangePIN(c.Request.Context(), StaffOf(c), c.PostForm("present"), pin)
	}
	if err != nil {
		e := s.kit.refusal(c, err)
		retryAfter(c, Status(e.Code), e)
		s.showPIN(c, Status(e.Code), to, s.kit.Sentence(s.kit.Lang(c), e))
		return
	}
	SetCookie(c, token)
	c.Redirect(http.StatusSeeOther, SafePath(to))
}

// loginBytes bounds the form, which anybody may send.
const loginBytes = 4 << 10

func (s *Sessions) login(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, loginBytes)
	d := loginData{To: SafePath(c.PostForm("to")), Staff: strings.TrimSpace(c.PostForm("staff")), Demo: s.kit.Demo()}
	err := s.SameSite(c.Request)
	var token string
	if err == nil {
		token, err = s.LoginFrom(c, queue.StaffID(d.Staff), c.PostForm("pin"))
	}
	if err != nil {
		e := s.kit.refusal(c, err)
		retryAfter(c, Status(e.Code), e)
		d.Error = s.kit.Sentence(s.kit.Lang(c), e)
		s.kit.Page(c, Status(e.Code), Page{Name: "display/login", Data: d})
		return
	}
	SetCookie(c, token)
	c.Redirect(http.StatusSeeOther, d.To)
}

func (s *Sessions) logout(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, loginBytes)
	if err := s.SameSite(c.Request); err != nil {
		s.kit.Fail(c, err)
		return
	}
	if token, _ := Token(c); token != "" {
		if err := s.Logout(c.Request.Context(), token); err != nil {
			s.kit.Fail(c, err)
			return
		}
	}
	SetCookie(c, "")
	if to := SafePath(c.PostForm("to")); to != "/" { // for somebody else, who wants to be there
		c.Redirect(http.StatusSeeOther, "/login?"+url.Values{"to": {to}}.Encode())
		return
	}
	c.Redirect(http.StatusSeeOther, "/login")
}
