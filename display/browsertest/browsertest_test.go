package browsertest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"onedoor/display/browsertest"
)

func TestMain(m *testing.M) { browsertest.Main(m) }

// restless draws its button anew ten times a second until it is pressed, counts clicks, and leads on.
const restless = `<!doctype html><main></main><script>
const draw = () => { document.querySelector("main").innerHTML = '<button style="margin: 50px">' + clicks + "</button><input>"; };
let clicks = 0, anew;
document.addEventListener("mousedown", () => clearInterval(anew));
document.addEventListener("click", (e) => { if (e.target.closest("button")) { clicks++; draw(); } });
draw();
anew = setInterval(draw, 100);
</script>`

// TestAPageThatIsDrawnAnew is clicked once, and waited for from one page to the next; who opens another page brings no
// cookie along, who opens one beside it does.
func TestAPageThatIsDrawnAnew(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path == "/who" {
			c, _ := r.Cookie("who")
			fmt.Fprintf(w, "<p>%v</p>", c)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "me"})
		fmt.Fprint(w, restless)
	}))
	t.Cleanup(server.Close)
	b := browsertest.Open(t, server.URL, 800, 600)
	b.Open("/")
	b.Click("button")
	b.Until("clicks > 0")
	if n := browsertest.Value[int](b, "clicks"); n != 1 {
		t.Errorf("%d clicks", n)
	}
	b.Typed("input", "1\r2")
	if got := browsertest.Value[string](b, `document.querySelector("input").value`); got != "12" {
		t.Errorf("typed %q", got)
	}
	browsertest.Value[bool](b, `(setTimeout(() => { location.href = "/who"; }, 100), true)`)
	b.Says("p", "who=me")
	b.Absent("button")
	beside, other := b.Beside(), browsertest.Open(t, server.URL, 800, 600)
	beside.Open("/who")
	other.Open("/who")
	if mine, theirs := beside.Text("p"), other.Text("p"); mine != "who=me" || theirs == mine {
		t.Errorf("beside it says %q, elsewhere %q", mine, theirs)
	}
	if !browsertest.Value[bool](b, `document.hasFocus() && !document.hidden`) {
		t.Error("a page behind others knows that it is")
	}
	if n := browsertest.Value[int](b, `new Promise((done) => { const end = performance.now() + 300; let n = 0; (function frame() { n++; performance.now() < end ? requestAnimationFrame(frame) : done(n); })(); })`); n < 3 {
		t.Errorf("a page behind others draws %d frames in 300 ms", n)
	}
}
