package phone

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// tagOf names a page as it is drawn: whoever asks again with it is told that nothing
// has changed, before anything is drawn. The clock in the page's head isn't in it, nor
// anything else that changes while the page would say the same.
func tagOf(build, lang string, d *pageData) (string, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	h.Write([]byte(build + " " + lang + " "))
	h.Write(b)
	return `"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:12]) + `"`, nil
}

// matches says whether a request's If-None-Match names a tag (RFC 9110, 13.1.2). A
// proxy that packs pages makes tags weak.
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if strings.TrimPrefix(strings.TrimSpace(part), "W/") == tag {
			return true
		}
	}
	return false
}
