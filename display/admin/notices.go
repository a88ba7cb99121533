package admin

import (
	"context"
	"strings"

	"onedoor/queue"
)

// hallNotice is what the screens tell besides the calls.
type hallNotice struct {
	ID        queue.NoticeID
	Emergency bool
	Text      string
	Where     string // which screens, in words
	Since     string
	Until     string // "": until it is taken back
}

// notices lists what stands on the screens. A free text that can't be read now is left out; the log
// says why.
func (b *hallBuilder) notices() {
	views, err := b.a.Notices.Views(context.Background(), b.standing, b.rules)
	if err != nil {
		b.a.Log.Error("notices not read", "err", err)
	}
	for _, v := range views {
		n := hallNotice{
			ID: v.ID, Emergency: v.Kind == queue.NoticeEmergency, Text: v.Text.In(b.lang), Where: b.screensOf(v.Screens),
			Since: b.a.Kit.Time(v.Since),
		}
		if v.Until != nil {
			n.Until = b.a.Kit.When(b.lang, *v.Until)
		}
		b.d.Notices = append(b.d.Notices, n)
	}
}

// screensOf names screens.
func (b *hallBuilder) screensOf(ids []queue.ScreenID) string {
	switch {
	case len(ids) == 0:
		return b.t("notice_everywhere")
	case len(ids) > 3:
		return b.t("notice_many", "n", len(ids))
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
		if s := b.rules.Screen(id); s != nil {
			names[i] = s.Name.In(b.lang)
		}
	}
	return strings.Join(names, b.a.Kit.T(b.lang, "common.list_comma"))
}

// postForm is what a notice is written with.
type postForm struct {
	Prepared []preparedNotice
	Langs    []string
	Screens  []queue.Screen
	Stands   []int // for how many minutes; 0: until it is taken back
	lang     string
}

type preparedNotice struct {
	ID        queue.NoticeCode
	Text      string
	Emergency bool
}

func (a *Admin) postForm(lang string) postForm {
	r := a.Kit.Rules()
	f := postForm{Langs: a.Kit.Langs(), Screens: r.Screens, Stands: []int{0, 15, 60, 240}, lang: lang}
	for _, n := range r.Notices {
		f.Prepared = append(f.Prepared, preparedNotice{n.ID, n.Text.In(lang), n.Emergency})
	}
	return f
}
