package admin_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// buttons lists what one can press in the hall and in its sheets, by what it does, as the templates have it: the
// route that it asks, a choice of a form, or what the page itself does.
func buttons(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("templates/*.html")
	if err != nil || len(files) < 5 {
		t.Fatalf("%v, %v", files, err)
	}
	action, tag := regexp.MustCompile(`\{\{[^}]*\}\}`), regexp.MustCompile(`<(?:button|form|input)\b[^>]*>`)
	path, value := regexp.MustCompile(`/api/v1/[a-z0-9/*-]*[a-z]`), regexp.MustCompile(`\bvalue="([^"*]+)"`)
	found := map[string]bool{"window": true} // on the plan, which display draws
	for _, file := range append(files, "../templates/duty.part.html") {
		if filepath.Base(file) == "start.html" {
			continue
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range tag.FindAllString(action.ReplaceAllString(string(raw), "*"), -1) {
			v := ""
			if m := value.FindStringSubmatch(b); m != nil {
				v = m[1]
			}
			for mark, what := range map[string]string{
				`data-post="`: path.FindString(b), `name="go"`: "go " + v, `name="then"`: "then " + v, "data-again": "again", "data-duty": "duty",
				"data-notice": "notice", "data-close": "close", `data-open="post"`: "open post", `value="post"`: "post", `value="yes"`: "sure yes",
				`value="no"`: "sure no", "data-reload": "reload", "data-now": "reload now",
			} {
				if strings.Contains(b, mark) {
					found[what] = true
				}
			}
			if _, sheet, ok := strings.Cut(b, `data-sheet="`); ok {
				found["sheet "+sheet[:strings.IndexAny(sheet, `*"`)]] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
