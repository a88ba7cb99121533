package main

import (
	"context"
	"net/http"
	"path/filepath"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"onedoor/display"
	"onedoor/display/admin"
	"onedoor/display/api"
	"onedoor/display/console"
	"onedoor/display/evaluate"
	"onedoor/display/people"
	"onedoor/display/phone"
	"onedoor/display/reports"
	"onedoor/display/screen"
	"onedoor/display/settings"
	"onedoor/display/voice"
	"onedoor/kiosk"
	"onedoor/kiosk/search"
	"onedoor/printer"
	"onedoor/queue"
	"onedoor/queue/report/daily"
	"onedoor/queue/sim"
)

// house is what all faces share.
type house struct {
	kit       *display.Kit
	sessions  *display.Sessions
	devices   *display.Devices
	board     *display.Board
	metrics   *api.Metrics
	clues     *display.Clues
	notices   *display.Notices
	estimates display.Estimates
	strangers *display.Strangers
	phones    *phone.Phones
	screens   *screen.Screens
	voice     *voice.Announcer
	console   *console.Console
	tablets   *evaluate.Tablets
	admin     *admin.Admin
	reports   *reports.Reports
	daily     *daily.Daily
	settings  *settings.Settings
}

// faces lists what is drawn with the kit.
func faces() []display.Face {
	return []display.Face{kiosk.Face(), phone.Face(), screen.Face(), console.Face(), evaluate.Face(), admin.Face(), reports.Face(), settings.Face(), people.Face()}
}

// furnish makes what all faces share.
func (a *app) furnish(o appOptions) (h house, err error) {
	own, err := wordsOf(o.Centre)
	if err != nil {
		return h, err
	}
	h.notices = display.NewNotices(a.store)
	h.kit, err = display.New(display.Options{
		Faces: faces(), Words: own, Rules: a.queue.Rules, Now: a.queue.Now, Log: a.log, Later: true,
		Standing: display.Standing(a.queue), Notices: h.notices,
	})
	if err != nil {
		return h, badInput(err)
	}
	tellUnsaid(a.log, o.Centre, h.kit.Catalogue)
	h.sessions, err = display.NewSessions(display.SessionOptions{
		Kit: h.kit, Store: a.store, Now: time.Now,
		Directory: func(id queue.StaffID) (display.Person, bool) {
			centre := a.centre.Load()
			pin, known := centre.PINs[id]
			return display.Person{Name: centre.Names[id], FirstPIN: pin}, known
		},
		PINs:  func() display.PINPolicy { return display.PINPolicy(a.centre.Load().PINPolicy) },
		Staff: a.store, Audit: a.store, Log: a.log, Pardon: pardons(filepath.Dir(a.store.File()), time.Now, a.log),
	})
	if err != nil {
		return h, err
	}
	a.sessions = h.sessions
	if h.devices, err = a.openDevices(o, h.kit); err != nil {
		return h, err
	}
	h.board = display.NewBoard()
	a.pump = display.NewPump(display.PumpOptions{Build: h.kit.Assets.Hash, Now: a.queue.Now})
	h.metrics = api.NewMetrics(api.MetricsOptions{Queue: a.queue, Sockets: a.pump.Len, Board: h.board})
	estimator := sim.NewEstimator(sim.EstimatorOptions{View: a.queue.View, Now: a.queue.Now, Wall: a.queue.Wall, Seed: 1})
	a.aside("estimates", estimator.Run)
	h.estimates = estimator
	h.clues = display.NewClues(a.store, a.queue.Now)
	h.strangers = &display.Strangers{}
	h.phones = phone.New(phone.Options{
		Kit: h.kit, Queue: a.queue, Pump: a.pump, Past: a.store, Rows: a.store, Estimates: h.estimates, StatusURL: a.statusURL(o.PublicURL), Evaluations: a.store,
		Strangers: h.strangers, Log: a.log,
	})
	h.voice = a.openVoice(o, h)
	a.kit, a.voice = h.kit, h.voice
	h.screens = screen.New(screen.Options{
		Kit: h.kit, Queue: a.queue, Pump: a.pump, Devices: h.devices, Board: h.board, Voice: h.voice, Notices: h.notices, Log: a.log,
	})
	h.console = console.New(console.Options{
		Kit: h.kit, Queue: a.queue, Sessions: h.sessions, Pump: a.pump, Notes: a.store, Matters: a.store, Board: h.board, Log: a.log,
		Spell:     search.Spell,
		FollowUps: a.store, Thoughts: a.store,
	})
	h.reports = reports.New(reports.Options{
		Kit: h.kit, Queue: a.queue, Sessions: h.sessions, Books: a.store, Audit: a.store, Log: a.log,
		Names: func() map[queue.StaffID]string { return a.centre.Load().Names },
	})
	h.daily = a.openDaily(h.kit.Catalogue)
	h.tablets = evaluate.New(evaluate.Options{Kit: h.kit, Queue: a.queue, Devices: h.devices, Pump: a.pump, Log: a.log})
	h.admin = admin.New(admin.Options{
		Kit: h.kit, Queue: a.queue, Sessions: h.sessions, Pump: a.pump, Board: h.board, Past: a.store,
		Centre: a.centre.Load, File: o.Config, PublicURL: o.PublicURL, Ready: a.store.Ready, Faults: a.faults(o), Waiting: a.waiting,
		Notices: h.notices, Daily: h.daily.State, Log: a.log, Room: func() (int64, bool) { return room(filepath.Dir(a.store.File())) },
	})
	h.settings = settings.New(settings.Options{
		Kit: h.kit, Queue: a.queue, Sessions: h.sessions, Shelf: a.shelf, Auditor: a.store, Log: a.log,
		Centre: a.centre.Load, Waits: a.waitsFor, More: a.moreProblems, Picture: a.slipPicture, Daily: h.daily.State,
		Voice: h.voice, Revoice: a.anew(a.revoice), Respeak: a.anew(a.respeak),
	})
	return h, err
}

// openDevices knows the devices of the house: those that the config has tokens for, and
// those that were let in by a code.
func (a *app) openDevices(o appOptions, kit *display.Kit) (*display.Devices, error) {
	d, err := display.NewDevices(display.DeviceOptions{
		Kit: kit, Kiosks: o.Centre.KioskTokens, Screens: o.Centre.ScreenTokens, Store: a.store, Audit: a.store, Log: a.log,
	})
	if err != nil {
		return nil, err
	}
	a.devices = d
	return d, d.Load(context.Background())
}

// openFaces puts the faces together and starts what follows the queue.
func (a *app) openFaces(o appOptions, urls map[queue.PrinterID]printer.URL) error {
	h, err := a.furnish(o)
	if err != nil {
		return err
	}
	statusURL := a.statusURL(o.PublicURL)
	printers, err := a.openPrinters(urls)
	if err != nil {
		return err
	}
	room, err := kiosk.NewPrintRoom(kiosk.PrintRoomOptions{
		Kit: h.kit, Queue: a.queue, Board: h.board, Printers: printers, StatusURL: statusURL, Log: a.log,
		Template: func() printer.Template { return a.centre.Load().Template }, Font: a.font(o.Centre.Font),
	})
	if err != nil {
		return err
	}
	a.aside("pages", func(context.Context) error {
		// A touch is never to wait for a page to be parsed. The staff's are parsed when first
		// asked for: all of them at once would be a third of the program's memory.
		if err := h.kit.Check("kiosk", "phone", "screen"); err != nil { // a test has found it before
			a.log.Error("a page can't be drawn", "err", err)
		}
		return nil
	})
	a.run("print room", room.Run)
	a.run("sockets", a.pump.Run)
	a.run("metrics", h.metrics.Run)
	a.run("phones", h.phones.Run)
	a.run("screens", h.screens.Run)
	a.run("voice", h.voice.Run)
	a.run("consoles", h.console.Run)
	a.run("tablets", h.tablets.Run)
	a.run("hall", h.admin.Run)
	a.aside("daily figures", h.daily.Run)

	a.handler = a.routes(h, o, room, statusURL)
	return nil
}

// statusURL makes the address of a ticket's status page, which is what its QR
// says; empty where phones can't follow.
func (a *app) statusURL(base string) func(ref string) string {
	return func(ref string) string {
		if a.queue.Rules().Centre.Phone == queue.PhoneOff {
			return ""
		}
		return display.StatusURL(base, ref)
	}
}

// routes lists every face and the API; each names its routes itself, one a line.
func (a *app) routes(h house, o appOptions, room *kiosk.PrintRoom, statusURL func(string) string) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.Use(h.kit.AccessLog, h.kit.Recover, display.Secure, ownHosts(o, h.kit.Demo).guard(h.kit), strict(o.PublicURL))
	r.NoRoute(h.kit.NotFound)
	r.NoMethod(h.kit.BadMethod)
	h.kit.Register(r)
	h.sessions.Register(r)
	h.devices.RegisterPairing(r, o.PublicURL)

	api.Register(r, api.Options{
		Kit: h.kit, Queue: a.queue, Sessions: h.sessions, Devices: h.devices, Past: a.store, Notes: a.store, Notices: h.notices, Evaluations: a.store, FollowUps: a.store, Matters: a.store, Clues: h.clues, Configs: h.settings, Audit: a.store, Log: a.log,
		Board: h.board, Estimates: h.estimates, Strangers: h.strangers, PublicURL: func() string { return o.PublicURL },
		Checks: []api.Check{{Name: "journal", Check: a.store.Ready}}, Metrics: gather(h.metrics),
	})
	kiosk.Register(r, kiosk.Options{
		Kit: h.kit, Queue: a.queue, Devices: h.devices, Sessions: h.sessions, Board: h.board, Room: room, Pump: a.pump,
		Profiles: o.Centre.Profiles, StatusURL: statusURL, Clues: h.clues, Visits: a.store, Estimates: h.estimates, Log: a.log,
	})
	h.phones.Register(r)
	h.screens.Register(r)
	h.voice.Register(r, h.devices)
	h.console.Register(r)
	h.tablets.Register(r)
	h.admin.Register(r)
	h.reports.Register(r)
	h.settings.Register(r)
	people.New(people.Options{
		Kit: h.kit, Queue: a.queue, Sessions: h.sessions, Devices: h.devices, Books: a.store, Shelf: a.shelf, Audit: a.store, Centre: a.centre.Load, Log: a.log,
	}).Register(r)
	return r
}

// gather makes the registry of /metrics: the hall's figures and the process's.
func gather(m *api.Metrics) *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(m, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}
