package journal_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// childTickets is how many tickets a child asks for, enough for the keeper to
// carry the log over in between.
const childTickets = 600

// childIssue issues tickets over a store and says of each what it was told:
// "ack", the ticket's id, the event's seq and the ref, or "refused" and why. It
// ends like a program that is killed.
func childIssue(dir string) {
	ctx := context.Background()
	s, err := journal.Open(ctx, journal.Options{Dir: dir})
	if err != nil {
		fmt.Println("refused", err)
		os.Exit(1)
	}
	q, err := queue.Open(ctx, queue.Options{Store: s, Now: time.Now, Tick: time.Hour})
	if err != nil {
		fmt.Println("refused", err)
		os.Exit(1)
	}
	go func() {
		runtime.LockOSThread() // strace counts calls by thread
		q.Run(ctx)
	}()
	if _, err := q.Do(ctx, queue.Request{Actor: queue.System, Command: queue.SetRules{Rules: queuetest.Rules()}}); err != nil {
		fmt.Println("refused", err)
	}
	for range childTickets {
		r, err := q.Do(ctx, queue.Request{Actor: queue.System, Command: queue.Issue{Service: "legal", Seed: queuetest.Seed()}})
		if err != nil {
			fmt.Println("refused", err)
		} else {
			fmt.Println("ack", r.Ticket.ID, r.Seq, r.Ticket.Ref)
		}
	}
	os.Exit(0)
}

// told is what a child was told of one ticket.
type told struct {
	id      queue.TicketID
	seq     int64
	ref     string
	refused string
}

func parseTold(t *testing.T, line string) told {
	t.Helper()
	if why, ok := strings.CutPrefix(line, "refused "); ok {
		return told{refused: why}
	}
	var x told
	if _, err := fmt.Sscanf(line, "ack %d %d %s", &x.id, &x.seq, &x.ref); err != nil {
		t.Fatalf("a child said %q", line)
	}
	return x
}

// runIssue runs the issuing child under strace and gives what it was told.
func runIssue(t *testing.T, dir string, options ...string) []told {
	t.Helper()
	var list []told
	c := child(t, "issue", dir, append([]string{need(t, "strace"), "-f", "-qq"}, options...)...)
	out := lines(t, c)
	for out.Scan() {
		list = append(list, parseTold(t, out.Text()))
	}
	if err := errors.Join(out.Err(), c.Wait()); err != nil {
		t.Fatal(err)
	}
	return list
}

// allThere says whether every acknowledged ticket is in the books, and the books
// are sound.
func allThere(t *testing.T, dir string, list []told) {
	t.Helper()
	with(t, dir, func(t *testing.T, s *journal.Store) {
		l, err := queue.RestoreLobby(lobby(t, s))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			if x.refused == "" && (l.Ticket(x.id) == nil || l.Ticket(x.id).Ref != x.ref) {
				t.Fatalf("ticket %d was acknowledged and isn't there", x.id)
			}
		}
		if err := s.Verify(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestASyncThatFailsOnce(t *testing.T) {
	dir := t.TempDir()
	list := runIssue(t, dir, "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO:when=40")
	refused := 0
	for i, x := range list {
		if x.refused == "" {
			continue
		}
		refused++
		if !strings.HasPrefix(x.refused, string(queue.ErrNotDurable)) || !strings.Contains(x.refused, "input/output error") {
			t.Errorf("refused with %s", x.refused)
		}
		if i < 20 || i+1 == len(list) || list[i+1].refused != "" || list[i+1].id != list[i-1].id+1 {
			t.Errorf("refused as ticket %d of %d; after it came %+v", i, len(list), list[min(i+1, len(list)-1)])
		}
	}
	if refused != 1 {
		t.Errorf("%d tickets were refused", refused)
	}
	allThere(t, dir, list)
}

func TestSyncsThatFailFromThenOn(t *testing.T) {
	dir := t.TempDir()
	list := runIssue(t, dir, "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO:when=40+")
	acknowledged := 0
	for acknowledged < len(list) && list[acknowledged].refused == "" {
		acknowledged++
	}
	if acknowledged < 20 || acknowledged == len(list) {
		t.Fatalf("%d of %d tickets were acknowledged", acknowledged, len(list))
	}
	for _, x := range list[acknowledged:] {
		if !strings.HasPrefix(x.refused, string(queue.ErrDamaged)) || !strings.Contains(x.refused, "the disk does not take what is written") {
			t.Fatalf("after the disk failed: %+v", x)
		}
	}
	allThere(t, dir, list)
}

// TestFilesCutBackToTheirLastSync takes a power cut at its word. A trace of the
// child's system calls is played back onto a disk that keeps of each file what
// was synced and of each directory what was there when it was synced, and nothing
// else for certain. At an acknowledgement that disk must hold the ticket.
func TestFilesCutBackToTheirLastSync(t *testing.T) {
	dir := t.TempDir()
	trace := filepath.Join(t.TempDir(), "trace")
	list := runIssue(t, dir, "-y", "-xx", "-s", "100000", "-o", trace,
		"-e", "trace=openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2,fallocate")
	f, err := os.Open(trace)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	disk := newDisk(dir)
	acknowledged := 0
	disk.said = func(text string) {
		for line := range strings.Lines(text) {
			x := parseTold(t, strings.TrimSpace(line))
			if x != list[acknowledged] {
				t.Fatalf("the trace tells of %+v, the child of %+v", x, list[acknowledged])
			}
			if acknowledged++; acknowledged%20 == 0 || disk.carried() {
				disk.mustHold(t, list[:acknowledged])
			}
		}
	}
	if err := disk.play(f); err != nil {
		t.Fatal(err)
	}
	if acknowledged != childTickets || !disk.wasCarried {
		t.Errorf("%d acknowledgements were seen; the log was carried over: %v", acknowledged, disk.wasCarried)
	}
}

// disk is what a power cut leaves.
type disk struct {
	dir         string
	live, names map[string]*inode // by path: as the program sees it; as the directory was synced
	said        func(text string) // standard output
	open        map[string]string // calls that have begun, by process
	carriedNow  bool              // the database itself was synced since the last look
	wasCarried  bool
	covers      map[string]int // by process: how many writes a sync that has begun covers
}

// inode is a file's content.
type inode struct {
	synced  []byte
	writes  int                   // how many of them synced has
	pending []func([]byte) []byte // those since
}

func newDisk(dir string) *disk {
	return &disk{dir: dir, live: map[string]*inode{}, names: map[string]*inode{}, open: map[string]string{}, covers: map[string]int{}}
}

func (d *disk) carried() bool {
	now := d.carriedNow
	d.carriedNow = false
	return now
}

// play reads the trace call by call. A call that another interrupts stands on
// two lines.
func (d *disk) play(r io.Reader) error {
	in := bufio.NewReaderSize(r, 1<<20)
	for {
		line, err := in.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		process, call, _ := strings.Cut(strings.TrimSpace(line), " ")
		call = strings.TrimSpace(call)
		if begun, ok := strings.CutSuffix(call, " <unfinished ...>"); ok {
			d.open[process] = begun
			d.begin(process, begun)
			continue
		}
		if _, rest, ok := strings.Cut(call, " resumed>"); ok && strings.HasPrefix(call, "<... ") {
			call = d.open[process] + rest
		} else {
			d.begin(process, call)
		}
		if err := d.end(process, call); err != nil {
			return fmt.Errorf("%w: %.200s", err, call)
		}
	}
}

// begin notes what a sync covers: what was written before it began.
func (d *disk) begin(process, call string) {
	if name, path, ok := callOn(call); ok && strings.HasSuffix(name, "sync") {
		if n := d.live[path]; n != nil {
			d.covers[process] = n.writes + len(n.pending)
		}
	} else if name == "write" && strings.HasPrefix(call, "write(1<") {
		d.said(string(quoted(call, 0))) // it may leave from here on
	}
}

// end does what a call that succeeded did.
func (d *disk) end(process, call string) (err error) {
	at := strings.LastIndex(call, " = ")
	if at < 0 || strings.HasPrefix(call[at:], " = -1") {
		return nil
	}
	name, path, ok := callOn(call)
	switch {
	case name == "openat" && strings.Contains(call, "O_CREAT"):
		if path := string(quoted(call, 0)); strings.HasPrefix(path, d.dir) && d.live[path] == nil {
			d.live[path] = &inode{}
		}
	case name == "unlink" || name == "unlinkat":
		delete(d.live, string(quoted(call, 0)))
	case strings.HasPrefix(name, "rename") || name == "fallocate":
		return errors.New("a call that this disk doesn't know")
	case !ok || !strings.HasPrefix(path, d.dir):
	case name == "fsync" || name == "fdatasync":
		d.sync(process, path)
	case name == "pwrite64" || name == "write":
		text, offset := quoted(call, 0), 0
		if name == "pwrite64" {
			if offset, err = lastNumber(call[:at]); err != nil {
				return err
			}
		}
		n := d.live[path]
		n.pending = append(n.pending, func(b []byte) []byte {
			if more := offset + len(text) - len(b); more > 0 {
				b = append(b, make([]byte, more)...)
			}
			copy(b[offset:], text)
			return b
		})
	case name == "ftruncate":
		size, err := lastNumber(call[:at])
		if err != nil {
			return err
		}
		n := d.live[path]
		n.pending = append(n.pending, func(b []byte) []byte {
			if size <= len(b) {
				return b[:size]
			}
			return append(b, make([]byte, size-len(b))...)
		})
	}
	return nil
}

func (d *disk) sync(process, path string) {
	if path == d.dir {
		clear(d.names)
		maps.Copy(d.names, d.live)
		return
	}
	n := d.live[path]
	for n.writes < d.covers[process] { // another sync may have covered some
		n.synced, n.pending = n.pending[0](n.synced), n.pending[1:]
		n.writes++
	}
	if strings.HasSuffix(path, ".db") {
		d.carriedNow, d.wasCarried = true, true
	}
}

// mustHold starts from what the disk holds and looks for the tickets: once with
// nothing that wasn't synced, once with some of it, as chance has it.
func (d *disk) mustHold(t *testing.T, list []told) {
	t.Helper()
	rng := rand.New(rand.NewPCG(uint64(len(list)), 0))
	for _, some := range []bool{false, true} {
		dir := t.TempDir()
		for path, n := range d.names {
			if strings.HasSuffix(path, "-shm") {
				continue // no part of the books
			}
			left := bytes.Clone(n.synced)
			for _, write := range n.pending {
				if some && rng.IntN(2) == 0 {
					left = write(left)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), left, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if !t.Run(fmt.Sprint(len(list)), func(t *testing.T) { allThere(t, dir, list) }) {
			t.FailNow()
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
}

// callOn gives a call's name and the path of its first argument's file.
func callOn(call string) (name, path string, ok bool) {
	name, rest, _ := strings.Cut(call, "(")
	_, rest, ok = strings.Cut(rest, "<")
	if !ok {
		return name, "", false
	}
	path, _, ok = strings.Cut(rest, ">")
	return name, unhex(path), ok
}

// lastNumber gives a call's last argument.
func lastNumber(call string) (int, error) {
	return strconv.Atoi(strings.TrimRight(call[strings.LastIndex(call, ", ")+2:], " )"))
}

// quoted gives the n-th string of a call.
func quoted(call string, n int) []byte {
	parts := strings.SplitN(call, `"`, 2*n+3)
	if len(parts) < 2*n+3 {
		return nil
	}
	return []byte(unhex(parts[2*n+1]))
}

// unhex reads \x2f and the like.
func unhex(s string) string {
	if !strings.HasPrefix(s, `\x`) {
		return s
	}
	var b bytes.Buffer
	for part := range strings.SplitSeq(s[2:], `\x`) {
		c, err := strconv.ParseUint(part, 16, 8)
		if err != nil {
			return s
		}
		b.WriteByte(byte(c))
	}
	return b.String()
}
