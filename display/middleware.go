package display

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/gin-gonic/gin"
)

// Secure sets what every answer carries: a policy that runs our own files only,
// no frames, no sniffing, no referrer (a visitor's address is a key).
func Secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; "+
		"font-src 'self'; media-src 'self'; connect-src 'self'"+socketSource(c.Request)+
		"; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), screen-wake-lock=(self), autoplay=(self)")
	c.Next()
}

// socketSource names our own sockets for browsers whose 'self' doesn't take
// ws: in (Safari before 15.4, still on old phones).
func socketSource(r *http.Request) string {
	plain := func(b rune) bool {
		return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.ContainsRune(".-:[]", b)
	}
	if r.Host == "" || strings.ContainsFunc(r.Host, func(b rune) bool { return !plain(b) }) {
		return ""
	}
	if Encrypted(r) {
		return " wss://" + r.Host
	}
	return " ws://" + r.Host
}

// Encrypted says whether a browser came by https: to us, or to a proxy that says so. Whoever says so
// without a proxy harms but itself, since nothing is let through for it.
func Encrypted(r *http.Request) bool {
	return r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// AccessLog writes a line a request. The route's pattern stands for the path:
// a path may hold a visitor's ref, and no log ever does.
func (k *Kit) AccessLog(c *gin.Context) {
	start := k.now()
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "(none)"
	}
	k.log.Log(c.Request.Context(), requestLevel(c.Request.Method, route, c.Writer.Status()), "request",
		"method", c.Request.Method, "route", route,
		"status", c.Writer.Status(), "ms", float64(k.now().Sub(start).Microseconds())/1000)
}

// requestLevel is how loud a request is. What changes something is worth a line at
// info, refused or not. Kiosks, screens and phones ask and say that they are there
// all day long: at info, nobody would find anything else. What fails, and who is
// turned away at the door, is a warning whatever was asked; a name that isn't there
// is not, since anybody's scanner asks for those.
func requestLevel(method, route string, status int) slog.Level {
	switch {
	case status >= http.StatusInternalServerError,
		status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusTooManyRequests:
		return slog.LevelWarn
	case method == http.MethodGet, method == http.MethodHead, strings.HasSuffix(route, "/beat"),
		route == "/admin/check", route == "/admin/slip/preview": // asked while somebody types, and nothing comes of it
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// Recover turns a panic into a refusal and logs where it came from.
func (k *Kit) Recover(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler { //nolint:errorlint // a sentinel that is never wrapped
			panic(v)
		}
		k.log.Error("panic", "route", c.FullPath(), "what", fmt.Sprint(v), "stack", string(debug.Stack()))
		if !c.Writer.Written() {
			k.Refused(c, Refuse(ErrInternal))
		}
		c.Abort()
	}()
	c.Next()
}
