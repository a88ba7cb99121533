package display

import (
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var iconCase = regexp.MustCompile(`\tcase "([a-z0-9-]+)":`)

func TestEveryIconIsListed(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("icons.go")
	if err != nil {
		t.Fatal(err)
	}
	var drawn []string
	for _, m := range iconCase.FindAllStringSubmatch(string(source), -1) {
		drawn = append(drawn, m[1])
	}
	if listed := IconNames(); !slices.Equal(drawn, listed) {
		for _, n := range drawn {
			if !slices.Contains(listed, n) {
				t.Errorf("iconnames.go lacks %s", n)
			}
		}
		t.Errorf("icons.go draws %v\niconnames.go lists %v", drawn, listed)
	}
}

var (
	iconElement = regexp.MustCompile(`<(/?\w+)([^>]*)>`)
	iconNumber  = regexp.MustCompile(`-?(?:\d+\.?\d*|\.\d+)`)
	iconStep    = regexp.MustCompile(`[A-Za-z][^A-Za-z]*`)
	iconAttr    = regexp.MustCompile(`(\w[\w-]*)="([^"]*)"`)
)

// TestIconsKeepToTheGrid holds every drawing to the house's hand: paths and
// circles only, no stroke of its own, all of it with its stroke of 2.4 within
// the grid of 24 units, and large enough in it to stand beside the others (arcs
// count by their ends only).
func TestIconsKeepToTheGrid(t *testing.T) {
	t.Parallel()
	for _, name := range IconNames() {
		d, _ := drawing(name)
		var b bounds
		for _, m := range iconElement.FindAllStringSubmatch(d, -1) {
			attrs := map[string]string{}
			for _, a := range iconAttr.FindAllStringSubmatch(m[2], -1) {
				attrs[a[1]] = a[2]
			}
			switch m[1] {
			case "path":
				b.path(t, name, attrs["d"])
				delete(attrs, "d")
			case "circle":
				x, y, r := number(t, attrs["cx"]), number(t, attrs["cy"]), number(t, attrs["r"])
				b.add(x-r, y-r)
				b.add(x+r, y+r)
				delete(attrs, "cx")
				delete(attrs, "cy")
				delete(attrs, "r")
			default:
				t.Errorf("%s: <%s>: a drawing is paths and circles", name, m[1])
			}
			if attrs["class"] == "dot" {
				delete(attrs, "class")
			}
			if len(attrs) > 0 {
				t.Errorf("%s: %v: the stroke is the house's, not a drawing's own", name, attrs)
			}
		}
		const half = 2.4 / 2
		if b.left-half < 0.5 || b.top-half < 0.5 || b.right+half > 23.5 || b.bottom+half > 23.5 {
			t.Errorf("%s leaves the grid: %+v", name, b)
		}
		if max(b.right-b.left, b.bottom-b.top) < 8.5 {
			t.Errorf("%s is smaller than its neighbours: %+v", name, b)
		}
	}
}

// bounds is what a drawing covers, without its stroke.
type bounds struct {
	left, top, right, bottom float64
	any                      bool
}

func (b *bounds) add(x, y float64) {
	if !b.any {
		*b = bounds{x, y, x, y, true}
		return
	}
	b.left, b.top, b.right, b.bottom = min(b.left, x), min(b.top, y), max(b.right, x), max(b.bottom, y)
}

// path adds the ends of a path's lines and curves, and the control points of its
// curves at half their way, which is further than the curve goes.
func (b *bounds) path(t *testing.T, name, d string) {
	t.Helper()
	var x, y, x0, y0 float64
	for _, step := range iconStep.FindAllString(d, -1) {
		op := step[0]
		n := numbers(t, op, step[1:])
		relative := op >= 'a'
		at := func(dx, dy float64) (float64, float64) {
			if relative {
				return x + dx, y + dy
			}
			return dx, dy
		}
		width, known := map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'c': 6, 's': 4, 'a': 7, 'z': 0}[op|0x20]
		if !known || width == 0 && len(n) > 0 || width > 0 && (len(n) == 0 || len(n)%width != 0) {
			t.Errorf("%s: %q is not a step this test knows", name, step)
			return
		}
		if width == 0 {
			x, y = x0, y0
		}
		for ; len(n) > 0; n = n[width:] {
			switch op | 0x20 {
			case 'h':
				nx, _ := at(n[0], 0)
				x = nx
			case 'v':
				_, ny := at(0, n[0])
				y = ny
			default:
				for i := 0; i+3 < width && width != 7; i += 2 {
					cx, cy := at(n[i], n[i+1])
					b.add((x+cx)/2, (y+cy)/2)
				}
				x, y = at(n[width-2], n[width-1])
			}
			b.add(x, y)
			if op|0x20 == 'm' {
				x0, y0 = x, y
			}
		}
	}
}

// numbers reads the arguments of a step; an arc's two flags may stand together
// with what follows them, as in "0 018-2".
func numbers(t *testing.T, op byte, s string) []float64 {
	t.Helper()
	var all []float64
	for s = strings.TrimLeft(s, " ,"); s != ""; s = strings.TrimLeft(s, " ,") {
		n := iconNumber.FindString(s)
		if i := len(all) % 7; op|0x20 == 'a' && (i == 3 || i == 4) {
			n = s[:1]
		}
		if n == "" || !strings.HasPrefix(s, n) {
			t.Fatalf("not a number: %q", s)
		}
		all, s = append(all, number(t, n)), s[len(n):]
	}
	return all
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(n) {
		t.Fatalf("not a number: %q", s)
	}
	return n
}
