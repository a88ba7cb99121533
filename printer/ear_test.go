package printer

import (
	"bytes"
	"slices"
	"testing"
)

// hear is all that is heard in b.
func hear(b []byte) (all []answer) {
	var e ear
	for _, c := range b {
		if a, ok := e.hear(c); ok {
			all = append(all, a)
		}
	}
	return all
}

func TestEar(t *testing.T) {
	id := answer{kind: process, process: 0x41423031}
	status := answer{kind: auto, auto: [4]byte{0x10, 1, 2, 3}}
	for name, c := range map[string]struct {
		in   []byte
		want []answer
	}{
		"process id":             {[]byte("7\x22AB01\x00"), []answer{id}},
		"flow control inside":    {[]byte("\x117\x22A\x13B0\x111\x00\x13"), []answer{id}},
		"broken block":           {[]byte("7\x22A\x12"), []answer{{kind: realTime, bits: 0x12}}},
		"wrong length":           {[]byte("7\x22AB0\x00"), nil},
		"automatic status":       {[]byte{0x10, 1, 2, 3}, []answer{status}},
		"answer inside a status": {[]byte{0x10, 1, 0x16, 2, 3}, []answer{{kind: realTime, bits: 0x16}, status}},
		"fence":                  {[]byte{0x00, 0x0C}, []answer{{kind: single}, {kind: single, bits: 0x0C}}},
		"name":                   {[]byte("_TM-T20\x00"), []answer{{kind: info, text: "TM-T20"}}},
		"noise":                  {[]byte{0xFF, 0x80, 0x93}, nil},
		"endless block":          {append(bytes.Repeat([]byte("7"), 3*blockMax), 0x12), []answer{{kind: realTime, bits: 0x12}}},
	} {
		got := hear(c.in)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: heard %+v, want %+v", name, got, c.want)
		}
	}
}

// flowed is in with XON and XOFF before every byte of which a bit of where is set.
func flowed(in, where []byte) (out []byte) {
	for i, b := range in {
		if i/8 < len(where) {
			switch bits := where[i/8] >> (i % 8); {
			case bits&3 == 3:
				out = append(out, 0x13, 0x11)
			case bits&1 == 1:
				out = append(out, 0x11)
			case bits&2 == 2:
				out = append(out, 0x13)
			}
		}
		out = append(out, b)
	}
	return out
}

func FuzzEar(f *testing.F) {
	f.Add([]byte("7\x22AB01\x00\x12\x10\x01\x02\x03"), []byte{0xFF, 0x55})
	f.Add([]byte("\x10\x01"), []byte{0x0F})
	f.Add([]byte("_TM-T20\x007\x22A"), []byte{})
	f.Add(bytes.Repeat([]byte("7"), 300), []byte{0x01})
	f.Fuzz(func(t *testing.T, in, where []byte) {
		heard := hear(in)
		if len(heard) > len(in) {
			t.Errorf("%d answers in %d bytes", len(heard), len(in))
		}
		if again := hear(flowed(in, where)); !slices.Equal(again, heard) {
			t.Errorf("with flow control among % X is heard %+v, without %+v", in, again, heard)
		}
		// Whatever was said before, after a silence each clear answer is heard.
		for _, clear := range []struct {
			bytes []byte
			want  answer
		}{
			{[]byte{0x16}, answer{kind: realTime, bits: 0x16}},
			{[]byte{0x72}, answer{kind: realTime, bits: 0x72}},
			{[]byte{0x0C}, answer{kind: single, bits: 0x0C}},
			{[]byte{0x38, 0x00, 0x03, 0x0F}, answer{kind: auto, auto: [4]byte{0x38, 0x00, 0x03, 0x0F}}},
			{[]byte("7\x22rz21\x00"), answer{kind: process, process: 0x727A3231}},
			{[]byte("_TM-T20\x00"), answer{kind: info, text: "TM-T20"}},
		} {
			var e ear
			for _, c := range in {
				e.hear(c)
			}
			e.forget()
			var last answer
			n := 0
			for _, c := range flowed(clear.bytes, where) {
				if a, ok := e.hear(c); ok {
					last, n = a, n+1
				}
			}
			if n != 1 || last != clear.want {
				t.Errorf("after % X, of % X is heard %+v (%d answers)", in, clear.bytes, last, n)
			}
		}
	})
}
