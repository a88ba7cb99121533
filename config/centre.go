package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"onedoor/queue"
)

// knownLanguages are those the faces have words in; the first is a centre's
// own when it doesn't say.
func knownLanguages() []string { return []string{"zh", "en"} }

// langForm is the form of a language's tag, as ug or zh-Hant.
var langForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

func (b *builder) readCentre(root *table) {
	v, ok := root.need("centre", "centre: with name, time_zone and floors")
	if !ok {
		return
	}
	t, ok := b.table(v, "the centre")
	if !ok {
		return
	}
	c := &b.rules.Centre
	b.readLanguages(t)
	c.Demo = b.sample
	c.Name = t.needNames("name")
	c.Short = t.names("short")
	c.Address = t.names("address")
	c.Desk = t.names("desk")
	c.Hotline = t.text("hotline")
	if t.choice("entry", "triage", string(queue.EntryReception)) == string(queue.EntryReception) {
		c.Entry = queue.EntryReception
	}
	c.Slip = t.namesList("slip")
	c.TimeZone = b.timeZone(t)
	b.readPhone(t)
	b.readFloors(t)
	c.Hours = b.readHours(t)
	c.Noon, c.Last = b.noon(t), b.lastTicket(t)
	t.done()
}

// readCatalogues reads where a centre has its own words: for a language of its own, or
// in place of some of the program's. Whether
// the files can be used is found out by who may read files.
func (b *builder) readCatalogues(t *table) {
	v, ok := t.get("catalogues")
	if !ok {
		return
	}
	b.centre.mark(CataloguesPart, v.at)
	ct, ok := b.table(v, `"catalogues" of the centre`)
	if !ok {
		return
	}
	for _, lang := range ct.order {
		file := ct.text(lang)
		at := ct.pairs[lang].key
		switch {
		case !langForm.MatchString(lang):
			b.bad(at, fmt.Sprintf("%q is not the tag of a language", short(lang)), "write it as ug or mn-Mong")
		case file != "":
			if b.centre.Catalogues == nil {
				b.centre.Catalogues = map[string]string{}
			}
			b.centre.Catalogues[lang] = file
			if !slices.Contains(knownLanguages(), lang) { // else they stand in place of the program's
				b.own = append(b.own, lang)
			}
		}
	}
	ct.done()
}

// readLanguages comes first: every later name is held against it. A name in a
// language of the centre's own may be missing: visitors read it in English.
func (b *builder) readLanguages(t *table) {
	b.readCatalogues(t)
	offered := slices.Clone(b.langs)
	if _, ok := t.get("languages"); ok {
		var langs []string
		for _, v := range t.items("languages") {
			lang := b.choice(v, `an entry of "languages" of the centre`, slices.Concat(knownLanguages(), b.own))
			if !slices.Contains(langs, lang) {
				langs = append(langs, lang)
			}
		}
		if len(langs) > 0 {
			offered = langs
		}
	}
	own := func(lang string) bool { return slices.Contains(b.own, lang) }
	b.langs = slices.DeleteFunc(slices.Clone(offered), own)
	if len(b.langs) == 0 {
		b.bad(t.spotOfKey("languages"), "the languages of the centre are all its own", "add zh or en, which every name falls back to")
		b.langs = knownLanguages()
	}
	for _, lang := range b.own {
		if !slices.Contains(offered, lang) {
			b.warn(t.spotOfKey("catalogues"), fmt.Sprintf("there are words in %q, but no face offers it", lang), `add it to "languages" of the centre`)
		}
	}
	b.own = slices.DeleteFunc(b.own, func(lang string) bool { return !slices.Contains(offered, lang) })
	c := &b.rules.Centre
	c.Locale = offered[0]
	if v, ok := t.get("locale"); ok {
		c.Locale = b.choice(v, `"locale" of the centre`, offered)
	}
	c.Languages = offered
}

// checkOwnNames tells how many names visitors read in another language than they chose.
func (b *builder) checkOwnNames() {
	for _, lang := range b.own {
		if n := b.unnamed[lang]; n > 0 {
			b.add(Warning, b.centre.spots[CataloguesPart], fmt.Sprintf("%d names of the centre are not written in %q", n, lang),
				"who chose it reads them in English, or in Chinese: write them, as far as visitors read them")
		}
	}
}

func (b *builder) timeZone(t *table) string {
	zone := t.needText("time_zone", "time_zone: Asia/Shanghai")
	if zone == "" {
		return ""
	}
	// "Local" would be the machine's, and another one after a move.
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		b.bad(t.spotOfKey("time_zone"), fmt.Sprintf("the time zone %q is not known", short(zone)), "write its IANA name, as Asia/Shanghai")
		return ""
	}
	return zone
}

// readPhone reads what a visitor's phone can open, and whether it can be true.
func (b *builder) readPhone(t *table) {
	c := &b.rules.Centre
	c.Phone = queue.Phone(t.choice("phone", string(queue.PhoneOff), string(queue.PhoneWifi), string(queue.PhonePublic)))
	c.Wifi = t.text("wifi")
	u := b.publicURL(t)
	at := t.spotOfKey("public_url")
	switch c.Phone {
	case queue.PhonePublic:
		_, given := t.get("public_url")
		switch {
		case u == nil && !given:
			b.bad(t.spotOfKey("phone"), "phone is public but the centre has no public_url",
				"write public_url: https://… as phones on the internet reach it, or phone: wifi or off")
		case u == nil:
		case u.Scheme != "https":
			b.bad(at, "phone is public but public_url is not https", "write the https address, or phone: wifi or off")
			return
		}
	case queue.PhoneWifi:
		if c.Wifi == "" {
			b.bad(t.spotOfKey("phone"), "phone is wifi but the centre has no wifi", "write wifi: the name of the hall's network, as the slip should say it")
		}
	case queue.PhoneOff:
	}
	for _, f := range (Reach{Phone: c.Phone, URL: b.centre.PublicURL}).address() {
		what, fix := f.sentence()
		b.warn(at, what, fix)
	}
}

func (b *builder) publicURL(t *table) *url.URL {
	s := t.text("public_url")
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		b.bad(t.spotOfKey("public_url"), fmt.Sprintf("public_url is %q", short(s)), "write https://name or http://name:port, nothing behind it")
		return nil
	}
	b.centre.mark(AddressPart, t.spotOfKey("public_url"))
	b.centre.PublicURL = u.Scheme + "://" + strings.ToLower(u.Host)
	return u
}

// loopback says whether a host is the one that looks it up.
func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && a.IsLoopback()
}

// homeOnly says whether a host can't be on the internet.
func homeOnly(host string) bool {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsUnspecified()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return loopback(host) || !strings.Contains(host, ".") ||
		strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".lan") || strings.HasSuffix(host, ".internal")
}

func (b *builder) readFloors(t *table) {
	for _, v := range b.section(t, "floors", "floors: a list with id, name and wait") {
		ft, ok := b.table(v, "a floor")
		if !ok {
			continue
		}
		id := ft.needID("id", `id: "1"`)
		ft.what = about(aFloor, id)
		f := queue.Floor{
			ID:   queue.FloorID(id.id),
			Name: ft.needNames("name"),
			Wait: ft.needNames("wait"),
			Way:  ft.names("way"), WalkS: ft.seconds("walk", 0, 0, 30*time.Minute),
			Plan: b.readPlan(ft, queue.FloorID(id.id)),
		}
		ft.done()
		if b.define(aFloor, id) {
			b.rules.Centre.Floors = append(b.rules.Centre.Floors, f)
		}
	}
}

func (b *builder) readDepartments(root *table) {
	for _, v := range b.section(root, "departments", "departments: a list with id and name") {
		t, ok := b.table(v, "a department")
		if !ok {
			continue
		}
		id := t.needID("id", "id: mediation")
		t.what = about(aDepartment, id)
		d := queue.Department{ID: queue.DepartmentID(id.id), Name: t.needNames("name"), Sample: t.yes("sample", false)}
		t.done()
		if b.define(aDepartment, id) {
			b.rules.Departments = append(b.rules.Departments, d)
		}
	}
}
