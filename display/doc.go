// Package display is what every face is drawn with: pages, assets, sentences,
// sessions, errors as answers, and live sockets. It knows no face.
//
// A face is a package of its own. It embeds its files and names itself:
//
//	//go:embed assets templates
//	var files embed.FS
//
//	func Face() display.Face { return display.Face{Name: "kiosk", Files: files} }
//
//	type Options struct {
//		Kit   *display.Kit
//		Queue *queue.Queue
//		…
//	}
//
//	func Register(r gin.IRouter, o Options) {
//		f := &face{…}
//		r.GET("/kiosk/:id", o.Devices.KioskPage, f.start)
//		r.POST("/kiosk/:id/help", o.Devices.KioskPage, f.help)
//	}
//
//	func (f *face) start(c *gin.Context) {
//		f.kit.Page(c, http.StatusOK, display.Page{Name: "kiosk/start", Data: …})
//	}
//
// # Pages
//
// templates/start.html is the page kiosk/start. It defines "title" and "body",
// and "head" for its own styles and scripts; a file named
// *.part.html is known to every page of the face. The dot is a View; the face's own data is
// .Data. The functions:
//
//	{{t "kiosk.ahead" "n" .Data.Ahead}}   a sentence of the catalogue
//	{{text .Centre.Name}}                 a queue.Text in the page's language
//	{{asset "kiosk/kiosk.css"}}           an asset's address
//	{{icon "printer"}}                    an inline drawing
//	{{time .Now}} {{date .Now}}           of the centre's zone
//	{{paper .Print}}                      what became of a slip, for staff
//	{{template "brand" .}} {{template "langs" .}}
//	{{template "state" (state "empty" (t "…") (t "…"))}}  loading, empty, error, stale
//
//	<link rel="stylesheet" href="{{asset "kiosk/kiosk.css"}}">
//	<script type="module" src="{{asset "kiosk/kiosk.js"}}"></script>
//
// The content security policy takes no inline style and no inline script: what
// a script has to know stands in data- attributes. A value that isn't known
// before (a bar's width) is set by script through the CSSOM, which is allowed.
//
// # Looks
//
// assets/tokens.css has every colour, size and duration; base.css the parts all
// faces share. Each face has five sizes of type under the same five names
// (--small, --text, --lead, --title, --number), set on body by the face's name.
// A page's colours are its Theme's: light, dark, or auto, which follows the
// visitor's device; data-contrast="high" on the page or a part of it, the device's
// wish for more contrast, and the device's own forced colours come over that.
// Tests compute the contrast of every pair and hold every drawing to the grid.
// The sample centre shows all of it at /styles.
//
// # Sentences
//
// locale/<lang>/<face>.json holds the face's texts; key title in kiosk.json is
// kiosk.title. A text is a string with {name} places, or an object of plural
// forms ({"one": …, "other": …}), chosen by the argument n. Refusals
// are error.<code>, reasons reason.<code>. Every language has every key and
// says every argument, or the program doesn't start. Scripts say the same
// sentences: `import {t} from "../display/text.js"` fetches the face's texts,
// and the common ones, as an asset.
//
// One more language is one file, which a centre keeps beside its config and names
// there (catalogues: {ug: ug.json}); nothing is built for it. It has the same keys,
// by face:
//
//	{"common": {"language_ug": "ئۇيغۇرچە", "lang_tag": "ug", "dir": "rtl"}, "kiosk": {"title": "…"}}
//
// What it lacks is said in English, or else in Chinese, and onedoor check lists it;
// a key that no face has, and a place that is missing in a sentence, stop the boot.
// common.language_… is what every face's switch calls the language. common.dir is
// how its words run; where things stand on a page isn't turned round for rtl yet. Under zh or en the file's words stand in
// place of the program's. A reload of the config, and /admin/translations, have them said at once (Kit.Speak):
// the assets have another build then, and open pages load themselves anew. What is spoken and what a
// printer's code page can say are theirs to add. To give the program itself a
// language, make the folder locale/<lang> with the files of the others.
//
// # Paper
//
// Whether a visitor may stand there without a slip is judged in one place
// (PaperOf, PaperNeeds), and every face of the staff asks it: the desk's list, the
// hall's, the console's word beside the number, /metrics. It takes the books' word and
// the board's: that a printer stopped within a slip stands in the books only when the
// slip has come to its end, minutes later. The board's Bell rings for news of printers,
// so that faces needn't wait for an event. Where a slip is printed once more is judged
// in one place, too (ReprintAt). What became of a slip is
// said by PrintWords, what stands in a printer's way and what to do about it by
// PrintWhy and PrintDo; the kiosk and the phone have words of their own, for
// people who needn't know what a cutter is. What a printer didn't tell is never
// said to be so: sent and believed are not printed.
//
// # Notices
//
// What a supervisor tells by the screens is in the Lobby (Lobby.Notices); words that were
// written freely are personal rows. Notices.Views gives both with their words, reads each row
// once, and is shared by all faces:
//
//	var list []queue.Notice
//	q.View(func(l *queue.Lobby) { list = l.Notices() }) // emergencies first, the newest first
//	views, err := notices.Views(ctx, list, rules)       // outside of the view: it may read the disk
//
// What one screen shows are those of which Notice.On(screen) is true. The events notice_posted and
// notice_taken say when to look again; the end of a notice's time is an event too.
//
// # Evaluation
//
// Rules.EvaluationOf says whether a visit may be evaluated now. A ticket of the past doesn't know whether
// it was: EvaluationOf asks the books as well. NewLevelViews has the levels and their reasons. The one
// command is queue.Evaluate with queue.VisitedOf(ticket). No face of the staff shows a single evaluation,
// and a staff view doesn't say that there is one.
//
// # Answers
//
// Problem answers an API's caller, Fail a page's, Refused either; one table
// (Status) maps codes to HTTP. Handlers return errors to one of these and
// write nothing else.
//
// # Rights
//
// Who may have what stands in one table, rights.go: a line for each route of the house
// with the least role or the device it asks for. Sessions.Register puts the guard before
// every route that is registered after it; faces name their routes bare. The guard
// refuses a route without a line to everybody, and a test of the program walks its
// routes as every role, so that none can be forgotten. Rejected: a guard named at each
// route, which is right until somebody forgets one.
//
// # Live
//
// Pump.Serve upgrades a request, Sessions.Live ends a staff page's socket with its
// session; Group is the sockets that follow one thing.
// A face that follows the queue holds one Watch, and changes its view and sends
// within Group.With; a new socket joins with a snapshot under the same lock.
// The pump sends {"type":"beat"} every two seconds to every socket, after its
// first message: pages see no pings, and have to say within five seconds that
// they are stale. assets/live.js does.
//
// Sending never waits. A write that the kernel takes at once is done on the
// caller's goroutine, which is what makes a call reach a thousand screens in
// the time of a thousand writes; the rest of it goes to a goroutine that lives
// until the socket has caught up. Rejected: a goroutine and a channel for each
// socket (twice the memory at 9,500 phones, and a wake-up for every write), and
// writing with a deadline on the caller's goroutine (one dead phone would hold
// up the hall for as long as the deadline).
//
// # Choices
//
// Rejected: server-sent events, which browsers limit to six a host over
// HTTP/1.1; a front-end framework, which needs a build; strings in a script
// element, which the policy forbids; a hash in each file's name, which would
// need relative imports rewritten.
package display
