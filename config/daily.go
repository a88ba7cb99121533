package config

import (
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
)

// Daily is where each closed day's figures go.
type Daily struct {
	Dir  string // absolute; "": no files
	Post DailyPost
}

// DailyPost is the district's end.
type DailyPost struct {
	URL       string // https, or http on this machine; "": nothing is posted
	TokenFile string // absolute, or beside the config; "": no token
	Header    string // that carries the token; "": Authorization, as a Bearer
}

// What check looks at beyond the file.
const (
	DailyDirPart   Part = "daily.dir"
	DailyTokenPart Part = "daily.post.token_file"
)

// headerName is what a header's name is made of, without what only a proxy or a
// browser may set.
var headerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,63}$`)

func (b *builder) readDaily(root *table) {
	t := b.optional(root, "daily", "the daily figures")
	d := &b.centre.Daily
	if d.Dir = t.text("dir"); d.Dir != "" {
		b.centre.mark(DailyDirPart, t.spotOfKey("dir"))
		if !filepath.IsAbs(d.Dir) {
			b.bad(t.spotOfKey("dir"), fmt.Sprintf("dir of the daily figures is %q", short(d.Dir)), "write the whole path, as /var/lib/onedoor/daily")
		}
	}
	v, posts := t.get("post")
	t.done()
	if !posts {
		return
	}
	p, _ := b.table(v, "the post of the daily figures")
	d.Post.URL = b.district(p)
	b.centre.mark(DailyURLPart, p.spotOfKey("url"))
	if d.Post.TokenFile = p.text("token_file"); d.Post.TokenFile != "" {
		b.centre.mark(DailyTokenPart, p.spotOfKey("token_file"))
	}
	d.Post.Header = p.text("header")
	switch {
	case d.Post.Header != "" && !headerName.MatchString(d.Post.Header):
		b.bad(p.spotOfKey("header"), fmt.Sprintf("header is %q", short(d.Post.Header)), "write a header's name, as X-Api-Key, or leave it out for Authorization")
	case d.Post.Header != "" && d.Post.TokenFile == "":
		b.bad(p.spotOfKey("header"), "a header is named and no token", "write token_file: the path of a file with the token alone")
	}
	p.done()
}

// district reads the address that the days go to.
func (b *builder) district(p *table) string {
	s := p.needText("url", "url: https://district.example.gov.cn/onedoor/days")
	if s == "" || p.starred(s) {
		return ""
	}
	u, err := url.Parse(s)
	at := p.spotOfKey("url")
	switch {
	case err != nil || u.Hostname() == "" || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http":
		b.bad(at, fmt.Sprintf("url is %q", short(MaskURL(s))), "write the address that takes the days, as https://district.example.gov.cn/onedoor/days")
	case u.User != nil:
		b.bad(at, "url holds a user's name or password", "write the token into a file and name it with token_file")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		b.bad(at, "url is not https, and leaves this machine", "write the https address")
	default:
		return s
	}
	return ""
}
