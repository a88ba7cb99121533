package printer

import (
	"fmt"
	"strconv"
	"strings"
)

// YAML is the profile as an entry of a config's profiles, with what differs from
// the one that it is like. A profile that differs in nothing but its name, and in
// what is said of it for people, gives "": the other one serves as it is.
func (p Profile) YAML(like Profile) string {
	var keys []string
	put := func(differs bool, key string, value any) {
		if differs {
			keys = append(keys, fmt.Sprintf("    %s: %v\n", key, value))
		}
	}
	put(p.Dots != like.Dots, "dots", p.Dots)
	put(p.DPI != like.DPI, "dpi", p.DPI)
	put(p.Columns != like.Columns, "columns", p.Columns)
	put(p.Encoding != like.Encoding, "encoding", p.Encoding)
	put(p.Page != like.Page, "page", p.Page)
	put(p.Spacing != like.Spacing, "spacing", p.Spacing)
	put(p.QR != like.QR, "qr", p.QR)
	put(p.Module != like.Module, "module", p.Module)
	put(p.Cutter != like.Cutter, "cutter", p.Cutter)
	s, t := p.Status, like.Status
	put(s != t, "status", flow("process_id", s.ProcessID, t.ProcessID, "fence", s.Fence, t.Fence,
		"real_time", s.RealTime, t.RealTime, "auto", s.Auto, t.Auto))
	put(p.Promises != like.Promises, "promises", p.Promises)
	put(p.Buffer != like.Buffer, "buffer", p.Buffer)
	put(p.Pace != like.Pace, "pace", p.Pace)
	put(p.Margin != like.Margin, "margin", p.Margin)
	q, r := p.Quirks, like.Quirks
	put(q != r, "quirks", flow("kanji_off_before_qr", q.KanjiOffBeforeQR, r.KanjiOffBeforeQR,
		"hanzi_size", q.HanziSize, r.HanziSize, "half_dots", q.HalfDots, r.HalfDots))
	if len(keys) == 0 {
		return ""
	}
	head := fmt.Sprintf("  - name: %s\n    like: %s\n    about: %s\n    source: %s\n    tried: %v\n",
		p.Name, like.Name, strconv.Quote(p.About), strconv.Quote(p.Source), p.Tried)
	return head + strings.Join(keys, "")
}

// flow writes those of some yes and no that differ, as {key: true}; arguments
// are a key, what is and what was, again and again.
func flow(pairs ...any) string {
	var out []string
	for i := 0; i+2 < len(pairs); i += 3 {
		if pairs[i+1] != pairs[i+2] {
			out = append(out, fmt.Sprintf("%s: %v", pairs[i], pairs[i+1]))
		}
	}
	return "{" + strings.Join(out, ", ") + "}"
}
