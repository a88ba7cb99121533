package printer_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"onedoor/printer"
	"onedoor/printer/paper"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const statusURL = "http://192.168.10.20:8080/t/qJZrhmXwtKfLdgVbx"

func tickets() map[string]printer.Ticket {
	return map[string]printer.Ticket{
		"zh": {
			Lang: "zh", Centre: "城东区社会治理中心", Date: "2026年3月14日", Time: "09:42", Number: "A012",
			Service: "劳动争议调解", Where: "请在一楼大厅等，叫到再去", Ahead: "前面还有 2 位",
			QR: statusURL, QRNote: "手机扫一扫，随时看排到哪儿了",
			NoPhone: "没有手机也一样叫您。过号请持此票到咨询台", Valid: "本号当日有效", Code: "查询码 4827-163",
		},
		"en-reprint": {
			Lang: "en", Mark: "Reprint 2", Centre: "Chengdong Social Governance Centre", Date: "14 Mar 2026",
			Time: "09:42", Number: "A1000", Service: "Labour dispute mediation", Where: "Please wait in the hall, floor 1",
			Ahead: "2 people before you", NoPhone: "We’ll call you – in the hall.", Valid: "Valid today", Code: "Code 4827-163",
		},
		"group": {
			Lang: "zh", Mark: "测试", Centre: "城东区社会治理中心", Date: "2026年3月14日", Time: "09:42", Number: "H003",
			Service: "网上立案", Group: "5 人同来，一起叫号", Where: "请在三楼等候区等，叫到再去", Ahead: "前面没有人",
			Bring: "请带：身份证、起诉状、证据材料", QR: statusURL, QRNote: "先连 Wi-Fi OneDoor，再扫码看还有几位",
			NoPhone: "没有手机也一样叫您。过号请持此票到咨询台", Valid: "本号当日有效", Code: "查询码 4827-163",
			Notes: []string{"咨询电话 0951-12345", "工作日 9:00～17:00"},
		},
		"long": {
			Lang: "zh", Mark: "补打 2", Centre: "城东区社会治理中心（城东区矛盾纠纷多元预防调处化解中心）", Number: "A012",
			Service: "农村土地承包经营权流转纠纷（含宅基地）调解", Where: "请乘电梯上三楼，到“共享法庭”门口等，叫到再去",
			QR: statusURL, QRNote: "España · 娄堃 😀 ¥0",
		},
	}
}

// describe writes a slip the way a reviewer reads it.
func describe(s printer.Slip) string {
	var out strings.Builder
	for _, b := range s.Blocks {
		fmt.Fprintf(&out, "# %s", b.Kind)
		switch b.Kind {
		case printer.Text:
			fmt.Fprintf(&out, " %s x%d bold=%v %q", b.Style.Align, b.Style.Size, b.Style.Bold, b.Text)
		case printer.QR:
			fmt.Fprintf(&out, " %q", b.Text)
		case printer.Feed, printer.Gap:
			fmt.Fprintf(&out, " %d", b.Lines)
		case printer.Rule:
		}
		out.WriteString("\n")
	}
	return out.String()
}

// TestGoldenSlips compares each profile's slips, disassembled, with a file of its
// own, in which each slip stands above its commands.
func TestGoldenSlips(t *testing.T) {
	for _, p := range kinds() {
		name := p.Name
		var got strings.Builder
		for _, ticket := range slices.Sorted(maps.Keys(tickets())) {
			if _, latin := p.Encoding.CodePage(); latin && tickets()[ticket].Lang == "zh" {
				continue // fifty kilobytes of dots
			}
			slip := tickets()[ticket].Slip(nil)
			b, err := printer.Encode(p, slip)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&got, "## %s, %d bytes\n%s\n%s\n", ticket, len(b), describe(slip), paper.Disassemble(b))
		}
		file := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != string(want) {
			t.Errorf("%s differs; -update rewrites it. Got:\n%s", file, got.String())
		}
	}
}

func TestPaperHasTheSlip(t *testing.T) {
	for _, p := range kinds() {
		name := p.Name
		for ticket, content := range tickets() {
			b, err := printer.Encode(p, content.Slip(nil))
			if err != nil {
				t.Fatal(err)
			}
			pages := paper.Interpret(p, b)
			if len(pages) != 1 {
				t.Errorf("%s %s: %d pages", name, ticket, len(pages))
				continue
			}
			page := pages[0]
			for _, problem := range page.Problems {
				t.Errorf("%s %s: %+v", name, ticket, problem)
			}
			text := strings.Join(page.Texts, "\n")
			_, latin := p.Encoding.CodePage()
			for _, want := range []string{content.Number, content.Valid, content.Code} {
				if latin && content.Lang == "zh" && want != content.Number {
					continue // drawn
				}
				if !strings.Contains(text, want) {
					t.Errorf("%s %s: %q isn't on paper:\n%s", name, ticket, want, text)
				}
			}
			if p.QR == printer.NativeQR && content.QR != "" && (len(page.QRs) != 1 || page.QRs[0].Data != content.QR) {
				t.Errorf("%s %s: QR codes %+v", name, ticket, page.QRs)
			}
			if dir := os.Getenv("ONEDOOR_TEST_PAPER"); dir != "" {
				f, err := os.Create(filepath.Join(dir, name+"-"+ticket+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := page.PNG(f); err != nil {
					t.Fatal(err)
				}
				_ = f.Close()
			}
		}
	}
}
