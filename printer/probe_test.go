package printer

import (
	"strings"
	"testing"
	"testing/synctest"
)

func TestProbe(t *testing.T) {
	for name, c := range map[string]struct {
		profile string
		spoil   func(m *machine)
		slips   int
		says    string
		verdict Verdict
	}{
		"able":      {"epson-80", func(*machine) {}, 1, "profile epson-80 fits", Verdict{State: Confirmed}},
		"better":    {"generic-80", func(*machine) {}, 1, "an epson profile fits better", Verdict{State: Confirmed}},
		"clone":     {"generic-80", func(m *machine) { m.ids = false }, 1, "profile generic-80 fits", Verdict{State: Confirmed, Weak: true}},
		"pretender": {"epson-80", func(m *machine) { m.ids = false }, 1, "a generic profile fits better", Verdict{State: Confirmed, Weak: true}},
		"one-way":   {"generic-80", func(m *machine) { m.mute[0] = true }, 1, "one-way", Verdict{State: Sent}},
		"off":       {"epson-80", func(m *machine) { m.mute[0] = true }, 0, "off, not connected", Verdict{}},
		"empty":     {"generic-80", func(m *machine) { m.status[4] = 0x72 }, 0, "can't print now", Verdict{}},
	} {
		synctest.Test(t, func(t *testing.T) {
			m := newMachine()
			c.spoil(m)
			port, _ := m.Open(t.Context())
			r, err := Probe(t.Context(), port, profile(t, c.profile), line("test", Style{}))
			if err != nil {
				t.Fatal(err)
			}
			if !m.mute[0] && !strings.Contains(r.String(), `"machine"`) {
				t.Errorf("%s: its name is missing\n%s", name, r)
			}
			if m.printed() != c.slips || r.Verdict != c.verdict || !strings.Contains(r.String(), c.says) {
				t.Errorf("%s: %d slips, verdict %+v\n%s", name, m.printed(), r.Verdict, r)
			}
		})
	}
}

func TestProbeOfALineThatGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		port, _ := m.Open(t.Context())
		m.set(func(m *machine) { m.onSlip = func(m *machine) { m.gone = true } })
		if _, err := Probe(t.Context(), port, profile(t, "epson-80"), line("test", Style{})); err == nil {
			t.Error("no error")
		}
	})
}
