package main

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// changedMeanwhile changes the config while a draft lies there that was begun before, so that something waits for a
// restart, and has the day's figures written and sent.
func changedMeanwhile(w *walk) {
	w.t.Helper()
	c := w.p.login("supervisor")
	var now struct{ Text, Base string }
	c.must(w.t, http.StatusOK, "GET", "/api/v1/config", nil, &now)
	text := strings.Replace(now.Text, `hotline: "12345"`, "hotline: \"12345\"\n  public_url: http://192.168.1.20:8080", 1) +
		"\ndaily:\n  dir: " + w.t.TempDir() + "\n  post: {url: \"http://127.0.0.1:9/days?key=secret\"}\n"
	c.must(w.t, http.StatusOK, "PUT", "/api/v1/config", map[string]string{"base": now.Base, "text": text}, nil)
}

func administering() []view {
	staff := func(name, page, path, ready string) view {
		return view{name: name, page: page, as: "supervisor", path: path, ready: ready, sizes: deskSizes()}
	}
	slip := staff("admin-slip-wrong", "settings/section", "/admin/part/template", ".live-slip .error")
	slip.then = func(_ *walk, t *tab) {
		t.see(".live-slip img")
		read[bool](t, `(() => { const e = document.querySelector('[name="f.template.0.item"]'); e.value = "number"; e.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`)
	}
	return []view{
		staff("admin-theirs", "settings/review", "/admin/review", ".theirs .words"),
		staff("admin-waits", "settings/overview", "/admin", ".waits"),
		staff("admin-daily", "settings/section", "/admin/part/daily", "form.entry"),
		slip,
	}
}

// locked takes away the right to write the config.
func locked(w *walk) {
	w.t.Helper()
	args := w.p.cmd.Args
	data := args[slices.Index(args, "--data")+1]
	if err := os.Chmod(filepath.Join(data, "sample.yaml"), 0o440); err != nil {
		w.t.Fatal(err)
	}
}

func readOnly() []view {
	return []view{
		{name: "admin-locked", page: "settings/overview", as: "supervisor", path: "/admin", ready: ".refusal pre", sizes: deskSizes()},
		{name: "admin-review-locked", page: "settings/review", as: "supervisor", path: "/admin/review", ready: ".refusal", sizes: deskSizes()},
	}
}
