package printertest

import (
	"context"
	"testing"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// BenchmarkToCut takes a slip through spool, line and printer in the line's and the
// paper's own time, 19200 baud and 150 mm/s: what a visitor waits for once the
// ticket is issued. Its parts: the questions before the slip (ask), its bytes on
// the line (wire), and the paper that moves on after the last of them (paper).
func BenchmarkToCut(b *testing.B) {
	for _, name := range []string{"epson-80", "epson-t88iii", "generic-58", "raster-58", "raster-80"} {
		b.Run(name, func(b *testing.B) {
			p := Profile(b, name)
			v := Start(b, paper.Options{Profile: p, Baud: 19200, Speed: 150, InMemory: true, Tear: time.Millisecond})
			l := ledger{make(chan printer.Verdict)}
			s := spool(b, p, l, v.Connect)
			var ask, wire, rest time.Duration
			bytes := 0
			for i := range b.N {
				slip := lobbySlip("A012")
				begun := time.Now()
				s.Submit(printer.Job{ID: int64(i + 1), Attempt: 1, Slip: slip})
				if verdict := <-l.settled; verdict.State != printer.Confirmed {
					b.Fatalf("%+v\n%v", verdict, v.Timeline())
				}
				pages, err := v.Wait(context.Background(), uint64(i))
				if err != nil {
					b.Fatal(err)
				}
				page := pages[0]
				ask += page.FirstByte.Sub(begun)
				wire += page.LastByte.Sub(page.FirstByte)
				rest += page.At.Sub(page.LastByte)
				bytes = page.Bytes
			}
			report := func(d time.Duration, unit string) {
				b.ReportMetric(float64(d.Microseconds())/1000/float64(b.N), unit)
			}
			report(ask+wire+rest, "ms-to-cut")
			report(ask, "ms-ask")
			report(wire, "ms-wire")
			report(rest, "ms-paper")
			b.ReportMetric(float64(bytes), "bytes")
		})
	}
}

// lobbySlip is a slip as a centre prints it.
func lobbySlip(number string) printer.Slip {
	return printer.Ticket{
		Lang: "zh", Centre: "福州市鼓楼区社会矛盾纠纷调处化解中心", Date: "2026年3月2日", Time: "9:42", Number: number, Service: "人民调解",
		Where: "请在一楼大厅等，叫到再去", Ahead: "前面还有 2 位", QR: url, QRNote: "扫码看前面还有几位",
		NoPhone: "没有手机也一样叫您。过号请持此票到咨询台", Valid: "本号当日有效", Code: "查询码 4827-163",
	}.Slip(nil)
}
