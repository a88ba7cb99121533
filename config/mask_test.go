package config

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMask(t *testing.T) {
	dir := t.TempDir()
	if _, err := Init(dir, rand.Reader); err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(dir, InitConfig))
	if err != nil {
		t.Fatal(err)
	}
	masked := Mask(src)
	if bytes.Contains(masked, []byte("$argon2id$v=19")) || bytes.Count(masked, []byte(Masked)) != 6 || bytes.Count(masked, []byte("\n")) != bytes.Count(src, []byte("\n")) {
		t.Fatalf("masked:\n%s", masked)
	}
	if back := Unmask(masked, src); !bytes.Equal(back.Src, src) {
		t.Error("what was masked doesn't come back")
	}
	// Whoever is new has no hash to come back, and the check says so.
	renamed := bytes.Replace(masked, []byte("id: wang"), []byte("id: zhao"), 1)
	if _, problems := Parse("f", Unmask(renamed, src).Src); !strings.Contains(problems.String(), `"zhao" is not an argon2id hash`) {
		t.Errorf("problems: %s", problems)
	}
	if broken := Mask(append([]byte("a: [\n"), src...)); bytes.Contains(broken, []byte("$argon2id$v=19")) {
		t.Error("a broken file is not masked")
	}
}

// TestMaskedPlaces holds that a problem behind a hash is told where the masked text has it.
func TestMaskedPlaces(t *testing.T) {
	src, err := os.ReadFile("testdata/real.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const hash = "$argon2id$v=19$m=19456,t=2,p=1$S4ND7eNBMDGhzedx7VT1QQ$wcqScxXYGNMYKAG4knAfg/V7ElGLFHLLhOd+ZUba2j0"
	head, _, _ := strings.Cut(string(src), "  - id: wang")
	_, tail, _ := strings.Cut(string(src), "outcomes:")
	from := head + `  - {id: wang, name: 王某, first_pin: "` + hash + `", roles: [supervisor]}` + "\noutcomes:" + tail
	text := strings.Replace(string(Mask([]byte(from))), "[supervisor]", "[boss]", 1)
	u := Unmask([]byte(text), []byte(from))
	_, problems := Parse("f", u.Src)
	if len(problems) == 0 {
		t.Fatal("nothing is told")
	}
	for _, p := range u.Places(problems.Errors()) {
		line := strings.Split(text, "\n")[p.Line-1]
		if !strings.HasPrefix(string([]rune(line)[p.Column-1:]), "boss") {
			t.Errorf("%s is told at %d: %s", p.What, p.Column, line)
		}
	}
}

// TestMaskedAddresses masks passwords in addresses, whatever way they are written in, and puts them back where the
// address still leads to the same place.
func TestMaskedAddresses(t *testing.T) {
	src, err := os.ReadFile("testdata/real.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		`url: https://district.example.cn/days?api_key=s3cret&v=1`,
		`url: "https://district.example.cn/days?v=1&token=s3cret"  # 区里`,
		`url: 'https://district.example.cn/days?access_token=s3cret'`,
		`{url: "https://district.example.cn/days?sign_secret=s3cret"}`,
	} {
		from := append(bytes.Clone(src), "\ndaily:\n  post:\n    "+line+"\n"...)
		masked := Mask(from)
		if bytes.Contains(masked, []byte("s3cret")) || !bytes.Contains(masked, []byte(Masked)) {
			t.Fatalf("masked: %s", masked[len(src):])
		}
		if back := Unmask(masked, from); !bytes.Equal(back.Src, from) {
			t.Errorf("comes back as %s", back.Src[len(src):])
		}
		if _, problems := Parse("f", from); len(problems.Errors()) > 0 {
			t.Errorf("unmasked: %s", problems)
		}
		for _, changed := range [][]byte{masked, bytes.Replace(masked, []byte("district."), []byte("elsewhere."), 1)} {
			if _, problems := Parse("f", Unmask(changed, src).Src); !strings.Contains(problems.String(), "is masked; write it anew") {
				t.Errorf("nobody is told: %s", problems)
			}
		}
		if away := Unmask(bytes.Replace(masked, []byte("district."), []byte("elsewhere."), 1), from); bytes.Contains(away.Src, []byte("s3cret")) {
			t.Error("the password goes elsewhere")
		}
		if broken := Mask(append([]byte("a: [\n"), from...)); bytes.Contains(broken, []byte("s3cret")) {
			t.Error("a broken file is not masked")
		}
	}
	for address, want := range map[string]string{
		"https://user:s3cret@host/x":         "https://user:" + Masked + "@host/x",
		"tcp:user:s3cret@10.0.0.7:9100":      "tcp:user:" + Masked + "@10.0.0.7:9100",
		"tcp:10.0.0.7:9100?profile=epson-80": "tcp:10.0.0.7:9100?profile=epson-80",
		"serial:/dev/ttyUSB0?baud=19200":     "serial:/dev/ttyUSB0?baud=19200",
	} {
		if got := MaskURL(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
	printer := append(bytes.Clone(src), "\nprinters:\n  - {id: hall, url: \"tcp:user:s3cret@10.0.0.7:9100?bad=1\"}\n"...)
	if _, problems := Parse("f", printer); strings.Contains(problems.String(), "s3cret") {
		t.Errorf("a problem tells it: %s", problems)
	}
}
