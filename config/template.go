package config

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"onedoor/printer"
	"onedoor/queue"
)

// usualGap is how many dots a blank takes when its line doesn't say.
const usualGap = 12

// readTemplate reads how slips are laid out. A line that says nothing of how it
// looks, looks as on the usual slip.
func (b *builder) readTemplate(t *table) {
	v, given := t.get("template")
	if !given {
		return
	}
	b.centre.mark(TemplatePart, v.at)
	before := len(b.problems)
	b.emptyList(v, "the template is empty", "write its lines, or leave the key out for the usual slip")
	seen := make(map[printer.Item]spot)
	var lines printer.Template
	var spots []spot // of lines
	for _, item := range b.items(v, `"template" of print`) {
		l, ok := b.templateLine(item, len(lines))
		if !ok {
			continue
		}
		first, twice := seen[l.Item]
		switch {
		case twice && !manyTimes(l.Item):
			b.bad(item.at, fmt.Sprintf("%s stands twice in the template, first on line %d", l.Item, first.line), "keep one of them")
			continue
		case l.Item == printer.ItemMark && len(lines) > 0:
			b.bad(item.at, "mark doesn't stand first in the template", "write it at the top: what stands above it could be cut off and taken for an original")
		}
		seen[l.Item] = item.at
		lines, spots = append(lines, l), append(spots, item.at)
	}
	if len(b.problems) == before { // a line that couldn't be read may be the one that is missing
		b.missing(v.at, seen)
	}
	if err := lines.Check(); err != nil && len(b.problems) == before { // what printer knows and we don't
		b.unlikely(v.at, spots, err)
	}
	b.centre.Template = lines
}

// unlikely reports what printer.Template.Check finds, each at the item that it
// counts: a line of the slip is an item of the list, and seldom the file's line of
// that number.
func (b *builder) unlikely(at spot, spots []spot, err error) {
	for one := range strings.SplitSeq(err.Error(), "\n") {
		where, name, n := at, "the template: ", 0
		if _, err := fmt.Sscanf(one, "line %d: ", &n); err == nil && n >= 1 && n <= len(spots) {
			where, name = spots[n-1], fmt.Sprintf("item %d of the template: ", n)
			_, one, _ = strings.Cut(one, ": ")
		}
		what, fix, _ := strings.Cut(one, "; ")
		b.bad(where, name+what, fix)
	}
}

// manyTimes says whether an item may stand on a slip again and again.
func manyTimes(i printer.Item) bool {
	return i == printer.ItemRule || i == printer.ItemBlank || i == printer.ItemNote
}

// missing reports what no slip is right without, and what visitors would miss.
func (b *builder) missing(at spot, seen map[printer.Item]spot) {
	for _, need := range []struct {
		item printer.Item
		why  string
	}{
		{printer.ItemMark, "write - mark as its first line: a reprint must be told from an original"},
		{printer.ItemNumber, "write - number: it is what is called"},
	} {
		if _, ok := seen[need.item]; !ok {
			b.bad(at, fmt.Sprintf("the template has no %s", need.item), need.why)
		}
	}
	if _, ok := seen[printer.ItemQR]; !ok && b.rules.Centre.Phone != queue.PhoneOff && b.rules.Centre.Phone != "" {
		b.warn(at, fmt.Sprintf("the template has no qr, but phone is %s", b.rules.Centre.Phone),
			"phones find their number by it: write - qr, or phone: off")
	}
	for _, item := range []printer.Item{printer.ItemService, printer.ItemWhere} {
		if _, ok := seen[item]; !ok {
			b.warn(at, fmt.Sprintf("the template has no %s", item), "a visitor who looks for it finds it nowhere on the slip")
		}
	}
}

// templateLine reads the n-th line: an item's name alone, or a block with how it
// looks.
func (b *builder) templateLine(v value, n int) (printer.TemplateLine, bool) {
	switch v.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
	case *ast.StringNode:
		name, _ := b.scalar(v, "a line of the template")
		l, ok := b.usualLine(name, v.at)
		if ok && l.Item == printer.ItemNote {
			b.bad(v.at, "a note of the template says nothing", "write {item: note, text: "+b.namesExample()+"}")
			return l, false
		}
		return l, ok
	default:
		b.wrongType(v, "a line of the template", "the name of what it says, as - number, or a block, as {item: number, size: 4}")
		return printer.TemplateLine{}, false
	}
	t, _ := b.table(v, "a line of the template")
	name := t.needText("item", "item: number")
	if name == "" {
		return printer.TemplateLine{}, false // what it has is unknown: each of its keys would be one problem more
	}
	l, ok := b.usualLine(name, t.spotOfKey("item"))
	if !ok {
		return l, false
	}
	t.what = fmt.Sprintf("the template's %s", l.Item)
	if size, written := t.pairs["size"]; written {
		b.centre.mark(TemplateSizePart(n), size.val.at)
	}
	switch l.Item {
	case printer.ItemBlank:
		l.Dots = t.number("dots", l.Dots, 1, 240)
	case printer.ItemRule:
	case printer.ItemNote:
		l.Text = t.needNames("text")
		b.style(t, &l.Style)
	default:
		b.style(t, &l.Style)
	}
	t.done()
	return l, l.Item != printer.ItemNote || l.Text != nil
}

// style reads how a text looks.
func (b *builder) style(t *table, s *printer.Style) {
	s.Size = t.number("size", max(s.Size, 1), 1, 8)
	s.Bold = t.yes("bold", s.Bold)
	switch t.choiceOr("align", s.Align.String(), printer.Left.String(), printer.Centre.String(), printer.Right.String()) {
	case printer.Left.String():
		s.Align = printer.Left
	case printer.Right.String():
		s.Align = printer.Right
	default:
		s.Align = printer.Centre
	}
}

// usualLine is an item as on the usual slip.
func (b *builder) usualLine(name string, at spot) (printer.TemplateLine, bool) {
	item := printer.Item(name)
	items := make(map[string]bool)
	for _, i := range printer.Items() {
		items[string(i)] = true
	}
	if !items[name] {
		b.bad(at, fmt.Sprintf("the template's %q is nothing that a slip can say", short(name)), guess(name, slices.Collect(maps.Keys(items))))
		return printer.TemplateLine{}, false
	}
	usual := printer.DefaultTemplate()
	if i := slices.IndexFunc(usual, func(l printer.TemplateLine) bool { return l.Item == item }); i >= 0 && item != printer.ItemBlank {
		return usual[i], true
	}
	l := printer.TemplateLine{Item: item, Style: printer.Style{Size: 1, Align: printer.Centre}}
	if item == printer.ItemBlank {
		l = printer.TemplateLine{Item: item, Dots: usualGap}
	}
	return l, true
}

// readFont reads where a font lies. Whether it can be used is found out by who
// may read files.
func (b *builder) readFont(t *table) {
	v, given := t.get("font")
	if !given {
		return
	}
	b.centre.mark(FontPart, v.at)
	path := t.text("font")
	if path != "" && !filepath.IsAbs(path) {
		b.bad(v.at, fmt.Sprintf(`"font" of print is %q`, short(path)), "write its whole path, as /usr/share/fonts/…/name.ttf: the program may be started anywhere")
		return
	}
	b.centre.Font = path
}
