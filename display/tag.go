package display

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// Unchanged tags an answer by what it is made of (RFC 9110, 8.8.3), and says whether the
// caller has just that one already: then 304 is answered and nothing remains to be done.
func Unchanged(c *gin.Context, of ...[]byte) (tag string, unchanged bool) {
	h := sha256.New()
	for _, b := range of {
		h.Write(b)
		h.Write([]byte{0})
	}
	tag = `"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:12]) + `"`
	c.Header("ETag", tag)
	c.Header("Cache-Control", "no-store")
	for known := range strings.SplitSeq(c.GetHeader("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(known), "W/") == tag { // a proxy that packs makes tags weak
			c.Status(http.StatusNotModified)
			return tag, true
		}
	}
	return tag, false
}
