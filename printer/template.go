package printer

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Item names one thing that a ticket's slip can say.
type Item string

// What stands on a slip, in the order of a visitor's questions. Note is a text
// of the template's own, Blank some empty dots.
const (
	ItemMark    Item = "mark" // 补打 2, 测试: on top, whatever else is left out
	ItemCentre  Item = "centre"
	ItemDate    Item = "date" // and time
	ItemNumber  Item = "number"
	ItemService Item = "service"
	ItemGroup   Item = "group"
	ItemWhere   Item = "where"
	ItemAhead   Item = "ahead"
	ItemBring   Item = "bring"
	ItemQR      Item = "qr" // and the sentence below it
	ItemNoPhone Item = "no_phone"
	ItemValid   Item = "valid"
	ItemCode    Item = "code"
	ItemNotes   Item = "notes" // the centre's own small print
	ItemRule    Item = "rule"
	ItemBlank   Item = "blank"
	ItemNote    Item = "note"
)

// Items lists all of them in the usual order.
func Items() []Item {
	return []Item{
		ItemMark, ItemCentre, ItemDate, ItemNumber, ItemService, ItemGroup, ItemWhere, ItemAhead, ItemRule, ItemQR,
		ItemBring, ItemNoPhone, ItemValid, ItemCode, ItemNotes, ItemBlank, ItemNote,
	}
}

// TemplateLine is one line of a Template.
type TemplateLine struct {
	Item  Item
	Style Style             // of its text; a QR code, a rule and a blank have none
	Dots  int               // ItemBlank: how many, 1 to 240
	Text  map[string]string // ItemNote: by language; one that is missing takes no paper
}

// Template says what stands on a centre's slips, from top to bottom, and how
// large. The empty one is DefaultTemplate.
type Template []TemplateLine

// DefaultTemplate is the usual slip: the number at four times, service and where
// to wait at two, one rule, the QR centred with its sentence, small print last.
func DefaultTemplate() Template {
	text := func(item Item, size int, bold bool) TemplateLine {
		return TemplateLine{Item: item, Style: Style{Size: size, Align: Centre, Bold: bold}}
	}
	return Template{
		text(ItemMark, 2, true), text(ItemCentre, 1, false), text(ItemDate, 1, false),
		text(ItemNumber, 4, true), // a digit's own white above and below is enough at this size
		text(ItemService, 2, false), text(ItemGroup, 1, false),
		{Item: ItemBlank, Dots: 24},
		text(ItemWhere, 2, false),
		{Item: ItemBlank, Dots: 24},
		text(ItemAhead, 1, false),
		{Item: ItemRule},
		text(ItemQR, 1, false), text(ItemBring, 1, false),
		text(ItemNoPhone, 1, false), text(ItemValid, 1, false), text(ItemCode, 1, false), text(ItemNotes, 1, false),
	}
}

// The bounds of a template. With them, and the bounds of texts, no slip is a metre
// long, whatever its ticket says.
const (
	templateLines = 40
	templateBlank = 480 // dots of all blanks together: 6 cm
)

// Check says everything that is wrong with a template, joined; a problem of one
// line names it, counted from 1.
func (t Template) Check() error {
	if len(t) == 0 {
		return nil
	}
	c := templateCheck{seen: map[Item]int{}}
	for i, l := range t {
		c.line(i+1, l)
	}
	for _, need := range []Item{ItemMark, ItemNumber} {
		if c.seen[need] == 0 {
			c.bad("%s is missing: no slip is right without it", need)
		}
	}
	if at := c.seen[ItemMark]; at > 1 {
		c.bad("line %d: mark stands first, so that a reprint can't be cut into an original", at)
	}
	if len(t) > templateLines {
		c.bad("there are %d lines; up to %d are right", len(t), templateLines)
	}
	if c.blank > templateBlank {
		c.bad("the blanks are %d dots; up to %d together are right", c.blank, templateBlank)
	}
	if at := c.seen[ItemNumber]; at > 0 && c.largest > max(t[at-1].Style.Size, 1) {
		c.bad("line %d: size of number is %d, and %s is larger; the number is the largest on a slip", at, max(t[at-1].Style.Size, 1), c.larger)
	}
	return errors.Join(c.problems...)
}

// templateCheck is what Check has found so far.
type templateCheck struct {
	problems []error
	seen     map[Item]int // the line of each item, from 1
	blank    int
	largest  int // text that isn't the number
	larger   Item
}

func (c *templateCheck) bad(format string, args ...any) {
	c.problems = append(c.problems, fmt.Errorf(format, args...))
}

func (c *templateCheck) line(n int, l TemplateLine) {
	bad := func(format string, args ...any) { c.bad("line %d: "+format, append([]any{n}, args...)...) }
	first, twice := c.seen[l.Item]
	switch {
	case !slices.Contains(Items(), l.Item):
		bad("there is no %q; known are %s", l.Item, join(Items()))
		return
	case twice && l.Item != ItemRule && l.Item != ItemBlank && l.Item != ItemNote:
		bad("%s is there already, on line %d", l.Item, first)
	}
	c.seen[l.Item] = n
	if l.Style.Size < 0 || l.Style.Size > 8 {
		bad("size of %s is %d; 1 to 8 times is right", l.Item, l.Style.Size)
	}
	if l.Style.Align > Right {
		bad("align of %s is %d; left, centre or right is right", l.Item, l.Style.Align)
	}
	switch l.Item {
	case ItemBlank:
		if l.Dots < 1 || l.Dots > 240 {
			bad("dots of %s is %d; 1 to 240 is right", l.Item, l.Dots)
		}
		c.blank += max(l.Dots, 0)
	case ItemNote:
		c.note(bad, l)
	case ItemRule, ItemNumber:
	case ItemMark, ItemCentre, ItemDate, ItemService, ItemGroup, ItemWhere, ItemAhead, ItemBring, ItemQR, ItemNoPhone, ItemValid, ItemCode, ItemNotes:
	}
	if l.Item != ItemNumber && l.Item != ItemBlank && l.Item != ItemRule && l.Style.Size > c.largest && l.Style.Size <= 8 {
		c.largest, c.larger = l.Style.Size, l.Item
	}
}

// note checks a text of the template's own: that it says something in each of its
// languages, which can be printed, on twelve lines of the narrowest paper.
func (c *templateCheck) note(bad func(string, ...any), l TemplateLine) {
	if len(l.Text) == 0 {
		bad("%s says nothing", l.Item)
	}
	narrow := newSheet(Encoder{Profile: Profile{Encoding: GBK, Columns: 32, Dots: 384}})
	for _, lang := range slices.Sorted(maps.Keys(l.Text)) {
		text := narrow.clean(nil, l.Text[lang], lang)
		if strings.TrimSpace(string(text)) == "" {
			bad("%s says nothing in %s", l.Item, lang)
		}
		for _, r := range text {
			_, drawn := Font24(r)
			if r != '\n' && !drawn && !narrow.set.has(r) && !unicode.Is(unicode.Han, r) { // a font of the centre's may have the rarest hanzi
				bad("%s has %q in %s, which no printer has a character for", l.Item, r, lang)
				break
			}
		}
		narrow.lines.measure(text, nil)
		if narrow.lines.wrap(32); len(narrow.lines.spans) > normalLines {
			bad("%s takes more than %d lines in %s on narrow paper", l.Item, normalLines, lang)
		}
	}
}
