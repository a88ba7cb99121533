package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// bundleView is a journey that the centre has laid out.
type bundleView struct {
	ID       queue.BundleID    `json:"id"`
	Name     string            `json:"name"`
	Steps    []queue.ServiceID `json:"steps"`
	AnyOrder bool              `json:"any_order"`
}

// bundles lists the journeys that a visit can begin with.
func (a *api) bundles(c *gin.Context) {
	lang := a.Kit.Lang(c)
	list := []bundleView{}
	for _, b := range a.Kit.Rules().Bundles {
		list = append(list, bundleView{ID: b.ID, Name: b.Name.In(lang), Steps: b.Steps, AnyOrder: b.AnyOrder})
	}
	a.answer(c, http.StatusOK, gin.H{"bundles": list})
}
