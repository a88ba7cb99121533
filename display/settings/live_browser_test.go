package settings_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"onedoor/config"
)

// ears listens at a live page's line until it ends.
type ears struct {
	mu    sync.Mutex
	heard []string
	ended error
}

// listen opens a window's line as somebody.
func (p *person) listen(window string) *ears {
	p.h.t.Helper()
	d := websocket.Dialer{Jar: p.c.Jar}
	ws, resp, err := d.DialContext(p.h.t.Context(), "ws"+strings.TrimPrefix(p.h.url, "http")+"/ws/console/"+window, nil)
	if err != nil {
		p.h.t.Fatal(err)
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		p.h.t.Fatal(resp.Status)
	}
	e, done := &ears{}, make(chan struct{})
	go func() {
		defer close(done)
		for {
			_, b, err := ws.ReadMessage()
			e.mu.Lock()
			if err != nil {
				e.ended = err
				e.mu.Unlock()
				return
			}
			e.heard = append(e.heard, string(b))
			e.mu.Unlock()
		}
	}()
	p.h.t.Cleanup(func() { _ = ws.Close(); <-done })
	return e
}

// still says how often the line has spoken, and fails when it has ended.
func (e *ears) still(t *testing.T) int {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ended != nil {
		t.Errorf("the line is cut: %v", e.ended)
	}
	return len(e.heard)
}

// TestARenamedServiceIsSeenAtOnce renames a service by its form: a kiosk that is open shows the new name without
// being loaded again, no line is cut, the history says who and when, and one step back brings the old name back.
func TestARenamedServiceIsSeenAtOnce(t *testing.T) {
	h := open(t)
	line := h.login("supervisor").listen("w1")
	b := newTab(t, h)
	kiosk := &tab{b.Beside(), b.house}
	kiosk.Before(`{ const every = window.setInterval; window.setInterval = (f, ms, ...more) => every(f, Math.min(ms, 250), ...more); }`) // its clock goes faster
	kiosk.Open("/kiosk/main/more?lang=en")
	old, fresh := config.Sample().Rules.Service("hotline").Name.In("en"), "What 12345 sent you for"
	kiosk.Says("main", old)
	value[bool](kiosk, `window.neverReloaded = true`)

	b.login("supervisor", "zh")
	b.Open("/admin/part/services/hotline")
	b.write("f.name.en", fresh)
	b.kept()
	b.applied()
	kiosk.Says("main", fresh)
	if name := h.queue.Rules().Service("hotline").Name.In("en"); name != fresh {
		t.Errorf("in force is %s", name)
	}

	b.Open("/admin/history")
	b.Says("tbody tr:first-child", "演示值班长")
	b.Says("tbody tr:first-child", h.queue.Now().In(h.queue.Rules().Location()).Format("2006-01-02"))
	b.Open("/admin/history/1")
	b.Click(`.sure:has(form[action="/admin/history/1"]) summary`)
	b.Click(`form[action="/admin/history/1"] button`)
	b.Until(`location.search === "?applied=1"`)
	kiosk.Says("main", old)
	if !value[bool](kiosk, `window.neverReloaded === true`) {
		t.Error("the kiosk was loaded again")
	}
	if line.still(t) == 0 {
		t.Error("nothing was heard")
	}
	if got := h.audit.acts(); got != "supervisor config_applied applied, supervisor config_applied back" {
		t.Errorf("audit: %s", got)
	}
}

// TestAMistakeInTheText says in the reader's language where it is and what would be right, while one types; nothing is
// applied, and what was written stays.
func TestAMistakeInTheText(t *testing.T) {
	h := open(t)
	b := newTab(t, h)
	b.login("supervisor", "zh")
	b.Open("/admin/text")
	b.Until(`(() => { const a = document.querySelector("textarea"); const at = a.value.indexOf("prefix: A") + 8;
		a.focus(); a.setSelectionRange(at, at + 1); return true; })()`)
	b.Press("I")
	at := strings.Count(strings.SplitN(string(config.SampleText()), "prefix: A", 2)[0], "\n") + 1
	b.Says(".found .error", fmt.Sprintf("第 %d 行第 13 列", at))
	b.Says(".found .error", "事项“labour”的字头写的是“I”；请用一两个大写字母，不用 I、O、Q")
	b.Until(fmt.Sprintf(`document.querySelector("#L%d").className === "error"`, at))
	b.Click("[data-editor] .main")
	b.Until(`document.readyState === "complete" && performance.getEntriesByType("navigation")[0].responseStatus === 422`)
	b.Says(".found .error", "请用一两个大写字母")
	if !value[bool](b, `document.querySelector("textarea").value.includes("prefix: I")`) {
		t.Error("what was written is lost")
	}
	b.Open("/admin/review")
	if value[bool](b, `!!document.querySelector('form[action="/admin/apply"]')`) {
		t.Error("it can be applied")
	}
	if now, err := h.shelf.Current(); err != nil || string(now.Src) != string(config.SampleText()) {
		t.Errorf("the file has changed: %v", err)
	}
}

// TestTheSlipAsOneTypes draws the slip beside its template while somebody types, says what is wrong with it, and leaves
// alone what they type.
func TestTheSlipAsOneTypes(t *testing.T) {
	h := open(t)
	b := newTab(t, h)
	b.login("supervisor", "zh")
	b.Open("/admin/part/template")
	picture := func() string {
		return value[string](b, `document.querySelector("[data-slip] img")?.getAttribute("src") ?? ""`)
	}
	b.Until(`document.querySelector("[data-slip] img")?.naturalWidth > 0`)
	usual := picture()
	b.choose("f.template.0.item", "number")
	b.Says("[data-slip] .problems", "小票样式里没有 mark；请把 - mark 写在第一行")
	if picture() != usual {
		t.Error("a slip that is wrong was drawn")
	}
	b.choose("f.template.0.item", "mark")
	b.another("f.template")
	b.choose("f.template.1.item", "number")
	b.another("f.template")
	b.choose("f.template.2.item", "note")
	b.Until(`!document.querySelector("[data-slip]").hasAttribute("aria-busy")`)
	before := picture()
	b.write("f.template.2.text.zh", "请收好")
	b.write("f.template.2.text.en", "Keep it")
	b.Until(fmt.Sprintf(`document.querySelector("[data-slip] img").getAttribute("src") !== %q && document.querySelector("[data-slip] .problems").children.length === 0`, before))
	if got := value[string](b, `document.querySelector('[name="f.template.2.text.zh"]').value`); got != "请收好" {
		t.Errorf("what was typed is %q", got)
	}
	if _, ok, err := h.shelf.Draft("supervisor"); ok || err != nil {
		t.Errorf("a draft was kept: %v", err)
	}
}
