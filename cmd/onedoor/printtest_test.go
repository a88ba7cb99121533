package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/printer/printertest"
)

var updatePrintTest = flag.Bool("update-print-test", false, "rewrite testdata/print-test")

// classes are kinds of printers with the profile that they are walked through as.
func classes() map[string]string {
	return map[string]string{
		paper.ClassEpson: "epson-80", paper.ClassOlderEpson: "epson-t88iii", paper.ClassSNBC: "snbc-80",
		paper.ClassZjiang: "zjiang-58", paper.ClassQueueing: "generic-80", paper.ClassSilent: "raster-58",
	}
}

// TestPrintTestOfEachClass walks through one printer of each known class, by the
// program, over a pseudo-terminal.
func TestPrintTestOfEachClass(t *testing.T) {
	t.Parallel()
	for _, class := range paper.Classes() {
		t.Run(class.Name, func(t *testing.T) {
			t.Parallel()
			as, ok := classes()[class.Name]
			if !ok {
				t.Fatalf("the class %s isn't walked through", class.Name)
			}
			v := printertest.Start(t, paper.Options{Profile: printertest.Profile(t, as), Class: class, Baud: -1, Speed: 400})
			said := ends(t, "print-test", "--printer", "serial:"+v.Path()+"?baud=115200&profile="+as)
			if said.code != exitOK || said.err != "" {
				t.Errorf("ended with %d:\n%s%s", said.code, said.out, said.err)
			}
			comesOut(t, v)
			holdReport(t, class.Name, strings.ReplaceAll(said.out, v.Path(), "/dev/ttyTEST"))
			takenByConfig(t, said.out, as)
		})
	}
}

// comesOut waits for the first piece of paper.
func comesOut(t *testing.T, v *paper.Virtual) paper.Page {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	pages, err := v.Wait(ctx, 0)
	if err != nil {
		t.Fatalf("nothing comes out: %v", err)
	}
	return pages[0]
}

// holdReport holds what print-test says against its golden file. How long things
// took, and the day, differ from run to run; on a busy machine the line seems to
// be held back.
func holdReport(t *testing.T, name, got string) {
	t.Helper()
	got = regexp.MustCompile(`(?m) +[0-9.]+m?s$| +[0-9.]+m?s  `).ReplaceAllString(got, "  …  ")
	got = regexp.MustCompile(`(?m)[0-9]+ mm/s .*$|, \d+ [A-Z][a-z]+ 20\d\d`).ReplaceAllString(got, "…")
	got = regexp.MustCompile(`(?m)(^  sheet +[0-9]+ bytes) .*$`).ReplaceAllString(got, "$1 …")
	got = regexp.MustCompile(`(?m)^  flow .*\n`).ReplaceAllString(got, "")
	path := filepath.Join("testdata", "print-test", name+".txt")
	if *updatePrintTest {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, path, []byte(got))
	}
	if want := string(readFile(t, path)); got != want {
		t.Errorf("the report changed; go test ./cmd/onedoor -run PrintTest -update-print-test rewrites it\n--- got\n%s--- want\n%s", got, want)
	}
}

// proposed is the config that a walk proposes; empty when the profile serves.
func proposed(out string) string {
	_, block, ok := strings.Cut(out, "\n\nprofiles:\n")
	if !ok {
		return ""
	}
	return "profiles:\n" + block
}

// takenByConfig pastes what was proposed into a config, which must take it as it
// stands and know the printer by it.
func takenByConfig(t *testing.T, out, as string) printer.Profile {
	t.Helper()
	block := proposed(out)
	if block == "" {
		if !strings.Contains(out, "Profile "+as+" serves as it is") {
			t.Errorf("no profile is proposed:\n%s", out)
		}
		return printer.Profile{}
	}
	own := newCentre(t, "printers:\n  - id: hall\n    url: \"virtual:\"\n", block)
	centre, problems := config.Load("centre.yaml", readFile(t, own.config))
	if centre == nil || len(problems) > 0 {
		t.Fatalf("the proposal isn't taken:\n%s\n%s", problems, block)
	}
	u, err := printer.ParseURL(centre.Printers["hall"], centre.Profiles)
	if err != nil || !strings.HasPrefix(u.Profile.Name, "our-") {
		t.Errorf("the printer is known as %q: %v", u.Profile.Name, err)
	}
	return u.Profile
}

// TestPrintTestAsks answers every question, some of them wrongly first, and
// looks at what comes of it.
func TestPrintTestAsks(t *testing.T) {
	t.Parallel()
	v := printertest.Start(t, paper.Options{Profile: printertest.Profile(t, "generic-80"), Baud: -1, Speed: -1})
	cmd := command([]string{"print-test", "--ask", "--printer", "serial:" + v.Path() + "?baud=115200"})
	cmd.Stdin = strings.NewReader("wide\n42\n90\n56,5 mm\nabc\nno\n17\nb\nfull\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, wrong := range []string{"write a number from 16 to 80", "90 mm fits no printer known"} {
		if !bytes.Contains(out, []byte(wrong)) {
			t.Errorf("doesn't say %q:\n%s", wrong, out)
		}
	}
	p := takenByConfig(t, string(out), "generic-80")
	if p.Columns != 42 || p.Dots != 512 || p.DPI != 180 || p.Encoding != printer.GB18030 || !p.Quirks.HanziSize ||
		!p.Quirks.HalfDots || p.QR != printer.RasterQR || p.Module != 4 || p.Cutter != printer.FullCut || !p.Tried {
		t.Errorf("the profile is %+v\n%s", p, out)
	}
	if strings.Contains(string(out), "What only the paper shows") {
		t.Errorf("something is still open:\n%s", out)
	}
}

// TestPrintTestWithNobodyThere is asked and hears the end of the input: the
// questions stand as they would without asking.
func TestPrintTestWithNobodyThere(t *testing.T) {
	t.Parallel()
	v := printertest.Start(t, paper.Options{Profile: printertest.Profile(t, "epson-80"), Baud: -1, Speed: -1})
	said := ends(t, "print-test", "--ask", "--printer", "serial:"+v.Path()+"?baud=115200&profile=epson-80")
	said.wants(t, exitOK)
	if !strings.Contains(said.out, "What only the paper shows") {
		t.Errorf("the open questions are missing:\n%s", said.out)
	}
}

// TestPrintTestPrintsNothing has printers that must not be sent anything, and
// one that stops on the way.
func TestPrintTestPrintsNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		profile string
		spoil   func(*paper.Virtual)
		said    string
	}{
		"silent that promises": {"epson-80", func(v *paper.Virtual) { v.Set(paper.Mute, true) }, "off, not connected"},
		"out of paper":         {"epson-80", func(v *paper.Virtual) { v.Load(0) }, "not ready: paper_out"},
		"cover open":           {"generic-80", func(v *paper.Virtual) { v.Set(paper.CoverOpen, true) }, "not ready: cover_open"},
		"garbage":              {"generic-80", func(v *paper.Virtual) { printertest.Garble(v, 3) }, "try another speed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := printertest.Start(t, paper.Options{Profile: printertest.Profile(t, c.profile), Baud: -1, Speed: -1})
			c.spoil(v)
			said := ends(t, "print-test", "--printer", fmt.Sprintf("serial:%s?baud=115200&profile=%s", v.Path(), c.profile))
			said.wants(t, exitEnvironment, "nothing was printed")
			if !strings.Contains(said.out, c.said) || strings.Contains(said.out, "profiles:") {
				t.Errorf("it says\n%s", said.out)
			}
			if len(v.Pages(0)) > 0 {
				t.Error("something was printed")
			}
		})
	}
}

// TestPrintTestOfTheVirtual asks nothing about a sheet that nobody can see, and
// draws it for who wants to, with a cutter and without.
func TestPrintTestOfTheVirtual(t *testing.T) {
	t.Parallel()
	said := ends(t, "print-test", "--ask", "--printer", "virtual:?profile=epson-80")
	said.wants(t, exitOK)
	if strings.Contains(said.out, "Now the paper") || !strings.Contains(said.out, "--sheet FILE.png draws it") {
		t.Errorf("it asks about what nobody sees:\n%s", said.out)
	}
	for profile, width := range map[string]int{"epson-80": 576, "zjiang-58": 384} {
		path := filepath.Join(t.TempDir(), "sheet.png")
		said := ends(t, "print-test", "--ask", "--printer", "virtual:?profile="+profile, "--sheet", path)
		said.wants(t, exitOK)
		if w, _, black := drawn(t, path); w != width || black < 3000 {
			t.Errorf("%s: the sheet is %d dots wide, %d of all black", profile, w, black)
		}
		if !strings.Contains(said.out, "The sheet: "+path) || !strings.Contains(said.out, "Now the paper") {
			t.Errorf("%s: it says\n%s", profile, said.out)
		}
	}
}

func TestPrintTestRefuses(t *testing.T) {
	t.Parallel()
	ends(t, "print-test").wants(t, exitUsage, "--printer", "--picture")
	ends(t, "print-test", "--printer", "none:").wants(t, exitInput, "no paper")
	ends(t, "print-test", "--printer", "lobby").wants(t, exitInput, `no printer "lobby"`, "hall")
	ends(t, "print-test", "--printer", "tcp:127.0.0.1:1?profile=x").wants(t, exitInput, "unknown printer profile")
	ends(t, "print-test", "--printer", "virtual:?class=none-such").wants(t, exitInput, "unknown class", "zjiang")
	ends(t, "print-test", "--printer", "serial:/dev/no-such-tty").wants(t, exitEnvironment, "/dev/no-such-tty")
	picture := filepath.Join(t.TempDir(), "slip.png")
	ends(t, "print-test", "--picture", picture, "--lang", "fr").wants(t, exitInput, "--lang", "zh, en")
	ends(t, "print-test", "--picture", picture, "--service", "x").wants(t, exitInput, "--service", "labour")
	ends(t, "print-test", "--picture", picture, "--profile", "x").wants(t, exitInput, "--profile", "epson-80")
	for _, minus := range [][]string{{"--reprint", "-1"}, {"--reprint=-1"}} {
		ends(t, append([]string{"print-test", "--picture", picture}, minus...)...).wants(t, exitUsage, "--reprint: reprints count from 1, and -1 is none\n")
	}
	ends(t, "print-test", "--picture", picture, "--reprint").wants(t, exitUsage, "say which reprint")
	for _, name := range []string{"slip.jpg", "slip"} {
		jpg := filepath.Join(filepath.Dir(picture), name)
		ends(t, "print-test", "--picture", jpg).wants(t, exitUsage, "--picture "+jpg+": pictures are PNG files; give it a name that ends in .png")
		if _, err := os.Stat(jpg); err == nil {
			t.Errorf("%s was written", jpg)
		}
	}
	ends(t, "print-test", "--printer", "tcp:127.0.0.1:1", "--sheet", picture).wants(t, exitUsage, "--sheet draws what comes out of the virtual printer")
	if _, err := os.Stat(picture); err == nil {
		t.Error("a picture was written")
	}
}

// TestPrintTestListsProfiles names every one, with where its facts come from.
func TestPrintTestListsProfiles(t *testing.T) {
	t.Parallel()
	own := newCentre(t, "# profiles:\n", "profiles:\n  - {name: ours, like: hprt-80, tried: true}\n# profiles:\n")
	said := ends(t, "print-test", "--list", "--config", own.config)
	said.wants(t, exitOK)
	for _, name := range append(printer.BuiltIn().Names(), "ours") {
		if !strings.Contains(said.out, "\n"+name+": ") && !strings.HasPrefix(said.out, name+": ") {
			t.Errorf("%s is missing:\n%s", name, said.out)
		}
	}
	if strings.Count(said.out, "; tried on paper") != 1 {
		t.Errorf("more than ours is tried on paper:\n%s", said.out)
	}
}
