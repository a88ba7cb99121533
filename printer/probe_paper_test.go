package printer

import (
	"strings"
	"testing"
	"time"
)

// sent is a report of a walk whose sheet came out.
func sent(as string) *Report {
	p := BuiltIn()[as]
	return &Report{Profile: p, Answers: p.Status, Prompt: true, Verdict: Verdict{State: Confirmed}}
}

// TestSaw holds answers against what they decide.
func TestSaw(t *testing.T) {
	for _, c := range []struct {
		as, code, answer string
		yaml             []string // keys of the proposal; none: nothing differs
		wrong            string
	}{
		{as: "epson-80", code: "columns", answer: "48"},
		{as: "epson-80", code: "columns", answer: " 42 ", yaml: []string{"dots: 512", "columns: 42"}},
		{as: "epson-58", code: "columns", answer: "35", yaml: []string{"dots: 416", "columns: 35"}},
		{as: "epson-80", code: "columns", answer: "15", wrong: "write a number from 16 to 80"},
		{as: "epson-80", code: "columns", answer: "many", wrong: "write a number"},
		{as: "epson-80", code: "bar", answer: "50"},
		{as: "epson-80", code: "bar", answer: "56.4 mm", yaml: []string{"dpi: 180"}},
		{as: "epson-80", code: "bar", answer: "33,9", yaml: []string{"dpi: 300"}},
		{as: "epson-80", code: "bar", answer: "43", wrong: "fits no printer known"},
		{as: "epson-80", code: "hanzi", answer: "abc"},
		{as: "epson-80", code: "hanzi", answer: "AB", yaml: []string{"encoding: gbk"}},
		{as: "epson-80", code: "hanzi", answer: "a", yaml: []string{"encoding: gb2312"}},
		{as: "epson-80", code: "hanzi", answer: "none", yaml: []string{"encoding: cp437"}},
		{as: "epson-80", code: "hanzi", answer: "b", wrong: "write some of abc"},
		{as: "epson-80", code: "sizes", answer: "no", yaml: []string{"quirks: {hanzi_size: true}"}},
		{as: "epson-80", code: "sizes", answer: "yes"},
		{as: "epson-80", code: "sizes", answer: "Y"},
		{as: "epson-80", code: "sizes", answer: "perhaps", wrong: "write yes or no"},
		{as: "epson-80", code: "gap", answer: "14"},
		{as: "epson-80", code: "gap", answer: "24", yaml: []string{"quirks: {half_dots: false}"}},
		{as: "generic-80", code: "gap", answer: "14", yaml: []string{"quirks: {half_dots: true}"}},
		{as: "epson-80", code: "gap", answer: "0", wrong: "write a number"},
		{as: "epson-80", code: "qr", answer: "ab"},
		{as: "epson-80", code: "qr", answer: "b", yaml: []string{"qr: raster", "module: 4"}},
		{as: "raster-58", code: "qr", answer: "abc", yaml: []string{"qr: native", "module: 6"}},
		{as: "epson-80", code: "qr", answer: "d", wrong: "write some of ABC"},
		{as: "epson-80", code: "cut", answer: "no", yaml: []string{"cutter: none"}},
		{as: "epson-80", code: "cut", answer: "full", yaml: []string{"cutter: full"}},
		{as: "epson-80", code: "cut", answer: "yes", wrong: "write full, partial or no"},
		{as: "epson-80", code: "colour", answer: "red", wrong: "no question"},
	} {
		r := sent(c.as)
		r.Profile.Promises = true // as the proposal would have it
		err := r.Saw(c.code, c.answer)
		if (err != nil) != (c.wrong != "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%s %q: %v", c.code, c.answer, err)
		}
		p := r.Proposal()
		if err := p.Check(); err != nil {
			t.Errorf("%s %q: %v", c.code, c.answer, err)
		}
		text := p.YAML(r.Profile)
		for _, key := range c.yaml {
			if !strings.Contains(text, "    "+key+"\n") {
				t.Errorf("%s %q: %q is missing in\n%s", c.code, c.answer, key, text)
			}
		}
		if len(c.yaml) == 0 && text != "" {
			t.Errorf("%s %q proposes\n%s", c.code, c.answer, text)
		}
	}
}

// TestProposalIsNoMoreThanWasSeen holds that nothing is promised or tried that
// nobody saw.
func TestProposalIsNoMoreThanWasSeen(t *testing.T) {
	r := sent("generic-80")
	if p := r.Proposal(); p.Tried || !p.Promises {
		t.Errorf("tried %v, promises %v", p.Tried, p.Promises)
	}
	r.Prompt = false
	if r.Proposal().Promises {
		t.Error("promises answers that nobody has seen come at once")
	}
	able := sent("epson-80")
	if able.Prompt = false; !able.Proposal().Promises {
		t.Error("takes back a promise that nothing speaks against")
	}
	if able.InTurn = true; able.Proposal().Promises {
		t.Error("promises answers that come in their turn only")
	}
	for _, a := range [][2]string{{"columns", "48"}, {"bar", "50"}, {"hanzi", "ab"}, {"sizes", "no"}, {"gap", "24"}, {"qr", "ab"}, {"cut", "partial"}} {
		if r.Proposal().Tried {
			t.Errorf("tried before %s was seen", a[0])
		}
		if err := r.Saw(a[0], a[1]); err != nil {
			t.Fatal(err)
		}
	}
	if !r.Proposal().Tried || len(r.Unseen()) != 0 {
		t.Errorf("all was seen, and open are %v", r.Unseen())
	}
	stuck := sent("generic-80")
	stuck.Verdict = Verdict{State: InDoubt, Why: WhyPaperOut}
	if len(stuck.Questions()) != 0 || stuck.Proposal().Promises {
		t.Error("a sheet in doubt is asked about, or promises something")
	}
}

// TestNameOfAProposal is an id whatever the printer calls itself.
func TestNameOfAProposal(t *testing.T) {
	for model, want := range map[string]string{
		"": "our-epson-80", "TM-T82III": "our-tm-t82iii", "  ~~ ": "our", "A very long name of a printer indeed": "our-a-very-long-name-of-a-prin",
	} {
		r := sent("epson-80")
		r.Model = model
		if got := r.Proposal().Name; got != want || len(got) > 32 {
			t.Errorf("%q is called %q, want %q", model, got, want)
		}
	}
}

// TestYAMLSaysEverything changes every field of a profile: each must be there.
func TestYAMLSaysEverything(t *testing.T) {
	p := Profile{
		Name: "all", About: "of everything: \"other\"", Source: "a\\b", Tried: true, Dots: 400, DPI: 180, Columns: 33, Encoding: CP866, Page: 17, Spacing: 40,
		QR: RasterQR, Module: 8, Cutter: FullCut, Status: Abilities{ProcessID: true, Fence: false, RealTime: false, Auto: true},
		Promises: true, Buffer: 99, Pace: 500, Margin: 800 * time.Millisecond, Quirks: Quirks{KanjiOffBeforeQR: false, HanziSize: false, HalfDots: true},
	}
	const want = `  - name: all
    like: generic-80
    about: "of everything: \"other\""
    source: "a\\b"
    tried: true
    dots: 400
    dpi: 180
    columns: 33
    encoding: cp866
    page: 17
    spacing: 40
    qr: raster
    module: 8
    cutter: full
    status: {process_id: true, fence: false, real_time: false, auto: true}
    promises: true
    buffer: 99
    pace: 500
    margin: 800ms
    quirks: {kanji_off_before_qr: false, hanzi_size: false, half_dots: true}
`
	if got := p.YAML(BuiltIn()["generic-80"]); got != want {
		t.Errorf("got\n%s", got)
	}
}
