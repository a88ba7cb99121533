package display

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
)

// langCookie is set by the language switch, on every page of the house.
const langCookie = "lang"

// Lang is the language of a request: ?lang=, else the switch's cookie, else
// Accept-Language, else the centre's.
func (k *Kit) Lang(c *gin.Context) string {
	wishes := []string{c.Query("lang"), "", c.GetHeader("Accept-Language")}
	if cookie, err := c.Cookie(langCookie); err == nil {
		wishes[1] = cookie
	}
	for _, w := range wishes {
		if w == "" {
			continue
		}
		if lang, ok := k.Catalogue.Match(w); ok {
			return lang
		}
	}
	return k.HouseLang()
}

// Langs lists the languages that faces offer: the centre's, as far as the
// catalogue speaks them.
func (k *Kit) Langs() []string {
	want := k.rules().Centre.Languages
	if len(want) == 0 {
		return k.Catalogue.Langs()
	}
	return slices.DeleteFunc(slices.Clone(k.Catalogue.Langs()), func(l string) bool { return !slices.Contains(want, l) })
}

// HouseLang is the centre's own language, of the catalogue's.
func (k *Kit) HouseLang() string {
	if lang, ok := k.Catalogue.Match(k.rules().Centre.Locale); ok {
		return lang
	}
	return k.Catalogue.Langs()[0]
}

// chooseLanguage is the switch: /language/en?to=/desk.
func (k *Kit) chooseLanguage(c *gin.Context) {
	lang, ok := k.Catalogue.Match(c.Param("lang"))
	if !ok {
		lang = k.HouseLang()
	}
	keepLang(c, lang)
	c.Redirect(http.StatusSeeOther, SafePath(c.Query("to")))
}

// keepLang remembers a language in a browser.
func keepLang(c *gin.Context, lang string) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: langCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600, //nolint:gosec // not a secret
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: Encrypted(c.Request),
	})
}

// keepAsked remembers the language that the address of a staff page asks for: the forms and links of that page
// lead to addresses without it.
func (k *Kit) keepAsked(c *gin.Context) {
	if lang, ok := k.Catalogue.Match(c.Query("lang")); ok && c.Query("lang") != "" {
		keepLang(c, lang)
	}
}

// SafePath gives a path on this site to go on to, or "/" for anything that
// could lead elsewhere.
func SafePath(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return to
}

// plainPath is the request's address for language links, without what would
// fix the language again; a visitor's address is a key and is not repeated.
func plainPath(c *gin.Context) string {
	if strings.Contains(c.FullPath(), ":ref") {
		return ""
	}
	q := c.Request.URL.Query()
	q.Del("lang")
	q.Del("token")
	u := url.URL{Path: c.Request.URL.Path, RawQuery: q.Encode()}
	return u.RequestURI()
}
