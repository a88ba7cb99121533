package display

import (
	"net/http"
	"testing"
)

func TestWhatIsKnownIsNotSentAgain(t *testing.T) {
	c := from("192.0.2.1:1")
	tag, same := Unchanged(c, []byte("a"), []byte("b"))
	if same || tag == "" || c.Writer.Header().Get("ETag") != tag {
		t.Errorf("at first: %s, %v", tag, same)
	}
	if other, _ := Unchanged(from("192.0.2.1:1"), []byte("ab"), nil); other == tag {
		t.Error("two answers have one tag")
	}
	for header, want := range map[string]bool{tag: true, "W/" + tag: true, `"x", ` + tag: true, `"x"`: false, "": false} {
		c := from("192.0.2.1:1")
		c.Request.Header.Set("If-None-Match", header)
		if _, same := Unchanged(c, []byte("a"), []byte("b")); same != want || (c.Writer.Status() == http.StatusNotModified) != want {
			t.Errorf("%s: %v, %d", header, same, c.Writer.Status())
		}
	}
}
