package printer

import (
	"slices"
	"strings"
)

// Ticket is what a visitor's slip says, as finished sentences in the visitor's
// language. Every field but Number may be empty; an empty one takes no paper.
type Ticket struct {
	Lang    string   // BCP 47, for instance zh or en
	Mark    string   // 补打 2, 测试: on top, in bold, when this isn't a plain original
	Centre  string   // the centre's name
	Date    string   // as people write it
	Time    string   //
	Number  string   // A012
	Service string   // its public name
	Then    string   // 然后：法律援助、共享法庭, below the service, when the number goes on
	Group   string   // 5 人同来, when one ticket stands for several people
	Where   string   // 请在一楼大厅等，叫到再去
	Ahead   string   // 前面还有 2 位
	Bring   string   // 请带：身份证、合同
	QR      string   // the status page's URL, to the letter; empty where phones don't work
	QRNote  string   // what the QR is for; left out without a QR
	NoPhone string   // 没有手机也一样叫您。过号请持此票到咨询台
	Valid   string   // 本号当日有效
	Code    string   // 查询码 4827-163
	Notes   []string // the centre's own small print, a line each
}

// text is what the ticket says under an item of one text; "" for all others.
func (t Ticket) text(item Item) string {
	switch item {
	case ItemMark:
		return t.Mark
	case ItemCentre:
		return t.Centre
	case ItemDate:
		return t.Date + " " + t.Time
	case ItemNumber:
		return t.Number
	case ItemGroup:
		return t.Group
	case ItemWhere:
		return t.Where
	case ItemAhead:
		return t.Ahead
	case ItemBring:
		return t.Bring
	case ItemNoPhone:
		return t.NoPhone
	case ItemValid:
		return t.Valid
	case ItemCode:
		return t.Code
	case ItemService, ItemQR, ItemNotes, ItemRule, ItemBlank, ItemNote:
	}
	return ""
}

// Slip lays the ticket out as the template says; the empty template is the
// usual one. Whatever a template leaves out or puts elsewhere, a mark stands first,
// and the number is there. The mark stands below the number once more: of a reprint
// within whose first lines the power went, the printer puts out the rest, and that
// must not look like an original. The QR code is there when the template has it.
func (t Ticket) Slip(as Template) Slip {
	if len(as) == 0 {
		as = DefaultTemplate()
	}
	s := Slip{Lang: t.Lang, Blocks: make([]Block, 0, len(as)+len(t.Notes)+2)}
	silent := false // the item before said nothing
	line := func(text string, style Style) {
		if text = strings.TrimSpace(text); text != "" {
			s.Text(text, style)
		}
		silent = text == ""
	}
	mark := Style{Size: 2, Align: Centre, Bold: true}
	if as[0].Item == ItemMark {
		mark = as[0].Style
	}
	line(t.Mark, mark)
	number := func(style Style) {
		line(t.Number, style)
		if again := strings.TrimSpace(t.Mark); again != "" {
			s.Text(again, Style{Align: style.Align, Bold: true, Anew: true})
		}
	}
	if !slices.ContainsFunc(as, func(l TemplateLine) bool { return l.Item == ItemNumber }) {
		number(Style{Size: 4, Align: Centre, Bold: true})
	}
	for _, l := range as {
		switch l.Item {
		case ItemRule:
			s.Rule()
		case ItemBlank:
			if n := len(s.Blocks) - 1; silent && n >= 0 && s.Blocks[n].Kind == Gap { // what stood between is left out
				s.Blocks[n].Lines = max(s.Blocks[n].Lines, l.Dots)
			} else {
				s.Gap(l.Dots)
			}
			silent = false
		case ItemQR:
			if t.QR != "" {
				s.QR(t.QR)
				line(t.QRNote, l.Style)
			}
		case ItemNotes:
			for _, note := range t.Notes {
				line(note, l.Style)
			}
		case ItemNote:
			line(l.Text[t.Lang], l.Style)
		case ItemMark: // is there
		case ItemNumber:
			number(l.Style)
		case ItemService:
			line(t.Service, l.Style)
			if then := strings.TrimSpace(t.Then); then != "" { // a line of its own: silent is what the service says
				s.Text(then, Style{Size: 1, Align: l.Style.Align})
			}
		case ItemCentre, ItemDate, ItemGroup, ItemWhere, ItemAhead, ItemBring,
			ItemNoPhone, ItemValid, ItemCode:
			line(t.text(l.Item), l.Style)
		}
	}
	return s
}
