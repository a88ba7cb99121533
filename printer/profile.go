package printer

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// Encoding is the character set a printer understands: one of the Chinese ones,
// or a code page of 256 characters, on which hanzi are drawn.
type Encoding string

// The three Chinese sets, each within the next.
const (
	GB2312  Encoding = "gb2312"  // lead A1–F7, trail A1–FE
	GBK     Encoding = "gbk"     // any two-byte code
	GB18030 Encoding = "gb18030" // four-byte codes as well
)

// The code pages. Which number a printer has them under is the profile's Page.
const (
	CP437       Encoding = "cp437"        // IBM's first
	CP850       Encoding = "cp850"        // western Europe
	CP852       Encoding = "cp852"        // central Europe
	CP858       Encoding = "cp858"        // CP850 with the euro
	CP866       Encoding = "cp866"        // Cyrillic
	Windows1250 Encoding = "windows-1250" // central Europe
	Windows1251 Encoding = "windows-1251" // Cyrillic
	Windows1252 Encoding = "windows-1252" // western Europe
)

// Encodings lists all of them, the Chinese ones first.
func Encodings() []Encoding {
	return []Encoding{GB2312, GBK, GB18030, CP437, CP850, CP852, CP858, CP866, Windows1250, Windows1251, Windows1252}
}

// CodePage is the table of an Encoding that is a code page; false for all others.
func (e Encoding) CodePage() (*charmap.Charmap, bool) {
	switch e {
	case CP437:
		return charmap.CodePage437, true
	case CP850:
		return charmap.CodePage850, true
	case CP852:
		return charmap.CodePage852, true
	case CP858:
		return charmap.CodePage858, true
	case CP866:
		return charmap.CodePage866, true
	case Windows1250:
		return charmap.Windows1250, true
	case Windows1251:
		return charmap.Windows1251, true
	case Windows1252:
		return charmap.Windows1252, true
	case GB2312, GBK, GB18030:
	}
	return nil, false
}

// QRKind is how a QR code gets on paper.
type QRKind string

// Native has the printer draw it (GS ( k), Raster sends its dots (GS v 0).
const (
	NativeQR QRKind = "native"
	RasterQR QRKind = "raster"
)

// Cutter is what stands behind the paper's end.
type Cutter string

// The ends of a slip. Without a cutter the paper is fed to the tear bar.
const (
	NoCutter   Cutter = "none"
	PartialCut Cutter = "partial"
	FullCut    Cutter = "full"
)

// Abilities are the questions a printer may answer. They are hopes, except where
// the profile Promises: what a generic printer really answers is learnt from it.
// A printer without RealTime is one-way: it is asked nothing at all, and what was
// sent is never confirmed.
type Abilities struct {
	ProcessID bool // GS ( H fn 48: answered when printing is done
	Fence     bool // GS r 1: answered when reached in the buffer
	RealTime  bool // DLE EOT 1–4: answered at once
	Auto      bool // GS a: status sent unasked when it changes
}

// unasked are the abilities, by their keys in a config, of which nothing comes because
// the printer has no RealTime.
func (a Abilities) unasked() (keys []string) {
	for _, k := range []struct {
		key string
		has bool
	}{{"process_id", a.ProcessID}, {"fence", a.Fence}, {"auto", a.Auto}} {
		if k.has && !a.RealTime {
			keys = append(keys, k.key)
		}
	}
	return keys
}

// Quirks are the ways in which printers differ from the book.
type Quirks struct {
	KanjiOffBeforeQR bool // FS . before GS ( k, else the QR may come out empty; with a code page, FS . at once
	HanziSize        bool // FS ! beside GS !, which scales only Latin on some
	HalfDots         bool // ESC 3, ESC J and GS V count half dots, as Epson's do: 1/406 or 1/360 inch
}

// Profile is all the encoder and the spool know of a kind of printer. It is
// data: a new printer is a new value, not a new branch.
type Profile struct {
	Name     string
	About    string // the printers meant, for a technician who chooses
	Source   string // where its facts come from
	Tried    bool   // a slip of it was looked at on real paper
	Dots     int    // printable dots across the paper
	DPI      int    // dots per inch, both ways
	Columns  int    // Latin characters a line at normal size; a hanzi takes two
	Encoding Encoding
	Page     int // ESC t: the printer's number for an Encoding that is a code page; ignored with Chinese sets
	Spacing  int // ESC 3: dots from line to line; 0 leaves the printer's own
	QR       QRKind
	Module   int // dots a QR module measures: for NativeQR the least wished, for RasterQR, which sends them doubled, the usual
	Cutter   Cutter
	Status   Abilities
	Promises bool          // it always answers: a silent one is off, and nothing is sent to it
	Buffer   int           // bytes it takes in before it must print; 0 is unknown, taken as 1024
	Pace     int           // bytes a second it can follow without flow control; 0: as fast as the line
	Margin   time.Duration // from the last byte to the cut: 83 mm at a slow 90 mm/s take 0.9 s, the cut some more
	Quirks   Quirks
}

// buffer is how many bytes the printer takes in before it must print, for all that
// is known.
func (p Profile) buffer() int {
	if p.Buffer == 0 {
		return 1024
	}
	return p.Buffer
}

// Profiles are printers by name.
type Profiles map[string]Profile

// DefaultProfile is what a printer gets when its URL names none.
const DefaultProfile = "generic-80"

// Names lists the known profiles in alphabetical order.
func (ps Profiles) Names() []string { return slices.Sorted(maps.Keys(ps)) }

// Find returns a profile by name; the empty name is DefaultProfile. The error
// lists the known ones.
func (ps Profiles) Find(name string) (Profile, error) {
	if name == "" {
		name = DefaultProfile
	}
	if p, ok := ps[name]; ok {
		return p, nil
	}
	return Profile{}, fmt.Errorf("unknown printer profile %q; known are %s", name, strings.Join(ps.Names(), ", "))
}

// Check says everything that is impossible about a profile, joined, one problem
// a line, each with what would be right.
func (p Profile) Check() error {
	var problems []error
	wrong := func(bad bool, format string, args ...any) {
		if bad {
			problems = append(problems, fmt.Errorf("profile %s: "+format, append([]any{p.Name}, args...)...))
		}
	}
	if p.Name == "" {
		problems = append(problems, errors.New("a printer profile needs a name"))
	}
	wrong(p.Dots < 64 || p.Dots > 2048 || p.Dots%8 != 0, "dots is %d; a multiple of 8 from 64 to 2048 is right", p.Dots)
	wrong(p.DPI < 90 || p.DPI > 600, "dpi is %d; 90 to 600 is right", p.DPI)
	wrong(p.Columns < 16 || p.Columns*8 > p.Dots, "columns is %d; 16 to %d fit %d dots", p.Columns, p.Dots/8, p.Dots)
	wrong(!slices.Contains(Encodings(), p.Encoding), "encoding is %q; one of %s is right", p.Encoding, join(Encodings()))
	wrong(p.Page < 0 || p.Page > 255, "page is %d; 0 to 255 is right", p.Page)
	wrong(p.Spacing != 0 && (p.Spacing < 24 || p.Spacing > 120), "spacing is %d; 24 to 120 dots is right, 0 for the printer's own", p.Spacing)
	wrong(p.QR != NativeQR && p.QR != RasterQR, "qr is %q; native or raster is right", p.QR)
	wrong(p.Module < 3 || p.Module > 16, "module is %d; 3 to 16 dots is right", p.Module)
	wrong(p.QR == RasterQR && p.Module%2 != 0, "module is %d; a raster QR is sent doubled, so an even number is right", p.Module)
	wrong(p.Cutter != NoCutter && p.Cutter != PartialCut && p.Cutter != FullCut, "cutter is %q; none, partial or full is right", p.Cutter)
	wrong(p.Promises && !p.Status.RealTime, "promises answers but has no DLE EOT to answer")
	more := p.Status.unasked()
	wrong(len(more) > 0 && !p.Promises, // which says it already
		"status has %s without real_time, and a printer that isn't asked how it is is asked nothing; real_time: true is right, or {%s: false}",
		strings.Join(more, ", "), strings.Join(more, ": false, "))
	wrong(p.Buffer < 0, "buffer is %d; the bytes it takes in are right, 0 when unknown", p.Buffer)
	wrong(p.Pace < 0, "pace is %d; bytes a second are right, 0 for the line's own", p.Pace)
	wrong(p.Margin < 0 || p.Margin > time.Minute, "margin is %v; up to a minute is right", p.Margin)
	return errors.Join(problems...)
}

// join lists names for a sentence.
func join[T ~string](names []T) string {
	var list strings.Builder
	for i, n := range names {
		if i > 0 {
			list.WriteString(", ")
		}
		list.WriteString(string(n))
	}
	return list.String()
}
