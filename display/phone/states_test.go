package phone

import (
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// state is one of the pages that a ticket can have.
type state struct {
	name string
	make func(s *scene) (ref string)
	says []string // in Chinese
	not  []string // and what it doesn't say
}

// scene is a house and what makes a state in it.
type scene struct {
	*house
	t    *testing.T
	lang string
}

func (s *scene) issue(c queue.Issue) *queue.Ticket {
	s.t.Helper()
	c.Lang, c.Seed = s.lang, queuetest.Seed()
	if c.Service == "" && c.Bundle == "" {
		c.Service = "legal"
	}
	return s.boss(s.t, c).Ticket
}

// crowd issues n tickets.
func (s *scene) crowd(n int) {
	s.t.Helper()
	for range n {
		s.issue(queue.Issue{})
	}
}

// called issues a ticket and calls it to window 2.
func (s *scene) called(c queue.Issue) *queue.Ticket {
	s.t.Helper()
	mine := s.issue(c)
	s.boss(s.t, queue.Next{Window: "w2"})
	return mine
}

func (s *scene) expect(minutes ...int) {
	s.told.r.Store(&queue.Range{LowS: 60 * minutes[0], HighS: 60 * minutes[1]})
}

func (s *scene) rules(change func(*queue.Rules)) {
	s.t.Helper()
	r := *s.queue.Rules()
	change(&r)
	queuetest.Do(s.t, s.queue, queue.System, queue.SetRules{Rules: &r})
}

// plan draws the first floor.
func (s *scene) plan() {
	s.t.Helper()
	s.rules(func(r *queue.Rules) {
		r.Centre.Floors = append([]queue.Floor{}, r.Centre.Floors...)
		r.Centre.Floors[0].Plan = &queue.FloorPlan{
			Width: 50, Height: 23, Waits: []queue.Area{{ID: "hall", X: 3, Y: 9, Width: 23, Height: 6}},
			Rooms:    []queue.Room{{ID: "quiet", Name: queue.Text{"zh": "谈心室", "en": "Quiet room"}, Outline: []queue.Point{{X: 39, Y: 0}, {X: 50, Y: 0}, {X: 50, Y: 8}, {X: 39, Y: 8}}}},
			Entrance: []queue.Point{{X: 27, Y: 22}}, Lift: []queue.Point{{X: 42, Y: 20}}, Desk: []queue.Point{{X: 33, Y: 19}},
			Windows: []queue.WindowSpot{{Window: "w1", Point: queue.Point{X: 8, Y: 3}}, {Window: "w2", Point: queue.Point{X: 18, Y: 3}}},
		}
	})
}

// session plans a hearing and has its plaintiff check in.
func (s *scene) session() *queue.Ticket {
	s.t.Helper()
	s.rules(func(r *queue.Rules) {
		r.Services = append([]queue.Service{}, r.Services...)
		r.Services[3].Sides = []queue.SideRule{
			{ID: "plaintiff", Name: queue.Text{"zh": "原告", "en": "Plaintiff"}, Wait: queue.Text{"zh": "三楼西侧等候区", "en": "the west waiting area on floor 3"}},
			{ID: "defendant", Name: queue.Text{"zh": "被告", "en": "Defendant"}},
		}
		r.Policy.Sessions = &queue.Margin{EarlyS: 7200, LateS: 1800}
	})
	s.boss(s.t, queue.PlanSessions{Seed: queuetest.Seed(), Sessions: []queue.PlannedSession{{
		Key: "7", At: s.queue.Now().Add(30 * time.Minute), Service: "court", Room: "court",
		Sides: []queue.PlannedSide{{Role: "plaintiff", Heads: 1}, {Role: "defendant", Heads: 1}},
	}}})
	return s.boss(s.t, queue.CheckIn{Session: 1, Side: 1, Lang: s.lang, Seed: queuetest.Seed()}).Ticket
}

// states lists every page of a ticket.
func states() []state {
	return []state{
		{"waiting", func(s *scene) string {
			s.offer(s.t)
			s.plan()
			s.expect(8, 15)
			s.crowd(4)
			mine := s.issue(queue.Issue{})
			s.crowd(3)
			return mine.Ref
		}, []string{"您的号码 A005", "4 位", "前面还有", "8–15 分", "大约", "请在一楼大厅等", "叫到您时，这里显示去几号窗口", "看平面图", "让后面的先办", "查询码", "手机不一定会响"}, []string{"1 号窗口", "2 号窗口"}},
		{"waiting-unknown", func(s *scene) string { s.crowd(12); return s.issue(queue.Issue{}).Ref }, []string{"12 位"}, []string{"大约", "–"}},
		{"near", func(s *scene) string { s.expect(2, 6); s.crowd(2); return s.issue(queue.Issue{}).Ref }, []string{"2 位", "前面人不多了，请别走开"}, nil},
		{"next", func(s *scene) string { s.expect(0, 5); return s.issue(queue.Issue{}).Ref }, []string{"前面没有人", "5 分以内"}, []string{"前面还有"}},
		{"paused", func(s *scene) string {
			mine := s.issue(queue.Issue{Service: "mediation"})
			s.boss(s.t, queue.OpenWindow{Window: "w3"})
			s.boss(s.t, queue.PauseWindow{Window: "w3", Reason: "meeting", For: 15 * time.Minute})
			return mine.Ref
		}, []string{"窗口暂停：开会"}, []string{"请别走开"}},
		{"group", func(s *scene) string { s.crowd(3); return s.issue(queue.Issue{Party: 17}).Ref }, []string{"17 人一起，叫到时请最多来 5 位代表"}, nil},
		{"bundle", func(s *scene) string {
			s.rules(func(r *queue.Rules) {
				r.Bundles = []queue.Bundle{{ID: "all", Name: r.Services[0].Name, Steps: []queue.ServiceID{"legal", "mediation", "court"}}}
			})
			return s.issue(queue.Issue{Bundle: "all"}).Ref
		}, []string{"然后：人民调解 · 一楼", "然后：共享法庭 · 三楼"}, nil},
		{"print-failed", func(s *scene) string {
			r := queuetest.Do(s.t, s.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Kiosk: "main", Lang: s.lang, Seed: queuetest.Seed()})
			queuetest.Do(s.t, s.queue, queue.ByPrinter("p1"), queue.SettlePrint{Job: r.Job, State: queue.PrintFailed, Why: "slip"})
			return r.Ticket.Ref
		}, []string{"号票没打出来，可以到咨询台补一张"}, nil},
		{"called", func(s *scene) string { s.plan(); return s.called(queue.Issue{}).Ref }, []string{"轮到您了", "请到 2 号窗口", "一楼", "平面图"}, []string{"已经叫了您", "看平面图"}},
		{"called-again", func(s *scene) string {
			mine := s.called(queue.Issue{})
			s.boss(s.t, queue.Recall{Window: "w2"})
			return mine.Ref
		}, []string{"已经叫了您 2 次"}, nil},
		{"called-group", func(s *scene) string { return s.called(queue.Issue{Party: 17}).Ref }, []string{"请最多来 5 位代表"}, nil},
		{"called-upstairs", func(s *scene) string {
			mine := s.issue(queue.Issue{Service: "court"})
			s.boss(s.t, queue.Next{Window: "court"})
			return mine.Ref
		}, []string{"请到共享法庭", "请乘电梯上三楼"}, nil},
		{"serving", func(s *scene) string {
			mine := s.called(queue.Issue{})
			s.boss(s.t, queue.Start{Window: "w2"})
			return mine.Ref
		}, []string{"正在为您办理", "2 号窗口"}, []string{"不等了"}},
		{"consultation", func(s *scene) string {
			mine := s.called(queue.Issue{Party: 3})
			s.boss(s.t, queue.Start{Window: "w2"})
			s.boss(s.t, queue.Consult{Window: "w2", Posts: []queue.Invitation{{Window: "court"}}, Room: "w3"})
			s.boss(s.t, queue.AnswerConsultation{Window: "court", Accept: true})
			s.boss(s.t, queue.BeginConsultation{Window: "w2"})
			return mine.Ref
		}, []string{"几位工作人员一起为您办", "请到调解室"}, nil},
		{"held", func(s *scene) string {
			mine := s.called(queue.Issue{})
			s.boss(s.t, queue.Hold{Window: "w2", Reason: "copying"})
			return mine.Ref
		}, []string{"请去复印，好了接着为您办", "号码给您留着", "请在一楼大厅等"}, nil},
		{"outside", func(s *scene) string {
			s.offer(s.t)
			mine := s.issue(queue.Issue{})
			queuetest.Do(s.t, s.queue, queue.Visitor, queue.StepOut{Ticket: mine.ID, For: 10 * time.Minute})
			return mine.Ref
		}, []string{"您可以离开到", "我回来了"}, nil},
		{"session", func(s *scene) string { return s.session().Ref }, []string{"您的场次是", "到时各方一起叫", "请在三楼西侧等候区等"}, nil},
		{"transferred", func(s *scene) string {
			mine := s.called(queue.Issue{})
			s.boss(s.t, queue.Transfer{Window: "w2", Service: "court"})
			return mine.Ref
		}, []string{"办过 · 一楼", "等候叫号 · 三楼", "请在三楼等候区等"}, nil},
		{"missed", func(s *scene) string {
			mine := s.called(queue.Issue{})
			s.boss(s.t, queue.Pass{Window: "w2"})
			return mine.Ref
		}, []string{"刚才叫过您", "不用重新取号", "我来了，接着排"}, nil},
		{"left", func(s *scene) string {
			mine := s.issue(queue.Issue{})
			queuetest.Do(s.t, s.queue, queue.Visitor, queue.Cancel{Ticket: mine.ID})
			return mine.Ref
		}, []string{"您已不再排队", "点错了？", "接着排队"}, []string{"还为这件事来"}},
		{"done", func(s *scene) string {
			mine := s.called(queue.Issue{})
			s.boss(s.t, queue.Finish{Window: "w2", Outcome: "concluded"})
			return mine.Ref
		}, []string{"已办完", "还为这件事来？", "再来办同一件事", "查询码", "这次办得怎么样？", "非常满意", "等得太久"}, []string{"办结", "手机不一定会响", "声音"}},
		{"rated", func(s *scene) string {
			mine := s.called(queue.Issue{})
			s.boss(s.t, queue.Finish{Window: "w2", Outcome: "concluded"})
			queuetest.Do(s.t, s.queue, queue.Visitor, queue.Evaluate{Visit: queue.Visited{Ticket: mine.ID}, Level: "5"})
			return mine.Ref
		}, []string{"评价收到了"}, []string{"满意", "提交"}},
		{"lapsed", func(s *scene) string {
			mine := s.issue(queue.Issue{})
			queuetest.Do(s.t, s.queue, queue.Clock, queue.CloseDay{Day: "2999-01-01"})
			return mine.Ref
		}, []string{"此号已过期", "可以重新取号"}, nil},
	}
}

// make has a house in a state and gives the page's path.
func (st *state) in(t *testing.T, lang string) (*house, string) {
	t.Helper()
	h := newHouse(t)
	return h, "/t/" + st.make(&scene{h, t, lang})
}

// TestEveryStateIsDrawn holds each page to its sentences, in both languages to having any, and
// all of them to what no page may have.
func TestEveryStateIsDrawn(t *testing.T) {
	for _, st := range states() {
		t.Run(st.name, func(t *testing.T) {
			h, path := st.in(t, "zh")
			ref := strings.TrimPrefix(path, "/t/")
			d := h.page(t, ref)
			d.Find("[hidden], [data-awake-not]").Remove()
			text := words(d.Find("main"))
			for _, want := range st.says {
				if !strings.Contains(text, want) {
					t.Errorf("it doesn't say %q: %s", want, text)
				}
			}
			for _, not := range st.not {
				if strings.Contains(text, not) {
					t.Errorf("it says %q: %s", not, text)
				}
			}
			if n := d.Find("h1").Length(); n != 1 {
				t.Errorf("%d headings of the first rank", n)
			}
			html, err := h.page(t, ref+"?lang=en").Html()
			if err != nil || strings.Contains(html, ref) || strings.Contains(html, "phone.") && strings.Contains(html, ">phone.") {
				t.Errorf("in English: %v, %s", err, html)
			}
		})
	}
}
