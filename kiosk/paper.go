package kiosk

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/queue"
)

// slipsShown is how many slips /paper lays out.
const slipsShown = 13

// slipView is a slip as /paper shows it. Its picture is a visitor's key, so the
// page is for supervisors outside the demo.
type slipView struct {
	Type    string          `json:"type,omitempty"` // slip, when it stands alone
	Printer queue.PrinterID `json:"printer"`
	Seq     uint64          `json:"seq"` // of that printer
	At      time.Time       `json:"at"`
	URL     string          `json:"url"`
	Width   int             `json:"width"`  // dots
	Height  int             `json:"height"` // dots
	Bytes   int             `json:"bytes"`
	Text    string          `json:"text"` // its lines, for who can't see it
	Wire    string          `json:"wire"` // seconds from its first byte to its last; "" of a real printer
	Feed    string          `json:"feed"` // and from there until it was cut
}

// printerView says that a printer is no longer as it was; the page asks for the
// words, which are in its own language.
type printerView struct {
	Type  string          `json:"type"` // printer
	ID    queue.PrinterID `json:"id"`
	State string          `json:"state"`
}

// printerWords is how a printer is, for the page.
type printerWords struct {
	ID    queue.PrinterID
	State string
	Low   bool   // paper near its end
	Name  string // "" when there is one only
	Words string
}

// paperSnapshot is a socket's first message.
type paperSnapshot struct {
	Type  string     `json:"type"` // snapshot
	Slips []slipView `json:"slips"`
}

func viewSlip(id queue.PrinterID, p paper.Page) slipView {
	return slipView{
		Printer: id, Seq: p.Seq, At: p.At, URL: "/paper/" + string(id) + "/" + strconv.FormatUint(p.Seq, 10),
		Width: p.Width, Height: p.Height, Bytes: p.Bytes, Text: strings.Join(p.Texts, "\n"),
		Wire: seconds(p.FirstByte, p.LastByte), Feed: seconds(p.LastByte, p.At),
	}
}

// slips gives the last slips of all printers, newest first.
func (r *PrintRoom) slips() []slipView {
	list := []slipView{}
	for _, p := range r.paper {
		for _, page := range p.Pages.Pages(0) {
			list = append(list, viewSlip(p.ID, page))
		}
	}
	slices.SortStableFunc(list, func(a, b slipView) int { return b.At.Compare(a.At) })
	return list[:min(len(list), slipsShown)]
}

// printers says how each printer is.
func (f *paperFace) printers(lang string) []printerWords {
	var list []printerWords
	words := f.kit.Catalogue
	for _, p := range f.room.paper {
		s, ok := f.room.Status(p.ID)
		if !ok {
			continue
		}
		v := printerWords{ID: p.ID, State: boardState(s), Low: s.Paper == printer.PaperNearEnd}
		switch {
		case s.Why != "":
			v.Words = words.PrintWhy(lang, string(s.Why))
		case v.Low:
			v.Words = words.PrintWhy(lang, "low")
		default:
			v.Words = words.T(lang, "kiosk.printer_"+v.State)
		}
		if len(f.room.paper) > 1 {
			v.Name, _ = words.PrinterName(lang, f.kit.Rules(), p.ID)
		}
		list = append(list, v)
	}
	return list
}

// showPaper tells the open /paper pages of each slip as it comes out, until ctx
// or the printer has ended.
func (r *PrintRoom) showPaper(ctx context.Context, p Paper) {
	var after uint64
	if old := p.Pages.Pages(0); len(old) > 0 {
		after = old[len(old)-1].Seq
	}
	for {
		pages, err := p.Wait(ctx, after)
		if err != nil {
			return
		}
		for _, page := range pages {
			after = page.Seq
			v := viewSlip(p.ID, page)
			v.Type = "slip"
			r.tell(v)
		}
	}
}

// tell sends a message to every open /paper page.
func (r *PrintRoom) tell(v any) {
	m, err := display.NewMessage(v)
	if err != nil {
		r.o.Log.Error("a slip could not be told of", "err", err)
		return
	}
	r.viewers.Send(m)
}

// paperFace is /paper.
type paperFace struct {
	kit      *display.Kit
	room     *PrintRoom
	pump     *display.Pump
	sessions *display.Sessions
	profiles printer.Profiles
}

// registerPaper adds /paper, for everybody in the demo and for supervisors
// elsewhere.
func registerPaper(r gin.IRouter, o Options) {
	f := &paperFace{kit: o.Kit, room: o.Room, pump: o.Pump, sessions: o.Sessions, profiles: printer.BuiltIn()}
	maps.Copy(f.profiles, o.Profiles)
	r.GET("/paper", f.show)
	r.GET("/paper/template", f.template)
	r.GET("/paper/template/picture", f.templatePicture)
	r.GET("/paper/:printer/:slip", f.picture)
	r.POST("/paper/:printer/:slip", display.StaffPage, f.trouble)
	r.GET("/ws/paper", f.socket)
}

type paperData struct {
	Slips    []slipView
	Printers []printerWords
	Troubles []troubleKey // of the demo's virtual printers
	Kiosk    string       // address of a kiosk to take a ticket at; "" when there is none
}

func (f *paperFace) show(c *gin.Context) {
	lang := f.kit.Lang(c)
	d := paperData{Slips: f.room.slips(), Printers: f.printers(lang), Troubles: f.troubleKeys(lang)}
	if k := f.kit.Rules().Kiosks; len(k) > 0 && f.kit.Demo() {
		d.Kiosk = "/kiosk/" + string(k[0].ID)
	}
	f.kit.Page(c, http.StatusOK, display.Page{Name: "kiosk/paper", Data: d})
}

// picture draws a slip, a dot a pixel.
func (f *paperFace) picture(c *gin.Context) {
	seq, err := strconv.ParseUint(c.Param("slip"), 10, 64)
	if err != nil || seq == 0 {
		f.kit.Refused(c, display.Refuse(display.ErrNotFound))
		return
	}
	for _, p := range f.room.paper {
		if string(p.ID) != c.Param("printer") {
			continue
		}
		if pages := p.Pages.Pages(seq - 1); len(pages) > 0 && pages[0].Seq == seq {
			c.Header("Content-Type", "image/png")
			c.Header("Cache-Control", "no-store")
			c.Status(http.StatusOK)
			_ = pages[0].PNG(c.Writer) // the browser has gone
			return
		}
	}
	f.kit.Refused(c, display.Refuse(display.ErrNotFound))
}

func (f *paperFace) socket(c *gin.Context) {
	f.pump.Serve(c, f.sessions.Live(c, func(s *display.Socket) {
		s.OnClose(func() { f.room.viewers.Leave(s) })
		f.room.viewers.Join(s, func() *display.Message {
			m, err := display.NewMessage(paperSnapshot{Type: "snapshot", Slips: f.room.slips()})
			if err != nil {
				return nil
			}
			return m
		})
	}))
}
