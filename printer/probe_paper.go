package printer

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Question is one that only somebody with the test sheet in hand can answer.
type Question struct {
	Code  string // columns, bar, hanzi, sizes, gap, qr or cut
	Ask   string // in plain English
	Right string // how an answer looks
	Means string // what it decides, in a profile's own keys
}

// Questions lists what the printer couldn't tell, in the sheet's order; none when
// no test sheet came out.
func (r *Report) Questions() []Question {
	if r.Verdict.State == "" || r.Verdict.State == InDoubt || r.instead {
		return nil
	}
	return []Question{
		{"columns", "1 RULER: how many letters wide is its first row? The last whole number in it, plus the dots behind that", "a number from 16 to 80", "columns and dots"},
		{"bar", "2 BAR: how long is it, in millimetres?", "a number, as 50", "dpi"},
		{"hanzi", "4 HANZI: which rows show hanzi and nothing else? a is " + rowGB2312, "some of abc, or none", "encoding"},
		{"sizes", "6 SIZES: is the hanzi after a as large as the one after b?", "yes or no", "quirks: hanzi_size"},
		{"gap", "7 GAP: how far are the two lines apart, in millimetres?", "a number, as 24", "quirks: half_dots"},
		{"qr", "8 QR: which can a phone read? They say ONEDOOR A, B or C", "some of ABC, or none", "qr, module, quirks: kanji_off_before_qr"},
		{"cut", "9 CUT: was the paper cut there?", "full, partial or no", "cutter"},
	}
}

// Unseen lists the questions that nobody has answered.
func (r *Report) Unseen() []Question {
	return slices.DeleteFunc(r.Questions(), func(q Question) bool { return r.seen[q.Code] != "" })
}

// Saw takes in what somebody saw on the paper. The error says what an answer
// looks like; an unknown code is one, too.
func (r *Report) Saw(code, answer string) error {
	answer = strings.ToLower(strings.TrimSpace(answer))
	i := slices.IndexFunc(r.Questions(), func(q Question) bool { return q.Code == code })
	if i < 0 {
		return fmt.Errorf("there is no question %q", code)
	}
	q := r.Questions()[i]
	ok := false
	switch code {
	case "columns":
		n, err := strconv.Atoi(answer)
		ok = err == nil && n >= 16 && n <= 80
	case "bar":
		mm, err := millimetres(answer)
		if err == nil {
			if _, near := dpiOf(mm); !near {
				return fmt.Errorf("%s mm fits no printer known: 50 is one of 203 dots an inch, 56 of 180, 34 of 300; is it the whole bar?", answer)
			}
		}
		ok = err == nil
	case "gap":
		_, err := millimetres(answer)
		ok = err == nil
	case "hanzi":
		ok = slices.Contains([]string{"none", "a", "ab", "abc"}, answer)
	case "qr":
		ok = regexp.MustCompile(`^(none|[abc]{1,3})$`).MatchString(answer)
	case "sizes":
		if answer == "y" || answer == "n" {
			answer = map[string]string{"y": "yes", "n": "no"}[answer]
		}
		ok = answer == "yes" || answer == "no"
	case "cut":
		ok = answer == "full" || answer == "partial" || answer == "no"
	}
	if !ok {
		return fmt.Errorf("write %s", q.Right)
	}
	if r.seen == nil {
		r.seen = map[string]string{}
	}
	r.seen[code] = answer
	return nil
}

func millimetres(answer string) (float64, error) {
	answer = strings.TrimSpace(strings.TrimSuffix(answer, "mm"))
	mm, err := strconv.ParseFloat(strings.Replace(answer, ",", ".", 1), 64)
	if err == nil && (mm < 1 || mm > 200) {
		err = strconv.ErrRange
	}
	return mm, err
}

// dpiOf is how many dots an inch has when the bar is so long: one of those that
// printers are made with, or false.
func dpiOf(mm float64) (int, bool) {
	for _, dpi := range []int{180, 203, 300} {
		if full := barDots * 25.4 / float64(dpi); math.Abs(mm-full) < full*0.05 {
			return dpi, true
		}
	}
	return 0, false
}

// dotsOf is how many dots a line of so many columns has: the widths that printers
// are made with, else twelve a column.
func dotsOf(columns int) int {
	if columns == 42 {
		return 512 // twelve a column are 504, the paper has some more
	}
	return columns * 12 / 8 * 8
}

// Proposal is the profile that fits what was found: as the one it was taken for,
// where nothing else is known. Its name is made of the model's.
func (r *Report) Proposal() Profile {
	p := r.Profile
	p.Name, p.Tried = r.name(), len(r.seen) == len(r.Questions()) && len(r.seen) > 0
	p.About = strings.TrimSpace(r.Maker + " " + r.Model)
	if p.About == "" {
		p.About = "as " + r.Profile.Name + ", walked through"
	}
	if r.Firmware != "" {
		p.About += ", firmware " + r.Firmware
	}
	p.Source = "onedoor print-test"
	if !r.OneWay && r.Verdict.State != "" && r.Verdict.State != InDoubt {
		p.Status = r.Answers
		p.Promises = r.Answers.RealTime && r.Verdict.State == Confirmed && (r.Prompt || r.Profile.Promises && !r.InTurn)
	}
	if r.OneWay && r.Verdict.State != "" {
		p.Status, p.Promises = Abilities{}, false
	}
	r.seenIn(&p)
	return p
}

// seenIn puts into a profile what was seen on the paper.
func (r *Report) seenIn(p *Profile) {
	if n, err := strconv.Atoi(r.seen["columns"]); err == nil && n != p.Columns {
		p.Columns, p.Dots = n, dotsOf(n)
	}
	if mm, err := millimetres(r.seen["bar"]); err == nil {
		p.DPI, _ = dpiOf(mm)
	}
	switch r.seen["hanzi"] {
	case "a":
		p.Encoding = GB2312
	case "ab":
		p.Encoding = GBK
	case "abc":
		p.Encoding = GB18030
	case "none":
		if _, ok := p.Encoding.CodePage(); !ok {
			p.Encoding, p.Page = CP437, 0 // what printers begin with
		}
	}
	if s := r.seen["sizes"]; s != "" {
		p.Quirks.HanziSize = s == "no"
	}
	if mm, err := millimetres(r.seen["gap"]); err == nil {
		const line = 4 // millimetres that the line itself takes
		p.Quirks.HalfDots = mm-line < 0.75*gapDots*25.4/float64(p.DPI)
	}
	r.qrIn(p)
	switch r.seen["cut"] {
	case "full":
		p.Cutter = FullCut
	case "partial":
		p.Cutter = PartialCut
	case "no":
		p.Cutter = NoCutter
	}
}

// qrIn chooses how QR codes get on paper: the printer's own where it draws one.
func (r *Report) qrIn(p *Profile) {
	seen := r.seen["qr"]
	switch {
	case seen == "":
		return
	case strings.Contains(seen, "a") && seen != "none":
		if p.QR != NativeQR {
			p.QR, p.Module = NativeQR, 6
		}
		if !strings.Contains(seen, "c") {
			p.Quirks.KanjiOffBeforeQR = true
		}
	default:
		if p.QR != RasterQR {
			p.QR, p.Module = RasterQR, 4
		}
	}
}

// name makes a profile's name of the model's.
func (r *Report) name() string {
	model := r.Model
	if model == "" {
		model = r.Profile.Name
	}
	word := regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(model), "-")
	return strings.Trim("our-"+strings.Trim(word[:min(len(word), 26)], "-"), "-")
}
