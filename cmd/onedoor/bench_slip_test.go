package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/display"
	"onedoor/kiosk"
	"onedoor/printer"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// measureSlip encodes the slips of the sample centre for every profile: the
// longest of all services, and the mean time of all. The limit is the serial
// line: how long it is busy with so many bytes, and beside it what a slip of ten
// lines with a code of 45 characters was measured to take.
func measureSlip(b *testing.B, f *figures) {
	words, err := display.LoadCatalogue()
	if err != nil {
		b.Fatal(err)
	}
	q := queuetest.Start(b, config.Sample().Rules, queue.Options{Store: &queuetest.Store{}})
	profiles := printer.BuiltIn()
	for _, name := range profiles.Names() {
		for _, lang := range []string{"zh", "en"} {
			bytes, each := encodeAll(b, profiles[name], slips(b, q, words, lang), 200)
			most := bytes[len(bytes)-1]
			goal, measured := 400, "308 bytes of text and native QR"
			if profiles[name].QR == printer.RasterQR {
				goal, measured = 1000, "825 bytes of text and raster QR, module 4"
			}
			line := time.Duration(most) * 10 * time.Second / printer.DefaultBaud // a byte is ten bits there
			f.add(figure{
				what:  fmt.Sprintf("longest slip, %s, %s", name, lang),
				got:   fmt.Sprintf("%d bytes (median %d)", most, bytes[len(bytes)/2]),
				limit: fmt.Sprintf("%s at %d baud; %s", ms(line), printer.DefaultBaud, measured),
				goal:  fmt.Sprintf("≤ %d bytes", goal), ok: most <= goal,
			})
			encoding := figure{what: fmt.Sprintf("  of which encoding a slip, %s, %s", name, lang), got: µs(each)}
			if profiles[name].QR != printer.RasterQR {
				encoding.goal, encoding.ok = "≤ 20 µs", each <= 20*time.Microsecond
			}
			f.add(encoding)
		}
	}
}

func µs(d time.Duration) string { return fmt.Sprintf("%.1f µs", float64(d.Nanoseconds())/1000) }

// slips are those of a ticket of each service, with somebody ahead.
func slips(b testing.TB, q *queue.Queue, words *display.Catalogue, lang string) (list []printer.Slip) {
	rules := q.Rules()
	for i := range rules.Services {
		s := &rules.Services[i]
		issue := queue.Issue{Service: s.ID, Lang: lang, Seed: queuetest.Seed()}
		queuetest.Do(b, q, queue.System, issue)
		issue.Seed = queuetest.Seed()
		t := queuetest.Do(b, q, queue.System, issue).Ticket
		list = append(list, kiosk.Slip(words, kiosk.SlipData{
			Rules: rules, Ticket: t, Service: s, URL: display.StatusURL("http://192.168.100.100:8080", t.Ref),
		}))
	}
	return list
}

// encodeAll encodes slips some rounds, and gives their lengths, the shortest first, and the mean time.
func encodeAll(b testing.TB, p printer.Profile, list []printer.Slip, rounds int) (bytes []int, each time.Duration) {
	buf := make([]byte, 0, 4096)
	bytes = make([]int, len(list))
	began := time.Now()
	for range rounds {
		for i, s := range list {
			var err error
			if buf, err = printer.AppendEncode(buf[:0], p, s); err != nil {
				b.Fatal(err)
			}
			bytes[i] = len(buf)
		}
	}
	each = time.Since(began) / time.Duration(rounds*len(list))
	slices.Sort(bytes)
	return bytes, each
}
