package api

import (
	_ "embed"
	"fmt"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/goccy/go-yaml"
)

//go:embed openapi.yaml
var openapiYAML []byte

// document gives the OpenAPI document as JSON. It is made at the first asking:
// nobody who starts the house waits for it.
func document() func() ([]byte, error) {
	return sync.OnceValues(func() ([]byte, error) {
		b, err := yaml.YAMLToJSON(openapiYAML)
		if err != nil {
			return nil, fmt.Errorf("read the OpenAPI document: %w", err)
		}
		return b, nil
	})
}

func (a *api) openapi(c *gin.Context) {
	b, err := a.document()
	if err != nil {
		a.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-cache")
	c.Data(http.StatusOK, "application/json", b)
}
