package voice

import (
	"math"
	"testing"

	"onedoor/config"
	"onedoor/display"
	"onedoor/queue"
)

// maxPack is what the pack may weigh, lists and all.
const maxPack = 600 << 10

func opened(t testing.TB) *Voice {
	t.Helper()
	v, err := Open("")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestEveryClipOfThePackIsAsLoudAsTheOthers decodes all of them and measures as EBU R 128 does.
func TestEveryClipOfThePackIsAsLoudAsTheOthers(t *testing.T) {
	for lang, b := range opened(t).pack {
		if len(b.clips) < 100 {
			t.Errorf("%s has %d clips", lang, len(b.clips))
		}
		for _, c := range b.clips {
			s, err := c.sound()
			if err != nil {
				t.Fatalf("%s %s: %v", lang, c.Name, err)
			}
			if l := Loudness(s); math.Abs(l-Level) > 0.5 || len(s) != c.samples || s.Length().Seconds() > 6 {
				t.Errorf("%s %s %q: %.2f LUFS, %s", lang, c.Name, c.Text, l, s.Length())
			}
		}
	}
}

func TestThePackIsSmall(t *testing.T) {
	files, err := packFiles.ReadDir("pack")
	if err != nil {
		t.Fatal(err)
	}
	var all int64
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		all += info.Size()
	}
	if all > maxPack-20<<10 || len(files) != 4 { // the lists it is made of have less than 20 KB
		t.Errorf("%d files of %d bytes", len(files), all)
	}
}

// TestTheSampleCentreCanBeSaid asks for every call, sentence and emergency of the demo.
func TestTheSampleCentreCanBeSaid(t *testing.T) {
	rules := config.Sample().Rules
	k, err := display.New(display.Options{Rules: func() *queue.Rules { return rules }})
	if err != nil {
		t.Fatal(err)
	}
	v := opened(t)
	said := func(lang, text string) {
		t.Helper()
		if _, missing, ok := v.say(lang, text); !ok {
			t.Errorf("%s %q: no clip says %q", lang, text, missing)
		}
	}
	for i := range rules.Windows {
		w := &rules.Windows[i]
		for _, number := range []string{"A012", "H345", "K678", "A1009"} {
			for _, here := range []bool{true, false} {
				for n := range 6 {
					for _, l := range Compose(k, Call{Number: number, Lang: "en", Window: w, Floor: rules.Floor(w.Floor), Here: here, Send: n}) {
						said(l.lang, l.Text)
						said(l.lang, l.short)
					}
				}
			}
		}
	}
	for _, lang := range rules.Centre.Languages {
		for _, id := range Prompts() {
			said(lang, Prompt(k, lang, id))
		}
		for _, n := range rules.Notices {
			if n.Emergency {
				said(lang, n.Text[lang])
			}
		}
	}
	if missing, standin := v.Missing(k, rules); len(missing) != 0 || !standin {
		t.Errorf("missing %q, a machine's voice: %v", missing, standin)
	}
}
