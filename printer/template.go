package printer

import (
	"errors"
	"fmt"
	"slices"
	"strings"
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
		{Item: ItemBlank, Dots: 12},
		text(ItemWhere, 2, false),
		text(ItemAhead, 1, false),
		{Item: ItemRule},
		text(ItemQR, 1, false), text(ItemBring, 1, false),
		text(ItemNoPhone, 1, false), text(ItemValid, 1, false), text(ItemCode, 1, false), text(ItemNotes, 1, false),
	}
}

// Check says everything that is wrong with a template, joined; each problem
// names its line, counted from 1.
func (t Template) Check() error {
	var problems []error
	seen := map[Item]int{}
	for i, l := range t {
		bad := func(format string, args ...any) {
			problems = append(problems, fmt.Errorf("line %d: "+format, append([]any{i + 1}, args...)...))
		}
		first, twice := seen[l.Item]
		switch {
		case !slices.Contains(Items(), l.Item):
			bad("there is no %q; known are %s", l.Item, strings.Join(itemNames(), ", "))
			continue
		case twice && l.Item != ItemRule && l.Item != ItemBlank && l.Item != ItemNote:
			bad("%s is there already, on line %d", l.Item, first)
		}
		seen[l.Item] = i + 1
		if l.Style.Size < 0 || l.Style.Size > 8 {
			bad("size of %s is %d; 1 to 8 times is right", l.Item, l.Style.Size)
		}
		if l.Item == ItemBlank && (l.Dots < 1 || l.Dots > 240) {
			bad("dots of %s is %d; 1 to 240 is right", l.Item, l.Dots)
		}
		if l.Item == ItemNote && len(l.Text) == 0 {
			bad("%s says nothing", l.Item)
		}
	}
	for _, need := range []Item{ItemMark, ItemNumber} {
		if seen[need] == 0 && len(t) > 0 {
			problems = append(problems, fmt.Errorf("%s is missing: no slip is right without it", need))
		}
	}
	if at := seen[ItemMark]; at > 1 {
		problems = append(problems, fmt.Errorf("line %d: mark stands first, so that a reprint can't be cut into an original", at))
	}
	return errors.Join(problems...)
}

func itemNames() []string {
	var names []string
	for _, i := range Items() {
		names = append(names, string(i))
	}
	return names
}
