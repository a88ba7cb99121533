package admin

import (
	"strings"

	"onedoor/display"
	"onedoor/queue"
)

// hallJoint is a joint consultation that is called together or running.
type hallJoint struct {
	Number  string
	Service string
	Place   string
	Posts   string // who takes part, or is asked and has not declined
	Words   string // running since when, or until when answers are awaited
	Running bool
}

// consultations lists the joint consultations, those that run first.
func (b *hallBuilder) consultations() {
	for _, running := range []bool{true, false} {
		for _, c := range b.l.Consultations() {
			if c.Running() == running {
				b.d.Joint = append(b.d.Joint, b.consultation(c))
			}
		}
	}
}

func (b *hallBuilder) consultation(c *queue.Consultation) hallJoint {
	v := display.NewConsultationView(b.l, c, b.lang)
	posts := []string{v.Lead.Label}
	for _, p := range v.Posts {
		if p.Answer == string(queue.Accepted) || !c.Running() && p.Answer == "open" {
			posts = append(posts, p.Label)
		}
	}
	j := hallJoint{
		Number: v.Number, Service: v.ServiceName, Place: v.Place.Label, Running: c.Running(),
		Posts: strings.Join(posts, b.a.Kit.Catalogue.T(b.lang, "common.list_comma")),
	}
	if c.Running() {
		j.Words = b.t("joint_running", "time", b.a.Kit.Time(c.Began))
	} else {
		j.Words = b.t("joint_called", "n", len(v.Posts)-c.Open(), "of", len(v.Posts), "time", b.a.Kit.Time(c.Until))
	}
	return j
}
