package paper

import (
	"strings"
	"testing"
	"time"
)

// TestPageTimes holds a page's times against what line and paper take: 19200 baud
// are 1,920 bytes a second, 150 mm/s some 1,200 dots.
func TestPageTimes(t *testing.T) {
	o := Options{Profile: profile(t, "epson-80"), Baud: 19200, Speed: 150}
	inMemory(t, o, func(t *testing.T, v *Virtual) {
		port := connect(t, v)
		slip := assembled(t, "slip-80")
		for i := range 2 {
			time.Sleep(time.Second)
			start := time.Now()
			send(t, port, "\x10\x04\x01") // is no part of the page
			send(t, port, string(slip))
			page := wait(t, v, uint64(i))[0]
			if first := page.FirstByte.Sub(start); first < time.Millisecond || first > 3*time.Millisecond {
				t.Errorf("the first byte came after %v", first)
			}
			wire := page.LastByte.Sub(page.FirstByte)
			if want := time.Duration(len(slip)-1) * time.Second / 1920; wire < want-time.Millisecond || wire > want+5*time.Millisecond {
				t.Errorf("%d bytes took %v, want %v", len(slip), wire, want)
			}
			if rest := page.At.Sub(page.LastByte); rest <= 0 || page.At.Sub(page.FirstByte) < time.Duration(page.Height)*time.Second/1200 {
				t.Errorf("%d dots took %v, %v of it after the last byte", page.Height, page.At.Sub(page.FirstByte), rest)
			}
			if page.Bytes != len(slip) || page.Offset != int64(i*(len(slip)+3)+3) {
				t.Errorf("%d bytes from %d", page.Bytes, page.Offset)
			}
		}
	})
}

func TestTimeline(t *testing.T) {
	o := Options{Profile: profile(t, "epson-80"), Baud: 9600, Speed: 100}
	inMemory(t, o, func(t *testing.T, v *Virtual) {
		port := connect(t, v)
		send(t, port, "\x1b@\x1c&\xba\xc5\n\x1dv0\x00\x10\x00\x10\x00"+strings.Repeat("\x00", 256)+"\x1dVB\x00\x1dr\x01")
		v.Set(CoverOpen, true)
		v.Set(CoverOpen, false)
		heard(t, port)
		want := `   0.0000  +0.0000  !    plugged in
   0.0010  +0.2885  in   278 bytes from 0
   0.0042  +0.0000  do   at 0: ESC @
   0.0042  +0.0000  do   at 2: FS &
   0.0083  +0.0000  do   at 4: text "号"
   0.0083  +0.0413  do   at 6: LF, 33 dots
   0.2833  +0.0200  do   at 7: GS v 0 0 16x16, 16 dots
   0.2875  +0.0000  !    cover open
   0.2875  +0.0000  !    cover open: over
   0.3033  +0.1200  do   at 271: GS V 66 0, 96 dots
   0.4233  +0.0000  page 1 came off, 145 dots
   0.4233  +0.0000  do   at 275: GS r 1
   0.4244  +0.0000  say  00
`
		if got := v.Timeline().String(); got != want {
			t.Errorf("the timeline is\n%s\nand should be\n%s", got, want)
		}
	})
}

// TestTimelineIsBounded keeps the newest, however long the printer lives.
func TestTimelineIsBounded(t *testing.T) {
	inMemory(t, Options{Profile: profile(t, "epson-80"), Events: 10}, func(t *testing.T, v *Virtual) {
		port := connect(t, v)
		for range 30 {
			send(t, port, "\x1b@"+strings.Repeat("x", 200)+"\n\x1dVB\x00\x10\x04\x01")
			heard(t, port)
		}
		line := v.Timeline()
		if len(line) != 10 || line[9].Until.Before(line[0].At) || !strings.Contains(line.String(), "page 30 came off") {
			t.Errorf("%d events:\n%v", len(line), line)
		}
		if after := line.After(line[9].Until); len(after) > 0 {
			t.Errorf("%d events after the last", len(after))
		}
		if text := line.String(); !strings.Contains(text, `text "xxxxxxxxxxxxxxxx"… 200 bytes`) {
			t.Errorf("a long text:\n%s", text)
		}
	})
	var none Timeline
	if none.String() != "" || EventKind(99).String() == "" || Condition(99).String() == "" {
		t.Error("nothing isn't nothing")
	}
	if (Fault{Kind: faultKinds}).String() == "" {
		t.Error("no name")
	}
}
