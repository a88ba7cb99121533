package admin

import (
	"strconv"
	"strings"

	"onedoor/queue"
)

// surges tells of similar matters that nobody has acknowledged yet, and proposes the tickets
// of theirs that wait as a group: whether they are heard together, people decide.
func (b *hallBuilder) surges() {
	for _, s := range b.l.Surges() {
		if !s.SeenAt.IsZero() {
			continue
		}
		n := need{Key: "surge-" + strconv.FormatInt(s.Seq, 10), Urgent: true, Icon: "bell", Surge: s.Seq, Sentence: b.t("need_surge",
			"n", len(s.Matters), "days", b.rules.Policy.Surge.Days, "category", b.category(s.Category), "tag", b.tag(s.Tag))}
		var group []string
		for _, t := range b.l.SurgeGroup(&s) {
			group = append(group, t.Number)
		}
		if len(group) > 0 {
			n.Sentence += b.t("need_surge_group", "numbers", strings.Join(group, b.a.Kit.Catalogue.T(b.lang, "common.and")))
		}
		b.told = append(b.told, n)
	}
}

func (b *hallBuilder) category(id queue.CategoryID) string {
	if c := b.rules.Category(id); c != nil {
		return c.Name.In(b.lang)
	}
	return string(id)
}

func (b *hallBuilder) tag(id queue.TagID) string {
	if t := b.rules.Tag(id); t != nil {
		return t.Name.In(b.lang)
	}
	return string(id)
}
