package config

import (
	"strings"
	"testing"
)

// TestMaskLeavesNoSecretStanding looks where people leave hashes and passwords beside the keys that hold them, and that
// they come back where they stood.
func TestMaskLeavesNoSecretStanding(t *testing.T) {
	const (
		hash  = "$argon2id$v=19$m=19456,t=2,p=1$S4ND7eNBMDGhzedx7VT1QQ$wcqScxXYGNMYKAG4knAfg/V7ElGLFHLLhOd+ZUba2j0"
		token = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	)
	for name, tt := range map[string]struct{ text, secret string }{
		"a person commented out":      {"staff:\n# - {id: a, first_pin: \"" + hash + "\"}\n- {id: b, name: B}\n", "S4ND7"},
		"an older hash in a remark":   {"staff:\n- id: a\n  first_pin: \"" + hash + "\" # was " + hash + "\n", "S4ND7"},
		"beside one that is masked":   {"staff: [{id: a, first_pin: \"" + Masked + "\"}, {id: b, first_pin: \"" + hash + "\"}]\n", "S4ND7"},
		"a token commented out":       {"kiosks:\n# - {id: a, token_sha256: " + token + "}\n- {id: b}\n", "0123456789abcdef"},
		"a folded address":            {"printers:\n- id: a\n  url: >-\n    tcp://user:hunter2@10.0.0.9:9100\n  profile: x\n", "hunter2"},
		"an address commented out":    {"printers:\n- id: a\n  # url: tcp://user:hunter2@10.0.0.9:9100\n  url: \"none:\"\n", "hunter2"},
		"a setting in a remark":       {"daily: {dir: x} # was https://d.example/in?api_key=hunter2&x=1\n", "hunter2"},
		"all of it in a broken file":  {"a: [\n# first_pin: " + hash + "\n- {first_pin: \"" + Masked + "\"}, {first_pin: \"" + hash + "\"}\n", "S4ND7"},
		"twice on a line of a broken": {"a: [\n- {first_pin: \"" + hash + "\"}, {first_pin: \"" + hash + "\"}\n", "S4ND7"},
	} {
		masked := string(Mask([]byte(tt.text)))
		if strings.Contains(masked, tt.secret) || !strings.Contains(masked, Masked) {
			t.Errorf("%s:\n%s", name, masked)
		}
		if again := string(Mask([]byte(masked))); again != masked {
			t.Errorf("%s: masked again:\n%s", name, again)
		}
		back := string(Unmask([]byte(masked), []byte(tt.text)).Src)
		switch {
		case strings.Contains(name, "broken"), strings.Contains(name, "beside"): // has to be put right first
		case !strings.Contains(back, tt.secret), strings.Contains(back, Masked):
			t.Errorf("%s doesn't come back:\n%s", name, back)
		}
	}
	const prose = "centre:\n  note: \"Ask at 10:30, https://x.example/?key=1\" # see you: a\n"
	if got := string(Mask([]byte(prose))); got != prose {
		t.Errorf("what is no secret is masked:\n%s", got)
	}
}
