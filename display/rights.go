package display

import (
	"strings"

	"onedoor/queue"
)

// access is what a route asks of who calls. The zero value asks nothing.
type access struct {
	role     queue.Role // the least role of a member of staff; empty: none is asked
	page     bool       // nobody is led to the log-in page; else a problem document answers
	inDemo   bool       // the demo asks nobody
	named    bool       // who calls is found and let through, whoever it is: the handler asks
	changing bool       // also for somebody who has to change their PIN first
	device   Kind       // which device's token Devices asks for at the route; empty: none
}

// page is a page of the staff's, data what its scripts and programs ask for. Roles go
// up: an admin is a supervisor, a supervisor may do what the desk does, the desk
// what a clerk does.
func page(least queue.Role) access { return access{role: least, page: true} }
func data(least queue.Role) access { return access{role: least} }

// device is for the devices of the house, which Devices asks at the route: the one that
// the address names, or every one of the kind.
func device(k Kind) access { return access{device: k} }

// demo opens to everybody what a real centre keeps to itself.
func (a access) demo() access { a.inDemo = true; return a }

// rights is the one table of who may do what: each route of the house and the least
// right it asks for. The guard refuses a route without a line to everybody; a test
// walks the routes of the program, each as every role, and finds it before.
//
// What is finer than a role is asked where it is known: that a clerk acts at the windows
// that are theirs by the rules (queue), whose figures somebody may see by the reports.
func rights() map[string]access {
	var (
		everybody = access{}                            // shown to the whole hall, or the address is a key
		issuer    = access{named: true}                 // a session or a kiosk's token: the handler asks
		guest     = access{named: true, changing: true} // everybody, and staff see more
		own       = access{role: queue.RoleClerk, page: true, changing: true}
		ownData   = access{role: queue.RoleClerk, changing: true}
	)
	return map[string]access{
		// What every face is drawn with.
		"GET /assets/*path":   everybody,
		"HEAD /assets/*path":  everybody,
		"GET /language/:lang": everybody,
		"GET /styles":         everybody,
		"GET /login":          everybody,
		"POST /login":         everybody,
		"POST /logout":        everybody,
		"GET /pin":            own,
		"POST /pin":           own,
		"GET /pair":           everybody,
		"POST /pair":          everybody,
		"GET /healthz":        everybody,
		"GET /readyz":         everybody,
		"GET /metrics":        everybody,
		"GET /":               guest,

		// Kiosks and their paper.
		"GET /kiosk/:id":                   device(Kiosk),
		"GET /kiosk/:id/more":              device(Kiosk),
		"GET /kiosk/:id/about/:department": device(Kiosk),
		"GET /kiosk/:id/service/:service":  device(Kiosk),
		"GET /kiosk/:id/search":            device(Kiosk),
		"POST /kiosk/:id/searched":         device(Kiosk),
		"GET /kiosk/:id/together":          device(Kiosk),
		"POST /kiosk/:id/together":         device(Kiosk),
		"GET /kiosk/:id/have":              device(Kiosk),
		"POST /kiosk/:id/have":             device(Kiosk),
		"GET /kiosk/:id/options/:service":  device(Kiosk),
		"GET /kiosk/:id/ask":               device(Kiosk),
		"GET /kiosk/:id/ask/*way":          device(Kiosk),
		"GET /kiosk/:id/desk":              device(Kiosk),
		"POST /kiosk/:id/tickets":          device(Kiosk),
		"GET /kiosk/:id/back":              device(Kiosk),
		"POST /kiosk/:id/back":             device(Kiosk),
		"GET /kiosk/:id/session":           device(Kiosk),
		"POST /kiosk/:id/session":          device(Kiosk),
		"GET /kiosk/:id/join":              device(Kiosk),
		"POST /kiosk/:id/join":             device(Kiosk),
		"GET /kiosk/:id/missed":            device(Kiosk),
		"POST /kiosk/:id/missed":           device(Kiosk),
		"POST /kiosk/:id/evaluate":         device(Kiosk),
		"GET /kiosk/:id/help":              device(Kiosk),
		"POST /kiosk/:id/help":             device(Kiosk),
		"POST /kiosk/:id/help/end":         device(Kiosk),
		"GET /kiosk/:id/ticket/:ref":       device(Kiosk),
		"POST /kiosk/:id/beat":             device(Kiosk),
		"GET /paper":                       page(queue.RoleSupervisor).demo(),
		"GET /paper/template":              page(queue.RoleSupervisor).demo(),
		"GET /paper/template/picture":      page(queue.RoleSupervisor).demo(),
		"GET /paper/:printer/:slip":        page(queue.RoleSupervisor).demo(),
		"POST /paper/:printer/:slip":       page(queue.RoleSupervisor).demo(), // the demo's play with its own printer
		"GET /ws/paper":                    data(queue.RoleSupervisor).demo(),

		// Screens, the voice, phones.
		"GET /screen/:id":                 device(Screen),
		"GET /ws/screen/:id":              device(Screen),
		"GET /voice/call/:file":           device(Screens),
		"GET /voice/prompt/:lang/:id":     device(Kiosks),
		"GET /voice/number/:lang/:number": device(Kiosks),
		"GET /t/:ref":                     everybody,
		"POST /t/:ref":                    everybody,
		"GET /ws/ticket/:ref":             everybody,

		// The tablets of windows.
		"GET /evaluate/:window":    device(Tablet),
		"POST /evaluate/:window":   device(Tablet),
		"GET /ws/evaluate/:window": device(Tablet),

		// Windows and the desk.
		"GET /window":              page(queue.RoleClerk),
		"GET /window/:id":          page(queue.RoleClerk),
		"GET /window/:id/state":    data(queue.RoleClerk),
		"GET /ws/console/:window":  data(queue.RoleClerk),
		"GET /matters/:matter":     page(queue.RoleClerk),
		"GET /sessions":            page(queue.RoleClerk),
		"GET /sessions/sample.csv": page(queue.RoleDesk),
		"GET /ws/sessions":         data(queue.RoleClerk),
		"GET /mine":                page(queue.RoleClerk),
		"GET /ws/mine":             data(queue.RoleClerk),
		"GET /follow-ups":          page(queue.RoleClerk), // one's own; a supervisor's are all
		"GET /ws/follow-ups":       data(queue.RoleClerk),
		"GET /desk":                page(queue.RoleDesk),
		"GET /ws/desk":             data(queue.RoleDesk),

		// The hall, the reports, the administration.
		"GET /hall":                          page(queue.RoleSupervisor),
		"GET /ws/hall":                       data(queue.RoleSupervisor),
		"GET /hall/windows/:id":              data(queue.RoleSupervisor),
		"GET /hall/services/:id":             data(queue.RoleSupervisor),
		"GET /reports":                       page(queue.RoleSupervisor),
		"GET /admin":                         page(queue.RoleAdmin),
		"GET /admin/text":                    page(queue.RoleAdmin),
		"POST /admin/text":                   page(queue.RoleAdmin),
		"POST /admin/check":                  data(queue.RoleAdmin),
		"GET /admin/part/:part":              page(queue.RoleAdmin),
		"POST /admin/part/:part":             page(queue.RoleAdmin),
		"GET /admin/part/:part/:entry":       page(queue.RoleAdmin),
		"POST /admin/part/:part/:entry":      page(queue.RoleAdmin),
		"GET /admin/review":                  page(queue.RoleAdmin),
		"POST /admin/apply":                  page(queue.RoleAdmin),
		"POST /admin/discard":                page(queue.RoleAdmin),
		"POST /admin/merge":                  page(queue.RoleAdmin),
		"POST /admin/reread":                 page(queue.RoleAdmin),
		"GET /admin/history":                 page(queue.RoleAdmin),
		"GET /admin/history/:n":              page(queue.RoleAdmin),
		"POST /admin/history/:n":             page(queue.RoleAdmin),
		"GET /admin/slip":                    page(queue.RoleAdmin),
		"GET /admin/slip/picture":            data(queue.RoleAdmin),
		"POST /admin/slip/preview":           data(queue.RoleAdmin),
		"GET /admin/clips":                   page(queue.RoleAdmin),
		"POST /admin/clips":                  page(queue.RoleAdmin),
		"GET /admin/clips/call.wav":          data(queue.RoleAdmin),
		"GET /admin/clips/:of/:name":         page(queue.RoleAdmin),
		"POST /admin/clips/:of/:name":        page(queue.RoleAdmin),
		"POST /admin/clips/:of/:name/remove": page(queue.RoleAdmin),
		"GET /admin/clips/:of/:name/:file":   data(queue.RoleAdmin),
		"GET /admin/translations":            page(queue.RoleAdmin),
		"POST /admin/translations":           page(queue.RoleAdmin),
		"POST /admin/translations/begin":     page(queue.RoleAdmin),
		"POST /admin/translations/back":      page(queue.RoleAdmin),
		"GET /admin/transfer":                page(queue.RoleAdmin),
		"GET /admin/export":                  page(queue.RoleAdmin),
		"POST /admin/import":                 page(queue.RoleAdmin),
		"GET /admin/audit":                   page(queue.RoleAdmin),
		"GET /admin/audit.csv":               page(queue.RoleAdmin),
		"GET /admin/staff":                   page(queue.RoleAdmin),
		"GET /admin/staff/:staff":            page(queue.RoleAdmin),
		"POST /admin/staff/:staff":           page(queue.RoleAdmin),
		"POST /admin/staff/:staff/duty":      page(queue.RoleAdmin),
		"POST /admin/staff/:staff/pin":       page(queue.RoleAdmin),
		"POST /admin/staff/:staff/unlock":    page(queue.RoleAdmin),
		"POST /admin/staff/:staff/remove":    page(queue.RoleAdmin),
		"POST /admin/sessions/:session/end":  page(queue.RoleAdmin),
		"GET /admin/devices":                 page(queue.RoleAdmin),
		"POST /admin/devices":                page(queue.RoleAdmin),
		"POST /admin/devices/:device/shut":   page(queue.RoleAdmin),

		// The reports; figures by person are for administrators, which the reports ask.
		"GET /reports/times":        page(queue.RoleSupervisor),
		"GET /reports/results":      page(queue.RoleSupervisor),
		"GET /reports/places":       page(queue.RoleSupervisor),
		"GET /reports/visitors":     page(queue.RoleSupervisor),
		"GET /reports/evaluation":   page(queue.RoleSupervisor),
		"GET /reports/house":        page(queue.RoleSupervisor),
		"GET /reports/all":          page(queue.RoleSupervisor),
		"GET /reports/month-head":   page(queue.RoleSupervisor),
		"GET /reports/tickets":      page(queue.RoleSupervisor),
		"GET /reports/export/:file": page(queue.RoleSupervisor),

		// The API: what everybody may ask, and visitors by their ref.
		"GET /api/v1/openapi.json":             everybody,
		"GET /api/v1/services":                 everybody,
		"GET /api/v1/windows":                  everybody,
		"GET /api/v1/triage":                   everybody,
		"GET /api/v1/bundles":                  everybody,
		"GET /api/v1/evaluation":               everybody,
		"GET /api/v1/tickets/:ref":             everybody,
		"POST /api/v1/tickets/:ref/cancel":     everybody,
		"POST /api/v1/tickets/:ref/undo":       everybody,
		"POST /api/v1/tickets/:ref/return":     everybody,
		"POST /api/v1/tickets/:ref/postpone":   everybody,
		"POST /api/v1/tickets/:ref/outside":    everybody,
		"POST /api/v1/tickets/:ref/back":       everybody,
		"POST /api/v1/tickets/:ref/anyone":     everybody,
		"POST /api/v1/tickets/:ref/evaluation": everybody,
		"POST /api/v1/session":                 everybody,
		"DELETE /api/v1/session":               everybody,
		"PUT /api/v1/session/pin":              ownData,

		// The API: the config, for programs of the centre's own.
		"GET /api/v1/config":                   data(queue.RoleAdmin),
		"PUT /api/v1/config":                   data(queue.RoleAdmin),
		"POST /api/v1/config/check":            data(queue.RoleAdmin),
		"GET /api/v1/config/editions":          data(queue.RoleAdmin),
		"GET /api/v1/config/editions/:edition": data(queue.RoleAdmin),

		// The API: kiosks and staff.
		"POST /api/v1/tickets":                          issuer,
		"POST /api/v1/groups/join":                      issuer,
		"POST /api/v1/sessions/check-in":                issuer,
		"GET /api/v1/kiosks/:id/help":                   device(Kiosk),
		"POST /api/v1/kiosks/:id/help":                  device(Kiosk),
		"POST /api/v1/tickets/:ref/reprint":             data(queue.RoleDesk),
		"GET /api/v1/sessions":                          data(queue.RoleClerk),
		"POST /api/v1/sessions":                         data(queue.RoleDesk),
		"POST /api/v1/sessions/import":                  data(queue.RoleDesk),
		"POST /api/v1/sessions/:session/cancel":         data(queue.RoleDesk),
		"POST /api/v1/sessions/:session/parties/:party": data(queue.RoleClerk),
		"GET /api/v1/duty":                              data(queue.RoleClerk),
		"POST /api/v1/staff/:id/away":                   data(queue.RoleClerk),
		"POST /api/v1/staff/:id/back":                   data(queue.RoleClerk),
		"POST /api/v1/staff/:id/page":                   data(queue.RoleClerk),
		"POST /api/v1/staff/:id/page/acknowledge":       data(queue.RoleClerk),
		"GET /api/v1/matters/:matter":                   data(queue.RoleClerk),
		"GET /api/v1/follow-ups":                        data(queue.RoleClerk), // one's own; a supervisor's are all
		"POST /api/v1/follow-ups/:visit/owner":          data(queue.RoleSupervisor),
		"POST /api/v1/follow-ups/:visit/calls":          data(queue.RoleClerk),
		"POST /api/v1/follow-ups/:visit/close":          data(queue.RoleClerk),
		"POST /api/v1/follow-ups/:visit/reopen":         data(queue.RoleSupervisor),
		"GET /api/v1/notices":                           data(queue.RoleClerk),
		"POST /api/v1/notices":                          data(queue.RoleSupervisor),
		"DELETE /api/v1/notices/:notice":                data(queue.RoleSupervisor),
		"POST /api/v1/surges/:surge/seen":               data(queue.RoleSupervisor),
		"POST /api/v1/kiosks/:id/reload":                data(queue.RoleSupervisor),
		"POST /api/v1/clock/trust":                      data(queue.RoleSupervisor),
		"POST /api/v1/screens/:id/reload":               data(queue.RoleSupervisor),
		"GET /api/v1/alerts":                            data(queue.RoleClerk),
		"POST /api/v1/alerts/:alert/seen":               data(queue.RoleSupervisor),
		"POST /api/v1/services/:id/close":               data(queue.RoleSupervisor),
		"POST /api/v1/services/:id/open":                data(queue.RoleSupervisor),
		"POST /api/v1/services/:id/move":                data(queue.RoleSupervisor),
		"POST /api/v1/windows/:id/services":             data(queue.RoleSupervisor),

		// The API: windows.
		"GET /api/v1/windows/:id":                      data(queue.RoleClerk),
		"GET /api/v1/windows/:id/candidates":           data(queue.RoleClerk),
		"POST /api/v1/windows/:id/open":                data(queue.RoleClerk),
		"POST /api/v1/windows/:id/close":               data(queue.RoleClerk),
		"POST /api/v1/windows/:id/pause":               data(queue.RoleClerk),
		"POST /api/v1/windows/:id/next":                data(queue.RoleClerk),
		"POST /api/v1/windows/:id/call":                data(queue.RoleClerk),
		"POST /api/v1/windows/:id/recall":              data(queue.RoleClerk),
		"POST /api/v1/windows/:id/start":               data(queue.RoleClerk),
		"POST /api/v1/windows/:id/no-show":             data(queue.RoleClerk),
		"POST /api/v1/windows/:id/hold":                data(queue.RoleClerk),
		"POST /api/v1/windows/:id/finish":              data(queue.RoleClerk),
		"POST /api/v1/windows/:id/transfer":            data(queue.RoleClerk),
		"POST /api/v1/windows/:id/matter":              data(queue.RoleClerk),
		"POST /api/v1/windows/:id/matter/confirm":      data(queue.RoleClerk),
		"POST /api/v1/windows/:id/matter/drop":         data(queue.RoleClerk),
		"POST /api/v1/windows/:id/mark":                data(queue.RoleClerk),
		"POST /api/v1/windows/:id/consultation":        data(queue.RoleClerk),
		"POST /api/v1/windows/:id/consultation/begin":  data(queue.RoleClerk),
		"POST /api/v1/windows/:id/consultation/cancel": data(queue.RoleClerk),
		"POST /api/v1/windows/:id/consultation/answer": data(queue.RoleClerk),
		"POST /api/v1/windows/:id/call-session":        data(queue.RoleClerk),
		"POST /api/v1/windows/:id/make-session":        data(queue.RoleClerk),
		"POST /api/v1/windows/:id/plan":                data(queue.RoleClerk),
		"POST /api/v1/windows/:id/undo":                data(queue.RoleClerk),
		"POST /api/v1/windows/:id/walk-in":             data(queue.RoleClerk),
		"POST /api/v1/windows/:id/needs":               data(queue.RoleClerk),
		"POST /api/v1/windows/:id/help":                data(queue.RoleClerk),
		"DELETE /api/v1/windows/:id/help":              data(queue.RoleClerk),
		"POST /api/v1/windows/:id/heads":               data(queue.RoleClerk),
		"POST /api/v1/windows/:id/longer":              data(queue.RoleClerk),
		"POST /api/v1/windows/:id/silent-help":         data(queue.RoleClerk),
		"POST /api/v1/windows/:id/class":               data(queue.RoleClerk),
		"POST /api/v1/windows/:id/hand-over":           data(queue.RoleClerk),
		"POST /api/v1/windows/:id/note":                data(queue.RoleClerk),

		// The API: the desk.
		"GET /api/v1/desk/ticket":             data(queue.RoleDesk),
		"POST /api/v1/desk/return":            data(queue.RoleDesk),
		"POST /api/v1/desk/skip":              data(queue.RoleDesk),
		"POST /api/v1/desk/anyone":            data(queue.RoleDesk),
		"POST /api/v1/desk/reprint":           data(queue.RoleDesk),
		"POST /api/v1/desk/hand-written":      data(queue.RoleDesk),
		"POST /api/v1/desk/needs":             data(queue.RoleDesk),
		"POST /api/v1/desk/fetched":           data(queue.RoleDesk),
		"POST /api/v1/desk/outside":           data(queue.RoleDesk),
		"POST /api/v1/desk/back":              data(queue.RoleDesk),
		"POST /api/v1/desk/cancel":            data(queue.RoleDesk),
		"POST /api/v1/desk/undo":              data(queue.RoleDesk),
		"POST /api/v1/desk/class":             data(queue.RoleDesk),
		"POST /api/v1/desk/service":           data(queue.RoleDesk),
		"GET /api/v1/desk/help":               data(queue.RoleDesk),
		"POST /api/v1/desk/help/:help/take":   data(queue.RoleDesk),
		"DELETE /api/v1/desk/help/:help/take": data(queue.RoleDesk),
		"POST /api/v1/desk/help/:help/over":   data(queue.RoleDesk),
	}
}

// Line is a line of the table of rights, for those who show or test it.
type Line struct {
	Method, Route string
	Role          queue.Role // empty: no role is asked
	Page          bool       // nobody is led to the log-in page
	Demo          bool       // the demo asks nobody
	Named         bool       // the handler asks
	Device        Kind       // empty: no device's token is asked
}

// Rights gives the table, in no order.
func Rights() []Line {
	var list []Line
	for at, a := range rights() {
		method, route, _ := strings.Cut(at, " ")
		list = append(list, Line{method, route, a.role, a.page, a.inDemo, a.named, a.device})
	}
	return list
}
