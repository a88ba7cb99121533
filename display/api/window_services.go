package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// assignWindow has a window take other services for the day.
func (a *api) assignWindow(c *gin.Context) {
	var b struct {
		Services []queue.ServiceID `json:"services"` // empty: those of the file again
		Sure     bool              `json:"sure"`
	}
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	id := queue.WindowID(c.Param("id"))
	r, err := a.do(c, byStaff(c), string(id), raw, queue.AssignWindow{Window: id, Services: b.Services, Sure: b.Sure})
	if err != nil {
		a.fail(c, err)
		return
	}
	lang := a.Kit.Lang(c)
	rules := a.Kit.Rules()
	a.answer(c, http.StatusOK, struct {
		Window display.StaffWindowView `json:"window"`
	}{display.NewStaffWindowView(r.Window, rules.Window(id), "", rules, lang)})
}
