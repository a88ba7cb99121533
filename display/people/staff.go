package people

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/queue"
)

// staffData is everybody who works here.
type staffData struct {
	head
	People   []personRow
	Sessions []sessionRow
	Saved    string // whom something was done for, a name
	PIN      string // that was drawn for them, shown this once
	Week     weekData
}

type personRow struct {
	ID      queue.StaffID
	Name    string
	Roles   []queue.Role
	Windows []queue.Text // none: every one
	Must    bool         // has to change the PIN
	Locked  string       // until when; empty: isn't
	Logged  int          // open sessions
	Self    bool
}

type sessionRow struct {
	ID    string
	Name  string
	Made  string
	Until string
	Live  int
}

// fresh is the address of somebody who isn't there yet.
const fresh = "new"

// personData is the form of one person.
type personData struct {
	head
	New     bool
	ID      string
	Full    string // name
	Roles   []choice
	Windows []choice
	Row     personRow
	Duty    dutyData
	Base    string // of what the form was drawn from
	Saved   string // their name, when something of theirs was changed
	Fixed   bool   // a person of the demo, whose PIN stands on its pages
	Length  int
}

func (p *People) staffPage(c *gin.Context) { p.showStaff(c, http.StatusOK, staffData{}) }

func (p *People) showStaff(c *gin.Context, status int, d staffData) {
	sentence := d.Error
	d.head = p.head(c, "staff")
	d.Error = sentence
	lang := p.Kit.Lang(c)
	open, err := p.Sessions.List(c.Request.Context())
	if err != nil {
		p.Kit.Fail(c, err)
		return
	}
	logged := map[queue.StaffID]int{}
	for _, s := range open {
		logged[s.Staff]++
		d.Sessions = append(d.Sessions, sessionRow{s.ID, p.Sessions.Name(s.Staff), p.Kit.When(lang, s.Made), p.Kit.When(lang, s.Expires), s.Live})
	}
	rules := p.Kit.Rules()
	for i := range rules.Staff {
		row, err := p.row(c, &rules.Staff[i], lang)
		if err != nil {
			p.Kit.Fail(c, err)
			return
		}
		row.Logged = logged[row.ID]
		d.People = append(d.People, row)
	}
	d.Week = p.week(lang, p.Kit.Now())
	c.Header("Cache-Control", "no-store")
	p.Kit.Page(c, status, display.Page{Name: "people/staff", Data: &d})
}

func (p *People) row(c *gin.Context, s *queue.Staff, lang string) (personRow, error) {
	r := personRow{ID: s.ID, Name: p.Sessions.Name(s.ID), Roles: s.Roles, Self: s.ID == display.StaffOf(c)}
	for _, id := range s.Windows {
		if w := p.Kit.Rules().Window(id); w != nil {
			r.Windows = append(r.Windows, w.Label)
		}
	}
	until, err := p.Sessions.Locked(c.Request.Context(), s.ID)
	if err != nil {
		return r, err
	}
	if !until.IsZero() {
		r.Locked = p.Kit.When(lang, until)
	}
	r.Must, err = p.Sessions.MustChange(c.Request.Context(), s.ID)
	return r, err
}

func (p *People) personPage(c *gin.Context) {
	id := c.Param("staff")
	d := personData{New: id == fresh, ID: id}
	if d.New {
		d.ID = ""
		d.Roles, d.Windows = p.choices(c, []queue.Role{queue.RoleClerk}, nil)
		p.showPerson(c, http.StatusOK, &d)
		return
	}
	s := p.Kit.Rules().Person(queue.StaffID(id))
	if s == nil {
		p.Kit.Fail(c, display.Refuse(queue.ErrUnknownStaff, "staff", id))
		return
	}
	d = p.known(c, s)
	p.showPerson(c, http.StatusOK, &d)
}

// known fills the forms of somebody with what the rules say.
func (p *People) known(c *gin.Context, s *queue.Staff) personData {
	d := personData{ID: string(s.ID), Full: p.Sessions.Name(s.ID), Duty: p.duty(c, s)}
	d.Roles, d.Windows = p.choices(c, s.Roles, s.Windows)
	return d
}

func (p *People) showPerson(c *gin.Context, status int, d *personData) {
	sentence := d.Error
	d.head = p.head(c, "staff")
	d.Error, d.Length = sentence, max(p.Centre().PINPolicy.Length, 6)
	if s := p.Kit.Rules().Person(queue.StaffID(d.ID)); s != nil && !d.New {
		var err error
		if d.Row, err = p.row(c, s, p.Kit.Lang(c)); err != nil {
			p.Kit.Fail(c, err)
			return
		}
		if d.Base, err = p.entrySum(d.ID); err != nil {
			p.Kit.Fail(c, err)
			return
		}
		if d.Fixed, err = p.Sessions.Fixed(c.Request.Context(), s.ID); err != nil {
			p.Kit.Fail(c, err)
			return
		}
	}
	c.Header("Cache-Control", "no-store")
	p.Kit.Page(c, status, display.Page{Name: "people/person", Data: d})
}

func (p *People) choices(c *gin.Context, has []queue.Role, at []queue.WindowID) (r, w []choice) {
	lang, rules := p.Kit.Lang(c), p.Kit.Rules()
	for _, role := range queue.Roles() {
		r = append(r, choice{string(role), p.Kit.T(lang, "admin.role_"+string(role)), slices.Contains(has, role)})
	}
	for i := range rules.Windows {
		id := rules.Windows[i].ID
		w = append(w, choice{string(id), rules.Windows[i].Label.In(lang), slices.Contains(at, id)})
	}
	return r, w
}

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,31}$`)

// form reads and checks what was filled in.
func (p *People) form(c *gin.Context, d *personData) ([]string, []string, error) {
	rules := p.Kit.Rules()
	var has, at []string
	var roleIDs []queue.Role
	for _, r := range queue.Roles() {
		if slices.Contains(c.PostFormArray("role"), string(r)) {
			has, roleIDs = append(has, string(r)), append(roleIDs, r)
		}
	}
	var windows []queue.WindowID
	for i := range rules.Windows {
		if id := rules.Windows[i].ID; slices.Contains(c.PostFormArray("window"), string(id)) {
			at, windows = append(at, string(id)), append(windows, id)
		}
	}
	d.Roles, d.Windows = p.choices(c, roleIDs, windows)
	d.Full = strings.TrimSpace(c.PostForm("name"))
	wrong := func(what string) error { return display.Refuse(queue.ErrBadValue, "what", "staff_"+what) }
	switch {
	case d.New && (!idForm.MatchString(d.ID) || d.ID == fresh || d.ID == "any"):
		return nil, nil, wrong("id")
	case d.New && rules.Person(queue.StaffID(d.ID)) != nil:
		return nil, nil, wrong("taken")
	case d.Full == "" || utf8.RuneCountInString(d.Full) > 40 || strings.ContainsAny(d.Full, "\r\n\t"):
		return nil, nil, wrong("name")
	case len(has) == 0:
		return nil, nil, wrong("roles")
	}
	return has, at, nil
}

func (p *People) keepPerson(c *gin.Context) {
	id := c.Param("staff")
	d := personData{New: id == fresh, ID: strings.TrimSpace(c.PostForm("id"))}
	if !d.New {
		s := p.Kit.Rules().Person(queue.StaffID(id))
		if s == nil {
			p.Kit.Fail(c, display.Refuse(queue.ErrUnknownStaff, "staff", id))
			return
		}
		d = p.known(c, s)
	}
	has, at, err := p.form(c, &d)
	var pin string
	if err == nil {
		if d.New {
			pin, err = p.add(c, &d, has, at)
		} else if err = p.fromBase(c, d.ID); err == nil {
			err = p.change(c, &d, has, at)
		}
	}
	if err != nil {
		status, sentence, ok := p.said(c, err)
		if !ok {
			return
		}
		d.Error = sentence
		p.showPerson(c, status, &d)
		return
	}
	p.showStaff(c, http.StatusOK, staffData{Saved: d.Full, PIN: pin})
}

// add writes somebody new into the file, with a first PIN that is changed at the first log-in.
func (p *People) add(c *gin.Context, d *personData, has, at []string) (pin string, err error) {
	ctx, by, id := c.Request.Context(), display.StaffOf(c), queue.StaffID(d.ID)
	pin, phc, err := p.Sessions.SetFirstPIN(ctx, by, id, strings.TrimSpace(c.PostForm("first")))
	if err != nil {
		return "", err
	}
	entry := config.Map{{Key: "id", Value: d.ID}, {Key: "name", Value: d.Full}, {Key: "roles", Value: has}}
	if len(at) > 0 {
		entry = append(entry, config.Pair{Key: "windows", Value: at})
	}
	entry = append(entry, config.Pair{Key: "first_pin", Value: phc})
	if err := p.edit(ctx, by, func(src []byte) ([]byte, error) { return config.Edit(src, config.Path{"staff", d.ID}, entry) }); err != nil {
		return "", errors.Join(err, p.Sessions.Forget(ctx, id))
	}
	display.Record(ctx, p.Audit, p.Log, display.AuditEntry{Staff: by, Act: "staff_added", Subject: d.ID})
	return pin, nil
}

// change writes what is new of somebody into the file.
func (p *People) change(c *gin.Context, d *personData, has, at []string) error {
	err := p.edit(c.Request.Context(), display.StaffOf(c), func(src []byte) (out []byte, err error) {
		path := func(key string) config.Path { return config.Path{"staff", d.ID, key} }
		if out, err = config.Edit(src, path("name"), d.Full); err != nil {
			return nil, err
		}
		if out, err = config.Edit(out, path("roles"), has); err != nil {
			return nil, err
		}
		if len(at) > 0 {
			return config.Edit(out, path("windows"), at)
		}
		if was, err := config.Read(out, path("windows")); err != nil || was == nil {
			return out, err
		}
		return config.Edit(out, path("windows"), nil)
	})
	if err == nil {
		display.Record(c.Request.Context(), p.Audit, p.Log, display.AuditEntry{Staff: display.StaffOf(c), Act: "staff_changed", Subject: d.ID})
	}
	return err
}

// edit changes the file the one way.
func (p *People) edit(ctx context.Context, by queue.StaffID, change func([]byte) ([]byte, error)) error {
	text, err := p.Shelf.Current()
	if err != nil {
		return err
	}
	src, err := change(text.Src)
	if err != nil || bytes.Equal(src, text.Src) {
		return err
	}
	_, err = p.Shelf.Put(ctx, edition.Change{Who: by, Act: edition.Applied, Base: text.Sum, Src: src})
	return err
}

// said gives the status and the sentence of why a file couldn't be changed.
func (p *People) said(c *gin.Context, err error) (int, string, bool) {
	lang := p.Kit.Lang(c)
	if _, ok := errors.AsType[*edition.StaleError](err); ok {
		return http.StatusConflict, p.Kit.T(lang, "people.stale"), true
	}
	if errors.Is(err, errStalePerson) {
		return http.StatusConflict, p.Kit.T(lang, "people.stale_person"), true
	}
	if e, ok := errors.AsType[*edition.ReadOnlyError](err); ok {
		p.Log.Error("the config can't be written", "err", e)
		return http.StatusServiceUnavailable, p.Kit.T(lang, "people.read_only"), true
	}
	if e, ok := errors.AsType[*config.InvalidError](err); ok {
		return http.StatusUnprocessableEntity, p.Kit.T(lang, "people.invalid") + " " + e.Error(), true
	}
	if e, ok := errors.AsType[*config.EditError](err); ok {
		return http.StatusUnprocessableEntity, p.Kit.T(lang, "people.by_hand") + " " + e.Error(), true
	}
	return p.refuse(c, err)
}

func (p *People) setPIN(c *gin.Context) {
	id := queue.StaffID(c.Param("staff"))
	if p.Kit.Rules().Person(id) == nil {
		p.Kit.Fail(c, display.Refuse(queue.ErrUnknownStaff, "staff", string(id)))
		return
	}
	if id == display.StaffOf(c) { // one's own is changed where the present one is asked for
		c.Redirect(http.StatusSeeOther, "/pin?to=/admin/staff")
		return
	}
	pin, _, err := p.Sessions.SetFirstPIN(c.Request.Context(), display.StaffOf(c), id, strings.TrimSpace(c.PostForm("first")))
	p.done(c, p.Sessions.Name(id), pin, err)
}

func (p *People) unlock(c *gin.Context) {
	id := queue.StaffID(c.Param("staff"))
	if p.Kit.Rules().Person(id) == nil {
		p.Kit.Fail(c, display.Refuse(queue.ErrUnknownStaff, "staff", string(id)))
		return
	}
	p.done(c, p.Sessions.Name(id), "", p.Sessions.Unlock(c.Request.Context(), display.StaffOf(c), id))
}

func (p *People) remove(c *gin.Context) {
	ctx, id := c.Request.Context(), queue.StaffID(c.Param("staff"))
	name, err := p.Sessions.Name(id), error(nil)
	switch {
	case p.Kit.Rules().Person(id) == nil:
		err = display.Refuse(queue.ErrUnknownStaff, "staff", string(id))
	case id == display.StaffOf(c):
		err = display.Refuse(queue.ErrBadValue, "what", "staff_self")
	default:
		err = p.edit(ctx, display.StaffOf(c), func(src []byte) ([]byte, error) { return config.Edit(src, config.Path{"staff", string(id)}, nil) })
	}
	if err == nil {
		display.Record(ctx, p.Audit, p.Log, display.AuditEntry{Staff: display.StaffOf(c), Act: "staff_removed", Subject: string(id)})
		err = p.Sessions.Forget(ctx, id)
	}
	p.done(c, name, "", err)
}

func (p *People) endSession(c *gin.Context) {
	if err := p.Sessions.End(c.Request.Context(), display.StaffOf(c), c.Param("session")); err != nil {
		p.Kit.Fail(c, err)
		return
	}
	c.Redirect(http.StatusSeeOther, "/admin/staff")
}

// done shows the list again, after something was done for somebody or couldn't be.
func (p *People) done(c *gin.Context, name, pin string, err error) {
	d, status := staffData{Saved: name, PIN: pin}, http.StatusOK
	if err != nil {
		var ok bool
		d = staffData{}
		if status, d.Error, ok = p.said(c, err); !ok {
			return
		}
	}
	p.showStaff(c, status, d)
}
