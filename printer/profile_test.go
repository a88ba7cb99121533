package printer

import (
	"strings"
	"testing"
	"time"
)

func TestEveryProfileIsPossible(t *testing.T) {
	for name, p := range BuiltIn() {
		if err := p.Check(); err != nil {
			t.Error(err)
		}
		if p.Name != name {
			t.Errorf("%s is kept under %s", p.Name, name)
		}
		if p.About == "" || p.Source == "" {
			t.Errorf("%s: a technician needs to know which printers are meant, and who says so", name)
		}
		if p.Tried {
			t.Errorf("%s: says it was tried on paper", name)
		}
		if p.Promises != strings.HasPrefix(name, "epson-") {
			t.Errorf("%s: an epson profile promises answers, no other does", name)
		}
	}
	for _, name := range []string{"epson-80", "epson-58", "generic-80", "generic-58", "raster-58", "raster-80"} {
		if _, err := BuiltIn().Find(name); err != nil {
			t.Error(err)
		}
	}
	BuiltIn()["epson-80"] = Profile{}
	if BuiltIn()["epson-80"].Name == "" {
		t.Error("one caller's change reached another")
	}
	_, err := BuiltIn().Find("epson")
	if err == nil || !strings.Contains(err.Error(), "epson-t88iii, generic-58, generic-80, hprt-80") {
		t.Errorf("the error should list what is known: %v", err)
	}
}

// TestImpossibleProfiles spoils one thing at a time; the complaint names it first.
func TestImpossibleProfiles(t *testing.T) {
	for _, c := range []struct {
		key   string
		spoil func(*Profile)
	}{
		{"dots", func(p *Profile) { p.Dots = 570 }},
		{"dpi", func(p *Profile) { p.DPI = 0 }},
		{"columns", func(p *Profile) { p.Columns = 100 }},
		{"encoding", func(p *Profile) { p.Encoding = "big5" }},
		{"page", func(p *Profile) { p.Page = 256 }},
		{"spacing", func(p *Profile) { p.Spacing = 10 }},
		{"qr", func(p *Profile) { p.QR = "" }},
		{"module", func(p *Profile) { p.QR, p.Module = RasterQR, 5 }},
		{"module", func(p *Profile) { p.Module = 2 }},
		{"cutter", func(p *Profile) { p.Cutter = "" }},
		{"promises", func(p *Profile) { p.Status.RealTime = false }},
		{"status", func(p *Profile) { p.Promises, p.Status.RealTime = false, false }},
		{"status", func(p *Profile) { p.Promises, p.Status = false, Abilities{Auto: true} }},
		{"buffer", func(p *Profile) { p.Buffer = -1 }},
		{"pace", func(p *Profile) { p.Pace = -1 }},
		{"margin", func(p *Profile) { p.Margin = time.Hour }},
	} {
		p := profile(t, "epson-80")
		c.spoil(&p)
		err := p.Check()
		if err == nil || !strings.HasPrefix(err.Error(), "profile epson-80: "+c.key+" ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v", c.key, err)
		}
	}
}

// TestAOneWayProfile has a printer that isn't asked how it is be asked nothing, and
// says what to write.
func TestAOneWayProfile(t *testing.T) {
	p := profile(t, "generic-80")
	p.Status = Abilities{}
	if err := p.Check(); err != nil {
		t.Error(err)
	}
	p.Status = Abilities{ProcessID: true, Fence: true}
	if err := p.Check(); err == nil || !strings.HasSuffix(err.Error(), "real_time: true is right, or {process_id: false, fence: false}") {
		t.Errorf("got %v", err)
	}
}

func TestAllThatIsWrongWithAProfileIsTold(t *testing.T) {
	err := Profile{}.Check()
	if n := strings.Count(err.Error(), "\n") + 1; n < 6 {
		t.Errorf("%d problems told: %v", n, err)
	}
}

func TestCodePages(t *testing.T) {
	for _, e := range Encodings() {
		table, ok := e.CodePage()
		chinese := e == GB2312 || e == GBK || e == GB18030
		if ok == chinese {
			t.Errorf("%s: is a code page: %v", e, ok)
		}
		if ok {
			if b, has := table.EncodeRune('A'); !has || b != 'A' {
				t.Errorf("%s: A is %X", e, b)
			}
		}
	}
}
