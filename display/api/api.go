package api

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"onedoor/display"
	"onedoor/queue"
)

// Past finds tickets that the Lobby no longer holds.
type Past interface {
	// Ticket finds a ticket by its ref; ok is false when there is none.
	Ticket(ctx context.Context, ref string) (t *queue.Ticket, ok bool, err error)
}

// Options is what the API is made of.
type Options struct {
	Kit         *display.Kit
	Queue       *queue.Queue
	Sessions    *display.Sessions
	Devices     *display.Devices
	Past        Past
	Notes       display.Rows        // nil: notes are counted, not shown
	Evaluations display.Evaluations // nil: nothing is known of the past
	FollowUps   display.FollowUps   // nil: none that are closed are found
	Notices     *display.Notices    // nil: one over Notes
	Matters     Matters             // nil: none are found
	Configs     display.Configs     // nil: nobody changes the config here
	Clues       *display.Clues      // the search that all faces share; nil: one of the API's own
	Audit       display.Auditor     // of acts that are no events; nil: nothing is written down
	Estimates   display.Estimates   // how long people will wait; nil: nothing is told
	Strangers   *display.Strangers  // who asks for tickets that are nobody's, for all faces; nil: the API's own

	Board     *display.Board   // how the printers are; nil: nobody knows
	PublicURL func() string    // of the house, for status_url; asked at each ticket
	Random    io.Reader        // of refs; crypto/rand when nil
	Wall      func() time.Time // the wall clock; time.Now when nil
	Log       *slog.Logger     // of who looked at a matter; slog.Default when nil

	Checks  []Check             // of /readyz, besides the queue itself
	Metrics prometheus.Gatherer // of /metrics; nil: there is none
}

type api struct {
	Options
	document func() ([]byte, error)
	guesses  display.Guesses // of codes: of groups, of sessions
}

// complete puts in what was left out.
func (o Options) complete() Options {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Wall == nil {
		o.Wall = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Matters == nil {
		o.Matters = noMatters{}
	}
	if o.Configs == nil {
		o.Configs = noConfigs{}
	}
	if o.Estimates == nil {
		o.Estimates = display.NoEstimates{}
	}
	if o.Strangers == nil {
		o.Strangers = &display.Strangers{}
	}
	if o.Notices == nil {
		o.Notices = display.NewNotices(o.Notes)
	}
	if o.Clues == nil {
		o.Clues = display.NewClues(o.Matters, o.Queue.Now)
	}
	return o
}

// Register adds the routes; who may have them stands in display's table of rights.
func Register(r gin.IRouter, o Options) {
	o = o.complete()
	a := &api{Options: o, document: document()}

	r.GET("/healthz", a.alive)
	r.GET("/readyz", a.ready)
	if o.Metrics != nil {
		r.GET("/metrics", gin.WrapH(promhttp.HandlerFor(o.Metrics, promhttp.HandlerOpts{})))
	}

	v1 := r.Group("/api/v1")
	v1.GET("/openapi.json", a.openapi)
	v1.GET("/services", a.services)
	v1.GET("/windows", a.windows)
	v1.GET("/triage", a.triage)
	v1.GET("/bundles", a.bundles)
	v1.GET("/evaluation", a.evaluation)

	v1.POST("/tickets", a.ownSite, a.issue)
	v1.GET("/tickets/:ref", a.ticket)
	v1.POST("/tickets/:ref/cancel", ofVisitor(a, cancel))
	v1.POST("/tickets/:ref/undo", ofVisitor(a, undo))
	v1.POST("/tickets/:ref/return", ofVisitor(a, comeBack))
	v1.POST("/tickets/:ref/postpone", ofVisitor(a, postpone))
	v1.POST("/tickets/:ref/outside", ofVisitor(a, outside))
	v1.POST("/tickets/:ref/back", ofVisitor(a, back))
	v1.POST("/tickets/:ref/anyone", ofVisitor(a, anyone))
	v1.POST("/tickets/:ref/evaluation", a.evaluate)
	v1.POST("/tickets/:ref/reprint", a.reprint)

	v1.POST("/groups/join", a.ownSite, a.join)

	s := v1.Group("/sessions")
	s.GET("", a.sessions)
	s.POST("", a.planSession)
	s.POST("/import", a.importSessions)
	s.POST("/check-in", a.ownSite, a.checkIn)
	s.POST("/:session/cancel", a.cancelSession)
	s.POST("/:session/parties/:party", a.markParty)

	v1.GET("/config", a.config)
	v1.PUT("/config", a.putConfig)
	v1.POST("/config/check", a.checkConfig)
	v1.GET("/config/editions", a.configEditions)
	v1.GET("/config/editions/:edition", a.configEdition)

	v1.POST("/session", a.ownSite, a.login)
	v1.DELETE("/session", a.ownSite, a.logout)
	v1.PUT("/session/pin", a.changePIN)

	w := v1.Group("/windows/:id")
	w.GET("", a.window)
	w.GET("/candidates", a.candidates)
	w.POST("/open", act(a, open))
	w.POST("/close", act(a, shut))
	w.POST("/pause", act(a, pause))
	w.POST("/next", act(a, next))
	w.POST("/call", act(a, call))
	w.POST("/recall", act(a, recall))
	w.POST("/start", act(a, start))
	w.POST("/no-show", act(a, noShow))
	w.POST("/hold", act(a, hold))
	w.POST("/finish", actWith(a, a.finish))
	w.POST("/transfer", actWith(a, a.transfer))
	w.POST("/matter", actWith(a, a.takeMatter))
	w.POST("/matter/confirm", actWith(a, a.confirmMatter))
	w.POST("/matter/drop", act(a, dropMatter))
	w.POST("/mark", act(a, mark))
	w.POST("/consultation", act(a, consult))
	w.POST("/consultation/begin", act(a, beginConsultation))
	w.POST("/consultation/cancel", act(a, cancelConsultation))
	w.POST("/consultation/answer", act(a, answerConsultation))
	w.POST("/call-session", act(a, callSession))
	w.POST("/make-session", act(a, a.makeSession))
	w.POST("/plan", act(a, plan))
	w.POST("/undo", act(a, takeBack))
	w.POST("/walk-in", act(a, a.walkIn))
	w.POST("/needs", a.needs)
	w.POST("/help", a.windowHelp)
	w.DELETE("/help", a.windowHelpBack)
	w.POST("/heads", act(a, countHeads))
	w.POST("/longer", act(a, longer))
	w.POST("/silent-help", a.silentHelp)
	w.POST("/class", act(a, setClass))
	w.POST("/hand-over", act(a, handOver))
	w.POST("/note", act(a, addNote))
	w.POST("/services", a.assignWindow)

	v1.POST("/services/:id/close", a.shutService)
	v1.POST("/services/:id/open", a.reopenService)
	v1.POST("/services/:id/move", a.moveTickets)

	desk := v1.Group("/desk")
	desk.GET("/ticket", a.deskTicket)
	desk.POST("/return", atTheDesk(a, deskReturn))
	desk.POST("/skip", atTheDesk(a, deskSkip))
	desk.POST("/anyone", atTheDesk(a, deskAnyone))
	desk.POST("/reprint", atTheDesk(a, a.deskReprint))
	desk.POST("/hand-written", atTheDesk(a, deskHandWritten))
	desk.POST("/needs", atTheDesk(a, deskNeeds))
	desk.POST("/fetched", atTheDesk(a, deskFetched))
	desk.POST("/outside", atTheDesk(a, deskOutside))
	desk.POST("/back", atTheDesk(a, deskBack))
	desk.POST("/cancel", atTheDesk(a, deskCancel))
	desk.POST("/undo", a.deskUndo)
	desk.POST("/class", atTheDesk(a, deskClass))
	desk.POST("/service", atTheDesk(a, deskService))
	desk.GET("/help", a.deskHelp)
	desk.POST("/help/:help/take", a.deskHelpTake)
	desk.DELETE("/help/:help/take", a.deskHelpLeave)
	desk.POST("/help/:help/over", a.deskHelpOver)

	v1.GET("/kiosks/:id/help", a.kioskHelpNow)
	v1.POST("/kiosks/:id/help", a.ownSite, a.kioskHelp)
	v1.POST("/kiosks/:id/reload", a.reloadKiosk)

	v1.POST("/screens/:id/reload", a.reloadScreen)

	v1.GET("/duty", a.duty)
	p := v1.Group("/staff/:id")
	p.POST("/away", about(a, away))
	p.POST("/back", about(a, resume))
	p.POST("/page", about(a, page))
	p.POST("/page/acknowledge", about(a, answerPage))
	v1.GET("/matters/:matter", a.matter)
	v1.POST("/surges/:surge/seen", a.seeSurge)

	v1.GET("/alerts", a.alerts)
	v1.POST("/alerts/:alert/seen", a.seeAlert)

	f := v1.Group("/follow-ups")
	f.GET("", a.followUps)
	f.POST("/:visit/owner", onFollowUp(a, giveFollowUp))
	f.POST("/:visit/calls", onFollowUp(a, noteCallBack))
	f.POST("/:visit/close", onFollowUp(a, closeFollowUp))
	f.POST("/:visit/reopen", a.reopenFollowUp)

	n := v1.Group("/notices")
	n.GET("", a.notices)
	n.POST("", a.postNotice)
	n.DELETE("/:notice", a.takeNotice)

	v1.POST("/clock/trust", a.trustClock)
}
