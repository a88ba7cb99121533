package settings

import (
	"sync"

	"onedoor/config"
	"onedoor/config/edition"
)

// memo remembers what reading the last texts gave: a page asks the same of the same text several times, and reading
// one of 50 KB takes some 10 ms.
type memo struct {
	mu      sync.Mutex
	masked  map[string][]byte
	checked map[string]checked
}

type checked struct {
	centre   *config.Centre
	problems config.Problems
}

// mostRemembered is how many texts are remembered: the file and the drafts of a few people.
const mostRemembered = 8

// mask is config.Mask of the file's text.
func (m *memo) mask(t edition.Text) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if b, ok := m.masked[t.Sum]; ok {
		return b
	}
	if m.masked == nil || len(m.masked) >= mostRemembered {
		m.masked = map[string][]byte{}
	}
	b := config.Mask(t.Src)
	m.masked[t.Sum] = b
	return b
}

// check gives what was found in a text before, or finds it. What is wrong is found anew each time: it may lie in a file
// beside the config that somebody has put right.
func (m *memo) check(key string, find func() (*config.Centre, config.Problems)) (*config.Centre, config.Problems) {
	m.mu.Lock()
	c, ok := m.checked[key]
	m.mu.Unlock()
	if ok {
		return c.centre, c.problems
	}
	if c.centre, c.problems = find(); c.centre == nil {
		return nil, c.problems
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.checked == nil || len(m.checked) >= mostRemembered {
		m.checked = map[string]checked{}
	}
	m.checked[key] = c
	return c.centre, c.problems
}
