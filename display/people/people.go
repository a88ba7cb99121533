package people

import (
	"context"
	"embed"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/queue"
)

//go:embed assets templates
var files embed.FS

// Face names the package's files for the kit. Its pages also use styles of the faces
// console and admin.
func Face() display.Face { return display.Face{Name: "people", Files: files} }

// Books reads what staff did. The journal fits it.
type Books interface {
	Audits(ctx context.Context, q queue.AuditQuery) ([]queue.AuditLine, error)
	Numbers(ctx context.Context, ids []queue.TicketID) (map[queue.TicketID]string, error)
}

// Options is what People is made of.
type Options struct {
	Kit      *display.Kit
	Queue    *queue.Queue
	Sessions *display.Sessions
	Devices  *display.Devices
	Books    Books
	Shelf    *edition.Shelf
	Audit    display.Auditor       // nil: nothing is written down
	Centre   func() *config.Centre // in force
	Log      *slog.Logger          // slog.Default when nil
}

// People serves the pages of staff, devices and the audit.
type People struct{ Options }

// New makes People.
func New(o Options) *People {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &People{o}
}

// Register adds the routes; who may have them stands in display's table of rights.
func (p *People) Register(all gin.IRouter) {
	r := all.Group("", bounded)
	r.GET("/admin/audit", p.auditPage)
	r.GET("/admin/audit.csv", p.auditCSV)
	r.GET("/admin/staff", p.staffPage)
	r.GET("/admin/staff/:staff", p.personPage)
	r.POST("/admin/staff/:staff", p.keepPerson)
	r.POST("/admin/staff/:staff/duty", p.keepDuty)
	r.POST("/admin/staff/:staff/pin", p.setPIN)
	r.POST("/admin/staff/:staff/unlock", p.unlock)
	r.POST("/admin/staff/:staff/remove", p.remove)
	r.POST("/admin/sessions/:session/end", p.endSession)
	r.GET("/admin/devices", p.devicesPage)
	r.POST("/admin/devices", p.letIn)
	r.POST("/admin/devices/:device/shut", p.shut)
}

// formBytes bounds what is sent here; the forms are small.
const formBytes = 64 << 10

// bounded cuts a body off that is longer than any form.
func bounded(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, formBytes)
}

// head is what every page here is drawn with.
type head struct {
	Name  string
	Admin bool
	Here  string // staff, devices, audit
	Error string // why what was asked for wasn't done
}

func (p *People) head(c *gin.Context, here string) head {
	return head{Name: p.Sessions.Name(display.StaffOf(c)), Admin: true, Here: here}
}

// refuse gives the status and the sentence of an error; one without a code is the
// program's fault and answered at once.
func (p *People) refuse(c *gin.Context, err error) (status int, sentence string, ok bool) {
	e, ok := asRefusal(err)
	if !ok {
		p.Kit.Fail(c, err)
		return 0, "", false
	}
	return display.Status(e.Code), p.Kit.Sentence(p.Kit.Lang(c), e), true
}
