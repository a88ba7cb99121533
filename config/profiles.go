package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"onedoor/printer"
)

// encodings are what a profile's printer may write in.
func encodings() []string {
	var list []string
	for _, e := range printer.Encodings() {
		list = append(list, string(e))
	}
	return list
}

// readProfiles reads the centre's own kinds of printers. It comes before the
// printers, whose addresses name them. A profile with a mistake in it counts as
// known, so that one mistake isn't told at every printer as well.
func (b *builder) readProfiles(root *table) {
	b.centre.Profiles = printer.BuiltIn()
	for _, v := range root.items("profiles") {
		t, ok := b.table(v, "a profile")
		if !ok {
			continue
		}
		name := t.needID("name", "name: hall-printer")
		t.what = about(aProfile, name)
		p := b.profile(t, b.like(t))
		p.Name = name.id
		t.done()
		if _, there := printer.BuiltIn()[name.id]; there {
			b.bad(name.at, fmt.Sprintf("the profile %q comes with the program", name.id),
				fmt.Sprintf("give your own another name and write like: %s", name.id))
			continue
		}
		if !b.define(aProfile, name) {
			continue
		}
		b.impossible(t, p)
		b.centre.Profiles[p.Name] = p
	}
}

// like finds the profile that another one begins as.
func (b *builder) like(t *table) printer.Profile {
	base := b.centre.Profiles[printer.DefaultProfile]
	ref := t.maybeID("like")
	if ref.id == "" {
		return base
	}
	if p, ok := b.centre.Profiles[ref.id]; ok {
		return p
	}
	b.bad(ref.at, fmt.Sprintf("%s is like %q, which is neither built in nor above", t.what, ref.id),
		guess(ref.id, slices.Collect(maps.Keys(b.centre.Profiles))))
	return base
}

// profile reads what a profile says of its own; the rest is as in the one it is
// like. Nobody has tried it only because somebody has tried that one.
func (b *builder) profile(t *table, p printer.Profile) printer.Profile {
	const most = 1 << 20 // what is right for each is printer's to say
	p.About, p.Source = t.textOr("about", "like "+p.Name), t.textOr("source", "the centre's own config")
	p.Tried = t.yes("tried", false)
	p.Dots = t.number("dots", p.Dots, 0, most)
	p.DPI = t.number("dpi", p.DPI, 0, most)
	p.Columns = t.number("columns", p.Columns, 0, most)
	p.Encoding = printer.Encoding(t.choiceOr("encoding", string(p.Encoding), encodings()...))
	p.Page = t.number("page", p.Page, 0, most)
	p.Spacing = t.number("spacing", p.Spacing, 0, most)
	p.QR = printer.QRKind(t.choiceOr("qr", string(p.QR), string(printer.NativeQR), string(printer.RasterQR)))
	p.Module = t.number("module", p.Module, 0, most)
	p.Cutter = printer.Cutter(t.choiceOr("cutter", string(p.Cutter), string(printer.PartialCut), string(printer.FullCut), string(printer.NoCutter)))
	p.Promises = t.yes("promises", p.Promises)
	p.Buffer = t.number("buffer", p.Buffer, 0, most)
	p.Pace = t.number("pace", p.Pace, 0, most)
	p.Margin = t.span("margin", p.Margin, 100*time.Millisecond, 30*time.Second)
	s := b.flags(t, "status", "process_id", "fence", "real_time", "auto")
	p.Status.ProcessID = s.yes("process_id", p.Status.ProcessID)
	p.Status.Fence = s.yes("fence", p.Status.Fence)
	p.Status.RealTime = s.yes("real_time", p.Status.RealTime)
	p.Status.Auto = s.yes("auto", p.Status.Auto)
	s.done()
	q := b.flags(t, "quirks", "hanzi_size", "half_dots", "kanji_off_before_qr")
	p.Quirks.KanjiOffBeforeQR = q.yes("kanji_off_before_qr", p.Quirks.KanjiOffBeforeQR)
	p.Quirks.HanziSize = q.yes("hanzi_size", p.Quirks.HanziSize)
	p.Quirks.HalfDots = q.yes("half_dots", p.Quirks.HalfDots)
	q.done()
	return p
}

// flags opens a block of keys that are each true or false; what is written as a
// word or a list is answered with what works.
func (b *builder) flags(t *table, key string, known ...string) *table {
	what := key + " of " + t.what
	v, _ := t.get(key)
	meant := v.node
	switch n := meant.(type) {
	case *ast.MappingNode, *ast.MappingValueNode, nil:
		return b.optional(t, key, what)
	case *ast.SequenceNode:
		if len(n.Values) > 0 {
			meant = n.Values[0]
		}
	}
	example := known[0]
	if word, ok := meant.(*ast.StringNode); ok && slices.Contains(known, word.Value) {
		example = word.Value
	}
	b.wrongType(v, what, fmt.Sprintf("%s: {%s: true}", key, example))
	return &table{r: b.reader, what: what, at: v.at}
}

// impossible reports what printer.Profile.Check finds, each at the key that it
// begins with, or at the profile when nobody wrote that key.
func (b *builder) impossible(t *table, p printer.Profile) {
	err := p.Check()
	if err == nil {
		return
	}
	for one := range strings.SplitSeq(err.Error(), "\n") {
		what := strings.TrimPrefix(one, "profile "+p.Name+": ")
		key, _, _ := strings.Cut(what, " ")
		what, fix, _ := strings.Cut(what, "; ")
		b.bad(t.spotOfKey(key), t.what+": "+what, fix)
	}
}
