package kiosk

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/queue"
)

// The marks a slip can be looked at with.
const (
	markOriginal = "original"
	markCopy     = "copy"  // 补打 1
	markTest     = "test"  // 测试
	markGroup    = "group" // several people under one number
)

// preview is what somebody wants to look at.
type preview struct {
	Profile printer.Profile
	Lang    string
	Service *queue.Service
	Mark    string
	Bytes   bool // the commands as well
}

// previewOf reads the wishes of a request; what isn't known is the usual.
func (f *paperFace) previewOf(c *gin.Context) preview {
	r := f.kit.Rules()
	p := preview{Profile: f.usual(), Lang: f.kit.Lang(c), Mark: markOriginal, Bytes: c.Query("bytes") != ""}
	if lang, ok := f.kit.Catalogue.Match(c.Query("slip")); ok {
		p.Lang = lang
	}
	if profile, ok := f.profiles[c.Query("profile")]; ok {
		p.Profile = profile
	}
	if p.Service = r.Service(queue.ServiceID(c.Query("service"))); p.Service == nil {
		p.Service = &r.Services[0] // rules have at least one
	}
	if m := c.Query("mark"); slices.Contains(marks(), m) {
		p.Mark = m
	}
	return p
}

func marks() []string { return []string{markOriginal, markCopy, markTest, markGroup} }

// usual is the profile of the first printer of the house.
func (f *paperFace) usual() printer.Profile {
	for _, p := range f.room.o.Printers {
		if p.Open != nil {
			return p.Profile
		}
	}
	return f.profiles[printer.DefaultProfile]
}

// slip is the slip of nobody.
func (f *paperFace) slip(p preview) printer.Slip {
	t := ExampleTicket(p.Service, p.Lang, f.kit.Now())
	d := SlipData{Rules: f.kit.Rules(), Service: p.Service, Template: f.room.o.Template(), URL: f.room.o.StatusURL(t.Ref), Ticket: t}
	switch p.Mark {
	case markCopy:
		d.Copy = 1
	case markTest:
		d.Test = true
	case markGroup:
		d.Ticket.Party = 5
	}
	return Slip(f.kit.Catalogue, d)
}

// print gives a slip's bytes, and the paper that a printer of the profile makes
// of them.
func (f *paperFace) print(p preview) ([]byte, paper.Page, error) {
	data, err := printer.Encoder{Profile: p.Profile, Font: f.room.o.Font}.Encode(f.slip(p))
	if err != nil {
		return nil, paper.Page{}, fmt.Errorf("preview: %w", err)
	}
	var out paper.Page
	ip := paper.NewInterpreter(p.Profile, paper.Hooks{Page: func(page paper.Page) { out = page }})
	_, _ = ip.Write(data) // never fails
	if ip.Pending() {     // without a cutter it is torn off
		ip.Tear()
	}
	return data, out, nil
}

// previewData is what /paper/template is drawn with.
type previewData struct {
	preview
	Profiles []profileChoice
	Services []queue.Service
	Marks    []string
	Langs    []string
	Failed   string // why it can't be printed, for a technician
	Picture  string // its address
	Text     string
	Width    int // dots
	Height   int
	Long     string // millimetres of paper
	Size     int    // bytes
	Wire     []wireTime
	Problems []string
	Commands string // the disassembly, when asked for
	Toggle   string // address with the commands, or without
}

type profileChoice struct {
	Name   string
	InUse  bool
	Chosen bool
}

// wireTime is how long the bytes are on a serial line: ten bits each.
type wireTime struct {
	Baud    int
	Seconds string
}

// template shows what the centre's slips look like.
func (f *paperFace) template(c *gin.Context) {
	p := f.previewOf(c)
	d := previewData{preview: p, Services: f.kit.Rules().Services, Marks: marks(), Langs: f.kit.Langs()}
	for _, name := range f.profiles.Names() {
		inUse := slices.ContainsFunc(f.room.o.Printers, func(x Printer) bool { return x.Profile.Name == name && x.Open != nil })
		d.Profiles = append(d.Profiles, profileChoice{Name: name, InUse: inUse, Chosen: name == p.Profile.Name})
	}
	q := p.query()
	d.Picture = "/paper/template/picture?" + q.Encode()
	if !p.Bytes {
		q.Set("bytes", "1")
	}
	d.Toggle = "/paper/template?" + q.Encode()
	data, page, err := f.print(p)
	if err != nil {
		d.Failed = err.Error()
		f.kit.Page(c, http.StatusOK, display.Page{Name: "kiosk/template", Data: d})
		return
	}
	d.Size, d.Width, d.Height = len(data), page.Width, page.Height
	d.Text = viewSlip("", page).Text
	d.Long = strconv.Itoa(int(float64(page.Height)*25.4/float64(p.Profile.DPI) + 0.5))
	for _, baud := range []int{9600, 19200, 115200} {
		d.Wire = append(d.Wire, wireTime{baud, strconv.FormatFloat(float64(len(data)*10)/float64(baud), 'f', 2, 64)})
	}
	for _, problem := range page.Problems {
		d.Problems = append(d.Problems, problem.Text)
	}
	if p.Bytes {
		d.Commands = paper.Disassemble(data)
	}
	f.kit.Page(c, http.StatusOK, display.Page{Name: "kiosk/template", Data: d})
}

// query is the preview as an address carries it, without the commands.
func (p preview) query() url.Values {
	return url.Values{"profile": {p.Profile.Name}, "slip": {p.Lang}, "service": {string(p.Service.ID)}, "mark": {p.Mark}}
}

// templatePicture draws the preview, a dot a pixel.
func (f *paperFace) templatePicture(c *gin.Context) {
	_, page, err := f.print(f.previewOf(c))
	var b bytes.Buffer
	if err == nil {
		err = page.PNG(&b)
	}
	if err != nil {
		f.kit.Refused(c, display.Refuse(display.ErrNotFound))
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "image/png", b.Bytes())
}

// seconds says how long something took; "" when that isn't known.
func seconds(from, to time.Time) string {
	if from.IsZero() || to.Before(from) {
		return ""
	}
	return strconv.FormatFloat(to.Sub(from).Seconds(), 'f', 2, 64)
}
