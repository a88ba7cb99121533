package settings

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"onedoor/display"
)

func testSayings(t *testing.T) *sayings {
	t.Helper()
	words, err := display.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return newSayings(words)
}

// TestEveryMistakeIsToldInChinese says what the check finds in a file full of mistakes.
func TestEveryMistakeIsToldInChinese(t *testing.T) {
	s := testSayings(t)
	text, err := os.ReadFile("../../config/testdata/mistakes.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		_, line, _ = strings.Cut(strings.TrimSpace(line), ": ")
		line = strings.TrimPrefix(line, "warning: ")
		if !s.knowsBoth(line) {
			t.Errorf("nobody says %s", line)
		}
		n++
	}
	if n < 150 {
		t.Errorf("only %d mistakes", n)
	}
	for english, want := range map[string]string{
		`"front_max" of the policy is 0`:                                            "排队规则的“front_max”写的是 0",
		`an entry of "words" of the service "advice" is a text`:                     "事项“advice”的“words”里的一条写成了一段文字",
		`the kiosk "desk" has the same token as the kiosk "main"`:                   "取号机“desk”和取号机“main”的令牌一样",
		`"question" of the answer "odd" of the question "what" is "Some \"Where\""`: "问题“what”的答案“odd”的“question”写的是“Some \"Where\"”",
		`the floor "1" is there twice, first on line 9`:                             "楼层“1”出现两次，先在第 9 行",
	} {
		if got, _ := s.say("zh", "w", english); got != want {
			t.Errorf("%s:\n%s, want\n%s", english, got, want)
		}
	}
	if _, ok := s.say("zh", "w", "something that nobody has written yet"); ok {
		t.Error("it is said all the same")
	}
}

// knowsBoth says whether a line of the check is what is wrong and what would be right; either may have a semicolon of
// its own.
func (s *sayings) knowsBoth(line string) bool {
	parts := strings.Split(line, "; ")
	for i := 1; i <= len(parts); i++ {
		_, what := s.say("zh", "w", strings.Join(parts[:i], "; "))
		_, fix := s.say("zh", "f", strings.Join(parts[i:], "; "))
		if what && (fix || i == len(parts)) {
			return true
		}
	}
	return false
}

// TestEverySentenceOfTheCheckIsInTheCatalogue reads config's code: each sentence that it can say has its words here.
func TestEverySentenceOfTheCheckIsInTheCatalogue(t *testing.T) {
	s := testSayings(t)
	files, err := filepath.Glob("../../config/*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	set := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			for _, sentence := range sentencesOf(call) {
				n++
				if !s.knows(sentence) {
					t.Errorf("%s: nobody says %s %q", set.Position(call.Pos()), sentence.group, sentence.text("the policy"))
				}
			}
			return true
		})
	}
	if n < 200 {
		t.Errorf("only %d sentences", n)
	}
}

// spoken is a sentence of config's code: pieces of text, and what is put in when it runs.
type spoken struct {
	group  string
	pieces []string
}

// text fills every open place with the same word.
func (p spoken) text(word string) string { return strings.Join(p.pieces, word) }

// knows says whether a sentence is in the catalogue with any of what its places may hold.
func (s *sayings) knows(p spoken) bool {
	if _, ok := s.say("zh", p.group, p.pieces[0]); len(p.pieces) == 1 {
		return ok
	}
	for _, word := range []string{"the policy", `"x"`, "x", "7", `"x" of the policy`, "service", `"x" and "y"`} {
		filled := spoken{p.group, append([]string{p.pieces[0] + word + p.pieces[1]}, p.pieces[2:]...)}
		if s.knows(filled) {
			return true
		}
	}
	return false
}

// sentencesOf gives what a call of config's reader says, as far as it begins with words and not with a variable alone.
func sentencesOf(call *ast.CallExpr) (list []spoken) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	groups := map[string]map[int]string{
		"bad": {1: "w", 2: "f"}, "warn": {1: "w", 2: "f"}, "add": {2: "w", 3: "f"}, "emptyList": {1: "w", 2: "f"},
		"need": {1: "f"}, "needText": {1: "f"}, "needID": {1: "f"}, "section": {2: "f"}, "wrongType": {1: "n", 2: "f"},
	}[selector.Sel.Name]
	for i, group := range groups {
		if i >= len(call.Args) {
			continue
		}
		pieces := piecesOf(call.Args[i])
		if !slices.ContainsFunc(pieces, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			continue // composed before, where it is a sentence of its own
		}
		if all := strings.Join(pieces, "%s"); all == "the url of %s: %s" || all == "%s: %s" || all == "first_pin of %s %s" {
			continue // what printer or a hash's check says: TestEveryMistakeIsToldInChinese has them
		}
		if group == "f" && selector.Sel.Name != "bad" && selector.Sel.Name != "warn" && selector.Sel.Name != "add" && selector.Sel.Name != "emptyList" {
			pieces[0] = "write " + pieces[0]
		}
		list = append(list, spoken{group, pieces})
	}
	return list
}

// piecesOf takes an expression apart into its words and the places between them.
func piecesOf(e ast.Expr) []string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		if err != nil {
			return []string{""}
		}
		return []string{s}
	case *ast.BinaryExpr:
		a, b := piecesOf(e.X), piecesOf(e.Y)
		return append(append(slices.Clone(a[:len(a)-1]), a[len(a)-1]+b[0]), b[1:]...)
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "Sprintf" {
			break
		}
		format, ok := e.Args[0].(*ast.BasicLit)
		if !ok {
			break
		}
		s, err := strconv.Unquote(format.Value)
		if err != nil {
			break
		}
		s = strings.NewReplacer("%q", `"x"`, "%d", "7", "%.1f", "7.5").Replace(s)
		return strings.Split(s, "%s")
	}
	return []string{"", ""}
}
