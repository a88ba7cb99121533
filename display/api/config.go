package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// config gives the config's file, hashes masked.
func (a *api) config(c *gin.Context) {
	v, err := a.Configs.ConfigText(c.Request.Context())
	if err != nil {
		a.fail(c, err)
		return
	}
	a.answer(c, http.StatusOK, v)
}

// configEditions lists the texts that the file has had.
func (a *api) configEditions(c *gin.Context) {
	list, err := a.Configs.ConfigEditions(c.Request.Context())
	if err != nil {
		a.fail(c, err)
		return
	}
	a.answer(c, http.StatusOK, struct {
		Editions []display.ConfigEdition `json:"editions"`
	}{list})
}

// configEdition gives one of them.
func (a *api) configEdition(c *gin.Context) {
	n, err := strconv.Atoi(c.Param("edition"))
	if err != nil {
		a.fail(c, display.Refuse(display.ErrNotFound))
		return
	}
	text, ok, err := a.Configs.ConfigEdition(c.Request.Context(), n)
	switch {
	case err != nil:
		a.fail(c, err)
	case !ok:
		a.fail(c, display.Refuse(display.ErrNotFound))
	default:
		a.answer(c, http.StatusOK, struct {
			Edition int    `json:"edition"`
			Text    string `json:"text"`
		}{n, text})
	}
}

// maxConfig is the largest body with a config, in bytes: the file has 256 KiB at most, escaped it has more.
const maxConfig = 1 << 20

// readConfig is read for bodies with a config.
func readConfig(c *gin.Context, into any) error {
	raw, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxConfig))
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &bodyError{http.StatusRequestEntityTooLarge, errTooLarge, map[string]string{
			"what": "over_limit", "max_bytes": strconv.FormatInt(large.Limit, 10),
		}}
	}
	if err != nil {
		return unreadable("broken_off")
	}
	return decode(raw, into)
}

// noConfigs is a house whose config nobody changes.
type noConfigs struct{}

func (noConfigs) ConfigText(context.Context) (v display.ConfigText, err error) {
	return v, display.Refuse(display.ErrNotFound)
}

func (noConfigs) CheckConfig(context.Context, string) ([]display.ConfigProblem, error) {
	return nil, display.Refuse(display.ErrNotFound)
}

func (noConfigs) PutConfig(context.Context, queue.StaffID, string, string) error {
	return display.Refuse(display.ErrNotFound)
}

func (noConfigs) ConfigEditions(context.Context) ([]display.ConfigEdition, error) {
	return nil, display.Refuse(display.ErrNotFound)
}

func (noConfigs) ConfigEdition(context.Context, int) (string, bool, error) {
	return "", false, display.Refuse(display.ErrNotFound)
}
