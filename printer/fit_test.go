package printer

import (
	"slices"
	"strings"
	"testing"
)

// TestFitIsWhatIsPrinted holds the sizes that Fit says against those in the bytes,
// on every profile, also where a slip has become so long that all is set small.
func TestFitIsWhatIsPrinted(t *testing.T) {
	long := strings.Repeat("调解和仲裁 ", 400)
	for name, p := range BuiltIn() {
		s := Slip{Lang: "zh"}
		for _, text := range []string{"A012", "劳动争议", "农村土地承包经营权流转纠纷调解", "Administrative reconsideration"} {
			for size := range 9 {
				s.Text(text, Style{Size: size})
			}
			s.Gap(12)
		}
		for range 20 {
			s.Text(long, Style{Size: 8})
		}
		s.Text("A012", Style{Size: 6})
		got := Encoder{Profile: p}.Fit(s)
		for i, b := range s.Blocks {
			if b.Kind != Text && got[i] != 0 || b.Kind == Text && (got[i] < 1 || got[i] > max(b.Style.Size, 1)) {
				t.Errorf("%s: block %d of size %d is printed in %d", name, i, b.Style.Size, got[i])
			}
		}
		if n := len(got); got[n-1] != 2 || got[n-2] != 1 || got[3] != 3 {
			t.Errorf("%s: the last are %v, a short word of size 3 is %d", name, got[n-2:], got[3])
		}
		// Each again in the size that it is said to have: nothing of the paper changes.
		as := s
		as.Blocks = slices.Clone(s.Blocks)
		for i := range as.Blocks {
			as.Blocks[i].Style.Size = got[i]
		}
		want, err := Encode(p, s)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := Encode(p, as); err != nil || !slices.Equal(same, want) {
			t.Errorf("%s: in the sizes that Fit says the slip is another: %v", name, err)
		}
	}
	p := profile(t, "generic-58")
	for _, text := range []string{"劳动争议", strings.Repeat("调解", 13), "Rechtsschutzversicherung now"} {
		s := Slip{Blocks: []Block{{Kind: Text, Text: text, Style: Style{Size: 2}}}}
		if _, sizes := texts(t, p, s); sizes[0] != (Encoder{Profile: p}).Fit(s)[0] {
			t.Errorf("%q is printed in %d", text, sizes[0])
		}
	}
}
