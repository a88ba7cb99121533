package voice

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// hall is a house in which an Announcer speaks, and who listens to it.
type hall struct {
	*queue.Queue
	t     *testing.T
	kit   *display.Kit
	began time.Time
	voice *Voice
	rows  display.Rows // of free texts

	mu   sync.Mutex
	said map[queue.ZoneID][]saying
}

// saying is an announcement, as a listener hears it.
type saying struct {
	Announcement
	from, to time.Time // to: as long as it takes, or until it was hushed
	hushed   bool
}

func (h *hall) Say(z queue.ZoneID, a Announcement) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := len(h.said[z]); n > 0 && a.Cut {
		h.said[z][n-1].to = time.Now()
	}
	h.said[z] = append(h.said[z], saying{a, time.Now(), time.Now().Add(a.Length), false})
}

func (h *hall) Hush(z queue.ZoneID, call int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	last := &h.said[z][len(h.said[z])-1]
	if last.Call != call {
		h.t.Errorf("call %d is hushed while %d is being said", call, last.Call)
	}
	last.to, last.hushed = time.Now(), true
}

// in gives what was said in a zone until now.
func (h *hall) in(z queue.ZoneID) []saying {
	synctest.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.said[z])
}

// zones lists where something was said.
func (h *hall) zones() []queue.ZoneID {
	synctest.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Sorted(maps.Keys(h.said))
}

// heard gives what was said in a zone: "A001 twice", "A002 once", "A003 hushed".
func (h *hall) heard(z queue.ZoneID) []string {
	var all []string
	for _, s := range h.in(z) {
		n := 0
		for _, l := range s.Lines {
			if l.Lang == "zh-CN" {
				n++
			}
		}
		how := map[int]string{0: "never", 1: "once", 2: "twice"}[n]
		if s.hushed {
			how = "hushed"
		}
		all = append(all, s.Number+" "+how)
	}
	return all
}

func (h *hall) do(c queue.Command) queue.Result {
	h.t.Helper()
	return queuetest.Do(h.t, h.Queue, queue.ByStaff("boss"), c)
}

func (h *hall) call(w queue.WindowID) { h.t.Helper(); h.do(queue.Next{Window: w}) }

func kitOfQueue(t *testing.T, q *queue.Queue) *display.Kit {
	t.Helper()
	k, err := display.New(display.Options{Rules: q.Rules, Now: q.Now})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// voiceRules is the small centre with a screen on floor 3.
func voiceRules() *queue.Rules {
	r := queuetest.Rules()
	r.Screens = append(r.Screens, queue.Screen{ID: "floor3", Name: queue.Text{"zh": "三楼"}, Windows: []queue.WindowID{"court"}})
	return r
}

// listen runs a test in a house whose time is the test's own.
func listen(t *testing.T, rules *queue.Rules, test func(h *hall)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := &hall{t: t, began: time.Now(), said: map[queue.ZoneID][]saying{}}
		h.Queue = queuetest.Start(t, rules, queue.Options{})
		h.kit = kitOfQueue(t, h.Queue)
		for _, w := range rules.Windows {
			h.do(queue.OpenWindow{Window: w.ID})
		}
		h.speak()
		test(h)
		h.never(t)
	})
}

// speak has an Announcer at work until the test ends.
func (h *hall) speak() (stop func()) {
	return h.run(New(Options{Kit: h.kit, Queue: h.Queue, Notices: display.NewNotices(h.rows), Voice: h.voice}))
}

// run has this one at work.
func (h *hall) run(a *Announcer) (stop func()) {
	a.Tell(h)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Error(err)
		}
	})
	h.t.Cleanup(stop)
	synctest.Wait()
	return stop
}

// never holds what no listener may hear: two at once, or what is too old.
func (h *hall) never(t *testing.T) {
	t.Helper()
	for _, z := range h.zones() {
		list := h.in(z)
		for i, s := range list {
			if i > 0 && s.from.Before(list[i-1].to) {
				t.Errorf("zone %s: %s begins before %s has ended", z, s.Number, list[i-1].Number)
			}
		}
	}
}

func TestCallsOfAZoneAreSaidOneAfterTheOther(t *testing.T) {
	listen(t, voiceRules(), func(h *hall) {
		for range 2 {
			queuetest.Issue(t, h.Queue, "legal")
		}
		queuetest.Issue(t, h.Queue, "court")
		h.call("w1")
		h.call("w2")
		h.call("court")
		time.Sleep(time.Minute)
		if got, want := h.heard("f1"), []string{"A001 twice", "A002 twice", "H001 twice"}; !slices.Equal(got, want) {
			t.Errorf("floor 1 hears %q, want %q", got, want)
		}
		if got, want := h.heard("f3"), []string{"H001 twice"}; !slices.Equal(got, want) {
			t.Errorf("floor 3 hears %q, want %q", got, want)
		}
		if one, three := h.in("f1")[2].Lines[0].Text, h.in("f3")[0].Lines[0].Text; one != "请 H 零零幺号，乘电梯上三楼，到共享法庭。" || three != "请 H 零零幺号，到三楼共享法庭。" {
			t.Errorf("says %q on floor 1 and %q on floor 3", one, three)
		}
		if wait := h.in("f3")[0].from.Sub(h.began); wait != 0 {
			t.Errorf("floor 3 waits %s for floor 1", wait)
		}
	})
}

// TestManyCallsAtOnce has more called than can be said: who waits is said once, and what
// would be older than half a minute isn't said at all.
func TestManyCallsAtOnce(t *testing.T) {
	rules := voiceRules()
	for i := range 20 {
		rules.Windows = append(rules.Windows, queue.WindowRule{
			ID: queue.WindowID(fmt.Sprintf("x%d", i)), Label: queue.Text{"zh": fmt.Sprintf("%d 号窗口", i+20)}, Floor: "f1", Services: []queue.ServiceID{"legal"},
		})
	}
	listen(t, rules, func(h *hall) {
		for i := range 20 {
			queuetest.Issue(t, h.Queue, "legal")
			h.call(queue.WindowID(fmt.Sprintf("x%d", i)))
		}
		time.Sleep(2 * time.Minute)
		said := h.heard("f1")
		if len(said) < 4 || len(said) > 8 {
			t.Fatalf("%d of 20 are said: %q", len(said), said)
		}
		for i, s := range said {
			if !strings.HasPrefix(s, fmt.Sprintf("A%03d ", i+1)) || i > 0 && i < len(said)-1 && !strings.HasSuffix(s, "once") {
				t.Errorf("call %d: %s", i, s)
			}
		}
		for _, s := range h.in("f1") {
			if age := s.from.Sub(h.began); age > Fresh {
				t.Errorf("%s is said after %s", s.Number, age)
			}
		}
	})
}

func TestPriorityIsSaidAhead(t *testing.T) {
	listen(t, voiceRules(), func(h *hall) {
		queuetest.Issue(t, h.Queue, "legal")
		queuetest.Issue(t, h.Queue, "legal")
		h.do(queue.Issue{Service: "mediation", Class: queue.ClassPriority, Seed: queuetest.Seed()})
		h.call("w1")
		synctest.Wait()
		h.call("w2")
		h.call("w3")
		time.Sleep(time.Minute)
		if got, want := h.heard("f1"), []string{"A001 twice", "A003 twice", "A002 twice"}; !slices.Equal(got, want) {
			t.Errorf("hears %q, want %q", got, want)
		}
	})
}

func TestWhatNoLongerHoldsIsNotSaid(t *testing.T) {
	listen(t, voiceRules(), func(h *hall) {
		for range 3 {
			queuetest.Issue(t, h.Queue, "legal")
		}
		queuetest.Issue(t, h.Queue, "mediation")
		h.call("w1")
		h.call("w2")
		h.call("w3")
		synctest.Wait()
		h.do(queue.Hold{Window: "w2", Reason: "copying"}) // waits to be said
		time.Sleep(time.Second)
		h.do(queue.Undo{Window: "w1"}) // is being said
		time.Sleep(time.Minute)
		if got, want := h.heard("f1"), []string{"A001 hushed", "A004 twice"}; !slices.Equal(got, want) {
			t.Errorf("hears %q, want %q", got, want)
		}
		if s := h.in("f1")[0]; s.to.Sub(s.from) != time.Second {
			t.Errorf("it goes on for %s", s.to.Sub(s.from))
		}
	})
}

func TestWhoHasComeIsCalledOnce(t *testing.T) {
	listen(t, voiceRules(), func(h *hall) {
		queuetest.Issue(t, h.Queue, "legal")
		queuetest.Issue(t, h.Queue, "legal")
		queuetest.Issue(t, h.Queue, "mediation")
		h.call("w1")
		h.call("w2")
		h.call("w3")
		synctest.Wait()
		h.do(queue.Start{Window: "w2"})
		h.do(queue.Finish{Window: "w3", Outcome: "answered"})
		time.Sleep(time.Minute)
		if got, want := h.heard("f1"), []string{"A001 twice", "A002 once"}; !slices.Equal(got, want) {
			t.Errorf("hears %q, want %q", got, want)
		}
	})
}

func TestARecallIsSaidInItsTurn(t *testing.T) {
	listen(t, voiceRules(), func(h *hall) {
		queuetest.Issue(t, h.Queue, "legal")
		queuetest.Issue(t, h.Queue, "legal")
		h.call("w1")
		h.call("w2")
		h.do(queue.Recall{Window: "w2"}) // while it waits: one call
		time.Sleep(40 * time.Second)
		h.do(queue.Recall{Window: "w1"})
		time.Sleep(40 * time.Second)
		if got, want := h.heard("f1"), []string{"A001 twice", "A002 twice", "A001 twice"}; !slices.Equal(got, want) {
			t.Errorf("hears %q, want %q", got, want)
		}
	})
}

// TestAProgramThatComesBackSaysWhatIsFresh starts anew behind a call of just now and one of long ago.
func TestAProgramThatComesBackSaysWhatIsFresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hall{t: t, began: time.Now(), said: map[queue.ZoneID][]saying{}}
		h.Queue = queuetest.Start(t, voiceRules(), queue.Options{})
		h.kit = kitOfQueue(t, h.Queue)
		queuetest.Issue(t, h.Queue, "legal")
		queuetest.Issue(t, h.Queue, "legal")
		h.do(queue.OpenWindow{Window: "w1"})
		h.do(queue.OpenWindow{Window: "w2"})
		h.call("w1")
		time.Sleep(Fresh + time.Second)
		h.call("w2")
		stop := h.speak()
		if got, want := h.heard("f1"), []string{"A002 twice"}; !slices.Equal(got, want) {
			t.Errorf("hears %q, want %q", got, want)
		}
		stop()
	})
}

// TestZonesFollowTheRules takes a screen away, and the house into one zone.
func TestZonesFollowTheRules(t *testing.T) {
	listen(t, voiceRules(), func(h *hall) {
		rules := voiceRules()
		for i := range rules.Screens {
			rules.Screens[i].Zone = "house"
		}
		queuetest.Do(t, h.Queue, queue.System, queue.SetRules{Rules: rules})
		queuetest.Issue(t, h.Queue, "court")
		h.call("court")
		time.Sleep(time.Minute)
		if got := h.heard("house"); !slices.Equal(got, []string{"H001 twice"}) || len(h.zones()) != 1 {
			t.Errorf("hears %q in %d zones", got, len(h.zones()))
		}
		if text := h.in("house")[0].Lines[0].Text; !strings.Contains(text, "乘电梯") {
			t.Errorf("listeners on several floors aren't told the way: %q", text)
		}
	})
}

// TestAnEmergencyCutsOffWhatIsSaid and is said again as long as it stands.
func TestAnEmergencyCutsOffWhatIsSaid(t *testing.T) {
	rules := voiceRules()
	rules.Notices = []queue.NoticeText{{ID: "fire", Text: queue.Text{"zh": "不要乘电梯", "en": "Do not use the lift"}, Emergency: true}}
	listen(t, rules, func(h *hall) {
		queuetest.Issue(t, h.Queue, "legal")
		queuetest.Issue(t, h.Queue, "legal")
		h.call("w1")
		h.call("w2")
		time.Sleep(2 * time.Second)
		h.do(queue.PostNotice{Code: "fire", Kind: queue.NoticeEmergency})
		time.Sleep(10 * time.Second)
		synctest.Wait()
		first := h.in("f1")[1]
		if !first.Cut || first.Notice == 0 || first.Call != 0 || first.from.Sub(h.in("f1")[0].from) != 2*time.Second || len(first.Lines) < 2 || first.Lines[0].Text != "不要乘电梯" {
			t.Errorf("an emergency is said as %+v", first)
		}
		if n := len(h.in("f3")); n != 1 {
			t.Errorf("floor 3 hears it %d times", n)
		}
		time.Sleep(time.Minute)
		var notices []queue.NoticeID
		h.View(func(l *queue.Lobby) {
			for _, n := range l.Notices() {
				notices = append(notices, n.ID)
			}
		})
		h.do(queue.TakeNotice{Notice: notices[0]})
		synctest.Wait()
		times := len(h.in("f3"))
		if times < 2 || times > 3 {
			t.Errorf("it is said %d times in a minute", times)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(h.in("f3")) != times {
			t.Error("it is said though it was taken back")
		}
	})
}

// busy is rows on a disk that is too busy for so many readings.
type busy struct {
	display.Rows
	left int
}

func (b *busy) Notes(ctx context.Context, ids []int64) ([]queue.Personal, error) {
	if b.left--; b.left >= 0 {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return b.Rows.Notes(ctx, ids)
}

// TestWordsThatCantBeReadAtOnceAreSaidLater posts a free emergency while the disk is busy, and nothing after it.
func TestWordsThatCantBeReadAtOnceAreSaidLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &queuetest.Store{}
		h := &hall{t: t, began: time.Now(), said: map[queue.ZoneID][]saying{}, rows: &busy{store, 3}}
		h.Queue = queuetest.Start(t, voiceRules(), queue.Options{Store: store})
		h.kit = kitOfQueue(t, h.Queue)
		h.speak()
		h.do(queue.PostNotice{Kind: queue.NoticeEmergency, Text: queue.Text{"zh": "请离开"}})
		time.Sleep(3 * (wordsWait + reread))
		if said := h.in("f1"); len(said) != 1 || said[0].Lines[0].Text != "请离开" {
			t.Errorf("says %+v", said)
		}
	})
}

// TestAnEmergencyWithoutClipsIsNotSilent posts words that no clip says where the server's loudspeaker
// speaks: it plays the alarm, a browser is asked for the words, and the hall for a person.
func TestAnEmergencyWithoutClipsIsNotSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &queuetest.Store{}
		h := &hall{t: t, began: time.Now(), said: map[queue.ZoneID][]saying{}}
		h.Queue = queuetest.Start(t, voiceRules(), queue.Options{Store: store})
		h.kit = kitOfQueue(t, h.Queue)
		board := display.NewBoard()
		a := New(Options{
			Kit: h.kit, Queue: h.Queue, Notices: display.NewNotices(store), Voice: opened(t), Board: board, Speakers: []Speaker{{Zone: "f1", Play: "card"}},
		})
		var played []int
		a.speakers["f1"].run = func(_ context.Context, _ string, wav []byte) error { played = append(played, len(wav)); return nil }
		h.run(a)
		n := h.do(queue.PostNotice{Kind: queue.NoticeEmergency, Text: queue.Text{"zh": "请王先生的家属留步"}}).Notice
		one, three := h.in("f1"), h.in("f3")
		if len(one) != 1 || len(played) != 1 || played[0] < 2*Rate {
			t.Fatalf("the loudspeaker plays %v of %+v", played, one)
		}
		if x := one[0]; !x.Aside || x.Behind <= 0 || x.Length <= x.Behind || x.Audio != "" || !x.Lines[0].Local {
			t.Errorf("beside the loudspeaker: %+v", x)
		}
		if x := three[0]; x.Aside || x.Behind != 0 || x.Audio == "" || !x.Lines[0].Local {
			t.Errorf("where there is none: %+v", x)
		}
		if v := board.Snapshot().Voice; !slices.Equal(v.Unsaid, []string{"请王先生的家属留步"}) || v.Speakers[0].Left.IsZero() {
			t.Errorf("the hall is told %+v", v)
		}
		h.do(queue.TakeNotice{Notice: n.ID})
		synctest.Wait()
		if v := board.Snapshot().Voice; len(v.Unsaid) != 0 {
			t.Errorf("taken back, the hall is told %+v", v)
		}
	})
}
