package config

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "rewrite the golden files of testdata")

// TestMistakes holds the problems of a file full of mistakes against a golden
// text, every line and column of it.
func TestMistakes(t *testing.T) {
	src, err := os.ReadFile("testdata/mistakes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, problems := Load("mistakes.yaml", src)
	if c != nil {
		t.Error("a file full of mistakes gave a centre")
	}
	got := problems.String() + "\n"
	const golden = "testdata/mistakes.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the problems changed; go test ./config -update rewrites them\n--- got\n%s--- want\n%s", got, want)
	}
	lines := bytes.Split(src, []byte("\n"))
	for _, p := range problems {
		if n := len([]rune(string(lines[p.Line-1]))); p.Column > n+1 {
			t.Errorf("%s: the line has %d characters", p, n)
		}
	}
	for _, secret := range []string{"123456", "a665a4", "c2hvcnQ"} {
		if strings.Contains(got, secret) {
			t.Errorf("a problem says the secret %s", secret)
		}
	}
}

// edit changes the one place of the sample's text, so that a test shows only
// what it is about.
func edit(t *testing.T, src, from, to string) string {
	t.Helper()
	if strings.Count(src, from) != 1 {
		t.Fatalf("%q stands %d times in the file", from, strings.Count(src, from))
	}
	return strings.Replace(src, from, to, 1)
}

// TestOneMistake changes one thing in the sample; the one problem must stand
// where the bar is. Without a bar there must be none.
func TestOneMistake(t *testing.T) {
	const wifi = "phone: wifi\n  wifi: OneDoor-Demo"
	for name, tc := range map[string]struct{ from, to, at, want string }{
		"a reason there isn't": {
			"Very satisfied}\n    reasons: [quick", "Very satisfied}\n    reasons: [quik", "reasons: [|quik",
			`the level of evaluation "very_satisfied" names the reason "quik", which doesn't exist; did you mean "quick"?`,
		},
		"a level without reasons": {
			"Very satisfied}\n    reasons: [quick, clear, kind]", "Very satisfied}", "", "",
		},
		"a new reason that no level offers": {
			"reasons:\n  - {id: quick", "reasons:\n  - {id: loud, text: {zh: 太吵, en: It was loud}}\n  - {id: quick", "{id: |loud",
			`warning: no level of the evaluation offers the reason "loud"; name it in "reasons" of a level, or take it out`,
		},
		"a notice in one language": {
			"{zh: 饮水机在一楼大厅左侧, en: Drinking water is on the left of the hall on floor 1}", "{zh: 饮水机在一楼大厅左侧}", "text: |{zh: 饮水机",
			`"text" of the notice "water" is missing in "en"; write it, or take the language out of "languages" of the centre`,
		},
		"too many days": {
			"{follow_up_owner: supervisor}", "{days: 100}", "{days: |100",
			`"days" of evaluation of the policy is 100; write a whole number from 1 to 60`,
		},
		"a list of quirks": {
			"printers:\n", "profiles:\n  - name: ours\n    quirks: [half_dots]\nprinters:\n", "quirks: |[half",
			`quirks of the printer profile "ours" is a list; write quirks: {half_dots: true}`,
		},
		"a quirk alone": {
			"printers:\n", "profiles:\n  - name: ours\n    quirks: hanzi_size\nprinters:\n", "quirks: |hanzi_size",
			`quirks of the printer profile "ours" is a text; write quirks: {hanzi_size: true}`,
		},
		"a status that isn't one": {
			"printers:\n", "profiles:\n  - name: ours\n    status: all\nprinters:\n", "status: |all",
			`status of the printer profile "ours" is a text; write status: {process_id: true}`,
		},
		"a number that isn't the largest": {
			"  reprint_in_doubt: true\n", "  reprint_in_doubt: true\n  template:\n    - mark\n    # the hall's own\n    - {item: service, size: 7}\n" +
				"    - {item: number, size: 6}\n    - where\n    - qr\n", "- |{item: number",
			"item 3 of the template: size of number is 6, and service is larger; the number is the largest on a slip",
		},
		"public without an address": {
			wifi, "phone: public", "phone: |public",
			"phone is public but the centre has no public_url; write public_url: https://… as phones on the internet reach it, or phone: wifi or off",
		},
		"public by http": {
			wifi, "phone: public\n  public_url: http://queue.example.org", "public_url: |http",
			"phone is public but public_url is not https; write the https address, or phone: wifi or off",
		},
		"public at home": {
			wifi, "phone: public\n  public_url: https://10.0.0.5", "public_url: |https",
			"warning: phone is public but the address https://10.0.0.5 is one of a local network; a phone on mobile data can't open it: write a public name, or phone: wifi or off",
		},
		"public as it should be": {wifi, "phone: public\n  public_url: https://queue.example.org/", "", ""},
		"an address with a path": {
			wifi, "phone: off\n  public_url: https://example.org/queue", "public_url: |https",
			`public_url is "https://example.org/queue"; write https://name or http://name:port, nothing behind it`,
		},
		"wifi without a name": {
			wifi, "phone: wifi", "phone: |wifi",
			"phone is wifi but the centre has no wifi; write wifi: the name of the hall's network, as the slip should say it",
		},
		"wifi at loopback": {
			wifi, wifi + "\n  public_url: http://127.0.0.1:8080", "public_url: |http",
			"warning: the address http://127.0.0.1:8080 is this machine's own; a phone can't open it: write the address in the hall's network",
		},
		"priority below ordinary": {
			"{ordinary: 1, priority: 3}", "{ordinary: 3, priority: 1}", "rates: |{",
			"warning: the rate of priority is below that of ordinary; those who need it would wait longer: 1 and 3 are proven values",
		},
		"days sent in the open": {
			"outcomes:\n", "daily: {post: {url: \"http://district.example/days\"}}\noutcomes:\n", "url: |\"http",
			"url is not https, and leaves this machine; write the https address",
		},
		"days sent on this machine": {"outcomes:\n", "daily: {post: {url: \"http://127.0.0.1:9000/days\"}}\noutcomes:\n", "", ""},
		"days with a password": {
			"outcomes:\n", "daily: {post: {url: \"https://me:it@district.example/days\"}}\noutcomes:\n", "url: |\"https",
			"url holds a user's name or password; write the token into a file and name it with token_file",
		},
		"days to nowhere": {
			"outcomes:\n", "daily: {post: {url: district/days}}\noutcomes:\n", "url: |district",
			`url is "district/days"; write the address that takes the days, as https://district.example.gov.cn/onedoor/days`,
		},
		"days without an address": {
			"outcomes:\n", "daily:\n  post:\n    token_file: t\noutcomes:\n", "|token_file",
			`the post of the daily figures has no "url"; write url: https://district.example.gov.cn/onedoor/days`,
		},
		"a header of no kind": {
			"outcomes:\n", "daily: {post: {url: \"https://district.example/\", token_file: t, header: \"X: 1\"}}\noutcomes:\n", "header: |\"X",
			`header is "X: 1"; write a header's name, as X-Api-Key, or leave it out for Authorization`,
		},
		"a header of nothing": {
			"outcomes:\n", "daily: {post: {url: \"https://district.example/\", header: X-Key}}\noutcomes:\n", "header: |X-Key",
			"a header is named and no token; write token_file: the path of a file with the token alone",
		},
		"days beside the program": {
			"outcomes:\n", "daily: {dir: daily}\noutcomes:\n", "dir: |daily",
			`dir of the daily figures is "daily"; write the whole path, as /var/lib/onedoor/daily`,
		},
		"a language too many": {
			"languages: [zh, en]", "languages: [zh, en, fr]", "[zh, en, |fr]",
			`an entry of "languages" of the centre is "fr"; write one of zh, en`,
		},
		"the machine's own time zone": {
			"time_zone: Asia/Shanghai", "time_zone: Local", "time_zone: |Local",
			`the time zone "Local" is not known; write its IANA name, as Asia/Shanghai`,
		},
		"a service nobody serves": {
			"services: [hearing, online-mediation", "services: [online-mediation", "id: |hearing\n    prefix",
			`no window serves the service "hearing"; add it to "services" of a window, or take the service out`,
		},
		"waiting on another floor": {
			"department: psychology\n    floor: \"1\"", "department: psychology\n    floor: \"3\"", "id: |psychology\n    prefix",
			`warning: visitors of the service "psychology" wait on floor "3", but none of its windows is there; check the floor of the service and of its windows`,
		},
		"an empty key":               {"desk: {zh: 咨询台, en: reception desk}", "desk:", "", ""},
		"a telephone without quotes": {`hotline: "12345"`, "hotline: 0951-12345", "", ""},
		"a true where a word belongs": {
			`hotline: "12345"`, "hotline: true", "hotline: |true",
			`"hotline" of the centre is true or false; put it in quotes if the word itself is meant`,
		},
		"a template without a number": {
			"reprint_in_doubt: true", "reprint_in_doubt: true\n  template: [mark, service, where, qr]", "template: |[mark",
			"the template has no number; write - number: it is what is called",
		},
		"a template without a code for phones": {
			"reprint_in_doubt: true", "reprint_in_doubt: true\n  template: [mark, number, service, where]", "template: |[mark",
			"warning: the template has no qr, but phone is wifi; phones find their number by it: write - qr, or phone: off",
		},
		"a template with nothing": {
			"reprint_in_doubt: true", "reprint_in_doubt: true\n  template: []", "template: |[]",
			"the template is empty; write its lines, or leave the key out for the usual slip",
		},
		"a template of one thing": {
			"reprint_in_doubt: true", "reprint_in_doubt: true\n  template: number", "template: |number",
			"\"template\" of print is a text; write a list: - one entry a line, or [a, b]",
		},
		"a fallback": {
			"    printer: hall\n  - id: desk", "    printer: hall\n    fallback: [hall]\n  - id: desk", "fallback: [|hall]",
			"\"hall\" in \"fallback\" of the kiosk \"main\" is its printer already; name another one, or leave the key out",
		},
		"questions that go round": {
			"icon: call, service: online-mediation}", "icon: call, question: who}", "icon: call, question: |who}",
			`the answer "far" of the question "where" leads back to the question "who": people would go round in a circle; lead on to another question, to a service or to the desk`,
		},
		"a question nobody is asked": {
			"say: {zh: 愿意, en: \"Yes\"}, icon: handshake, question: where}", "say: {zh: 愿意, en: \"Yes\"}, icon: handshake, service: mediation}", "- id: |where\n",
			`warning: nobody is asked the question "where": no way from the first question leads to it; lead an answer to it by question: where, or take it out`,
		},
		"an answer that leads nowhere": {
			"say: {zh: 能来, en: \"Yes\"}, icon: house, service: mediation}", "say: {zh: 能来, en: \"Yes\"}, icon: house}", "- {id: |here",
			`the answer "here" of the question "where" leads nowhere; write question: or service: with an id, or desk: true`,
		},
		"the desk comes first": {"desk: {zh: 咨询台, en: reception desk}", "desk: {zh: 咨询台, en: reception desk}\n  entry: reception", "", ""},
		"an entry there isn't": {
			"desk: {zh: 咨询台, en: reception desk}", "desk: {zh: 咨询台, en: reception desk}\n  entry: door", "entry: |door",
			`"entry" of the centre is "door"; write one of triage, reception`,
		},
		"instead of itself": {
			"instead: legal\n", "instead: legal-aid\n", "instead: |legal-aid",
			`the service "legal-aid" names itself as what to take instead; name another service, or leave the key out: then it is the desk`,
		},
		"a broken bracket": {
			"languages: [zh, en]", "languages: [zh, en", "  |locale: zh",
			"not YAML: ',' or ']' must be specified; check the indentation, quotes and brackets here and just above",
		},
	} {
		t.Run(name, func(t *testing.T) {
			src := edit(t, string(sampleYAML), tc.from, tc.to)
			_, problems := parse("f", []byte(src), true)
			want := ""
			if tc.at != "" {
				want = place(t, src, tc.at) + tc.want
			}
			if got := problems.String(); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// place gives the position of a bar in an excerpt as a problem says it.
func place(t *testing.T, src, at string) string {
	t.Helper()
	before, after, _ := strings.Cut(at, "|")
	if strings.Count(src, before+after) != 1 {
		t.Fatalf("%q stands %d times in the file", before+after, strings.Count(src, before+after))
	}
	head := src[:strings.Index(src, before+after)+len(before)]
	column := utf8.RuneCountInString(head[strings.LastIndex(head, "\n")+1:]) + 1
	return fmt.Sprintf("f:%d:%d: ", strings.Count(head, "\n")+1, column)
}

func TestWholeFile(t *testing.T) {
	for name, tc := range map[string]struct{ src, want string }{
		"empty":          {"", "f:1:1: the file is empty; onedoor init DIR writes one to begin with"},
		"only a comment": {"# nothing\n", "f:1:1: the file is empty; onedoor init DIR writes one to begin with"},
		"a list":         {"- a\n- b\n", "f:1:1: the file is a list; write its keys, one a line"},
		"not text":       {"centre:\n  name: \xff\n", "f:2:9: the file is not UTF-8 text here; save it as UTF-8"},
		"too deep":       {"a: " + strings.Repeat("[", 1000), "f:1:36: brackets or dashes are nested too deeply here; a centre needs no more than a few levels"},
		"a deep comment": {"# " + strings.Repeat("[", 1000) + strings.Repeat("-", 1000), "f:1:1: the file is empty; onedoor init DIR writes one to begin with"},
		"too large":      {strings.Repeat("# much\n", 200_000), "f:1:1: the file is larger than 256 KiB; is it the right file?"},
		"two documents":  {"centre: {}\n---\ncentre: {}\n", "f:3:1: a second document begins here; a centre is one document: take the --- out"},
	} {
		t.Run(name, func(t *testing.T) {
			c, problems := Load("f", []byte(tc.src))
			if c != nil || problems.String() != tc.want {
				t.Errorf("got\n%s\nwant\n%s", problems, tc.want)
			}
		})
	}
}

func TestWindowsLineEndsAndMark(t *testing.T) {
	dos := "\xef\xbb\xbf" + strings.ReplaceAll(string(sampleYAML), "\n", "\r\n")
	c, problems := parse("sample.yaml", []byte(dos), true)
	if c == nil || len(problems) > 0 {
		t.Fatalf("a file saved by Notepad is not taken:\n%s", problems)
	}
	a, _ := c.Rules.Canonical()
	b, _ := Sample().Rules.Canonical()
	if !bytes.Equal(a, b) {
		t.Error("line ends changed the rules")
	}
}

func TestDefaultPIN(t *testing.T) {
	src, err := os.ReadFile("testdata/real.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, problems := Parse("real.yaml", src)
	if c == nil || len(problems) > 0 {
		t.Fatalf("Parse:\n%s", problems)
	}
	c, problems = Load("real.yaml", src)
	if c != nil || len(problems) != 1 || !strings.HasSuffix(problems[0].What, "is the sample's, which everybody knows") {
		t.Errorf("the sample's PIN was taken:\n%s", problems)
	}
}

func TestErr(t *testing.T) {
	warned := Problems{{File: "f", Line: 1, Column: 1, Severity: Warning, What: "w"}}
	if err := warned.Err(); err != nil {
		t.Errorf("a warning is an error: %v", err)
	}
	both := slices.Concat(warned, Problems{{File: "f", Line: 2, Column: 3, Severity: Error, What: "e", Fix: "x"}})
	if err := both.Err(); err == nil || err.Error() != "f:2:3: e; x" {
		t.Errorf("got %v", err)
	}
	if got := both.Warnings().String(); got != "f:1:1: warning: w" {
		t.Errorf("got %s", got)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"services", "service", "windows", "floor"}
	for got, want := range map[string]string{
		"servces": "services", "flor": "floor", "folor": "floor", "wndows": "windows", "x": "", "centre": "", "Floor": "floor",
	} {
		if n := nearest(got, known); n != want {
			t.Errorf("nearest(%q) = %q, want %q", got, n, want)
		}
	}
}

func TestSoundAlike(t *testing.T) {
	for _, pair := range []string{"B P", "D T", "M N", "F S", "S X", "J G", "AB AP"} {
		if a, b, _ := strings.Cut(pair, " "); !soundAlike(a, b) {
			t.Errorf("%s and %s are not found to sound alike", a, b)
		}
	}
	for _, pair := range []string{"A H", "A K", "H K", "A B", "A AB", "AB BA"} {
		if a, b, _ := strings.Cut(pair, " "); soundAlike(a, b) {
			t.Errorf("%s and %s are said to sound alike", a, b)
		}
	}
}
