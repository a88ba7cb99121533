package display

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// look is one set of colours: who chose it, and which rules of tokens.css make
// it, the later over the earlier.
type look struct {
	name  string
	rules []string
}

func looks() []look {
	return []look{
		{"light", []string{":root"}},
		{"dark", []string{":root", `[data-theme="dark"]`}},
		{"high contrast", []string{":root", `[data-contrast="high"]`}},
		{"dark, high contrast", []string{":root", `[data-theme="dark"]`, `[data-contrast="high"]`, `[data-theme="dark"][data-contrast="high"], [data-theme="dark"] [data-contrast="high"]`}},
		{"light, more contrast asked for", []string{":root", `(prefers-contrast: more) :root:not([data-theme="dark"])`}},
		{"dark, more contrast asked for", []string{":root", `[data-theme="dark"]`, `(prefers-contrast: more) [data-theme="dark"]`}},
		{"auto at night", []string{":root", `(prefers-color-scheme: dark) [data-theme="auto"]`}},
		{"auto at night, more contrast asked for", []string{
			":root", `(prefers-color-scheme: dark) [data-theme="auto"]`, `(prefers-contrast: more) :root:not([data-theme="dark"])`,
			`(prefers-contrast: more) and (prefers-color-scheme: dark) :root[data-theme="auto"]`,
		}},
	}
}

// pairs lists what stands on what, and the least contrast of it by WCAG 2.2:
// 4.5 for text (1.4.3), 3 for what one must see to understand (1.4.11).
func pairs() map[[2]string]float64 {
	all := map[[2]string]float64{
		{"accent-ink", "accent"}: 4.5, {"call-ink", "call"}: 4.5,
		{"accent", "accent-soft"}: 4.5, {"warn", "warn-soft"}: 4.5, {"ink", "accent-soft"}: 4.5, {"ink", "warn-soft"}: 4.5,
	}
	for _, ground := range []string{"ground", "card", "raised"} {
		for _, ink := range []string{"ink", "muted", "accent", "warn"} {
			all[[2]string{ink, ground}] = 4.5
		}
		all[[2]string{"field", ground}] = 3
		all[[2]string{"focus", ground}] = 3
	}
	return all
}

func allRules(t *testing.T) map[string]map[string]string {
	t.Helper()
	rules, err := tokenRules()
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func TestContrastOfEveryPair(t *testing.T) {
	t.Parallel()
	rules := allRules(t)
	for _, l := range looks() {
		colours := map[string]string{}
		for _, name := range l.rules {
			if rules[name] == nil {
				t.Fatalf("tokens.css has no rule %s", name)
			}
			maps.Copy(colours, rules[name])
		}
		for pair, least := range pairs() {
			got, err := contrast(colours[pair[0]], colours[pair[1]])
			if err != nil {
				t.Fatal(err)
			}
			if got < least {
				t.Errorf("%s: --%s on --%s is %.2f, less than %.1f", l.name, pair[0], pair[1], got, least)
			}
		}
	}
}

func TestAutoAtNightIsDark(t *testing.T) {
	t.Parallel()
	rules := allRules(t)
	if dark, auto := rules[`[data-theme="dark"]`], rules[`(prefers-color-scheme: dark) [data-theme="auto"]`]; !maps.Equal(dark, auto) {
		t.Errorf("dark is %v, auto at night %v", dark, auto)
	}
}

// TestScaleOfEveryFace holds the sizes to what was decided for each face.
func TestScaleOfEveryFace(t *testing.T) {
	t.Parallel()
	rules := allRules(t)
	want := map[string][]float64{ // small, text, lead, title, number, in pixels of the face's own screen
		"kiosk": {28, 34, 46, 84, 212}, "phone": {14, 16, 19, 31, 84}, "console": {13, 15, 22, 40, 96}, "screen": {36, 48, 70, 108, 212},
	}
	for face, sizes := range want {
		name, found := "", map[string]string{}
		for _, r := range slices.Sorted(maps.Keys(rules)) {
			if strings.Contains(r, fmt.Sprintf("[data-scale=%q]", face)) {
				name, found = r, rules[r]
			}
		}
		for i, size := range []string{"small", "text", "lead", "title", "number"} {
			if got := pixels(t, found[size]); got != sizes[i] {
				t.Errorf("%s: --%s is %v, want %v", name, size, got, sizes[i])
			}
		}
	}
	for name, value := range rules[":root"] {
		if n, ok := strings.CutPrefix(name, "s"); ok && n != "" && n[0] >= '0' && n[0] <= '9' {
			steps, err := strconv.ParseFloat(n, 64)
			if err != nil || pixels(t, value) != 8*steps {
				t.Errorf("--%s is %s, not %s steps of 8", name, value, n)
			}
		}
	}
}

func pixels(t *testing.T, length string) float64 {
	t.Helper()
	unit := 1.0
	s, ok := strings.CutSuffix(length, "px")
	if !ok {
		s, unit = strings.TrimSuffix(length, "rem"), 16
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("no length: %q", length)
	}
	return n * unit
}
