package printer

import (
	"strings"
	"testing"
)

// usual is the usual template, changed.
func usual(change func(Template) Template) Template { return change(DefaultTemplate()) }

func TestTemplates(t *testing.T) {
	note := func(text map[string]string) Template {
		return usual(func(t Template) Template { return append(t, TemplateLine{Item: ItemNote, Text: text}) })
	}
	for name, c := range map[string]struct {
		template Template
		want     string // all of it, "" for none
	}{
		"empty":   {nil, ""},
		"usual":   {DefaultTemplate(), ""},
		"least":   {Template{{Item: ItemMark}, {Item: ItemNumber}}, ""},
		"notes":   {note(map[string]string{"zh": "请勿折叠 ☎", "en": "Don’t fold"}), ""},
		"unknown": {usual(func(t Template) Template { return append(t, TemplateLine{Item: "logo"}) }), `line 18: there is no "logo"; known are mark, centre,`},
		"twice":   {usual(func(t Template) Template { return append(t, TemplateLine{Item: ItemWhere}) }), "line 18: where is there already, on line 8"},
		"size":    {usual(func(t Template) Template { t[1].Style.Size = 9; t[3].Style.Size = 8; return t }), "line 2: size of centre is 9"},
		"align":   {usual(func(t Template) Template { t[1].Style.Align = 7; return t }), "line 2: align of centre is 7"},
		"blank":   {usual(func(t Template) Template { return append(t, TemplateLine{Item: ItemBlank}) }), "line 18: dots of blank is 0"},
		"blanks": {usual(func(t Template) Template {
			return append(t, TemplateLine{Item: ItemBlank, Dots: 240}, TemplateLine{Item: ItemBlank, Dots: 240})
		}), "the blanks are 528 dots; up to 480"},
		"no mark":   {usual(func(t Template) Template { return t[1:] }), "mark is missing"},
		"no number": {usual(func(t Template) Template { return append(t[:3:3], t[4:]...) }), "number is missing"},
		"late mark": {usual(func(t Template) Template { t[0], t[1] = t[1], t[0]; return t }), "line 2: mark stands first"},
		"small":     {usual(func(t Template) Template { t[3].Style.Size = 1; return t }), "line 4: size of number is 1, and mark is larger"},
		"long": {usual(func(t Template) Template {
			for range 30 {
				t = append(t, TemplateLine{Item: ItemRule})
			}
			return t
		}), "there are 47 lines; up to 40"},
		"silent":      {note(nil), "line 18: note says nothing"},
		"half silent": {note(map[string]string{"en": "x", "zh": "\u200b"}), "line 18: note says nothing in zh"},
		"emoji":       {note(map[string]string{"zh": "请微笑😀"}), "line 18: note has '😀' in zh"},
		"verbose":     {note(map[string]string{"zh": strings.Repeat("请勿折叠，", 50)}), "line 18: note takes more than 12 lines in zh"},
	} {
		err := c.template.Check()
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want != "" && err == nil:
			t.Errorf("%s: accepted; want %s", name, c.want)
		case c.want != "" && (!strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n")):
			t.Errorf("%s: got %v, want %s…", name, err, c.want)
		}
	}
}

func TestAllThatIsWrongWithATemplateIsTold(t *testing.T) {
	err := Template{{Item: ItemCentre, Style: Style{Size: 9}}, {Item: "x"}, {Item: ItemBlank}, {Item: ItemCentre}}.Check()
	if n := strings.Count(err.Error(), "\n") + 1; n != 6 {
		t.Errorf("%d problems: %v", n, err)
	}
}

// TestNoTemplateLosesTheMark lays a reprint out by templates that Check refuses.
func TestNoTemplateLosesTheMark(t *testing.T) {
	ticket := Ticket{Lang: "zh", Mark: "补打 2", Number: "A012", Centre: "中心"}
	for name, template := range map[string]Template{
		"usual": nil, "none": {{Item: ItemCentre}}, "late": {{Item: ItemCentre}, {Item: ItemMark}, {Item: ItemNumber}},
		"twice": {{Item: ItemMark}, {Item: ItemNumber}, {Item: ItemMark}},
	} {
		s := ticket.Slip(template)
		if len(s.Blocks) == 0 || s.Blocks[0].Text != ticket.Mark {
			t.Errorf("%s: begins with %+v", name, s.Blocks[0])
		}
		marks, numbers := 0, 0
		for i, b := range s.Blocks {
			if b.Text == ticket.Mark {
				marks++
			}
			if b.Text == ticket.Number {
				numbers++
				if i+1 == len(s.Blocks) || s.Blocks[i+1].Text != ticket.Mark {
					t.Errorf("%s: of a slip that lost its head, the number stands without the mark", name)
				}
			}
		}
		if marks != 2 || numbers != 1 {
			t.Errorf("%s: %d marks, %d numbers", name, marks, numbers)
		}
	}
}

func TestWhatATicketDoesNotSayTakesNoPaper(t *testing.T) {
	s := Ticket{Number: "A012", Date: " ", QRNote: "scan", Notes: []string{"", "a"}}.Slip(nil)
	var texts []string
	for _, b := range s.Blocks {
		if b.Kind == Text {
			texts = append(texts, b.Text)
		}
		if b.Kind == QR {
			t.Error("a QR code of nothing")
		}
	}
	if strings.Join(texts, "|") != "A012|a" {
		t.Errorf("got %q", texts)
	}
	gaps := 0
	for _, b := range s.Blocks {
		if b.Kind == Gap {
			gaps++
		}
	}
	if gaps != 1 { // around where to wait, which isn't told
		t.Errorf("%d gaps", gaps)
	}
	two := Ticket{Number: "A012"}.Slip(Template{{Item: ItemMark}, {Item: ItemNumber}, {Item: ItemBlank, Dots: 240}, {Item: ItemBlank, Dots: 240}})
	if len(two.Blocks) != 3 {
		t.Errorf("two blanks in a row are meant: %+v", two.Blocks)
	}
}
